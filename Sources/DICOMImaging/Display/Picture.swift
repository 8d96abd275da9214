internal import DICOMCodecs

/// A rendered frame: 8 bits a sample, grey or RGB, rows from top to bottom without padding.
public struct Picture: Sendable, Hashable {
    public let columns: Int
    public let rows: Int
    /// 1 for grey, 3 for RGB.
    public let samplesPerPixel: Int
    /// `rows × columns × samplesPerPixel`; RGB is interleaved by pixel.
    public let bytes: [UInt8]

    /// A picture from bytes of the caller's.
    ///
    /// - Throws: ``ImagingError`` with code `badArgument` where there are not as many bytes as the rest says.
    public init(columns: Int, rows: Int, samplesPerPixel: Int, bytes: [UInt8]) throws(ImagingError) {
        let layout = SampleLayout(columns: columns, rows: rows, samplesPerPixel: samplesPerPixel, bytesPerSample: 1)
        guard samplesPerPixel == 1 || samplesPerPixel == 3, let count = layout.byteCount, count == bytes.count else {
            throw ImagingError(
                code: .badArgument,
                problem: "\(bytes.count) bytes are no picture of \(columns) × \(rows) pixels with \(samplesPerPixel) samples.",
                remedy: "Give columns × rows × samplesPerPixel bytes, with 1 sample for grey or 3 for RGB.")
        }
        self.init(trusting: bytes, columns: columns, rows: rows, samplesPerPixel: samplesPerPixel)
    }

    /// Where the code at hand has made the bytes to measure.
    init(trusting bytes: [UInt8], columns: Int, rows: Int, samplesPerPixel: Int) {
        self.columns = columns
        self.rows = rows
        self.samplesPerPixel = samplesPerPixel
        self.bytes = bytes
    }
}

extension Picture {
    /// The picture as a PNG file.
    ///
    /// - Throws: ``ImagingError`` with code `outOfMemory`.
    public func png() throws(ImagingError) -> [UInt8] {
        try PNG(columns: columns, rows: rows, format: samplesPerPixel == 1 ? .gray8 : .rgb8).encoded(bytes.span)
    }
}
