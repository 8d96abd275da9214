internal import CDICOMCodecs

extension JPEG2000 {
    /// How to encode. The defaults are lossless.
    public struct EncodingOptions: Sendable, Hashable {
        /// The 5-3 wavelet, with which samples can come back exactly; otherwise the 9-7.
        public var isReversible = true
        /// RCT or ICT over the first three components; nil: where there are three. Photometric Interpretation is then YBR_RCT or YBR_ICT
        /// (PS3.5 8.2.4).
        public var usesMultipleComponentTransform: Bool?
        /// Wavelet decompositions, 0 to 32. Fewer are made of tiles that are too small for them.
        public var levels = 5
        /// One quality layer for each: bits of all samples divided by the bits of the codestream up to the layer's end, falling. 0 means all
        /// that there is, and must be the last of a lossless codestream. At most 32.
        public var compressionRatios: [Double] = [0]
        /// Columns of a tile; nil: the frame's.
        public var tileColumns: Int?
        /// Rows of a tile; nil: the frame's.
        public var tileRows: Int?
        /// Columns of a code-block: a power of two from 4 to 1,024; 4,096 coefficients a block at most.
        public var blockColumns = 64
        /// Rows of a code-block.
        public var blockRows = 64
        public var progression = Header.Progression.layerResolutionComponentPosition
        /// Threads for one frame; 0 or 1 means the caller's alone.
        public var threads = 1

        public init() {}
    }

    /// Bytes that no codestream exceeds which is encoded so; nil where that is impossible.
    public static func maximumEncodedByteCount(
        for layout: SampleLayout, precision: Int, options: EncodingOptions = EncodingOptions()
    ) -> Int? {
        guard let shape = layout.c, var encoding = options.c(layout, precision: precision, isSigned: false) else { return nil }
        // The C core reads the struct and does not keep its address.
        let count = unsafe cdicom_jpeg2000_maximum_encoded_count(shape, &encoding)
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes samples as one codestream of Part 1, for JPEG 2000 Image Compression (Lossless Only) and JPEG 2000 Image Compression
    /// (PS3.5 A.4.4).
    ///
    /// - Parameters:
    ///   - samples: At least ``SampleLayout/byteCount`` bytes.
    ///   - layout: Any strides, in containers of 1, 2 or 4 bytes.
    ///   - precision: Bits of a sample, 1 to 22: Bits Stored. What lies above them in a container does not count.
    ///   - isSigned: Pixel Representation.
    ///   - workspace: Limits and cancellation, which OpenJPEG can follow between tiles only.
    ///   - target: ``maximumEncodedByteCount(for:precision:options:)`` bytes are always enough.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError``: `badArgument` for impossible options or layouts, `unsupported`, `targetTooSmall`, `limitExceeded`,
    ///   `outOfMemory` or `cancelled`.
    public static func encode(
        _ samples: Span<UInt8>, layout: SampleLayout, precision: Int, isSigned: Bool = false, options: EncodingOptions = EncodingOptions(),
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        guard var encoding = options.c(layout, precision: precision, isSigned: isSigned) else {
            throw CodecError(
                code: .badArgument, problem: "A number of the options is below 0, or there are more than 32 layers, or none.",
                remedy: "Correct the options.")
        }
        // The C core keeps to the counts given with the pointers, and no pointer.
        return try unsafe workspace.encode(samples, layout: layout, into: &target) {
            samples, count, layout, work, target, capacity, written, report in
            unsafe cdicom_jpeg2000_encode(samples, count, layout, &encoding, work, target, capacity, written, report)  // as above
        }
    }

    /// Encodes samples with a workspace of its own.
    public static func encode(
        _ samples: Span<UInt8>, layout: SampleLayout, precision: Int, isSigned: Bool = false, options: EncodingOptions = EncodingOptions(),
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        var workspace = CodecWorkspace()
        return try encode(
            samples, layout: layout, precision: precision, isSigned: isSigned, options: options, using: &workspace, into: &target)
    }
}

extension JPEG2000.EncodingOptions {
    /// The options in the C core's terms; nil where a number does not fit.
    func c(_ layout: SampleLayout, precision: Int, isSigned: Bool) -> cdicom_jpeg2000_encoding? {
        guard let precision = UInt32(exactly: precision), let levels = UInt32(exactly: levels),
            let tileColumns = UInt32(exactly: tileColumns ?? (tileRows == nil ? 0 : layout.columns)),
            let tileRows = UInt32(exactly: tileRows ?? (self.tileColumns == nil ? 0 : layout.rows)),
            let blockColumns = UInt32(exactly: blockColumns), let blockRows = UInt32(exactly: blockRows),
            self.tileColumns != 0, self.tileRows != 0, (1...Int(CDICOM_JPEG2000_MAXIMUM_LAYERS)).contains(compressionRatios.count)
        else { return nil }
        var encoding = cdicom_jpeg2000_encoding()
        encoding.precision = precision
        encoding.is_signed = isSigned
        encoding.is_reversible = isReversible
        encoding.uses_component_transform = usesMultipleComponentTransform ?? (layout.samplesPerPixel == 3)
        encoding.levels = levels
        encoding.layers = UInt32(compressionRatios.count)
        let ratios = compressionRatios.map(Float.init)
        // The tuple is a C array of floats, as long as the guard says at least.
        unsafe withUnsafeMutableBytes(of: &encoding.ratios) { bytes in
            unsafe ratios.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }  // as above
        }
        encoding.tile_columns = tileColumns
        encoding.tile_rows = tileRows
        encoding.block_columns = blockColumns
        encoding.block_rows = blockRows
        encoding.progression = UInt32(progression.rawValue)
        encoding.threads = UInt32(clamping: threads)
        return encoding
    }
}
