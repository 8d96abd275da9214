public import DICOMData

/// How the pixels of a transfer syntax are encoded, and by which code they are read and written.
enum PixelCodec: Sendable {
    /// Cells one after the other (PS3.5 8.1.1), numbers in this order.
    case native(isBigEndian: Bool)
    /// A codestream a frame, in fragments (PS3.5 A.4).
    case compressed(Compression)

    enum Compression: Sendable {
        /// RLE Lossless (PS3.5 Annex G).
        case rleLossless
        /// JPEG 2000 Part 1 (ISO/IEC 15444-1).
        case jpeg2000
        /// Cells as in native Pixel Data, each frame deflated (RFC 1951; PS3.5 A.4.13).
        case deflated
        /// Cells as in native Pixel Data, each frame in a fragment (PS3.5 A.4.11).
        case uncompressed
    }
}

extension TransferSyntax {
    /// What this version does with a transfer syntax.
    public struct Support: Sendable, Hashable {
        /// Frames can be decoded.
        public var reads: Bool
        /// Objects can be written.
        public var writes: Bool
        /// What does it, in words; empty where nothing does.
        public var code: String
    }

    /// What this version does with the transfer syntax; nothing for those outside of PS3.6 Annex A.
    public var support: Support {
        switch codec {
        case .native: Support(reads: true, writes: true, code: "Hounsfield")
        case .compressed(.rleLossless): Support(reads: true, writes: false, code: "Hounsfield (C)")
        case .compressed(.jpeg2000): Support(reads: true, writes: false, code: "OpenJPEG")
        case .compressed(.deflated): Support(reads: true, writes: false, code: "zlib")
        case .compressed(.uncompressed): Support(reads: true, writes: false, code: "Hounsfield")
        case nil: Support(reads: false, writes: false, code: "")
        }
    }

    /// The one map from transfer syntax to codec; nil where this version has none.
    var codec: PixelCodec? {
        switch self {
        case .implicitVRLittleEndian, .explicitVRLittleEndian, .deflatedExplicitVRLittleEndian, .philipsPrivateExplicitVRLittleEndian:
            .native(isBigEndian: false)
        case .explicitVRBigEndian, .geImplicitBigEndianPixels: .native(isBigEndian: true)
        case .rleLossless: .compressed(.rleLossless)
        case .jpeg2000Lossless, .jpeg2000: .compressed(.jpeg2000)
        case .deflatedImageFrameCompression: .compressed(.deflated)
        case .encapsulatedUncompressedExplicitVRLittleEndian: .compressed(.uncompressed)
        default: nil
        }
    }
}
