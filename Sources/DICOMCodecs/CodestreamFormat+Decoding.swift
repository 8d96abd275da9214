extension CodestreamFormat {
    /// What the headers of all formats have in common.
    public struct Header: Sendable, Hashable {
        /// Of the frame, at full resolution.
        public var columns: Int
        public var rows: Int
        public var components: Int
        /// Bits of a sample: the largest of the components.
        public var precision: Int
        /// Decoded samples are in two's complement. Only JPEG 2000 can say so.
        public var isSigned: Bool

        /// A layout that the frame fits in: the smallest container for its precision.
        public var layout: SampleLayout {
            SampleLayout(
                columns: columns, rows: rows, samplesPerPixel: components,
                bytesPerSample: precision <= 8 ? 1 : precision <= 16 ? 2 : precision <= 32 ? 4 : 8)
        }
    }

    /// Reads the header of a codestream of this format, without decoding anything.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream.
    ///   - fragments: Where its parts lie in `source`, in their order; nil when it is all of it.
    /// - Throws: ``CodecError``: `truncated`, `corrupt` or `unsupported`.
    public func header(
        of source: Span<UInt8>, fragments: [Range<Int>]? = nil, using workspace: inout CodecWorkspace
    ) throws(CodecError) -> Header {
        switch self {
        case .jpeg:
            let header = try JPEG.header(of: source, fragments: fragments)
            return Header(
                columns: header.columns, rows: header.rows, components: header.components.count, precision: header.precision,
                isSigned: false)
        case .jpegLS:
            let header = try JPEGLS.header(of: source, fragments: fragments)
            return Header(
                columns: header.columns, rows: header.rows, components: header.components,
                precision: header.hasMappingTables ? 8 * header.bytesPerSample : header.precision, isSigned: false)
        case .jpeg2000:
            let header = try JPEG2000.header(of: source, fragments: fragments, using: &workspace)
            return Header(
                columns: header.columns, rows: header.rows, components: header.components.count, precision: header.precision,
                isSigned: header.isSigned)
        case .jpegXL:
            let header = try JPEGXL.header(of: source, fragments: fragments, using: &workspace)
            return Header(
                columns: header.columns, rows: header.rows, components: header.components, precision: header.precision, isSigned: false)
        }
    }

    /// Decodes a codestream of this format as its own codec does by default.
    ///
    /// - Parameters:
    ///   - layout: As ``Header/layout``, or with wider containers; strides and planes are the caller's choice.
    ///   - target: At least ``SampleLayout/byteCount`` bytes.
    /// - Throws: ``CodecError``, as the codec does.
    @discardableResult
    public func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        switch self {
        case .jpeg: try JPEG.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        case .jpegLS: try JPEGLS.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        case .jpeg2000: try JPEG2000.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        case .jpegXL: try JPEGXL.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        }
    }
}
