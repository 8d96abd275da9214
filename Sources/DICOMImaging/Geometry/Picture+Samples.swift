internal import DICOMCodecs

/// What the geometry of pictures needs to know of their samples.
extension Picture {
    /// How a sample lies in ``bytes``.
    var number: SampleKernels.Number { bitsPerSample > 8 ? .uint16 : .uint8 }

    /// The value of white.
    var largestSample: Int { 1 << bitsPerSample - 1 }

    var bytesPerPixel: Int { number.bytes * samplesPerPixel }
}
