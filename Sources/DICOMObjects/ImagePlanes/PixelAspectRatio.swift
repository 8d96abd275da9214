public import DICOMData

/// How high a pixel is for its width (PS3.3 C.7.6.3.1.7): two numbers whose ratio alone counts.
public struct PixelAspectRatio: Sendable, Hashable {
    /// Down a column.
    public let vertical: Double
    /// Along a row.
    public let horizontal: Double

    /// Nil where a number is not above 0, or the ratio is beyond 1 to 1000: no pixel is drawn like that.
    public init?(vertical: Double, horizontal: Double) {
        guard vertical > 0, horizontal > 0, vertical.isFinite, horizontal.isFinite, (1e-3...1e3).contains(vertical / horizontal) else {
            return nil
        }
        self.vertical = vertical
        self.horizontal = horizontal
    }

    /// Pixels as high as wide.
    public static let square = PixelAspectRatio()

    private init() {
        vertical = 1
        horizontal = 1
    }

    /// The ratio of a frame: that of its spacing, where it has one, which is then right whatever Pixel Aspect Ratio (0028,0034) says; else
    /// that attribute, "vertical\horizontal"; else square.
    ///
    /// - Parameter frame: counted from 0.
    /// - Throws: ``ObjectError``: what ``PixelSpacing/init(_:frame:)-(DataSet,_)`` throws, `invalidAttribute` where the ratio is not two
    ///   numbers above 0 or no pixel can have it.
    public init(_ dataSet: DataSet, frame: Int = 0) throws(ObjectError) {
        if let spacing = try PixelSpacing(dataSet, frame: frame) {
            try self.init(spacing.betweenRows, spacing.betweenColumns, .pixelSpacing)
        } else if let ratio = try dataSet.numbers(.pixelAspectRatio, count: 2) {
            try self.init(ratio[0], ratio[1], .pixelAspectRatio)
        } else {
            self = .square
        }
    }

    private init(_ vertical: Double, _ horizontal: Double, _ tag: DataElement.Tag) throws(ObjectError) {
        guard let ratio = PixelAspectRatio(vertical: vertical, horizontal: horizontal) else {
            throw .invalid(tag, "No pixel has such sides.")
        }
        self = ratio
    }

    /// Columns and rows that show as many pixels with square ones: the side along which pixels are longer gets more, rounded to nearest.
    public func squareSize(columns: Int, rows: Int) -> (columns: Int, rows: Int) {
        // Both ratios are 1 to 1000 here, so only the count itself could be beyond an Int.
        func stretched(_ count: Int, _ ratio: Double) -> Int { Int(min(Double(count) * ratio, 0x1p52).rounded()) }
        if vertical >= horizontal { return (columns, stretched(rows, vertical / horizontal)) }
        return (stretched(columns, horizontal / vertical), rows)
    }
}
