internal import DICOMCodecs
public import DICOMData

/// How the pixels of a transfer syntax are encoded, and by which code they are read and written.
enum PixelCodec: Sendable, Equatable {
    /// Cells one after the other (PS3.5 8.1.1), numbers in this order.
    case native(isBigEndian: Bool)
    /// A frame in one or more fragments (PS3.5 A.4).
    case compressed(Compression)

    enum Compression: Sendable, Equatable {
        /// RLE Lossless (PS3.5 Annex G).
        case rleLossless
        /// A codestream that tells what it is; where it is of another format than the transfer syntax says, the codestream is believed.
        case codestream(CodestreamFormat)
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
        /// Frames can be encoded.
        public var writes: Bool
        /// What does it, in words; empty where nothing does.
        public var code: String
    }

    /// What this build does with the transfer syntax; nothing for those outside of PS3.6 Annex A.
    public var support: Support { support(withJPEGXL: JPEGXL.isAvailable) }

    /// What builds with or without the trait `JPEGXL` do.
    package func support(withJPEGXL hasJPEGXL: Bool) -> Support {
        switch codec {
        case .native: Support(reads: true, writes: true, code: "Hounsfield")
        case .compressed(.rleLossless): Support(reads: true, writes: true, code: "Hounsfield (C)")
        case .compressed(.codestream(.jpeg)): Support(reads: true, writes: isEncoded, code: "Hounsfield (C)")
        case .compressed(.codestream(.jpegLS)): Support(reads: true, writes: true, code: "Hounsfield (C)")
        case .compressed(.codestream(.jpeg2000)): Support(reads: true, writes: isEncoded, code: "OpenJPEG")
        case .compressed(.codestream(.jpegXL)):
            Support(reads: hasJPEGXL, writes: hasJPEGXL && isEncoded, code: "libjxl, with the trait JPEGXL")
        case .compressed(.deflated): Support(reads: true, writes: true, code: "zlib")
        case .compressed(.uncompressed): Support(reads: true, writes: true, code: "Hounsfield")
        case nil: Support(reads: false, writes: false, code: "")
        }
    }

    /// Of formats that are read whatever their process or profile: whether the one that the transfer syntax asks for is written too.
    private var isEncoded: Bool {
        switch self {
        case .jpegBaseline8Bit, .jpegExtended12Bit, .jpegLossless, .jpegLosslessSV1, .jpeg2000Lossless, .jpeg2000, .jpegXLLossless, .jpegXL:
            true
        default: false
        }
    }

    /// The one map from transfer syntax to codec; nil where this version has none.
    var codec: PixelCodec? {
        switch self {
        case .implicitVRLittleEndian, .explicitVRLittleEndian, .deflatedExplicitVRLittleEndian, .philipsPrivateExplicitVRLittleEndian:
            .native(isBigEndian: false)
        case .explicitVRBigEndian, .geImplicitBigEndianPixels: .native(isBigEndian: true)
        case .rleLossless: .compressed(.rleLossless)
        case .jpegBaseline8Bit, .jpegExtended12Bit, .jpegLossless, .jpegLosslessSV1, .jpegSpectralSelection, .jpegFullProgression:
            .compressed(.codestream(.jpeg))
        case .jpegLSLossless, .jpegLSNearLossless: .compressed(.codestream(.jpegLS))
        case .jpeg2000Lossless, .jpeg2000, .jpeg2000MCLossless, .jpeg2000MC, .htJPEG2000Lossless, .htJPEG2000LosslessRPCL, .htJPEG2000:
            .compressed(.codestream(.jpeg2000))
        case .jpegXLLossless, .jpegXLJPEGRecompression, .jpegXL: .compressed(.codestream(.jpegXL))
        case .deflatedImageFrameCompression: .compressed(.deflated)
        case .encapsulatedUncompressedExplicitVRLittleEndian: .compressed(.uncompressed)
        default: nil
        }
    }

    /// Retired (PS3.5 2004 Annex A), and still met: 10918-1 processes 6 and 8, and 10 and 12.
    private static let jpegSpectralSelection = TransferSyntax(uid: "1.2.840.10008.1.2.4.53")
    private static let jpegFullProgression = TransferSyntax(uid: "1.2.840.10008.1.2.4.55")
}
