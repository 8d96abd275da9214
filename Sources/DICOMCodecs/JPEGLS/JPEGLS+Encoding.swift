internal import CDICOMCodecs

extension JPEGLS {
    /// How to encode.
    public struct EncodingOptions: Sendable, Hashable {
        /// Bits of a sample, 2 to 16, and at most those of its container: Bits Stored (0028,0101). Bits above are ignored.
        public var precision: Int
        /// NEAR: 0 for lossless; else no decoded sample differs by more. At most 255, and half of the largest sample.
        public var near = 0
        /// How 2 to 4 components are interleaved. One component is always coded in a scan of its own, as are more than 4.
        public var interleave = Interleave.line
        /// Coding parameters other than the defaults.
        public var preset = Preset()
        /// Lines from one restart marker to the next, from which a decoder can resume; 0 for none.
        public var restartInterval = 0

        public init(precision: Int, near: Int = 0) {
            self.precision = precision
            self.near = near
        }
    }

    /// Bytes that no encoded frame of this layout exceeds: the longest code for each sample, several times what pictures need. nil when
    /// JPEG-LS cannot express the layout with these options.
    public static func maximumEncodedByteCount(for layout: SampleLayout, options: EncodingOptions) -> Int? {
        guard let shape = layout.c else { return nil }
        let count = cdicom_jpegls_maximum_encoded_count(shape, options.c(for: layout))
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes samples as one codestream of even length.
    ///
    /// - Parameters:
    ///   - source: At least ``SampleLayout/byteCount`` bytes.
    ///   - layout: 1 to 255 samples per pixel, of 1 or 2 bytes.
    ///   - target: ``maximumEncodedByteCount(for:options:)`` bytes are always enough.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError`` with `targetTooSmall`, `limitExceeded` for more working memory than the limits allow, `outOfMemory`, `cancelled`,
    ///   or `badArgument` for impossible options, a sample above ``Preset/maximum``, or a source smaller than its layout.
    public static func encode(
        _ source: Span<UInt8>, layout: SampleLayout, options: EncodingOptions, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        let choices = options.c(for: layout)
        return try unsafe workspace.encode(source, layout: layout, into: &target) {
            // The core keeps to the counts given with the pointers.
            samples, count, layout, work, target, room, written, report in
            unsafe cdicom_jpegls_encode(samples, count, layout, choices, work, target, room, written, report)  // as above
        }
    }

    /// Encodes samples with a workspace of its own.
    public static func encode(
        _ source: Span<UInt8>, layout: SampleLayout, options: EncodingOptions, limits: CodecLimits = CodecLimits(),
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        var workspace = CodecWorkspace(limits: limits)
        return try encode(source, layout: layout, options: options, using: &workspace, into: &target)
    }
}

extension JPEGLS.EncodingOptions {
    /// The options in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    func c(for layout: SampleLayout) -> cdicom_jpegls_options {
        func number(_ value: Int) -> UInt32 { UInt32(exactly: value) ?? .max }
        let interleave: JPEGLS.Interleave = (2...4).contains(layout.samplesPerPixel) ? interleave : .none
        return cdicom_jpegls_options(
            precision: number(precision), near: number(near), interleave: cdicom_jpegls_interleave(rawValue: UInt32(interleave.rawValue)),
            preset: preset.c, restart_interval: number(restartInterval))
    }
}
