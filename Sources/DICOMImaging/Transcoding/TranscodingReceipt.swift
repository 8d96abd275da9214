public import DICOMData

/// What became of an object that was transcoded.
public struct TranscodingReceipt: Sendable, Hashable {
    /// What was done with the pixels.
    public enum Work: String, Sendable, Hashable {
        /// Their bytes were kept, those of words turned around where the byte order changed.
        case kept
        /// Their codestreams were kept, as those of another transfer syntax that holds them too.
        case relabelled
        /// JPEG was packed as JPEG XL, or unpacked, byte for byte (JPEG XL JPEG Recompression).
        case repacked
        /// They were decoded, and encoded or written as native cells.
        case encoded
    }

    public var from: TransferSyntax
    public var to: TransferSyntax
    public var work: Work
    /// Frames of the object; 0 where it has no pixels.
    public var frameCount: Int
    /// Bytes of the pixels as they were: of native cells, or of codestreams without what stands between them.
    public var bytesBefore: Int
    /// Bytes of the pixels as they are.
    public var bytesAfter: Int
    /// The samples were encoded with a loss: the object is another one, derived from its source.
    public var isLossy: Bool
    /// Each frame was decoded again and is what it has to be.
    public var isVerified: Bool
    /// Of a verified object: the largest difference of a sample from its source; nil where the two are not in the same colours.
    public var largestDifference: UInt64?
    /// Of a verified object: the SHA-256, in hexadecimal digits, of the canonical samples of its source. Of several frames: of the 32 bytes
    /// of each one's digest, in their order. Nil for bytes that were kept without being decoded.
    public var digest: String?
    /// Overlays that lay in unused bits of the pixel cells, and have Overlay Data (60xx,3000) of their own now.
    public var movedOverlays: Int
    /// SOP Instance UID (0008,0018) of the result.
    public var sopInstanceUID: UniqueIdentifier?
}
