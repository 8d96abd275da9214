internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// RGB samples of 8 bits. What a codestream's component transform gave is RGB already, whatever its name (PS3.5 8.2.4).
    func renderedColor() throws -> [UInt8] {
        let image = pixelData.description
        guard image.samplesPerPixel == 3, image.content == .integers, isRGB else {
            throw ImagingError(
                code: .unsupportedImage, frame: number,
                problem: "Colour in \(image.photometricInterpretation.rawValue) with \(image.samplesPerPixel) samples is not rendered.",
                remedy: "This version renders grey and RGB; take the decoded samples.")
        }
        let samples = try decoded()
        if layout.bytesPerSample == 1, image.bitsStored == 8 { return samples }
        return Self.bytes(of: samples, image.bitsStored, width: layout.bytesPerSample)
    }

    private var isRGB: Bool {
        switch pixelData.description.photometricInterpretation {
        case .rgb: true
        case .ybrRCT, .ybrICT: if case .encapsulated(_, .jpeg2000) = pixelData.source { true } else { false }
        default: false
        }
    }

    /// Samples of more than 8 bits give their top 8, those of fewer are spread over 0 to 255.
    private static func bytes(of samples: [UInt8], _ bits: Int, width: Int) -> [UInt8] {
        stride(from: 0, to: samples.count, by: width).map { start in
            let value = (0..<width).reduce(UInt64(0)) { $0 | UInt64(samples[start + $1]) << UInt64(8 * $1) }
            if bits >= 8 { return UInt8(truncatingIfNeeded: value >> UInt64(bits - 8)) }
            let largest = UInt64(1) << UInt64(bits) - 1
            return UInt8((510 * min(value, largest) + largest) / (2 * largest))
        }
    }
}
