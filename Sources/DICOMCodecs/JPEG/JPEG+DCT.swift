internal import CDICOMCodecs

extension JPEG {
    /// How to encode with the sequential DCT processes (SOF0 and SOF1, T.81 Annexes F and G). They are lossy at every quality.
    public struct DCTEncodingOptions: Sendable, Hashable {
        /// How large the chrominance of three components is kept.
        public enum Sampling: Int, Sendable, Hashable {
            /// 4:4:4: as large as the luminance.
            case full
            /// 4:2:2: half the width; YBR_FULL_422 of DICOM.
            case halfWidth
            /// 4:2:0: half the width and height.
            case halfWidthAndHeight
        }

        /// What three samples of a pixel are.
        public enum Color: Sendable, Hashable {
            /// Y Cb Cr, or anything else that is coded as it is.
            case asGiven
            /// R G B, converted to Y Cb Cr (ITU-R BT.601, full range).
            case convertedFromRGB
            /// R G B that stays so: component identifiers R, G and B, and one quantisation table for all.
            case rgb
        }

        /// How much may be lost.
        public enum Quality: Sendable, Hashable {
            /// 1 to 100: the quantisation tables of T.81 Annex K, scaled as the Independent JPEG Group does (50: as they are, 100: ones).
            case scaled(Int)
            /// Tables of one's own: 64 steps each in zigzag order, 1 to 255, or 65,535 for 12 bits.
            case tables(luminance: [UInt16], chrominance: [UInt16])
            /// The highest of the scaled qualities that makes the frame smaller than its samples by this factor; 1 where none does.
            case ratio(Double)
        }

        /// Bits of a sample, 8 or 12. What a container holds above them does not count.
        public var precision: Int
        public var quality: Quality
        public var sampling = Sampling.full
        public var color = Color.asGiven
        /// SOF1 instead of SOF0 for 8 bits; 12 bits always have it.
        public var isExtended = false
        /// Huffman tables that are the best for this frame: some percent smaller, at two thirds of the speed. 12 bits always have them.
        public var optimizesTables = false
        /// Blocks (MCUs) between restart markers, at most 65,535; 0: none.
        public var restartInterval = 0
        /// A JFIF marker. DICOM needs none.
        public var writesJFIF = false
        /// An Adobe marker, which tells decoders beside DICOM whether three components are Y Cb Cr or R G B.
        public var writesAdobe = false

        /// For samples of 8 or 12 bits.
        public init(precision: Int = 8, quality: Quality = .scaled(90)) {
            self.precision = precision
            self.quality = quality
        }
    }

    /// Bytes that no encoded frame of this layout exceeds: many times the samples, though real frames take a part of them. Nil when the
    /// processes cannot express the layout or the parameters are impossible.
    public static func maximumDCTByteCount(for layout: SampleLayout, options: DCTEncodingOptions) -> Int? {
        guard let shape = layout.c else { return nil }
        // The pointer is valid in this call.
        let count = unsafe options.withC { raw in unsafe cdicom_jpeg_dct_maximum_encoded_count(shape, raw.pointee) }
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes samples in one scan.
    ///
    /// - Parameters:
    ///   - samples: At least ``SampleLayout/byteCount`` bytes.
    ///   - layout: 1 or 3 samples a pixel of 1 or 2 bytes, at most 65,535 columns and rows. Planes or interleaved.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: ``maximumDCTByteCount(for:options:)`` bytes are always enough; as many as the samples have, plus 4,096, nearly always.
    /// - Returns: The bytes written at the start of `target`: the codestream, and a byte of 0 where that makes it even (PS3.5 A.4).
    /// - Throws: ``CodecError`` with `targetTooSmall`, `limitExceeded`, `outOfMemory`, `cancelled`, or `badArgument` for a layout or
    ///   parameters that the processes do not know.
    /// - Complexity: O(samples); ``DCTEncodingOptions/Quality/ratio(_:)`` takes some eight times as long.
    public static func encodeDCT(
        _ samples: Span<UInt8>, layout: SampleLayout, options: DCTEncodingOptions, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        // The C core keeps to the counts given with the pointers, and to the tables only while it is called.
        try unsafe options.withC { (raw) throws(CodecError) in
            try unsafe workspace.encode(  // as above
                samples, layout: layout, into: &target
            ) { samples, bytes, layout, work, target, count, written, report in
                unsafe cdicom_jpeg_dct_encode(samples, bytes, layout, raw, work, target, count, written, report)  // as above
            }
        }
    }

    /// Encodes samples with a workspace of its own.
    public static func encodeDCT(
        _ samples: Span<UInt8>, layout: SampleLayout, options: DCTEncodingOptions, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        var workspace = CodecWorkspace()
        return try encodeDCT(samples, layout: layout, options: options, using: &workspace, into: &target)
    }
}

extension JPEG.DCTEncodingOptions {
    /// Calls `body` with the parameters in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    func withC<Result, Failure>(_ body: (UnsafePointer<cdicom_jpeg_dct_parameters>) throws(Failure) -> Result) throws(Failure) -> Result {
        var raw = unsafe cdicom_jpeg_dct_parameters()  // its pointer is NULL
        unsafe raw.precision = UInt8(exactly: precision) ?? 0  // numbers beside a pointer
        unsafe raw.sampling = cdicom_jpeg_sampling(rawValue: UInt32(sampling.rawValue))  // as above
        unsafe raw.converts_from_rgb = color == .convertedFromRGB  // as above
        unsafe raw.is_rgb = color == .rgb  // as above
        unsafe raw.is_extended = isExtended  // as above
        unsafe raw.optimises_tables = optimizesTables  // as above
        unsafe raw.writes_jfif = writesJFIF  // as above
        unsafe raw.writes_adobe = writesAdobe  // as above
        // An interval that cannot be is told by a quality that cannot be.
        unsafe raw.restart_interval = UInt16(exactly: restartInterval) ?? 0  // as above
        let isPossible = UInt16(exactly: restartInterval) != nil
        var steps: [UInt16] = []
        switch quality {
        case .scaled(let quality): unsafe raw.quality = isPossible && quality > 0 ? UInt8(clamping: quality) : .max  // as above
        case .ratio(let ratio):
            unsafe raw.ratio = ratio > 0 ? ratio : -1  // as above
            unsafe raw.quality = isPossible ? 0 : .max  // as above
        case .tables(let luminance, let chrominance):
            steps = luminance + chrominance
            unsafe raw.quality = isPossible && luminance.count == 64 && chrominance.count == 64 ? 0 : .max  // as above
        }
        // The array outlives the call, and has the 128 elements that the C core reads of it where the quality says that they count.
        return try unsafe steps.withUnsafeBufferPointer { (steps) throws(Failure) in
            unsafe raw.steps = steps.count == 128 ? steps.baseAddress : nil  // as above
            return try unsafe withUnsafePointer(to: raw) { (raw) throws(Failure) in try unsafe body(raw) }  // as above
        }
    }
}
