internal import DICOMCodecs

/// The same pixels in another arrangement: none is changed.
extension Picture {
    /// The picture turned.
    public func rotated(by turns: QuarterTurns) -> Picture {
        switch turns {
        case .none: self
        case .clockwise: rearranged(columns: rows, rows: columns, first: (rows - 1) * columns, columnStep: -columns, rowStep: 1)
        case .half: rearranged(columns: columns, rows: rows, first: columns * rows - 1, columnStep: -1, rowStep: -columns)
        case .counterclockwise: rearranged(columns: rows, rows: columns, first: columns - 1, columnStep: columns, rowStep: -1)
        }
    }

    /// The picture mirrored: left becomes right, as Image Horizontal Flip (0070,0041) has it.
    public func flippedHorizontally() -> Picture {
        rearranged(columns: columns, rows: rows, first: columns - 1, columnStep: -1, rowStep: columns)
    }

    /// The picture upside down, and mirrored: top becomes bottom.
    public func flippedVertically() -> Picture {
        rearranged(columns: columns, rows: rows, first: (rows - 1) * columns, columnStep: 1, rowStep: -columns)
    }

    /// A part of the picture.
    ///
    /// - Throws: ``ImagingError`` with code `badArgument` for a region that is empty or leaves the picture.
    public func cropped(to region: PixelRegion) throws(ImagingError) -> Picture {
        try region.check(insideColumns: columns, rows: rows)
        return rearranged(
            columns: region.columns.count, rows: region.rows.count, first: region.rows.lowerBound * columns + region.columns.lowerBound,
            columnStep: 1, rowStep: columns)
    }

    private func rearranged(columns: Int, rows: Int, first: Int, columnStep: Int, rowStep: Int) -> Picture {
        var target = [UInt8](repeating: 0, count: columns * rows * bytesPerPixel)
        var span = target.mutableSpan
        do {
            try SampleKernels.walk(
                bytes.span, pixelBytes: bytesPerPixel, along: .init(first: first, columnStep: columnStep, rowStep: rowStep),
                columns: columns, rows: rows, into: &span)
        } catch {
            preconditionFailure("a walk through the picture's own pixels stays inside: \(error)")
        }
        return with(target, columns: columns, rows: rows)
    }
}
