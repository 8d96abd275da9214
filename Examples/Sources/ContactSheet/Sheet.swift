import Hounsfield

/// Tiles in rows on a dark ground, wider than high.
struct Sheet {
    private static let gap = 6
    private static let ground: UInt8 = 28
    private static let pitch = Tile.size + gap

    private let columns: Int
    private let rows: Int
    private var bytes: [UInt8]

    init(of tiles: [Tile]) {
        var across = 1
        while across * (across - 1) < tiles.count { across += 1 }
        across = min(across, tiles.count)
        let down = (tiles.count + across - 1) / across
        columns = across * Self.pitch + Self.gap
        rows = down * Self.pitch + Self.gap
        bytes = [UInt8](repeating: Self.ground, count: columns * rows * 3)
        for (number, tile) in tiles.enumerated() {
            let left = Self.gap + number % across * Self.pitch + (Tile.size - tile.columns) / 2
            let top = Self.gap + number / across * Self.pitch + (Tile.size - tile.rows) / 2
            draw(tile, left: left, top: top)
        }
    }

    func picture() throws -> Picture {
        try Picture(columns: columns, rows: rows, samplesPerPixel: 3, bytes: bytes)
    }

    private mutating func draw(_ tile: Tile, left: Int, top: Int) {
        for row in 0..<tile.rows {
            for column in 0..<tile.columns {
                let target = ((top + row) * columns + left + column) * 3
                (bytes[target], bytes[target + 1], bytes[target + 2]) = tile.color(row: row, column: column)
            }
        }
    }
}
