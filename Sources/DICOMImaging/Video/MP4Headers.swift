/// Finds the parameter sets of a video in the boxes of an MP4 (ISO/IEC 14496-12 and 14496-15).
enum MP4Headers {
    /// Top-level boxes that are looked at, and bytes of `moov`.
    private static let (mostBoxes, mostBytes) = (4096, 8 << 20)

    static func properties(count: Int, codec: VideoProperties.Codec, read: (Range<Int>) -> [UInt8]) -> VideoProperties? {
        var place = 0
        for _ in 0..<mostBoxes where place + 8 <= count {
            let head = read(place..<min(place + 16, count))
            guard let box = Box(head, at: 0, end: count - place) else { return nil }
            if box.kind == "moov" {
                let bytes = read(place + box.header..<place + min(box.length, mostBytes))
                return search(bytes, 0..<bytes.count, codec, depth: 0)
            }
            place += box.length
        }
        return nil
    }

    private struct Box {
        let kind: String
        let header: Int
        let length: Int

        /// Nil where the box does not lie before `end`.
        init?(_ bytes: [UInt8], at place: Int, end: Int) {
            func number(_ from: Int, _ count: Int) -> Int? {
                guard from + count <= bytes.count else { return nil }
                return Int(truncatingIfNeeded: bytes[from..<from + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            }
            guard let size = number(place, 4), place + 8 <= bytes.count else { return nil }
            kind = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            if size == 1 {
                guard let large = number(place + 8, 8) else { return nil }
                (header, length) = (16, large)
            } else {
                (header, length) = (8, size == 0 ? end - place : size)
            }
            guard length >= header, length <= end - place else { return nil }
        }
    }

    /// Boxes that hold boxes, with the bytes that stand before those.
    private static let nested: [String: Int] = [
        "trak": 0, "mdia": 0, "minf": 0, "stbl": 0, "stsd": 8, "avc1": 78, "avc3": 78, "hvc1": 78, "hev1": 78, "mp4v": 78,
    ]

    private static func search(_ bytes: [UInt8], _ range: Range<Int>, _ codec: VideoProperties.Codec, depth: Int) -> VideoProperties? {
        var place = range.lowerBound
        while place + 8 <= range.upperBound, let box = Box(bytes, at: place, end: range.upperBound) {
            let content = place + box.header..<place + box.length
            if let fields = nested[box.kind], content.count >= fields, depth < 8 {
                if let found = search(bytes, content.lowerBound + fields..<content.upperBound, codec, depth: depth + 1) { return found }
            } else if box.kind == "avcC", codec == .avc {
                if let found = configuration(bytes[content], codec) { return found }
            } else if box.kind == "hvcC", codec == .hevc {
                if let found = configuration(bytes[content], codec) { return found }
            }
            place += box.length
        }
        return nil
    }

    /// The first sequence parameter set of a decoder configuration record.
    private static func configuration(_ record: ArraySlice<UInt8>, _ codec: VideoProperties.Codec) -> VideoProperties? {
        let bytes = Array(record)
        if codec == .avc {
            guard bytes.count > 8, bytes[5] & 0x1F > 0 else { return nil }
            let length = Int(bytes[6]) << 8 | Int(bytes[7])
            return AVCParameterSet.properties(VideoHeaders.rawPayload(bytes[9..<max(9, min(bytes.count, 8 + length))]))
        }
        guard bytes.count > 23 else { return nil }
        var place = 23
        for _ in 0..<bytes[22] {
            guard place + 3 <= bytes.count else { return nil }
            let kind = bytes[place] & 0x3F
            let units = Int(bytes[place + 1]) << 8 | Int(bytes[place + 2])
            place += 3
            for _ in 0..<units {
                guard place + 2 <= bytes.count else { return nil }
                let start = place + 2
                let end = start + (Int(bytes[place]) << 8 | Int(bytes[place + 1]))
                guard end <= bytes.count else { return nil }
                if kind == 33, end - start > 2 { return HEVCParameterSet.properties(VideoHeaders.rawPayload(bytes[start + 2..<end])) }
                place = end
            }
        }
        return nil
    }
}
