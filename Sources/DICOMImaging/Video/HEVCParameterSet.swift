/// The sequence parameter set of HEVC (Rec. ITU-T H.265 7.3.2.2, 7.3.3, 7.3.4, 7.3.7 and E.2.1).
struct HEVCParameterSet {
    /// - Parameter payload: The NAL unit behind its header of two bytes, without emulation prevention.
    static func properties(_ payload: [UInt8]) -> VideoProperties? {
        var reader = BitReader(payload)
        reader.skip(4)
        let subLayers = reader.bits(3)
        reader.skip(1)
        // profile_tier_level
        reader.skip(3)
        let profile = reader.bits(5)
        reader.skip(32)
        let isProgressive = reader.flag()
        let isInterlaced = reader.flag()
        reader.skip(46)
        let level = reader.bits(8)
        let present = (0..<subLayers).map { _ in (reader.flag(), reader.flag()) }
        if subLayers > 0 { reader.skip(2 * (8 - subLayers)) }
        for (hasProfile, hasLevel) in present { reader.skip((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0)) }

        _ = reader.unsigned()
        let chroma = reader.unsigned()
        let isSeparate = chroma == 3 ? reader.flag() : false
        var (columns, rows) = (reader.unsigned(), reader.unsigned())
        if reader.flag() {
            let window = (0..<4).map { _ in reader.unsigned() }
            guard window.allSatisfy({ $0 <= 1 << 16 }) else { return nil }
            columns -= (window[0] + window[1]) * (!isSeparate && (chroma == 1 || chroma == 2) ? 2 : 1)
            rows -= (window[2] + window[3]) * (!isSeparate && chroma == 1 ? 2 : 1)
        }
        let depth = 8 + reader.unsigned()
        _ = reader.unsigned()
        guard !reader.isPast, (1...1 << 16).contains(columns), (1...1 << 16).contains(rows), depth <= 16 else { return nil }
        return VideoProperties(
            codec: .hevc, container: .none, columns: columns, rows: rows, frameRate: rate(&reader, subLayers), profile: profile,
            level: level % 30 == 0 ? "\(level / 30)" : "\(level / 30).\(level % 30 / 3)", bitDepth: depth,
            isInterlaced: isInterlaced && !isProgressive)
    }

    /// The rest of the set up to the timing of the VUI; nil where there is none, or what stands before is not understood.
    private static func rate(_ reader: inout BitReader, _ subLayers: Int) -> VideoProperties.Rate? {
        let orderBits = reader.unsigned() + 4
        guard orderBits <= 16 else { return nil }
        let layers = reader.flag() ? subLayers + 1 : 1
        for _ in 0..<3 * layers { _ = reader.unsigned() }
        for _ in 0..<6 { _ = reader.unsigned() }
        if reader.flag(), reader.flag() { skipScalingLists(&reader) }
        reader.skip(2)
        if reader.flag() {
            reader.skip(8)
            _ = reader.unsigned()
            _ = reader.unsigned()
            reader.skip(1)
        }
        let sets = reader.unsigned()
        guard sets <= 64, !reader.isPast else { return nil }
        var counts: [Int] = []
        for index in 0..<sets {
            guard let count = pictureSet(&reader, index, counts.last ?? 0), !reader.isPast else { return nil }
            counts.append(count)
        }
        if reader.flag() {
            let count = reader.unsigned()
            guard count <= 32 else { return nil }
            reader.skip(count * (orderBits + 1))
        }
        reader.skip(2)
        guard reader.flag() else { return nil }
        // VUI
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
        reader.skip(3)
        if reader.flag() { for _ in 0..<4 { _ = reader.unsigned() } }
        guard reader.flag() else { return nil }
        let (units, scale) = (reader.bits(32), reader.bits(32))
        return reader.isPast ? nil : VideoProperties.Rate(scale, units)
    }

    private static func skipScalingLists(_ reader: inout BitReader) {
        for size in 0..<4 {
            for _ in stride(from: 0, to: 6, by: size == 3 ? 3 : 1) {
                guard reader.flag() else {
                    _ = reader.unsigned()
                    continue
                }
                if size > 1 { _ = reader.signed() }
                for _ in 0..<min(64, 1 << (4 + size << 1)) { _ = reader.signed() }
            }
        }
    }

    /// st_ref_pic_set: how many pictures it refers to, which the next one needs to be understood. Nil where there are too many.
    private static func pictureSet(_ reader: inout BitReader, _ index: Int, _ before: Int) -> Int? {
        if index > 0, reader.flag() {
            reader.skip(1)
            _ = reader.unsigned()
            var count = 0
            for _ in 0...before {
                let isUsed = reader.flag()
                let isKept = isUsed ? true : reader.flag()
                if isKept { count += 1 }
            }
            return count <= 16 ? count : nil
        }
        let count = (reader.unsigned(), reader.unsigned())
        guard count.0 <= 16, count.1 <= 16 else { return nil }
        for _ in 0..<count.0 + count.1 {
            _ = reader.unsigned()
            reader.skip(1)
        }
        return count.0 + count.1
    }
}
