/// A place in a picture: whole numbers are the centers of pixels, counted from 0, as `ImagePlane.point(column:row:)` takes
/// them. (The coordinates of structured reports and annotations begin at the corner of the first pixel: take 0.5 off them.)
public struct PixelPoint: Sendable, Hashable {
    public var column: Double
    public var row: Double

    public init(column: Double, row: Double) {
        self.column = column
        self.row = row
    }

    /// No place in any picture is further.
    var isMeasurable: Bool { abs(column) < 1e7 && abs(row) < 1e7 }
}
