import Hounsfield

/// A picture that fits into a square of the sheet: large ones made smaller by averaging, small ones larger by whole factors, so that each of
/// their pixels stays a square.
struct Tile {
    static let size = 192

    let picture: Picture
    /// Times that each pixel is repeated, across and down.
    let factor: Int

    init(_ original: Picture) {
        picture = original.scaledDown(toFit: Self.size)
        factor = max(1, Self.size / max(picture.columns, picture.rows))
    }

    var columns: Int { picture.columns * factor }
    var rows: Int { picture.rows * factor }

    /// The color of a pixel of the tile, grey as three equal samples.
    func color(row: Int, column: Int) -> (UInt8, UInt8, UInt8) {
        let start = (row / factor * picture.columns + column / factor) * picture.samplesPerPixel
        let samples = picture.bytes[start...]
        return picture.samplesPerPixel == 1
            ? (samples[start], samples[start], samples[start]) : (samples[start], samples[start + 1], samples[start + 2])
    }
}
