internal import DICOMCodecs

extension JPEG.Header {
    /// Whether the markers say that three components are luminance and two colour differences; nil where they leave it to the object.
    ///
    /// JPEG knows no colours. An Adobe marker says most, then the letters that some encoders number RGB components with; what has a JFIF marker or
    /// sub-sampled components is Y Cb Cr. Of the lossless process only the Adobe marker is believed.
    var isYCbCr: Bool? {
        switch color {
        case .adobeUntransformed: return false
        case .adobeYCbCr, .adobeYCCK: return true
        case .jfif, .unmarked: break
        }
        guard process != .lossless else { return nil }
        if components.map(\.identifier) == Array("RGB".utf8) { return false }
        let isSubsampled = components.contains {
            $0.horizontalSampling != components[0].horizontalSampling || $0.verticalSampling != components[0].verticalSampling
        }
        return color == .jfif || isSubsampled ? true : nil
    }
}
