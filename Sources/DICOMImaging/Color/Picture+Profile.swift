public import DICOMCodecs

extension Picture {
    /// The picture in sRGB (IEC 61966-2-1), by its profile, relative colorimetric: what lies outside of sRGB is cut. A picture without a profile is
    /// returned as it is.
    ///
    /// - Throws: ``ImagingError``: `invalidProfile` or `unsupportedProfile`, and then nothing is converted.
    public func convertedToSRGB(level: VectorLevel = .best) throws(ImagingError) -> Picture {
        guard let iccProfile else { return self }
        let profile = try ICCProfile(iccProfile)
        let top = 1 << bitsPerSample - 1
        var picture: Picture
        if let table = profile.grayToSRGB(top: top) {
            guard samplesPerPixel == 1 else { throw .unsupportedProfile("of grey in a picture in colour") }
            picture = try mapped(table, bits: bitsPerSample)
        } else {
            guard samplesPerPixel == 3 else { throw .unsupportedProfile("of colours in a grey picture") }
            picture = with(try converted(by: profile, top, level), bits: bitsPerSample)
        }
        picture.iccProfile = nil
        picture.profileRefusal = nil
        return picture
    }

    private func converted(by profile: ICCProfile, _ top: Int, _ level: VectorLevel) throws(ImagingError) -> [UInt8] {
        var samples = bytes
        do throws(CodecError) {
            guard let transform = try profile.toSRGB(top: top) else { return samples }
            var span = samples.mutableSpan
            try SampleKernels.apply(transform, inPlace: &span, level: level)
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
        return samples
    }
}
