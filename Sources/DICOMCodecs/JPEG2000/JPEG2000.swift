internal import CDICOMCodecs

/// JPEG 2000 (ISO/IEC 15444-1) and the High-Throughput codestreams (15444-15) that OpenJPEG reads.
///
/// Sign and precision of the decoded samples are those of the codestream, see ``JPEG2000/Header``; a data set may say otherwise, and the caller
/// decides what that means. A codestream with a component transform (RCT, ICT) gives RGB. Codestreams wrapped in JP2 boxes are accepted
/// and noted; palettes and channel definitions in such boxes are not applied, since DICOM has its own (PS3.5 A.4.4).
public enum JPEG2000 {
    /// A part of the frame, in pixels at the resolution that is decoded.
    public struct Region: Sendable, Hashable {
        public var columns: Range<Int>
        public var rows: Range<Int>

        public init(columns: Range<Int>, rows: Range<Int>) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// How to decode.
    public struct DecodingOptions: Sendable, Hashable {
        /// Resolution levels to leave out, at most ``Header/levels``. Each halves columns and rows, rounded up, and quarters the work.
        public var discardedLevels = 0
        /// Threads for one frame; 0 or 1 means the caller's alone. Many frames are better decoded one thread each.
        public var threads = 1
        /// Decodes only this part, and passes over tiles and code-blocks that it does not touch; nil: the whole frame.
        public var region: Region?
        /// Decodes what there is of a codestream that is cut short, with ``CodecNote/partialPicture``; what is missing is coarse or zero.
        /// With ``discardedLevels``, a cut inside a packet still throws.
        public var isLenient = false
        /// Decodes High-Throughput codestreams with several quality layers or packet markers too. OpenJPEG 2.5 ends the process on some damaged
        /// ones, which cannot be told beforehand where a code-block lies in pieces, so they are refused by default: set this for sources that
        /// you trust.
        public var trustsHighThroughput = false

        public init() {}
    }

    /// Decodes one codestream into samples, two's complement in the low bits of their containers, sign-extended when signed.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream; padding behind it is allowed.
    ///   - fragments: Where its fragments lie in `source`, in their order; nil when it is all of it.
    ///   - layout: Columns and rows as ``header(of:discardingLevels:)`` gives them, or those of the region, one sample per pixel for each component, and
    ///     containers of at least ``Header/precision`` bits. Components of lower resolution are repeated to the size of the finest.
    ///   - workspace: Limits and cancellation, which OpenJPEG can follow between tiles only.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; all samples are written, and are zero after an error about the codestream.
    /// - Returns: Departures from the standard that were tolerated.
    /// - Throws: ``CodecError``: `truncated`, `corrupt`, `unsupported` (an HT codestream that is not trusted or beyond OpenJPEG, a transform of Part 2, more than
    ///   31 bits), `layoutMismatch`, `limitExceeded`, `targetTooSmall`, `outOfMemory`, `cancelled`, or `badArgument` for impossible options or
    ///   layouts.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, options: DecodingOptions = DecodingOptions(),
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        let options = options.trusting(workspace)
        // The C core keeps to the counts given with the pointers.
        return try unsafe workspace.decode(
            source, fragments, layout: layout, leniency: options.leniency, into: &target, notes: notes
        ) { source, layout, work, target, count, report in
            unsafe cdicom_jpeg2000_decode(source, layout, options.c, work, target, count, report)  // as above
        }
    }

    /// Decodes one codestream into samples, with a workspace of its own.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, layout: SampleLayout, options: DecodingOptions = DecodingOptions(), limits: CodecLimits = CodecLimits(),
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        var workspace = CodecWorkspace(limits: limits)
        return try decode(source, layout: layout, options: options, using: &workspace, into: &target)
    }

    /// Decodes one codestream into planes: the components one after the other, each in its own size, rows without padding.
    ///
    /// - Parameter target: At least ``Header/planeSampleCount`` samples.
    /// - Throws: As ``decode(_:fragments:layout:options:using:into:)``, but for layouts.
    @discardableResult
    public static func decodePlanes(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, options: DecodingOptions = DecodingOptions(),
        using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<Int32>
    ) throws(CodecError) -> CodecReport {
        let options = options.trusting(workspace)
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let bits = try unsafe target.withUnsafeMutableBufferPointer { (target) throws(CodecError) in
            try unsafe workspace.read(source, fragments, leniency: options.leniency) { source, work, report in  // as above
                unsafe cdicom_jpeg2000_decode_planes(source, options.c, work, target.baseAddress, target.count, report)  // as above
            }
        }
        return CodecReport(bits: bits, named: notes)
    }

    /// Decodes one codestream into planes, with a workspace of its own.
    @discardableResult
    public static func decodePlanes(
        _ source: Span<UInt8>, options: DecodingOptions = DecodingOptions(), limits: CodecLimits = CodecLimits(),
        into target: inout MutableSpan<Int32>
    ) throws(CodecError) -> CodecReport {
        var workspace = CodecWorkspace(limits: limits)
        return try decodePlanes(source, options: options, using: &workspace, into: &target)
    }

    private static let notes: [(UInt32, CodecNote)] = [
        (CDICOM_JPEG2000_NOTE_BOXED.rawValue, .boxed), (CDICOM_JPEG2000_NOTE_TRAILING_DATA.rawValue, .trailingData),
        (CDICOM_JPEG2000_NOTE_MISSING_END.rawValue, .missingEndMarker), (CDICOM_JPEG2000_NOTE_PARTIAL.rawValue, .partialPicture),
        (CDICOM_JPEG2000_NOTE_UPSAMPLED.rawValue, .upsampledComponents),
        (CDICOM_JPEG2000_NOTE_MIXED_COMPONENTS.rawValue, .mixedComponents),
    ]
}

extension JPEG2000.Region {
    /// The region in the C core's terms; what is empty or does not fit becomes one that lies in no frame.
    var c: cdicom_jpeg2000_region {
        guard let column = UInt32(exactly: columns.lowerBound), let row = UInt32(exactly: rows.lowerBound), !columns.isEmpty, !rows.isEmpty
        else { return cdicom_jpeg2000_region(column: .max, row: .max, columns: .max, rows: .max) }
        return cdicom_jpeg2000_region(
            column: column, row: row, columns: UInt32(clamping: columns.count), rows: UInt32(clamping: rows.count))
    }
}

extension JPEG2000.DecodingOptions {
    /// The options in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    var c: cdicom_jpeg2000_options {
        cdicom_jpeg2000_options(
            discard_levels: UInt32(exactly: discardedLevels) ?? .max, threads: UInt32(clamping: threads),
            high_throughput: trustsHighThroughput, region: region.map(\.c) ?? cdicom_jpeg2000_region())
    }

    /// Trust may be told here or in the workspace.
    func trusting(_ workspace: borrowing CodecWorkspace) -> Self {
        var options = self
        options.trustsHighThroughput = trustsHighThroughput || workspace.trustsHighThroughput
        return options
    }

    var leniency: UInt32 { isLenient ? CDICOM_JPEG2000_LENIENT_PARTIAL.rawValue : 0 }
}
