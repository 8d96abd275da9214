/// The sequence parameter set of AVC (Rec. ITU-T H.264 7.3.2.1.1 and E.1.1).
struct AVCParameterSet {
    /// - Parameter payload: The NAL unit behind its header byte, without emulation prevention.
    static func properties(_ payload: [UInt8]) -> VideoProperties? {
        var reader = BitReader(payload)
        let profile = reader.bits(8)
        let constraints = reader.bits(8)
        let level = reader.bits(8)
        _ = reader.unsigned()
        var (chroma, depth) = (1, 8)
        if [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].contains(profile) {
            chroma = reader.unsigned()
            if chroma == 3 { reader.skip(1) }
            depth = 8 + reader.unsigned()
            _ = reader.unsigned()
            reader.skip(1)
            if reader.flag() {
                for list in 0..<(chroma == 3 ? 12 : 8) where reader.flag() { skipScalingList(&reader, list < 6 ? 16 : 64) }
            }
        }
        _ = reader.unsigned()
        switch reader.unsigned() {
        case 0: _ = reader.unsigned()
        case 1:
            reader.skip(1)
            _ = reader.signed()
            _ = reader.signed()
            let count = reader.unsigned()
            guard count <= 255 else { return nil }
            for _ in 0..<count { _ = reader.signed() }
        default: break
        }
        _ = reader.unsigned()
        reader.skip(1)
        let across = reader.unsigned() + 1
        let down = reader.unsigned() + 1
        let isFramesOnly = reader.flag()
        if !isFramesOnly { reader.skip(1) }
        reader.skip(1)
        var (columns, rows) = (across * 16, down * 16 * (isFramesOnly ? 1 : 2))
        if reader.flag() {
            let crop = (0..<4).map { _ in reader.unsigned() }
            let unitX = chroma == 1 || chroma == 2 ? 2 : 1
            let unitY = (chroma == 1 ? 2 : 1) * (isFramesOnly ? 1 : 2)
            guard crop.allSatisfy({ $0 <= 1 << 16 }) else { return nil }
            columns -= (crop[0] + crop[1]) * unitX
            rows -= (crop[2] + crop[3]) * unitY
        }
        guard !reader.isPast, across <= 1 << 12, down <= 1 << 12, columns > 0, rows > 0, depth <= 14 else { return nil }
        var rate: VideoProperties.Rate?
        if reader.flag() {
            let (units, scale) = timing(&reader)
            // Two fields a picture.
            if !reader.isPast { rate = VideoProperties.Rate(scale, 2 * units) }
        }
        // Level 1b has its own bit, or number (A.3.4.1).
        let is1b = level == 9 || (level == 11 && constraints & 0x10 != 0 && [66, 77, 88].contains(profile))
        return VideoProperties(
            codec: .avc, container: .none, columns: columns, rows: rows, frameRate: rate, profile: profile,
            level: is1b ? "1b" : level % 10 == 0 ? "\(level / 10)" : "\(level / 10).\(level % 10)", bitDepth: depth,
            isInterlaced: !isFramesOnly)
    }

    private static func skipScalingList(_ reader: inout BitReader, _ size: Int) {
        var (last, next) = (8, 8)
        for _ in 0..<size where next != 0 {
            next = (last + reader.signed() + 256) & 255
            if next != 0 { last = next }
        }
    }

    /// The fields of the VUI up to its timing: units in a tick and ticks in a second, 0 where it has none.
    static func timing(_ reader: inout BitReader) -> (units: Int, scale: Int) {
        if reader.flag(), reader.bits(8) == 255 { reader.skip(32) }
        if reader.flag() { reader.skip(1) }
        if reader.flag() {
            reader.skip(4)
            if reader.flag() { reader.skip(24) }
        }
        if reader.flag() {
            _ = reader.unsigned()
            _ = reader.unsigned()
        }
        guard reader.flag() else { return (0, 0) }
        return (reader.bits(32), reader.bits(32))
    }
}
