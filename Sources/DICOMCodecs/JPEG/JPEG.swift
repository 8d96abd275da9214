internal import CDICOMCodecs

/// JPEG (ISO/IEC 10918-1, ITU-T T.81): Baseline, Extended, Progressive and Lossless, Huffman coded.
///
/// Which process a codestream is of, only its frame header says: a data set that names another one is of no account here. Samples are unsigned,
/// in the low bits of their containers; their sign, and how colours are to be understood, is for the data set and ``Header`` to say.
public enum JPEG {
    /// How to decode.
    public struct DecodingOptions: Sendable, Hashable {
        /// DCT processes: bring sub-sampled components to full size by repetition, instead of the triangle filter that is usual.
        public var repeatsSamples = false
        /// DCT processes of 8 bits and three components: convert Y Cb Cr to R G B (ITU-R BT.601, full range). That a codestream
        /// does not hold RGB already is for the caller to know, see ``Header/Color``.
        public var convertsToRGB = false
        /// Lossless, selection value 6: takes the difference of two 16-bit samples as a 16-bit number that wraps, as some encoders of signed
        /// samples did. Wrong for codestreams of all others, so it is never a default; ``CodecNote/predictorOverflow`` says that it mattered.
        public var toleratesPredictorOverflow = false
        /// Reads Huffman tables with more codes than their lengths allow: those in excess are never met. Noted as ``CodecNote/overfullTable``.
        public var toleratesOverfullTables = false
        /// Progressive: gives the coarse picture of a codestream that is cut short, with ``CodecNote/partialPicture``, once the first scan of
        /// each component has begun.
        public var toleratesMissingScans = false

        public init() {}
    }

    /// Decodes one codestream of any process.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream.
    ///   - fragments: Where its parts lie in `source`, in their order; nil when it is all of it. Padding around it is allowed.
    ///   - layout: Columns and rows as ``header(of:fragments:)`` gives them, one sample per pixel for each component, and containers of 1 byte
    ///     (precision up to 8) or 2. Planes or interleaved.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: At least ``SampleLayout/byteCount`` bytes. Rows from ``CodecError/completeRows`` on are zero after an error about the
    ///     codestream.
    /// - Returns: Departures from the standard that were tolerated, and what else is worth knowing.
    /// - Throws: ``CodecError``: `truncated`, `corrupt`, `unsupported` (arithmetic coding, hierarchical processes, more than four components),
    ///   `layoutMismatch`, `limitExceeded`, `targetTooSmall`, `outOfMemory`, `cancelled`, or `badArgument` for containers of 4 or 8 bytes.
    /// - Complexity: O(samples).
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, options: DecodingOptions = DecodingOptions(),
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        var choices = options.c
        // The C core keeps to the counts given with the pointers.
        return try unsafe workspace.decode(
            source, fragments, layout: layout, leniency: options.leniency, into: &target, notes: notes
        ) { source, layout, work, target, count, report in
            unsafe cdicom_jpeg_decode(source, layout, &choices, work, target, count, report)  // as above
        }
    }

    /// Decodes one codestream with a workspace of its own.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, layout: SampleLayout, options: DecodingOptions = DecodingOptions(), limits: CodecLimits = CodecLimits(),
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        var workspace = CodecWorkspace(limits: limits)
        return try decode(source, layout: layout, options: options, using: &workspace, into: &target)
    }

    /// Decodes two frames at once, in one thread: one works while the other waits for its next code.
    ///
    /// Lossless frames of equal parameters and without restart markers, as those of a multi-frame image, gain a third to a half; others are
    /// decoded one after the other.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold both codestreams.
    ///   - frames: Where the fragments of each lie in `source`.
    ///   - layout: Of each frame.
    ///   - frameStride: Bytes from the start of the first frame in `target` to that of the second, at least ``SampleLayout/byteCount``.
    /// - Returns: What ``decode(_:fragments:layout:options:using:into:)`` would have returned or thrown for each.
    /// - Throws: `badArgument` for ranges outside of `source`, or an impossible layout or stride; `targetTooSmall`.
    public static func decodePair(
        _ source: Span<UInt8>, frames: (first: [Range<Int>], second: [Range<Int>]), layout: SampleLayout,
        options: DecodingOptions = DecodingOptions(),
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>, frameStride: Int
    ) throws(CodecError) -> (first: Result<CodecReport, CodecError>, second: Result<CodecReport, CodecError>) {
        guard let shape = layout.c, let frameBytes = layout.byteCount, frameStride >= frameBytes else { throw .impossibleLayout }
        guard (frames.first + frames.second).allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= source.count }) else {
            throw .strayFragment
        }
        guard target.count >= frameBytes, target.count - frameBytes >= frameStride else {
            throw CodecError(
                code: .targetTooSmall, problem: "The target is smaller than both frames.",
                remedy: "Give a target as large as the layouts ask for.")
        }
        var choices = options.c
        var statuses = [CDICOM_OK, CDICOM_OK]
        var reports = [cdicom_report](repeating: cdicom_report(), count: 2)
        // The spans outlive the call, fragments and frames lie inside of them, and the C core keeps no pointer.
        unsafe source.withUnsafeBufferPointer { bytes in
            let parts = unsafe (frames.first + frames.second).map { range in
                unsafe cdicom_fragment(bytes: bytes.baseAddress.map { unsafe $0 + range.lowerBound }, count: range.count)  // as above
            }
            unsafe parts.withUnsafeBufferPointer { parts in  // as above
                let first = unsafe cdicom_source(fragments: parts.baseAddress, count: frames.first.count)  // as above
                let second = unsafe cdicom_source(  // as above
                    fragments: parts.baseAddress.map { unsafe $0 + frames.first.count }, count: frames.second.count)
                unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                    unsafe workspace.withWork(options.leniency) { work in  // as above
                        _ = unsafe cdicom_jpeg_decode_pair(  // as above
                            [first, second], shape, &choices, work,
                            [target.baseAddress, target.baseAddress.map { unsafe $0 + frameStride }], frameBytes, &statuses, &reports)
                    }
                }
            }
        }
        return (outcome(statuses[0], reports[0]), outcome(statuses[1], reports[1]))
    }

    private static func outcome(_ status: cdicom_status, _ report: cdicom_report) -> Result<CodecReport, CodecError> {
        if let error = CodecError(status: status, report: report) { return .failure(error) }
        return .success(CodecReport(bits: report.notes, named: notes))
    }

    static let notes: [(UInt32, CodecNote)] = [
        (CDICOM_JPEG_NOTE_PADDING_BEFORE.rawValue, .paddingBefore), (CDICOM_JPEG_NOTE_PADDING_AFTER.rawValue, .paddingAfter),
        (CDICOM_JPEG_NOTE_MISSING_END.rawValue, .missingEndMarker), (CDICOM_JPEG_NOTE_TRAILING_DATA.rawValue, .trailingData),
        (CDICOM_JPEG_NOTE_EXCESS_DATA.rawValue, .excessData), (CDICOM_JPEG_NOTE_UPSAMPLED.rawValue, .upsampledComponents),
        (CDICOM_JPEG_NOTE_LINES_DEFINED.rawValue, .linesDefined), (CDICOM_JPEG_NOTE_SCAN_PARAMETERS.rawValue, .scanParameters),
        (CDICOM_JPEG_NOTE_UNKNOWN_MARKER.rawValue, .unknownMarker),
        (CDICOM_JPEG_NOTE_PREDICTOR_OVERFLOW.rawValue, .predictorOverflow),
        (CDICOM_JPEG_NOTE_OVERFULL_TABLE.rawValue, .overfullTable), (CDICOM_JPEG_NOTE_PARTIAL.rawValue, .partialPicture),
    ]
}

extension JPEG.DecodingOptions {
    /// The options in the C core's terms.
    var c: cdicom_jpeg_options { cdicom_jpeg_options(repeats_samples: repeatsSamples, converts_to_rgb: convertsToRGB) }

    var leniency: UInt32 {
        (toleratesPredictorOverflow ? CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW.rawValue : 0)
            | (toleratesOverfullTables ? CDICOM_JPEG_LENIENT_OVERFULL_TABLE.rawValue : 0)
            | (toleratesMissingScans ? CDICOM_JPEG_LENIENT_PARTIAL.rawValue : 0)
    }
}
