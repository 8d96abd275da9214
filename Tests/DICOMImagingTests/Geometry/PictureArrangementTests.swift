import DICOMImaging
import Testing

@Suite("Turning, mirroring and cutting pictures")
struct PictureArrangementTests {
    /// 1 2 3
    /// 4 5 6
    private let small = try! Picture(columns: 3, rows: 2, samplesPerPixel: 1, bytes: [1, 2, 3, 4, 5, 6])

    /// A pixel's samples tell where it was.
    private func numbered(columns: Int, rows: Int, samples: Int) throws -> Picture {
        let bytes = (0..<columns * rows * samples).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        return try Picture(columns: columns, rows: rows, samplesPerPixel: samples, bytes: bytes)
    }

    @Test("by quarter turns, as seen by a person")
    func turns() {
        #expect(small.rotated(by: .clockwise).bytes == [4, 1, 5, 2, 6, 3])
        #expect(small.rotated(by: .half).bytes == [6, 5, 4, 3, 2, 1])
        #expect(small.rotated(by: .counterclockwise).bytes == [3, 6, 2, 5, 1, 4])
        #expect((small.rotated(by: .clockwise).columns, small.rotated(by: .clockwise).rows) == (2, 3))
    }

    @Test("mirrored either way")
    func flips() {
        #expect(small.flippedHorizontally().bytes == [3, 2, 1, 6, 5, 4])
        #expect(small.flippedVertically().bytes == [4, 5, 6, 1, 2, 3])
    }

    @Test("cut out")
    func crops() throws {
        #expect(try small.cropped(to: PixelRegion(columns: 1..<3, rows: 0..<2)).bytes == [2, 3, 5, 6])
        #expect(try small.cropped(to: PixelRegion(columns: 2..<3, rows: 1..<2)).bytes == [6])
    }

    @Test(
        "a cut that is empty or leaves the picture is refused",
        arguments: [(0..<0, 0..<1), (0..<4, 0..<1), (-1..<2, 0..<1), (0..<1, 1..<3)])
    func stray(columns: Range<Int>, rows: Range<Int>) {
        let error = #expect(throws: ImagingError.self) { try small.cropped(to: PixelRegion(columns: columns, rows: rows)) }
        #expect(error?.code == .badArgument)
    }

    @Test(
        "keeps its laws, in grey and colour, for sizes beside those of a block", arguments: [1, 3], [(1, 1), (32, 33), (70, 41), (5, 130)])
    func laws(samples: Int, size: (Int, Int)) throws {
        let picture = try numbered(columns: size.0, rows: size.1, samples: samples)
        var turned = picture
        for _ in 0..<4 { turned = turned.rotated(by: .clockwise) }
        #expect(turned == picture)
        #expect(picture.rotated(by: .clockwise).rotated(by: .counterclockwise) == picture)
        #expect(picture.rotated(by: .clockwise).rotated(by: .clockwise) == picture.rotated(by: .half))
        #expect(picture.flippedHorizontally().flippedHorizontally() == picture)
        #expect(picture.flippedHorizontally().flippedVertically() == picture.rotated(by: .half))
        #expect(picture.rotated(by: .none) == picture)
        let whole = PixelRegion(columns: 0..<size.0, rows: 0..<size.1)
        #expect(try picture.cropped(to: whole) == picture)
    }

    @Test("angles of presentation states are quarter turns, others are none")
    func angles() {
        #expect(QuarterTurns(degreesClockwise: 0) == QuarterTurns.none)
        #expect(QuarterTurns(degreesClockwise: 270) == .counterclockwise)
        #expect(QuarterTurns(degreesClockwise: -90) == .counterclockwise)
        #expect(QuarterTurns(degreesClockwise: 450) == .clockwise)
        #expect(QuarterTurns(degreesClockwise: 45) == nil)
        for first in QuarterTurns.allCases {
            for second in QuarterTurns.allCases {
                #expect(small.rotated(by: first).rotated(by: second) == small.rotated(by: first.followed(by: second)))
            }
        }
    }
}
