internal import CDICOMCodecs

extension JPEG {
    /// How to encode with the lossless process (SOF3, T.81 Annex H).
    public struct LosslessEncodingOptions: Sendable, Hashable {
        /// Bits of a sample, 2 to 16: Bits Stored. What a container holds above them does not count.
        public var precision: Int
        /// The predictor, 1 to 7. 1, the left neighbour, is the only one of Transfer Syntax 1.2.840.10008.1.2.4.70; all go with .57.
        public var selectionValue = 1
        /// Low bits to cut off, below ``precision``. Anything but 0 is lossy, and then the transfer syntax of lossless JPEG is not for it.
        public var pointTransform = 0
        /// A scan for each component instead of one for all.
        public var separatesComponents = false
        /// Rows between restart markers, from which a damaged codestream can be picked up again; 0: none. Their pixels must not exceed 65,535.
        public var restartRows = 0

        /// Selection value 1 for samples of this many bits.
        public init(precision: Int) {
            self.precision = precision
        }
    }

    /// Bytes that no encoded frame of this layout exceeds; nil when the process cannot express the layout or the parameters are impossible.
    public static func maximumLosslessByteCount(for layout: SampleLayout, options: LosslessEncodingOptions) -> Int? {
        guard let shape = layout.c else { return nil }
        let count = cdicom_jpeg_lossless_maximum_encoded_count(shape, options.c)
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes samples with Huffman tables that are the best for this frame.
    ///
    /// - Parameters:
    ///   - samples: At least ``SampleLayout/byteCount`` bytes.
    ///   - layout: 1 to 4 samples a pixel of 1 or 2 bytes, at most 65,535 columns and rows.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: ``maximumLosslessByteCount(for:options:)`` bytes are always enough; most frames need half of their samples or less.
    /// - Returns: The bytes written at the start of `target`: the codestream, and a byte of 0 where that makes it even (PS3.5 A.4).
    /// - Throws: ``CodecError`` with `targetTooSmall`, `limitExceeded`, `outOfMemory`, `cancelled`, or `badArgument` for a layout or parameters
    ///   that the process does not know.
    /// - Complexity: O(samples).
    public static func encodeLossless(
        _ samples: Span<UInt8>, layout: SampleLayout, options: LosslessEncodingOptions, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        let chosen = options.c
        // The C core keeps to the counts given with the pointers.
        return try unsafe workspace.encode(
            samples, layout: layout, into: &target
        ) { samples, bytes, layout, work, target, count, written, report in
            unsafe cdicom_jpeg_lossless_encode(samples, bytes, layout, chosen, work, target, count, written, report)  // as above
        }
    }

    /// Encodes samples with a workspace of its own.
    public static func encodeLossless(
        _ samples: Span<UInt8>, layout: SampleLayout, options: LosslessEncodingOptions, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        var workspace = CodecWorkspace()
        return try encodeLossless(samples, layout: layout, options: options, using: &workspace, into: &target)
    }
}

extension JPEG.LosslessEncodingOptions {
    /// The parameters in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    var c: cdicom_jpeg_lossless_parameters {
        cdicom_jpeg_lossless_parameters(
            precision: UInt8(exactly: precision) ?? 0, selection_value: UInt8(exactly: selectionValue) ?? 0,
            point_transform: UInt8(exactly: pointTransform) ?? .max, separates_components: separatesComponents,
            restart_rows: UInt32(exactly: restartRows) ?? .max)
    }
}
