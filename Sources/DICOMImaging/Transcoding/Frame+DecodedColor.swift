internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// What the samples are that decoding gives: no colour is converted but by a codestream's own transform, so the codestream comes before
    /// the object where both say something (PS3.5 8.2).
    ///
    /// Cb and Cr are as large as Y then, so that YBR_FULL_422 has become YBR_FULL.
    func decodedColor(using workspace: inout CodecWorkspace) throws -> PhotometricInterpretation {
        let image = pixelData.description
        guard image.samplesPerPixel == 3 else { return image.photometricInterpretation }
        let declared = image.photometricInterpretation == .ybrFull422 ? .ybrFull : image.photometricInterpretation
        guard case .encapsulated(let frames, .codestream(let format)) = pixelData.source else { return declared }
        return try frames.withCodestream(of: number) { bytes, fragments in
            switch Self.format(bytes, fragments) ?? format {
            case .jpeg:
                guard let isYCbCr = try JPEG.header(of: bytes, fragments: fragments).isYCbCr else { return declared }
                return isYCbCr ? .ybrFull : .rgb
            case .jpegLS: return declared
            case .jpeg2000:
                let isTransformed = try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace).usesMultipleComponentTransform
                return isTransformed || [.ybrRCT, .ybrICT].contains(declared) ? .rgb : declared
            case .jpegXL: return .rgb
            }
        }
    }

    /// The Defined Term (PS3.3 C.7.6.1.1.5.2) of the loss that the codestream itself shows; nil where it shows none.
    func lossMethod(using workspace: inout CodecWorkspace) throws -> String? {
        guard case .encapsulated(let frames, .codestream(let format)) = pixelData.source else { return nil }
        return try frames.withCodestream(of: number) { bytes, fragments in
            switch Self.format(bytes, fragments) ?? format {
            case .jpeg: return try JPEG.header(of: bytes, fragments: fragments).isLossy ? "ISO_10918_1" : nil
            case .jpegLS: return try JPEGLS.header(of: bytes, fragments: fragments).near > 0 ? "ISO_14495_1" : nil
            case .jpeg2000:
                let header = try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace)
                return header.isReversible ? nil : header.isHighThroughput ? "ISO_15444_15" : "ISO_15444_1"
            // Its header does not tell, but XYB has no lossless form.
            case .jpegXL: return pixelData.description.photometricInterpretation == .xyb ? "ISO_18181_1" : nil
            }
        }
    }
}
