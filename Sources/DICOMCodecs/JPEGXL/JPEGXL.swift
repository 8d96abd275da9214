internal import CDICOMCodecs

/// JPEG XL (ISO/IEC 18181) through libjxl, in builds with the package trait `JPEGXL`; without it every call throws `unsupported`.
///
/// Samples are unsigned, of up to 16 bits, one or three for each pixel; colour is RGB. Pictures of signed values cannot be said in it.
public enum JPEGXL {
    /// Whether this build can read and write JPEG XL.
    public static var isAvailable: Bool { cdicom_jpegxl_is_available() }

    /// What stands in front of the picture.
    public struct Header: Sendable, Hashable {
        public var columns: Int
        public var rows: Int
        /// 1 for grey, 3 for colour.
        public var components: Int
        /// Bits of a sample.
        public var precision: Int
        /// The codestream lies in boxes (ISO/IEC 18181-2), which may hold what a JPEG file is rebuilt from.
        public var isBoxed: Bool
        /// False where the picture is coded in XYB, and lossy for certain.
        public var maybeLossless: Bool
    }

    /// Reads the header only.
    ///
    /// - Throws: ``CodecError``: `truncated`, `corrupt`, or `unsupported` (animation, transparency, floating point, or a build without it).
    public static func header(
        of source: Span<UInt8>, fragments: [Range<Int>]? = nil, using workspace: inout CodecWorkspace
    ) throws(CodecError) -> Header {
        var header = cdicom_jpegxl_header()
        _ = try unsafe workspace.read(source, fragments) { source, work, report in
            unsafe cdicom_jpegxl_probe(source, work, &header, report)  // the core keeps to the counts given with the pointers
        }
        return Header(
            columns: Int(header.columns), rows: Int(header.rows), components: Int(header.components), precision: Int(header.precision),
            isBoxed: header.is_boxed, maybeLossless: header.may_be_lossless)
    }

    /// Decodes one frame into unsigned samples of the precision that its header names.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream.
    ///   - fragments: Where its fragments lie in `source`, in their order; nil when it is all of it.
    ///   - layout: As the header says, in samples of 1 or 2 bytes.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; samples are zero after an error.
    /// - Throws: ``CodecError``: `truncated`, `corrupt`, `unsupported`, `layoutMismatch`, `limitExceeded`, `targetTooSmall`, `outOfMemory`,
    ///   `cancelled`, or `badArgument` for impossible layouts.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        // The C core keeps to the counts given with the pointers.
        try unsafe workspace.decode(source, fragments, layout: layout, into: &target, notes: [], by: cdicom_jpegxl_decode)
    }
}
