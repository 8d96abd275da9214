internal import CDICOMCodecs

/// JPEG-LS, lossless and near-lossless, 1.2.840.10008.1.2.4.80 and .81 (ISO/IEC 14495-1, ITU-T T.87).
///
/// Samples are unsigned in the codestream, in ``Header/precision`` bits; those of signed data are their bit patterns (PS3.5 8.2.3), and the
/// caller extends the sign. Colour is not converted, but for the transforms of Hewlett-Packard's encoder, which a segment of its own announces.
public enum JPEGLS {
    /// How components share scans (T.87 C.2.3).
    public enum Interleave: Int, Sendable, Hashable {
        /// A scan for each component.
        case none = 0
        /// A row of each component in turn.
        case line = 1
        /// A sample of each component in turn; runs only where all components are flat.
        case sample = 2
    }

    /// Coding parameters (T.87 C.2.4.1.1); 0 stands for the default, as in the codestream.
    public struct Preset: Sendable, Hashable {
        /// MAXVAL: the largest sample.
        public var maximum: Int
        /// T1, the least gradient of the second kind.
        public var threshold1: Int
        /// T2.
        public var threshold2: Int
        /// T3.
        public var threshold3: Int
        /// RESET: how often a context counts before it forgets half.
        public var reset: Int

        public init(maximum: Int = 0, threshold1: Int = 0, threshold2: Int = 0, threshold3: Int = 0, reset: Int = 0) {
            self.maximum = maximum
            self.threshold1 = threshold1
            self.threshold2 = threshold2
            self.threshold3 = threshold3
            self.reset = reset
        }
    }

    /// Departures from the standard to put up with. Each that is used is noted.
    public struct DecodingOptions: Sendable, Hashable {
        /// The codestream is of Java Advanced Imaging, which computed the default thresholds of samples of more than 12 bits in its own way and
        /// did not write them down. Nothing in the codestream tells.
        public var usesJAIThresholds = false

        public init() {}
    }

    /// Decodes one codestream.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream.
    ///   - fragments: Where its parts lie in `source`, in their order; nil when it is all of it. Padding behind it is allowed.
    ///   - layout: Columns, rows and components as ``header(of:fragments:options:)`` gives them, with samples of 1 byte (up to 8 bits) or
    ///     2 bytes. Components of lower resolution are repeated to full size, and noted.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; all samples are written, bytes between and beyond them are not.
    /// - Returns: Departures from the standard that were tolerated.
    /// - Throws: ``CodecError``: `truncated` or `corrupt` (``CodecError/completeRows`` rows are in the target, the rest is zero), `unsupported`
    ///   (a point transform, a mapping table with entries of more than 2 bytes, a colour transform that is none of HP1 to HP3),
    ///   `layoutMismatch`, `limitExceeded`, `targetTooSmall`, `outOfMemory`, `cancelled`, or `badArgument` for layouts that JPEG-LS cannot
    ///   express.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, options: DecodingOptions = DecodingOptions(),
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        // The C core keeps to the counts given with the pointers.
        try unsafe workspace.decode(
            source, fragments, layout: layout, leniency: options.bits, into: &target, notes: notes, by: cdicom_jpegls_decode)
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

    private static let notes: [(UInt32, CodecNote)] = [
        (CDICOM_JPEGLS_NOTE_EXCESS_DATA.rawValue, .excessData), (CDICOM_JPEGLS_NOTE_MISSING_END.rawValue, .missingEndMarker),
        (CDICOM_JPEGLS_NOTE_TRAILING_DATA.rawValue, .trailingData), (CDICOM_JPEGLS_NOTE_UPSAMPLED.rawValue, .upsampledComponents),
        (CDICOM_JPEGLS_NOTE_MAPPED.rawValue, .mappedSamples), (CDICOM_JPEGLS_NOTE_COLOUR_TRANSFORM.rawValue, .undoneColorTransform),
        (CDICOM_JPEGLS_NOTE_JAI_THRESHOLDS.rawValue, .assumedThresholds),
    ]
}

extension JPEGLS.DecodingOptions {
    /// The bits of the C core.
    var bits: UInt32 { usesJAIThresholds ? CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS.rawValue : 0 }
}

extension JPEGLS.Preset {
    init(_ raw: cdicom_jpegls_preset) {
        self.init(
            maximum: Int(raw.maximum), threshold1: Int(raw.thresholds.0), threshold2: Int(raw.thresholds.1),
            threshold3: Int(raw.thresholds.2), reset: Int(raw.reset))
    }

    /// In the C core's terms; numbers that do not fit are refused there like other impossible ones.
    var c: cdicom_jpegls_preset {
        func number(_ value: Int) -> UInt32 { UInt32(exactly: value) ?? .max }
        return cdicom_jpegls_preset(
            maximum: number(maximum), thresholds: (number(threshold1), number(threshold2), number(threshold3)), reset: number(reset))
    }
}
