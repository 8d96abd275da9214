import Testing

@testable import DICOMImaging

@Suite("Text")
struct TextBlockTests {
    @Test("is as wide as the advances of its letters, and as high as its lines")
    func measures() {
        // DejaVu Sans 2.37, of 2048: H 1540, i 569, the line 1901 + 483 (hhea); of 1024 each to nearest, halves to even.
        #expect(TextBlock("Hi").size == SIMD2(1054.0 / 1024, 1192.0 / 1024))
        #expect(TextBlock("H\r\nHi\r").size == SIMD2(1054.0 / 1024, 2384.0 / 1024))
        #expect(TextBlock("").isEmpty && TextBlock("\n").isEmpty)
    }

    @Test("has the letters of Latin, Greek and Cyrillic and the signs of images, and says which it lacks")
    func repertoire() {
        let there = "AzßÅéøłŽαβΩπЯжёґ°µ±²³×÷←→↑↓≤≥∞√‰€–—“”•…"
        #expect(TextBlock(there).missing.isEmpty)
        #expect(TextBlock("山a田山").missing == ["山", "田"])
    }

    @Test("is drawn from the outlines of the typeface")
    func outlines() {
        // The bar of a capital I of DejaVu Sans: x 201 to 403, y 0 to 1493 of 2048; the line begins 1901 above.
        let outline = TextBlock("I").outline(em: 2048, topLeft: SIMD2(0, 0), alignment: 0)
        let points = outline.figures.flatMap { $0 }
        #expect(outline.figures.count == 1)
        let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        // To a unit of 1024.
        #expect(abs(left - 201) <= 2 && abs(right - 403) <= 2 && abs(top - (1901 - 1493)) <= 3 && abs(bottom - 1901) <= 2)
    }

    @Test("of shorter lines stands where it is aligned", arguments: [(0.0, 0.0), (0.5, 142), (1, 284)])
    func alignment(alignment: Double, offset: Double) {
        let outline = TextBlock("Hi\nH").outline(em: 1024, topLeft: SIMD2(0, 0), alignment: alignment)
        let (first, second) = (outline.figures[0], outline.figures[outline.figures.count - 1])
        let left = { (figure: [SIMD2<Double>]) in figure.map(\.x).min() ?? 0 }
        #expect(left(second) - left(first) == offset)
    }
}
