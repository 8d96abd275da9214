/// The letters that text on pictures is drawn with. They are part of the library, so that no machine needs a font and all draw the same.
enum Typeface {
    /// Units of an em, which a size is the height of.
    static let em = 1024.0

    /// The shape of a character, from its place on the baseline: x to the right, y down.
    struct Glyph: Sendable {
        var advance: Double
        /// Figures of straight edges. In TrueType, what edges go around in the other direction is a hole.
        var figures: [[SIMD2<Double>]]
    }

    private static let lines: [UInt32: Substring] = {
        var lines: [UInt32: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let space = line.utf8.firstIndex(of: UInt8(ascii: " ")), let code = UInt32(line[..<space], radix: 16) else { continue }
            lines[code] = line[line.utf8.index(after: space)...]
        }
        return lines
    }()

    /// The glyph of a character; nil where the typeface lacks it.
    static func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        guard let line = lines[scalar.value] else { return nil }
        var digits = line.utf8.makeIterator()
        func number() -> Int {
            var (value, factor) = (0, 1)
            while let character = digits.next() {
                let digit = Int(character) - 0x24
                value += digit % 45 * factor
                factor *= 45
                if digit < 45 { break }
            }
            return value
        }
        func signed(_ value: Int) -> Double { Double(value % 2 == 0 ? value / 2 : -(value + 1) / 2) }
        let advance = Double(number())
        var place = SIMD2<Double>.zero
        let figures = (0..<number()).map { _ -> [SIMD2<Double>] in
            let points = (0..<number()).map { _ -> (point: SIMD2<Double>, isOn: Bool) in
                let right = number()
                place += SIMD2(signed(right / 2), -signed(number()))
                return (place, right % 2 == 1)
            }
            return flattened(points)
        }
        return Glyph(advance: advance, figures: figures)
    }

    /// What stands for a character that the typeface lacks: an empty box.
    static let missing: Glyph = {
        func box(_ inset: Double) -> [SIMD2<Double>] {
            let (left, right, top, bottom) = (100 + inset, 520 - inset, -740 + inset, -inset)
            return [SIMD2(left, bottom), SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom)]
        }
        return Glyph(advance: 620, figures: [box(0), box(60).reversed()])
    }()

    /// Quadratic curves as straight edges. Between two control points lies a point of the curve, half way.
    private static func flattened(_ points: [(point: SIMD2<Double>, isOn: Bool)]) -> [SIMD2<Double>] {
        guard points.count > 1 else { return [] }
        // From a point of the curve on.
        let first = points.firstIndex { $0.isOn } ?? 0
        let start = points[first].isOn ? points[first].point : (points[0].point + points[points.count - 1].point) / 2
        var edges = [start]
        var control: SIMD2<Double>?
        func curve(to end: SIMD2<Double>) {
            guard let middle = control else { return edges.append(end) }
            let from = edges[edges.count - 1]
            // Letters are small: six pieces leave a curve by a few thousandths of an em.
            for step in 1...6 {
                let t = Double(step) / 6
                var point = from * ((1 - t) * (1 - t))
                point += middle * (2 * t * (1 - t))
                point += end * (t * t)
                edges.append(point)
            }
            control = nil
        }
        let offset = points[first].isOn ? 1 : 0
        for step in 0..<points.count - offset {
            let (point, isOn) = points[(first + offset + step) % points.count]
            if isOn {
                curve(to: point)
            } else {
                if let before = control { curve(to: (before + point) / 2) }
                control = point
            }
        }
        curve(to: start)
        return edges
    }
}
