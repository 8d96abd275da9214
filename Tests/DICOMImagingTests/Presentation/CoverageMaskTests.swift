import Testing

@testable import DICOMImaging

@Suite("Coverage of outlines")
struct CoverageMaskTests {
    /// Coverage of all pixels of a canvas, row by row, 0 to 256.
    private func coverage(_ figures: [[SIMD2<Double>]], columns: Int, rows: Int, rule: CoverageMask.Rule = .nonzero) -> [Int] {
        var outline = Outline()
        for figure in figures { outline.append(figure) }
        var all = [Int](repeating: 0, count: columns * rows)
        guard let mask = CoverageMask(outline, canvasColumns: columns, canvasRows: rows) else { return all }
        var line = [Int](repeating: 0, count: mask.columns.count)
        for row in mask.rows {
            mask.coverage(ofRow: row, by: rule, into: &line)
            for (offset, part) in line.enumerated() { all[row * columns + mask.columns.lowerBound + offset] = part }
        }
        return all
    }

    private func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> [SIMD2<Double>] {
        [SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom)]
    }

    @Test("is the area of each pixel that is inside, whichever way edges go around")
    func areas() {
        // From x 0.5 to 2.25 and y 0 to 1.5: halves, wholes and quarters.
        let expected = [128, 256, 64, 0, 64, 128, 32, 0]
        #expect(coverage([rectangle(0.5, 0, 2.25, 1.5)], columns: 4, rows: 2) == expected)
        #expect(coverage([rectangle(0.5, 0, 2.25, 1.5).reversed()], columns: 4, rows: 2) == expected)
    }

    @Test("of a triangle is half of the pixels that its slope crosses")
    func triangle() {
        // The area under x + y = 3: 9/2 in all.
        let expected = [256, 256, 128, 256, 128, 0, 128, 0, 0]
        #expect(coverage([[SIMD2(0, 0), SIMD2(3, 0), SIMD2(0, 3)]], columns: 3, rows: 3) == expected)
    }

    @Test("counts what lies outside of the canvas on the left and nothing on the right", arguments: [2.0, 1e300, .infinity])
    func clips(far: Double) {
        #expect(coverage([rectangle(-far, -far, 1.5, far)], columns: 3, rows: 2) == [256, 128, 0, 256, 128, 0])
        #expect(coverage([rectangle(1.5, -1, far + 3, 9)], columns: 3, rows: 1) == [0, 128, 256])
        #expect(coverage([rectangle(-9, -9, -1, -1)], columns: 3, rows: 1) == [0, 0, 0])
        // A slope that crosses both sides of the canvas: y = x/2 over 4 columns, from 4 pixels left of it to 4 right.
        let slope = coverage([[SIMD2(-4, -2), SIMD2(8, 4), SIMD2(-4, 4)]], columns: 4, rows: 2)
        #expect(slope == [192, 64, 0, 0, 256, 256, 192, 64])
    }

    @Test("leaves holes by either rule, and overlaps only by one of them")
    func rules() {
        let (outer, inner) = (rectangle(0, 0, 3, 1), rectangle(1, 0, 2, 1))
        #expect(coverage([outer, inner], columns: 3, rows: 1) == [256, 256, 256])
        #expect(coverage([outer, inner.reversed()], columns: 3, rows: 1) == [256, 0, 256])
        #expect(coverage([outer, inner], columns: 3, rows: 1, rule: .evenOdd) == [256, 0, 256])
    }

    @Test("of coordinates that are no numbers is something, and no trap", arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
    func hostile(value: Double) {
        let parts = coverage([[SIMD2(value, 0), SIMD2(3, value), SIMD2(0, 3), SIMD2(value, value)]], columns: 3, rows: 3)
        #expect(parts.allSatisfy { (0...256).contains($0) })
    }
}

@Suite("Outlines")
struct OutlineTests {
    @Test("of a line are as wide as it is thick, with square ends")
    func line() throws {
        // From 1\1.5 to 4\1.5, one pixel thick: three whole pixels of the row between 1 and 2.
        var canvas = Canvas(try Picture(columns: 5, rows: 3, samplesPerPixel: 1, bytes: [UInt8](repeating: 0, count: 15)))
        try canvas.fill(Outline.line([SIMD2(1, 1.5), SIMD2(4, 1.5)], thickness: 1), .white)
        #expect(canvas.picture.bytes == [0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0])
    }

    @Test("are mixed in by their opacity and by what they cover")
    func opacity() throws {
        var canvas = Canvas(try Picture(columns: 3, rows: 1, samplesPerPixel: 1, bytes: [0, 100, 0]))
        var outline = Outline()
        outline.append([SIMD2(0, 0), SIMD2(2.5, 0), SIMD2(2.5, 1), SIMD2(0, 1)])
        try canvas.fill(outline, .white, opacity: 0.5)
        // Halves of 0 and 255 and of 100 and 255, a quarter of 255; halves up.
        #expect(canvas.picture.bytes == [128, 178, 64])
    }

    @Test("of ellipses go through the ends of their axes and have their area")
    func ellipse() {
        let points = Outline.ellipse(center: SIMD2(10, 20), SIMD2(8, 0), SIMD2(0, 4))
        #expect(points.contains(SIMD2(18, 20)) && points.contains(SIMD2(2, 20)) && points.contains(SIMD2(10, 24)))
        var area = 0.0
        for (one, next) in zip(points, points.dropFirst() + points.prefix(1)) { area += one.x * next.y - next.x * one.y }
        // π a b, and the chords lie inside.
        #expect(area / 2 < Double.pi * 32 && area / 2 > Double.pi * 32 - 1)
    }

    @Test("of curves go through all points, C.10.5.1.2")
    func curve() {
        let points: [SIMD2<Double>] = [SIMD2(0, 0), SIMD2(10, 5), SIMD2(20, 0), SIMD2(30, 30)]
        let curve = Outline.curve(through: points)
        #expect(points.allSatisfy { curve.contains($0) } && curve.count > 40 / 3)
        #expect(Outline.curve(through: points + [points[0]]).last == points[0])
    }

    @Test("of dashed lines have the pieces of the pattern")
    func dashes() {
        // Bits of 2 pixels: 4 on, 4 off, and so on over 16 pixels; a corner at 10.
        let pieces = Outline.dashes([SIMD2(0, 0), SIMD2(10, 0), SIMD2(10, 6)], pattern: 0xCCCC, unit: 2, most: 9)
        #expect(pieces == [[SIMD2(0, 0), SIMD2(2, 0), SIMD2(4, 0)], [SIMD2(8, 0), SIMD2(10, 0), SIMD2(10, 0), SIMD2(10, 2)]])
        #expect(Outline.dashes([SIMD2(0, 0), SIMD2(1e9, 0)], pattern: 0x5555, unit: 1, most: 7).count == 7)
    }

    @Test("that are more than a picture can show are refused")
    func budget() throws {
        var canvas = Canvas(
            try Picture(columns: 100, rows: 100, samplesPerPixel: 1, bytes: [UInt8](repeating: 0, count: 10_000)), budget: 50_000)
        var outline = Outline()
        outline.append([SIMD2(0, 0), SIMD2(100, 0), SIMD2(100, 100), SIMD2(0, 100)])
        for _ in 0..<4 { try canvas.fill(outline, .white) }
        let error = try #require(throws: ImagingError.self) { try canvas.fill(outline, .white) }
        #expect(error.code == .limitExceeded)
    }
}
