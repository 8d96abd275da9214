internal import DICOMCodecs

/// A rectangle of pixels: columns to the right, rows down, from 0.
public struct PixelRegion: Sendable, Hashable, CustomStringConvertible {
    public var columns: Range<Int>
    public var rows: Range<Int>

    public init(columns: Range<Int>, rows: Range<Int>) {
        self.columns = columns
        self.rows = rows
    }

    /// From the first pixel on; nil where a width or height is below 1, or the end cannot be counted.
    public init?(column: Int, row: Int, width: Int, height: Int) {
        let (right, bottom) = (column.addingReportingOverflow(width), row.addingReportingOverflow(height))
        guard width > 0, height > 0, !right.overflow, !bottom.overflow else { return nil }
        self.init(columns: column..<right.partialValue, rows: row..<bottom.partialValue)
    }

    /// The part of it that a picture of this size has; nil where there is none.
    public func clamped(toColumns width: Int, rows height: Int) -> PixelRegion? {
        let inside = PixelRegion(columns: columns.clamped(to: 0..<max(0, width)), rows: rows.clamped(to: 0..<max(0, height)))
        return inside.columns.isEmpty || inside.rows.isEmpty ? nil : inside
    }

    /// - Throws: `badArgument` for a region that is empty or leaves the picture.
    func check(insideColumns width: Int, rows height: Int) throws(ImagingError) {
        guard !columns.isEmpty, !rows.isEmpty, columns.lowerBound >= 0, rows.lowerBound >= 0, columns.upperBound <= width,
            rows.upperBound <= height
        else {
            throw ImagingError(
                code: .badArgument, problem: "\(self) is no part of \(width) × \(height) pixels.",
                remedy: "Ask for columns and rows that exist.")
        }
    }

    public var description: String {
        "columns \(columns.lowerBound)..<\(columns.upperBound), rows \(rows.lowerBound)..<\(rows.upperBound)"
    }
}
