internal import DICOMObjects

extension Canvas {
    /// Covers what a shutter covers of an image (PS3.3 C.7.6.11). Edges themselves are seen.
    mutating func draw(_ shutter: DisplayShutter) {
        guard shutter.rectangle != nil || shutter.circle != nil || shutter.polygon != nil else { return }
        let color = DrawingColor(shutter)
        makeRoom(for: color)
        for row in 0..<rows {
            let inside = shutter.polygon.map { Self.crossings(of: $0, row: row + 1) }
            for column in 0..<columns where shutter.covers(column: column + 1, row: row + 1, inside) {
                set(row * columns + column, color)
            }
        }
    }

    /// Where the edges of a polygon cross the middle of a row, in ascending order.
    private static func crossings(of polygon: [SIMD2<Int>], row: Int) -> [Double] {
        var crossings: [Double] = []
        for index in polygon.indices {
            let (from, to) = (polygon[index], polygon[(index + 1) % polygon.count])
            // Each edge has its upper end and not its lower one, so that a corner counts once or twice as it has to.
            guard min(from.y, to.y) <= row, row < max(from.y, to.y) else { continue }
            crossings.append(Double(from.x) + Double(row - from.y) * Double(to.x - from.x) / Double(to.y - from.y))
        }
        return crossings.sorted()
    }
}

extension DisplayShutter {
    /// Whether a pixel is covered; columns and rows count from 1.
    ///
    /// - Parameter crossings: of the polygon's edges with the row.
    fileprivate func covers(column: Int, row: Int, _ crossings: [Double]?) -> Bool {
        if let rectangle,
            column < rectangle.left || column > rectangle.right || row < rectangle.upper || row > rectangle.lower
        {
            return true
        }
        if let circle {
            let (x, y) = (Double(column) - Double(circle.center.x), Double(row) - Double(circle.center.y))
            if x * x + y * y > Double(circle.radius) * Double(circle.radius) { return true }
        }
        if let crossings {
            let before = crossings.count { $0 <= Double(column) }
            // On an edge it is seen.
            return before % 2 == 0 && !crossings.contains(Double(column))
        }
        return false
    }
}

extension DrawingColor {
    /// What a shutter covers with: its colour, its grey, or black.
    init(_ shutter: DisplayShutter) {
        if let color = shutter.presentationColor {
            self.init(color)
        } else {
            self.init(presentationValue: shutter.presentationValue ?? 0)
        }
    }

    /// What a layer is drawn in: its colour, its grey, or white.
    init(_ layer: GraphicLayer?) {
        if let color = layer?.color {
            self.init(color)
        } else {
            self.init(presentationValue: layer?.grayscaleValue ?? 0xFFFF)
        }
    }
}
