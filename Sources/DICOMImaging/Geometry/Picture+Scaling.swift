internal import DICOMCodecs
public import DICOMObjects

extension Picture {
    /// The picture in another size, each pixel as `filter` makes it. The same bytes on every machine.
    ///
    /// - Parameters:
    ///   - columns: 1 … 65,535, as `rows`. The ratio of both is the caller's affair; see ``scaledDown(toFit:)`` and
    ///     ``withSquarePixels(_:filter:)``.
    /// - Throws: ``ImagingError``: `badArgument` for a size beyond these, `limitExceeded` for a picture of more than 4 GiB.
    /// - Complexity: O(pixels of the source × reach of the filter down the columns + pixels of the result × reach along the rows), and the
    ///   memory of 16 rows beside the result.
    public func scaled(toColumns columns: Int, rows: Int, filter: ResamplingFilter = .bicubic) throws(ImagingError) -> Picture {
        let sides = 1...65_535
        guard sides.contains(columns), sides.contains(rows) else {
            throw ImagingError(
                code: .badArgument, problem: "\(columns) × \(rows) pixels are no size of a picture.",
                remedy: "Ask for 1 to 65,535 columns and rows.")
        }
        guard columns * rows * bytesPerPixel <= 1 << 32 else {
            throw ImagingError(
                code: .limitExceeded, problem: "A picture of \(columns) × \(rows) pixels takes more than 4 GiB.",
                remedy: "Cut out the part that is needed, then scale it.")
        }
        return resampled(toColumns: columns, rows: rows, filter: filter)
    }

    /// The picture made smaller, so that neither side exceeds `size` pixels; as it is where it fits already. Each pixel is the mean over
    /// the area that it covers (``ResamplingFilter/area``), rounded to nearest.
    public func scaledDown(toFit size: Int) -> Picture {
        let longest = max(columns, rows)
        guard size >= 1, longest > size else { return self }
        return resampled(toColumns: max(1, columns * size / longest), rows: max(1, rows * size / longest), filter: .area)
    }

    /// The picture with pixels that are as wide as high, for displays, whose pixels are: the side along which they are longer gets more of
    /// them (PS3.3 C.7.6.3.1.7). As it is where they are square to half a pixel of the longer side.
    ///
    /// - Throws: As ``scaled(toColumns:rows:filter:)``.
    public func withSquarePixels(_ aspect: PixelAspectRatio, filter: ResamplingFilter = .bicubic) throws(ImagingError) -> Picture {
        let (wide, high) = aspect.squareSize(columns: columns, rows: rows)
        return wide == columns && high == rows ? self : try scaled(toColumns: wide, rows: high, filter: filter)
    }

    private func resampled(toColumns columns: Int, rows: Int, filter: ResamplingFilter) -> Picture {
        if columns == self.columns, rows == self.rows { return self }
        var target = [UInt8](repeating: 0, count: columns * rows * bytesPerPixel)
        var span = target.mutableSpan
        var scratch: [Float] = []
        do {
            try SampleKernels.resample(
                bytes.span, number, channels: samplesPerPixel, maximum: largestSample,
                columns: filter.axis(from: self.columns, to: columns), rows: filter.axis(from: self.rows, to: rows),
                scratch: &scratch, into: &span)
        } catch {
            preconditionFailure("axes of the picture's own size fit it: \(error)")
        }
        return with(target, columns: columns, rows: rows)
    }
}
