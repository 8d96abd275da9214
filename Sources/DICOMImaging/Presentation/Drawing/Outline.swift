/// Closed figures of straight edges, in pixels of a canvas: 0\0 is the top left corner of its first pixel.
///
/// All arithmetic on coordinates is addition, multiplication, division and square root, which IEEE 754 rounds alike on every machine.
struct Outline {
    typealias Point = SIMD2<Double>

    private(set) var figures: [[Point]] = []

    /// Beyond this a coordinate is cut, so that products fit into 64 bits and a NaN or an infinity does no harm.
    static let farthest = 4_000_000.0

    /// A figure; its last point is joined to the first.
    mutating func append(_ points: [Point]) {
        guard points.count >= 3 else { return }
        figures.append(points)
    }

    mutating func append(_ other: Outline) { figures += other.figures }

    /// A figure turned so that the area that its edges go around counts as positive, for figures that add up.
    mutating func appendPositive(_ points: [Point]) {
        var area = 0.0
        for index in points.indices {
            let next = points[index + 1 < points.count ? index + 1 : 0]
            area += points[index].x * next.y - next.x * points[index].y
        }
        append(area < 0 ? points.reversed() : points)
    }

    func translated(by offset: Point) -> Outline {
        var outline = Outline()
        outline.figures = figures.map { $0.map { $0 + offset } }
        return outline
    }
}

extension Outline.Point {
    var magnitude: Double { (x * x + y * y).squareRoot() }

    /// The point with coordinates that can be reckoned with.
    var tamed: Self {
        func tame(_ value: Double) -> Double {
            value >= -Outline.farthest ? (value <= Outline.farthest ? value : Outline.farthest) : value < 0 ? -Outline.farthest : 0
        }
        return Self(tame(x), tame(y))
    }
}

// MARK: - Curves

extension Outline {
    /// Points on the unit circle, counterclockwise from 1\0: `1 << power` of them, each half way between those of the power below.
    static func unitCircle(power: Int) -> [Point] {
        var points = [Point(1, 0), Point(0, 1), Point(-1, 0), Point(0, -1)]
        for _ in 2..<max(2, power) {
            points = points.indices.flatMap { index -> [Point] in
                let middle = points[index] + points[(index + 1) % points.count]
                return [points[index], middle / middle.magnitude]
            }
        }
        return points
    }

    /// The circumference of an ellipse: `center` + a cos t + b sin t.
    ///
    /// The chords leave it by less than an eighth of a pixel up to a half axis of some thousand pixels.
    static func ellipse(center: Point, _ a: Point, _ b: Point) -> [Point] {
        let radius = max(a.magnitude, b.magnitude)
        var power = 4
        while power < 10, Double(1 << (2 * power)) < 40 * radius { power += 1 }
        return unitCircle(power: power).map { center + a * $0.x + b * $0.y }
    }

    /// A curve that goes through all points, by cubic pieces whose direction at a point is that from its neighbour before to the one after
    /// (Catmull and Rom). Where the first and the last are the same it is closed without a corner.
    static func curve(through points: [Point]) -> [Point] {
        guard points.count > 2 else { return points }
        let isClosed = points.first == points.last
        let last = points.count - 1
        var curve = [points[0]]
        for index in 0..<last {
            let (from, to) = (points[index], points[index + 1])
            let before = index > 0 ? points[index - 1] : isClosed ? points[last - 1] : from
            let after = index + 2 <= last ? points[index + 2] : isClosed ? points[1] : to
            let (leaving, arriving) = ((to - before) / 2, (after - from) / 2)
            let steps = Int(min(max((to - from).tamed.magnitude / 3, 4), 64))
            for step in 1...steps {
                let t = Double(step) / Double(steps)
                let (t2, t3) = (t * t, t * t * t)
                // Hermite's basis.
                var point = from * (2 * t3 - 3 * t2 + 1)
                point += leaving * (t3 - 2 * t2 + t)
                point += to * (3 * t2 - 2 * t3)
                point += arriving * (t3 - t2)
                curve.append(step == steps ? to : point)
            }
        }
        return curve
    }
}

// MARK: - Lines

extension Outline {
    /// A line with a thickness: a rectangle for each piece and a disc at each joint, which add up. Open ends are cut square.
    static func line(_ points: [Point], thickness: Double) -> Outline {
        var outline = Outline()
        let half = max(thickness, 0) / 2
        let isClosed = points.count > 2 && points.first == points.last
        let disc = unitCircle(power: half < 2 ? 4 : 5).map { $0 * half }
        for index in points.indices.dropLast() {
            let (from, to) = (points[index].tamed, points[index + 1].tamed)
            let length = (to - from).magnitude
            if length > 0 {
                let along = (to - from) / length
                let across = Point(-along.y, along.x) * half
                outline.appendPositive([from + across, to + across, to - across, from - across])
            }
            // A hairline's joint has no gap that could be seen.
            if half > 0.5, index > 0 || isClosed { outline.appendPositive(disc.map { from + $0 }) }
        }
        return outline
    }

    /// The pieces of a line that a pattern of 16 bits leaves, the highest bit first, each bit `unit` long.
    ///
    /// - Parameter most: pieces to give at most; the rest of the line is then left out.
    static func dashes(_ points: [Point], pattern: UInt16, unit: Double, most: Int) -> [[Point]] {
        guard pattern != 0xFFFF, unit > 0 else { return [points] }
        guard pattern != 0 else { return [] }
        var pieces: [[Point]] = []
        var piece: [Point] = []
        var bit = 0
        var left = unit
        func isOn() -> Bool { pattern >> UInt16(15 - bit) & 1 == 1 }
        var place = points[0].tamed
        if isOn() { piece = [place] }
        for next in points.dropFirst().map(\.tamed) {
            var length = (next - place).magnitude
            while length > left {
                place += (next - place) * (left / length)
                length = (next - place).magnitude
                if isOn() { piece.append(place) }
                let wasOn = isOn()
                bit = (bit + 1) % 16
                left = unit
                if wasOn, !isOn() {
                    pieces.append(piece)
                    piece = []
                    if pieces.count >= most { return pieces }
                } else if !wasOn, isOn() {
                    piece = [place]
                }
            }
            left -= length
            place = next
            if isOn() { piece.append(place) }
        }
        if piece.count > 1 { pieces.append(piece) }
        return pieces
    }
}
