internal import CDICOMCodecs

extension JPEGXL {
    /// How to encode.
    public struct EncodingOptions: Sendable, Hashable {
        /// Bits Stored (0028,0101), 1 to 16; bits above them are left out.
        public var precision: Int
        /// 1 (fastest) to 9 (smallest).
        public var effort = 7
        /// Butteraugli distance, 0 to 25: 0 is lossless, 1 cannot be told from the original by eye.
        public var distance: Float = 0

        public init(precision: Int, effort: Int = 7, distance: Float = 0) {
            self.precision = precision
            self.effort = effort
            self.distance = distance
        }
    }

    /// Encodes unsigned samples, one or three for each pixel (grey, RGB), of 1 or 2 bytes.
    ///
    /// - Parameter target: As many bytes as the samples have and 4096 more are enough for pictures; nothing is promised for noise.
    /// - Returns: The bytes written at the start of `target`; an odd number needs a byte of padding in a fragment.
    /// - Throws: ``CodecError``: `targetTooSmall`, `unsupported`, `limitExceeded`, `outOfMemory`, `cancelled`, or `badArgument`.
    public static func encode(
        _ samples: Span<UInt8>, layout: SampleLayout, options: EncodingOptions, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        let encoding = options.c
        return try unsafe workspace.encode(samples, layout: layout, into: &target) {
            // The core keeps to the counts given with the pointers.
            samples, count, layout, work, target, room, written, report in
            unsafe cdicom_jpegxl_encode(samples, count, layout, encoding, work, target, room, written, report)  // as above
        }
    }

    /// Packs a JPEG of 8 bits (baseline, extended or progressive) into about four fifths of its bytes; ``rebuildJPEG(_:fragments:using:into:)``
    /// gives it back byte for byte (JPEG XL JPEG Recompression, 1.2.840.10008.1.2.4.111).
    ///
    /// - Parameter target: As many bytes as the JPEG and 4096 more are enough.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError``: `targetTooSmall`, `unsupported` (also for a JPEG of another kind), `outOfMemory`, `cancelled`.
    public static func recompress(
        _ jpeg: Span<UInt8>, fragments: [Range<Int>]? = nil, using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        // The core keeps to the counts given with the pointers.
        try unsafe workspace.transform(jpeg, fragments, into: &target, by: cdicom_jpegxl_recompress)
    }

    /// The JPEG that was recompressed, byte for byte.
    ///
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError``: `unsupported` where the codestream was not made from a JPEG, `targetTooSmall`, `truncated`, `corrupt`,
    ///   `outOfMemory`, `cancelled`.
    public static func rebuildJPEG(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        // As above.
        try unsafe workspace.transform(source, fragments, into: &target, by: cdicom_jpegxl_rebuild_jpeg)
    }
}

extension JPEGXL.EncodingOptions {
    /// The encoding in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    fileprivate var c: cdicom_jpegxl_encoding {
        cdicom_jpegxl_encoding(
            precision: UInt8(exactly: precision) ?? 0, effort: UInt8(exactly: effort) ?? 0, distance: distance)
    }
}
