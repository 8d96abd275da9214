internal import DICOMCodecs

/// What the geometry of pictures needs to know of their samples.
extension Picture {
    /// How a sample lies in ``bytes``.
    var number: SampleKernels.Number { .uint8 }

    /// The value of white.
    var largestSample: Int { 255 }

    var bytesPerPixel: Int { number.bytes * samplesPerPixel }

    /// A picture of the same kind with other pixels: columns × rows of them.
    func with(_ bytes: [UInt8], columns: Int, rows: Int) -> Picture {
        Picture(trusting: bytes, columns: columns, rows: rows, samplesPerPixel: samplesPerPixel)
    }
}
