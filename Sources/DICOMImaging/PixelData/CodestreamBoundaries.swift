/// Where codestreams of JPEG, JPEG-LS and JPEG 2000 that follow each other in one run of bytes begin and end.
///
/// Markers are walked as the standards lay them out (T.81 Annex B, T.87 Annex C, T.800 Annex A): a thumbnail inside of a marker segment is no end.
enum CodestreamBoundaries {
    /// The codestreams in their order, from the first marker to behind the last; up to the first that is none, or has no end.
    static func ranges(in bytes: Span<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let start = start(in: bytes, from: position), let end = end(of: start, in: bytes) {
            found.append(start..<end)
            position = end
        }
        return found
    }

    /// The next codestream, behind padding of 00 or FF.
    private static func start(in bytes: Span<UInt8>, from position: Int) -> Int? {
        var position = position
        while position + 3 < bytes.count {
            if beginsCodestream(bytes, at: position) { return position }
            guard bytes[position] == 0 || bytes[position] == 0xFF else { return nil }
            position += 1
        }
        return nil
    }

    /// SOI and the beginning of another marker, or SOC and SIZ.
    static func beginsCodestream(_ bytes: Span<UInt8>, at position: Int = 0) -> Bool {
        guard position + 3 < bytes.count, bytes[position] == 0xFF else { return false }
        return bytes[position + 1] == 0xD8 && bytes[position + 2] == 0xFF
            || bytes[position + 1] == 0x4F && bytes[position + 2] == 0xFF && bytes[position + 3] == 0x51
    }

    private static func end(of start: Int, in bytes: Span<UInt8>) -> Int? {
        bytes[start + 1] == 0x4F ? endOfJPEG2000(start + 2, bytes) : endOfJPEG(start + 2, bytes)
    }

    private static func endOfJPEG(_ start: Int, _ bytes: Span<UInt8>) -> Int? {
        var position = start
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            switch bytes[position + 1] {
            case 0xFF: position += 1  // a fill byte
            case 0xD9: return position + 2
            case 0x01, 0xD0...0xD7: position += 2  // these stand alone
            case let marker:
                guard let next = endOfSegment(position + 2, bytes) else { return nil }
                // Behind the header of a scan come its data, in which FF is followed by a stuffed byte or bit, or a restart marker.
                position = marker == 0xDA ? marked(from: next, bytes) { $0 >= 0x80 && !(0xD0...0xD7).contains($0) && $0 != 0xFF } : next
            }
        }
        return nil
    }

    private static func endOfJPEG2000(_ start: Int, _ bytes: Span<UInt8>) -> Int? {
        var position = start
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            if bytes[position + 1] == 0xD9 { return position + 2 }
            guard bytes[position + 1] == 0x90 else {
                guard let next = endOfSegment(position + 2, bytes) else { return nil }
                position = next
                continue
            }
            // SOT: Psot counts from the marker, 0 stands for the rest (T.800 A.4.2).
            guard position + 12 <= bytes.count else { return nil }
            let length = (6..<10).reduce(0) { $0 << 8 | Int(bytes[position + $1]) }
            guard length == 0 || length >= 14 else { return nil }
            position = length == 0 ? marked(from: position + 12, bytes) { $0 == 0xD9 } : position + length
        }
        return nil
    }

    private static func endOfSegment(_ length: Int, _ bytes: Span<UInt8>) -> Int? {
        guard length + 1 < bytes.count else { return nil }
        let count = Int(bytes[length]) << 8 | Int(bytes[length + 1])
        return count >= 2 ? length + count : nil
    }

    /// The next FF that is followed by such a byte, or the end.
    private static func marked(from position: Int, _ bytes: Span<UInt8>, _ isMarker: (UInt8) -> Bool) -> Int {
        var position = position
        while position + 1 < bytes.count {
            if bytes[position] == 0xFF, isMarker(bytes[position + 1]) { return position }
            position += 1
        }
        return bytes.count
    }
}
