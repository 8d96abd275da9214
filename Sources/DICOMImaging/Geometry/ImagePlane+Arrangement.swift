public import DICOMObjects

/// Where the pixels of a picture lie after it was cut, turned or scaled, so that measures and positions stay right. All are nil for a plane
/// without spacing.
extension ImagePlane {
    /// Of ``Picture/cropped(to:)``.
    public func cropped(to region: PixelRegion) -> ImagePlane? {
        moved(column: Double(region.columns.lowerBound), row: Double(region.rows.lowerBound))
    }

    /// Of ``Picture/scaled(toColumns:rows:filter:)``: the borders of the picture stay, and centers of pixels move.
    ///
    /// - Parameters:
    ///   - size: columns and rows of the picture as it was.
    ///   - newSize: those that it has now; 1 or more each.
    public func scaled(
        from size: (columns: Int, rows: Int), to newSize: (columns: Int, rows: Int)
    ) -> ImagePlane? {
        guard size.columns > 0, size.rows > 0, newSize.columns > 0, newSize.rows > 0 else { return nil }
        let across = Double(size.columns) / Double(newSize.columns)
        let down = Double(size.rows) / Double(newSize.rows)
        guard var plane = moved(column: across / 2 - 0.5, row: down / 2 - 0.5) else { return nil }
        plane.spacing?.betweenColumns *= across
        plane.spacing?.betweenRows *= down
        return plane
    }

    /// Of ``Picture/flippedHorizontally()``.
    ///
    /// - Parameter columns: those of the picture.
    public func flippedHorizontally(columns: Int) -> ImagePlane? {
        var plane = moved(column: Double(columns - 1), row: 0)
        plane?.rowDirection = -rowDirection
        return plane
    }

    /// Of ``Picture/flippedVertically()``.
    ///
    /// - Parameter rows: those of the picture.
    public func flippedVertically(rows: Int) -> ImagePlane? {
        var plane = moved(column: 0, row: Double(rows - 1))
        plane?.columnDirection = -columnDirection
        return plane
    }

    /// Of ``Picture/rotated(by:)``.
    ///
    /// - Parameters:
    ///   - columns: those of the picture before, as `rows`.
    public func rotated(by turns: QuarterTurns, columns: Int, rows: Int) -> ImagePlane? {
        var plane: ImagePlane?
        switch turns {
        case .none: plane = moved(column: 0, row: 0)
        case .clockwise:
            plane = moved(column: 0, row: Double(rows - 1))
            plane?.rowDirection = -columnDirection
            plane?.columnDirection = rowDirection
        case .half:
            plane = moved(column: Double(columns - 1), row: Double(rows - 1))
            plane?.rowDirection = -rowDirection
            plane?.columnDirection = -columnDirection
        case .counterclockwise:
            plane = moved(column: Double(columns - 1), row: 0)
            plane?.rowDirection = columnDirection
            plane?.columnDirection = -rowDirection
        }
        if turns.swapsSides, let spacing = plane?.spacing {
            plane?.spacing?.betweenColumns = spacing.betweenRows
            plane?.spacing?.betweenRows = spacing.betweenColumns
        }
        return plane
    }

    /// The plane with another pixel for its first.
    private func moved(column: Double, row: Double) -> ImagePlane? {
        guard let position = point(column: column, row: row) else { return nil }
        var plane = self
        plane.position = position
        return plane
    }
}
