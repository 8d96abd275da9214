/// The sequence header of MPEG-2 video and its extension (Rec. ITU-T H.262 6.2.2).
struct MPEG2SequenceHeader {
    /// - Parameters:
    ///   - header: What follows the start code 00 00 01 B3.
    ///   - extension: What follows 00 00 01 B5 behind it; without one the stream is MPEG-1.
    static func properties(header: [UInt8], extension fields: [UInt8]?) -> VideoProperties? {
        var reader = BitReader(header)
        var (columns, rows) = (reader.bits(12), reader.bits(12))
        reader.skip(4)
        let code = reader.bits(4)
        guard !reader.isPast else { return nil }
        // Table 6-4.
        let rates = [(24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1)]
        var rate: (Int, Int)? = (1...8).contains(code) ? rates[code - 1] : nil
        var (profile, level, isInterlaced) = (0, "", false)
        if let fields {
            var reader = BitReader(fields)
            guard reader.bits(4) == 1 else { return nil }
            let indication = reader.bits(8)
            profile = indication >> 4 & 7
            level = [4: "High", 6: "High 1440", 8: "Main", 10: "Low"][indication & 15] ?? "\(indication & 15)"
            isInterlaced = !reader.flag()
            reader.skip(2)
            columns |= reader.bits(2) << 12
            rows |= reader.bits(2) << 12
            reader.skip(12 + 1 + 8 + 1)
            let (more, less) = (reader.bits(2) + 1, reader.bits(5) + 1)
            guard !reader.isPast else { return nil }
            rate = rate.map { ($0.0 * more, $0.1 * less) }
        }
        guard columns > 0, rows > 0 else { return nil }
        return VideoProperties(
            codec: .mpeg2, container: .none, columns: columns, rows: rows,
            frameRate: rate.flatMap { VideoProperties.Rate($0.0, $0.1) }, profile: profile, level: level, bitDepth: 8,
            isInterlaced: isInterlaced)
    }
}
