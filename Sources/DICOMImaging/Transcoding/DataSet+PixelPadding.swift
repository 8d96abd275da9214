internal import DICOMData
internal import DICOMObjects

extension DataSet {
    /// Makes Pixel Padding Value (0028,0120) a range that still holds every padding pixel once samples differ by up to `near` (PS3.3
    /// C.7.5.1.1.2).
    ///
    /// It may hold a few values of the picture then; what was padding and is shown as tissue would be worse. Nothing where the difference
    /// is not known: no range would hold them all.
    mutating func widenPixelPadding(by near: Int?, of image: ImagePixelDescription) throws(DataSetError) {
        guard let near, near > 0, let padding = try integer(.pixelPaddingValue) else { return }
        let limit = try integer(.pixelPaddingRangeLimit) ?? padding
        // Near-lossless samples are unsigned.
        let low = Swift.max(0, Swift.min(padding, limit) - near)
        let high = Swift.min(Swift.max(padding, limit) + near, 1 << image.bitsStored - 1)
        guard low < high else { return }
        let isDescending = padding > limit
        try set(.pixelPaddingValue, to: .integers([isDescending ? high : low]))
        try set(.pixelPaddingRangeLimit, to: .integers([isDescending ? low : high]))
    }
}
