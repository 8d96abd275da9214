/// Lines of text, set in the typeface of the library.
struct TextBlock {
    private let lines: [[Typeface.Glyph]]
    /// Characters that the typeface lacks, each once, in the order in which they come.
    private(set) var missing: [Unicode.Scalar] = []

    /// Characters beyond so many are left out: no screen shows them.
    static let longest = 10_000

    /// - Parameter text: lines end with CR, LF or both; a tab is four spaces, other control characters are left out.
    init(_ text: String) {
        var lines: [[Typeface.Glyph]] = [[]]
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars.prefix(Self.longest) {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r", "\u{0C}", "\u{85}", "\u{2028}": lines.append([])
            case "\t": for _ in 0..<4 { if let space = Typeface.glyph(" ") { lines[lines.count - 1].append(space) } }
            default:
                guard scalar.properties.generalCategory != .control, scalar.properties.generalCategory != .format else { continue }
                if let glyph = Typeface.glyph(scalar) {
                    lines[lines.count - 1].append(glyph)
                } else {
                    if !missing.contains(scalar) { missing.append(scalar) }
                    lines[lines.count - 1].append(Typeface.missing)
                }
            }
        }
        while lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
        self.lines = lines
    }

    var isEmpty: Bool { lines.allSatisfy(\.isEmpty) }

    /// The height of a line, of an em of 1.
    static let lineHeight = Double(Typeface.ascent + Typeface.descent) / Typeface.em

    /// Width of the longest line and height of all, of an em of 1.
    var size: SIMD2<Double> {
        let width = lines.map { $0.reduce(0) { $0 + $1.advance } }.max() ?? 0
        return SIMD2(width / Typeface.em, Double(lines.count) * Self.lineHeight)
    }

    /// The outlines of all letters.
    ///
    /// - Parameters:
    ///   - em: height of an em in pixels.
    ///   - topLeft: of the block.
    ///   - alignment: where a shorter line stands in the width of the longest: 0 left, 0.5 in the middle, 1 right.
    func outline(em: Double, topLeft: SIMD2<Double>, alignment: Double) -> Outline {
        var outline = Outline()
        let scale = em / Typeface.em
        let width = size.x * Typeface.em
        for (number, line) in lines.enumerated() {
            var x = (width - line.reduce(0) { $0 + $1.advance }) * alignment
            let y = Double(number * (Typeface.ascent + Typeface.descent) + Typeface.ascent)
            for glyph in line {
                for figure in glyph.figures { outline.append(figure.map { topLeft + ($0 + SIMD2(x, y)) * scale }) }
                x += glyph.advance
            }
        }
        return outline
    }
}
