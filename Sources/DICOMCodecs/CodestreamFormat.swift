/// Which standard a bare codestream is written to, as its first bytes tell. What a data set says about it is not asked.
public enum CodestreamFormat: Sendable, Hashable {
    /// ITU-T T.81: the DCT processes and the lossless one.
    case jpeg
    /// ITU-T T.87.
    case jpegLS
    /// ITU-T T.800, or T.814 (HTJ2K), bare or in JP2 boxes.
    case jpeg2000
    /// ISO/IEC 18181, bare or in boxes.
    case jpegXL

    /// Nil where the bytes begin like none of them.
    public init?(of source: Span<UInt8>) {
        func begins(_ bytes: [UInt8]) -> Bool { bytes.count <= source.count && bytes.indices.allSatisfy { bytes[$0] == source[$0] } }
        if begins([0xFF, 0x4F, 0xFF, 0x51]) || begins([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) {
            self = .jpeg2000
        } else if begins([0xFF, 0x0A]) || begins([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20]) {
            self = .jpegXL
        } else if begins([0xFF, 0xD8, 0xFF]) {
            self = Self.hasFrameOfJPEGLS(source) ? .jpegLS : .jpeg
        } else {
            return nil
        }
    }

    /// Walks the segments in front of the frame header: that of JPEG-LS is SOF55 (T.87 C.1.1), all others are JPEG's.
    private static func hasFrameOfJPEGLS(_ source: Span<UInt8>) -> Bool {
        var position = 2
        while position + 3 < source.count, source[position] == 0xFF {
            switch source[position + 1] {
            case 0xFF: position += 1  // a fill byte
            case 0xF7, 0xF8: return true  // SOF55 and LSE, which only JPEG-LS has
            case 0xC0...0xC3, 0xDA: return false
            default: position += 2 + Int(source[position + 2]) << 8 + Int(source[position + 3])
            }
        }
        return false
    }
}
