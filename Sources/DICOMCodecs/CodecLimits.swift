internal import CDICOMCodecs

/// What one decode may cost at most. The codestream's headers are tested against it before anything is allocated.
///
/// The defaults let every honest image of a hospital pass (a stitched radiograph has 50 million pixels, an untiled slide overview up to some
/// 250 million) and keep a hostile header of a few bytes from asking for the memory of the machine.
public struct CodecLimits: Sendable, Hashable {
    /// Columns × rows of a frame at full resolution.
    public var maximumPixels: Int = 1 << 28
    /// Bytes of the decoded samples.
    public var maximumBytes: Int = 1 << 31
    /// Bytes that a decoder may hold beside source and target, as estimated from the headers.
    public var maximumWorkingBytes: Int = 1 << 32
    /// Components, or samples per pixel.
    public var maximumComponents: Int = 1024
    /// Tiles of one frame.
    public var maximumTiles: Int = 65_535

    public init() {}
}

extension CodecLimits {
    /// The limits in the C core's terms; a negative limit allows nothing.
    var c: cdicom_limits {
        cdicom_limits(
            pixels: UInt64(clamping: maximumPixels), target_bytes: UInt64(clamping: maximumBytes),
            working_bytes: UInt64(clamping: maximumWorkingBytes), components: UInt32(clamping: maximumComponents),
            tiles: UInt32(clamping: maximumTiles))
    }
}
