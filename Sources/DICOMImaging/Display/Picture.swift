internal import DICOMCodecs

/// A rendered frame: grey or RGB, rows from top to bottom without padding.
public struct Picture: Sendable, Hashable {
    public let columns: Int
    public let rows: Int
    /// 1 for grey, 3 for RGB.
    public let samplesPerPixel: Int
    /// 1 … 16: samples run from 0 to the largest number of so many bits.
    public let bitsPerSample: Int
    /// `rows × columns × samplesPerPixel` samples, RGB interleaved by pixel: one byte each, or two, little endian, for more than 8 bits.
    public let bytes: [UInt8]
    /// What the samples are as colours: the ICC profile of the object (0028,2000), where it has one and the samples are not in sRGB by now.
    public var iccProfile: [UInt8]?
    /// Why ``iccProfile`` was not applied although that was asked for; nil where it was, or was not asked for.
    public var profileRefusal: ImagingError?

    /// A picture from bytes of the caller's.
    ///
    /// - Throws: ``ImagingError`` with code `badArgument` where there are not as many bytes as the rest says.
    public init(columns: Int, rows: Int, samplesPerPixel: Int, bitsPerSample: Int = 8, bytes: [UInt8]) throws(ImagingError) {
        let layout = SampleLayout(
            columns: columns, rows: rows, samplesPerPixel: samplesPerPixel, bytesPerSample: bitsPerSample > 8 ? 2 : 1)
        guard samplesPerPixel == 1 || samplesPerPixel == 3, (1...16).contains(bitsPerSample), let count = layout.byteCount,
            count == bytes.count
        else {
            throw ImagingError(
                code: .badArgument,
                problem: """
                    \(bytes.count) bytes are no picture of \(columns) × \(rows) pixels with \(samplesPerPixel) samples of \(bitsPerSample) bits.
                    """,
                remedy: "Give columns × rows × samplesPerPixel samples, 1 for grey or 3 for RGB, of 1 to 16 bits.")
        }
        self.init(trusting: bytes, columns: columns, rows: rows, samplesPerPixel: samplesPerPixel, bitsPerSample: bitsPerSample)
    }

    /// Where the code at hand has made the bytes to measure.
    init(trusting bytes: [UInt8], columns: Int, rows: Int, samplesPerPixel: Int, bitsPerSample: Int = 8) {
        self.columns = columns
        self.rows = rows
        self.samplesPerPixel = samplesPerPixel
        self.bitsPerSample = bitsPerSample
        self.bytes = bytes
    }
}

extension Picture {
    /// The picture as a PNG file: 8 bits a sample, or 16 for more than 8. Samples of other depths are brought to those in proportion, and the file
    /// says how many bits they had (sBIT).
    ///
    /// - Parameter embedsProfile: whether ``iccProfile``, where there is one, goes along (iCCP).
    /// - Throws: ``ImagingError`` with code `outOfMemory`.
    public func png(embedsProfile: Bool = false) throws(ImagingError) -> [UInt8] {
        let isWide = bitsPerSample > 8
        var png = try PNG(
            columns: columns, rows: rows, format: samplesPerPixel == 1 ? (isWide ? .gray16 : .gray8) : isWide ? .rgb16 : .rgb8)
        if embedsProfile { png.profile = iccProfile }
        if bitsPerSample == 8 || bitsPerSample == 16 { return try png.encoded(bytes.span) }
        png.significantBits = bitsPerSample
        let whole = try proportionate(bits: isWide ? 16 : 8)
        return try png.encoded(whole.bytes.span)
    }

    /// The picture with samples of another depth, each rounded to nearest, halves up.
    ///
    /// - Parameter bits: 1 … 16.
    /// - Throws: `badArgument` for other numbers.
    public func proportionate(bits: Int) throws(ImagingError) -> Picture {
        guard (1...16).contains(bits) else {
            throw ImagingError(code: .badArgument, problem: "Samples of \(bits) bits are none.", remedy: "Ask for 1 to 16 bits.")
        }
        let (from, to) = (1 << bitsPerSample - 1, 1 << bits - 1)
        return try mapped((0...from).map { UInt16((2 * $0 * to + from) / (2 * from)) }, bits: bits)
    }

    /// The picture with each sample replaced by an entry of a table, one for each value.
    func mapped(_ table: [UInt16], bits: Int) throws(ImagingError) -> Picture {
        let bytesPerSample = bitsPerSample > 8 ? 2 : 1
        var result = [UInt8](repeating: 0, count: bytes.count / bytesPerSample * (bits > 8 ? 2 : 1))
        var span = result.mutableSpan
        guard let cell = SampleCell(bytes: bytesPerSample, bitsStored: bitsPerSample, highBit: bitsPerSample - 1, isSigned: false) else {
            return self
        }
        do throws(CodecError) {
            if bits > 8 {
                try SampleKernels.lookUp(bytes.span, cell: cell, in: table.span, into: &span)
            } else {
                let narrow = table.map { UInt8(truncatingIfNeeded: $0) }
                try SampleKernels.lookUp(bytes.span, cell: cell, in: narrow.span, into: &span)
            }
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
        return with(result, bits: bits)
    }

    /// A picture of the same kind with other samples: of the same size and depth where nothing else is said.
    func with(_ bytes: [UInt8], columns: Int? = nil, rows: Int? = nil, bits: Int? = nil) -> Picture {
        var picture = Picture(
            trusting: bytes, columns: columns ?? self.columns, rows: rows ?? self.rows, samplesPerPixel: samplesPerPixel,
            bitsPerSample: bits ?? bitsPerSample)
        picture.iccProfile = iccProfile
        picture.profileRefusal = profileRefusal
        return picture
    }
}
