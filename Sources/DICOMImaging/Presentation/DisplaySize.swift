/// The room on a display that a picture is made for.
public struct DisplaySize: Sendable, Hashable {
    /// Pixels, 1 … 65,535.
    public var columns: Int
    public var rows: Int
    /// Millimetres from a pixel of the display to the next, for what is to be seen as large as it is; nil where they are not known.
    public var pixelPitch: Double?

    public init(columns: Int, rows: Int, pixelPitch: Double? = nil) {
        self.columns = columns
        self.rows = rows
        self.pixelPitch = pixelPitch
    }
}
