public import DICOMCodecs

/// How a ``Transcoder`` works. Only what is said differs from the defaults.
public struct TranscodingOptions: Sendable, Hashable {
    /// When the result gets a SOP Instance UID of its own.
    public enum InstanceUID: Sendable, Hashable {
        /// Where samples are encoded with a loss, as PS3.3 C.7.6.1.1.5 demands.
        case automatic
        /// Never: for a result that is not stored beside its source. A lossy one breaks PS3.3 C.7.6.1.1.5.
        case kept
        /// Always.
        case new
    }

    /// What may be lost where the transfer syntax is lossy; nil: codestreams that it holds already stay as they are, else JPEG of quality
    /// 90, JPEG-LS with NEAR 2, JPEG 2000 at 10:1, JPEG XL at distance 1.
    public var loss: CodingLoss?
    /// Decodes each frame as soon as it is encoded and compares: equal where the transfer syntax is lossless, within NEAR where it is
    /// near-lossless.
    public var verifies = false
    public var instanceUID = InstanceUID.automatic
    /// What a frame may cost.
    public var limits = CodecLimits()
    /// Decodes High-Throughput JPEG 2000 in several layers too, see `CodecWorkspace.trustsHighThroughput`.
    public var trustsHighThroughput = false
    /// Bytes that frames may have so that their offsets are sure to fit in the Basic Offset Table. Tests have no 4 GiB.
    package var largestBasicOffset = Int(UInt32.max)

    public init(loss: CodingLoss? = nil, verifies: Bool = false) {
        self.loss = loss
        self.verifies = verifies
    }
}
