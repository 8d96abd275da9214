/// How much of each pixel of a rectangle an outline covers: exact areas of edges in steps of 1/256 of a pixel, in integers.
///
/// Each edge adds to the cells that it passes how far it goes down in them, and the area to its left. The sum from the left edge on is what is
/// covered, counted with the direction of the edges.
struct CoverageMask {
    /// Which points are inside where figures overlap.
    enum Rule {
        /// Those that edges go around at all.
        case nonzero
        /// Those that edges go around an odd number of times.
        case evenOdd
    }

    /// The pixels of the canvas that the mask is of.
    let columns: Range<Int>
    let rows: Range<Int>
    private let width: Int
    /// Heights and areas of a cell, two numbers for each, and one more cell for each row: what lies at its right edge.
    private var cells: [Int32]
    /// Cells that edges passed, for a bound on work.
    private(set) var work = 0

    /// Units of a pixel.
    private static let unit = 256

    /// A mask of what an outline has in a canvas; nil where it has nothing there.
    init?(_ outline: Outline, canvasColumns: Int, canvasRows: Int) {
        var low = Outline.Point(.infinity, .infinity)
        var high = -low
        for figure in outline.figures {
            for point in figure.lazy.map(\.tamed) {
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        guard low.x <= high.x else { return nil }
        // A point at the right or lower edge of a pixel covers nothing of the next.
        columns = Self.pixels(from: low.x, to: high.x, of: canvasColumns)
        rows = Self.pixels(from: low.y, to: high.y, of: canvasRows)
        guard !columns.isEmpty, !rows.isEmpty else { return nil }
        width = columns.count
        cells = [Int32](repeating: 0, count: 2 * (width + 1) * rows.count)
        let origin = Outline.Point(Double(columns.lowerBound), Double(rows.lowerBound))
        for figure in outline.figures {
            var previous = Self.fixed(figure[figure.count - 1].tamed - origin)
            for point in figure {
                let next = Self.fixed(point.tamed - origin)
                addEdge(from: previous, to: next)
                previous = next
            }
        }
        work += width * rows.count
    }

    private static func pixels(from low: Double, to high: Double, of count: Int) -> Range<Int> {
        let first = min(max(Int(low.rounded(.down)), 0), count)
        return first..<min(max(Int(high.rounded(.up)), first), count)
    }

    private static func fixed(_ point: Outline.Point) -> SIMD2<Int> {
        SIMD2(Int((point.x * 256).rounded(.toNearestOrAwayFromZero)), Int((point.y * 256).rounded(.toNearestOrAwayFromZero)))
    }

    private mutating func addEdge(from start: SIMD2<Int>, to end: SIMD2<Int>) {
        guard start.y != end.y else { return }
        let sign = start.y < end.y ? 1 : -1
        let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
        let height = lower.y - upper.y
        func column(at y: Int) -> Int {
            y == lower.y ? lower.x : upper.x + Self.quotient((y - upper.y) * (lower.x - upper.x), height)
        }
        let firstRow = max(0, upper.y >> 8)
        let lastRow = min(rows.count - 1, (lower.y - 1) >> 8)
        guard firstRow <= lastRow else { return }
        work += lastRow - firstRow + 1
        for row in firstRow...lastRow {
            let top = max(upper.y, row << 8)
            let bottom = min(lower.y, (row + 1) << 8)
            addPiece(row: row, from: column(at: top), to: column(at: bottom), height: sign * (bottom - top))
        }
    }

    /// A piece of an edge within a row, by where it begins and ends and how far it goes down.
    private mutating func addPiece(row: Int, from start: Int, to end: Int, height: Int) {
        let (left, right) = (min(start, end), max(start, end))
        let base = 2 * (width + 1) * row
        let edge = width << 8
        guard left < edge else { return }
        guard right > left else {
            // Upright; all that is left of the mask counts as its left edge.
            return add(base, at: max(left, 0) >> 8, height, twice: 2 * (max(left, 0) & 255))
        }
        func descent(at x: Int) -> Int { x == right ? height : Self.quotient((x - left) * height, right - left) }
        var x = max(left, 0)
        var done = left < 0 ? descent(at: min(right, 0)) : 0
        if done != 0 { add(base, at: 0, done, twice: 0) }
        let stop = min(right, edge)
        while x < stop {
            let cell = x >> 8
            let next = min(stop, (cell + 1) << 8)
            let reached = descent(at: next)
            add(base, at: cell, reached - done, twice: (x - cell << 8) + (next - cell << 8))
            work += 1
            done = reached
            x = next
        }
    }

    private mutating func add(_ base: Int, at cell: Int, _ height: Int, twice middle: Int) {
        cells[base + 2 * cell] &+= Int32(truncatingIfNeeded: height)
        cells[base + 2 * cell + 1] &+= Int32(truncatingIfNeeded: height * middle)
    }

    /// Rounded down, whatever the sign of the numerator: the same for an edge and the one that comes back along it.
    private static func quotient(_ numerator: Int, _ denominator: Int) -> Int {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Coverage of the pixels of a row of the canvas: 0 to 256, one for each of ``columns``.
    func coverage(ofRow row: Int, by rule: Rule, into target: inout [Int]) {
        let base = 2 * (width + 1) * (row - rows.lowerBound)
        var height = 0
        for column in 0..<width {
            height += Int(cells[base + 2 * column])
            let covered = abs(height << 9 - Int(cells[base + 2 * column + 1])) >> 9
            switch rule {
            case .nonzero: target[column] = min(covered, Self.unit)
            case .evenOdd:
                let rest = covered & (2 * Self.unit - 1)
                target[column] = rest > Self.unit ? 2 * Self.unit - rest : rest
            }
        }
    }
}
