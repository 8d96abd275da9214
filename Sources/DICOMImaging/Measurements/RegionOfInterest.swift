internal import DICOMCodecs

/// A part of a picture of any shape. A pixel belongs to it when its center does; a center on the border of a polygon or ellipse belongs
/// where the border is the left or upper one.
public enum RegionOfInterest: Sendable, Hashable {
    case rectangle(PixelRegion)
    /// Radii along a row and down a column, in pixels.
    case ellipse(center: PixelPoint, columnRadius: Double, rowRadius: Double)
    /// Corners in order; the last one is joined to the first. Where sides cross, what lies inside an even number of times is outside.
    case polygon([PixelPoint])
    /// A byte for each pixel of the frame, rows from the top: those that are not 0 belong.
    case mask([UInt8])
}

extension RegionOfInterest {
    /// - Throws: `badArgument` for a shape that cannot be.
    func check(columns: Int, rows: Int) throws(ImagingError) {
        let isSound: Bool
        switch self {
        case .rectangle(let region): return try region.check(insideColumns: columns, rows: rows)
        case .ellipse(let center, let columnRadius, let rowRadius):
            isSound = center.isMeasurable && columnRadius > 0 && rowRadius > 0 && columnRadius < 1e7 && rowRadius < 1e7
        case .polygon(let corners): isSound = corners.count >= 3 && corners.count <= 1 << 20 && corners.allSatisfy(\.isMeasurable)
        case .mask(let bytes): isSound = bytes.count == columns * rows
        }
        guard isSound else {
            throw ImagingError(
                code: .badArgument, problem: "The region has no inside that can be measured.",
                remedy: "Give a polygon of 3 to 1,048,576 corners, an ellipse with radii above 0, or a mask with a byte for each pixel.")
        }
    }

    /// The runs of pixels in a row that belong to it, from left to right, inside of 0 ..< `columns`.
    func runs(inRow row: Int, columns: Int) -> [Range<Int>] {
        switch self {
        case .rectangle(let region): return region.rows.contains(row) ? [region.columns.clamped(to: 0..<columns)] : []
        case .ellipse(let center, let columnRadius, let rowRadius):
            let height = (Double(row) - center.row) / rowRadius
            guard height >= -1, height < 1 else { return [] }
            let half = columnRadius * (1 - height * height).squareRoot()
            return Self.run(from: center.column - half, to: center.column + half, columns).map { [$0] } ?? []
        case .polygon(let corners): return Self.runs(corners, row: Double(row), columns)
        case .mask(let bytes):
            var runs: [Range<Int>] = []
            var column = 0
            while column < columns {
                if bytes[row * columns + column] == 0 {
                    column += 1
                    continue
                }
                let start = column
                while column < columns, bytes[row * columns + column] != 0 { column += 1 }
                runs.append(start..<column)
            }
            return runs
        }
    }

    /// Where the sides cross the row, in pairs: between the first and the second it is inside. A side takes its upper end and leaves the
    /// lower one to the next side, so that a corner is crossed once.
    private static func runs(_ corners: [PixelPoint], row: Double, _ columns: Int) -> [Range<Int>] {
        var crossings: [Double] = []
        for (number, from) in corners.enumerated() {
            let to = corners[(number + 1) % corners.count]
            guard (from.row <= row) != (to.row <= row) else { continue }
            crossings.append(from.column + (row - from.row) / (to.row - from.row) * (to.column - from.column))
        }
        crossings.sort()
        return stride(from: 0, to: crossings.count - 1, by: 2).compactMap { run(from: crossings[$0], to: crossings[$0 + 1], columns) }
    }

    /// The centers from `left` to before `right`.
    private static func run(from left: Double, to right: Double, _ columns: Int) -> Range<Int>? {
        let first = min(max(left.rounded(.up), 0), Double(columns))
        let last = min(max(right.rounded(.up), 0), Double(columns))
        return first < last ? Int(first)..<Int(last) : nil
    }
}
