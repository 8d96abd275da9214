internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// RGB samples of 8 bits.
    func renderedColor() throws -> [UInt8] {
        let image = pixelData.description
        guard image.content == .integers else { throw unsupportedColor }
        if image.photometricInterpretation == .paletteColor, image.samplesPerPixel == 1 { return try renderedPalette() }
        guard image.samplesPerPixel == 3 else { throw unsupportedColor }
        let isLuminance = try isYCbCr()
        var samples = try decoded()
        if layout.bytesPerSample != 1 || image.bitsStored != 8 {
            samples = Self.bytes(of: samples, image.bitsStored, width: layout.bytesPerSample)
        }
        if isLuminance { YCbCr.convertToRGB(&samples) }
        return samples
    }

    /// Whether the decoded samples are luminance and two colour differences. What the codestream says comes before what the object says
    /// (PS3.5 8.2).
    func isYCbCr() throws -> Bool {
        let photometricInterpretation = pixelData.description.photometricInterpretation
        if case .encapsulated(let frames, .codestream(let declared)) = pixelData.source {
            var workspace = CodecWorkspace(limits: pixelData.limits)
            let marked: Bool? = try frames.withCodestream(of: number) { bytes, fragments in
                switch Self.format(bytes, fragments) ?? declared {
                case .jpeg: try JPEG.header(of: bytes, fragments: fragments).isYCbCr
                case .jpegLS: nil
                case .jpeg2000:
                    // What a component transform gave is RGB (PS3.5 8.2.4), and without one YBR_RCT and YBR_ICT are RGB too.
                    try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace).usesMultipleComponentTransform
                        || [.ybrRCT, .ybrICT].contains(photometricInterpretation) ? false : nil
                case .jpegXL: false
                }
            }
            if let marked { return marked }
        }
        switch photometricInterpretation {
        case .rgb: return false
        case .ybrFull, .ybrFull422: return true
        default: throw unsupportedColor
        }
    }

    private func renderedPalette() throws -> [UInt8] {
        let image = pixelData.description
        let palette = try Palette(pixelData.dataSet, isSigned: image.isSigned)
        let samples = try decoded()
        let width = layout.bytesPerSample
        var picture: [UInt8] = []
        picture.reserveCapacity(3 * (samples.count / width))
        for start in stride(from: 0, to: samples.count, by: width) {
            let pattern = (0..<width).reduce(UInt64(0)) { $0 | UInt64(samples[start + $1]) << UInt64(8 * $1) }
            let shift = UInt64(64 - 8 * width)
            let value = image.isSigned ? Int64(bitPattern: pattern << shift) >> Int64(shift) : Int64(clamping: pattern)
            palette.append(Int(min(max(value, -65_536), 131_072)), to: &picture)
        }
        return picture
    }

    private var unsupportedColor: ImagingError {
        let image = pixelData.description
        return ImagingError(
            code: .unsupportedImage, frame: number,
            problem: "Colour in \(image.photometricInterpretation.rawValue) with \(image.samplesPerPixel) samples is not rendered.",
            remedy: "This version renders grey, RGB, YBR_FULL and palettes; take the decoded samples.")
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
