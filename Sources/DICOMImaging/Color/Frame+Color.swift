internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// RGB samples of so many bits, interleaved by pixel: a byte each, or two for more than 8.
    func renderedColor(bits: Int, level: VectorLevel = .best) throws -> [UInt8] {
        let image = pixelData.description
        guard image.content == .integers else { throw unsupportedColor }
        if image.photometricInterpretation == .paletteColor, image.samplesPerPixel == 1 { return try renderedPalette(bits, level) }
        guard image.samplesPerPixel == 3 else { throw unsupportedColor }
        let ybr = try ybr()
        let samples = try decoded()
        guard let ybr else { return try brought(samples, from: image.bitsStored, to: bits, level) }
        // The equations are of 8 bits.
        var bytes = try brought(samples, from: image.bitsStored, to: 8, level)
        var span = bytes.mutableSpan
        try SampleKernels.convertToRGB(inPlace: &span, from: ybr, level: level)
        return bits == 8
            ? bytes
            : try Picture(trusting: bytes, columns: image.columns, rows: image.rows, samplesPerPixel: 3).proportionate(bits: bits).bytes
    }

    /// Whether the codestream's samples are luminance and two colour differences once decoded; nil where it does not say, or there is none.
    private func isYCbCrInBitstream() throws -> Bool? {
        guard case .encapsulated(let frames, .codestream(let declared)) = pixelData.source else { return nil }
        let photometricInterpretation = pixelData.description.photometricInterpretation
        var workspace = CodecWorkspace(limits: pixelData.limits)
        return try frames.withCodestream(of: number) { bytes, fragments in
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
    }

    /// What the decoded samples are; nil for RGB. What the codestream says comes before what the object says.
    func ybr() throws -> SampleKernels.YBR? {
        if let isYCbCr = try isYCbCrInBitstream() { return isYCbCr ? .full : nil }
        switch pixelData.description.photometricInterpretation {
        case .rgb: return nil
        case .ybrFull, .ybrFull422: return .full
        case .ybrPartial422, .ybrPartial420: return .partial
        default: throw unsupportedColor
        }
    }

    private func renderedPalette(_ bits: Int, _ level: VectorLevel) throws -> [UInt8] {
        let palette = try Palette(pixelData.dataSet, isSigned: pixelData.description.isSigned)
        return try colored(palette.entries(bits: bits), from: palette.firstValueMapped, bits, level)
    }

    /// Each pixel's entry of a table of colours.
    func colored(_ entries: [UInt64], from first: Int, _ bits: Int, _ level: VectorLevel) throws -> [UInt8] {
        let stored = try sampleCell()
        guard
            let cell = SampleCell(
                bytes: stored.bytes, bitsStored: stored.bitsStored, highBit: stored.bitsStored - 1, isSigned: stored.isSigned)
        else { throw unsupportedColor }
        let samples = try decoded()
        var picture = [UInt8](repeating: 0, count: layout.columns * layout.rows * (bits > 8 ? 6 : 3))
        var span = picture.mutableSpan
        try SampleKernels.lookUpColors(samples.span, cell: cell, from: first, in: entries.span, into: &span, level: level)
        return picture
    }

    private var unsupportedColor: ImagingError {
        let image = pixelData.description
        return ImagingError(
            code: .unsupportedImage, frame: number,
            problem: "Colour in \(image.photometricInterpretation.rawValue) with \(image.samplesPerPixel) samples is not rendered.",
            remedy: "This version renders grey, RGB, YBR_FULL, YBR_PARTIAL_422 and palettes; take the decoded samples.")
    }

    /// Samples of more bits than wanted give their top ones, those of fewer are brought up in proportion.
    private func brought(_ samples: [UInt8], from bits: Int, to wanted: Int, _ level: VectorLevel) throws -> [UInt8] {
        let width = layout.bytesPerSample
        if width == (wanted > 8 ? 2 : 1), bits == wanted { return samples }
        let (largest, white) = (UInt64.max >> UInt64(64 - bits), UInt64(1) << UInt64(wanted) - 1)
        func value(_ sample: UInt64) -> UInt64 {
            bits >= wanted ? sample >> UInt64(bits - wanted) & white : (2 * white * min(sample, largest) + largest) / (2 * largest)
        }
        let count = samples.count / width
        var result = [UInt8](repeating: 0, count: count * (wanted > 8 ? 2 : 1))
        var span = result.mutableSpan
        if width <= 2, let cell = SampleCell(bytes: width, bitsStored: bits, highBit: bits - 1, isSigned: false) {
            let table = (0..<1 << bits).map { UInt16(value(UInt64($0))) }
            if wanted > 8 {
                try SampleKernels.lookUp(samples.span, cell: cell, in: table.span, into: &span, level: level)
            } else {
                let bytes = table.map { UInt8(truncatingIfNeeded: $0) }
                try SampleKernels.lookUp(samples.span, cell: cell, in: bytes.span, into: &span, level: level)
            }
            return result
        }
        for index in 0..<count {
            let sample = (0..<width).reduce(UInt64(0)) { $0 | UInt64(samples[index * width + $1]) << UInt64(8 * $1) }
            let level = value(sample)
            if wanted > 8 {
                span[2 * index] = UInt8(truncatingIfNeeded: level)
                span[2 * index + 1] = UInt8(truncatingIfNeeded: level >> 8)
            } else {
                span[index] = UInt8(truncatingIfNeeded: level)
            }
        }
        return result
    }
}
