import DICOMImaging
import DICOMObjects
import Testing

@Suite("Planes of cut, turned and scaled pictures")
struct ImagePlaneArrangementTests {
    private let plane = try! ImagePlane(
        position: SIMD3(10, 20, 30), rowDirection: SIMD3(1, 0, 0), columnDirection: SIMD3(0, 0, -1),
        spacing: PixelSpacing(betweenRows: 2, betweenColumns: 0.5))

    /// The pixel that shows the point of the patient which pixel (3, 1) of 5 × 4 showed.
    private func expect(_ changed: ImagePlane?, column: Double, row: Double) throws {
        let point = try #require(plane.point(column: 3, row: 1))
        let found = try #require(changed?.point(column: column, row: row))
        let difference = point - found
        #expect((difference * difference).sum() < 1e-18)
    }

    @Test("keep every pixel where it was in the patient")
    func points() throws {
        try expect(plane.cropped(to: PixelRegion(columns: 2..<5, rows: 1..<4)), column: 1, row: 0)
        try expect(plane.flippedHorizontally(columns: 5), column: 1, row: 1)
        try expect(plane.flippedVertically(rows: 4), column: 3, row: 2)
        // A clockwise turn puts the first row last: column = rows - 1 - row, row = column.
        try expect(plane.rotated(by: .clockwise, columns: 5, rows: 4), column: 2, row: 3)
        try expect(plane.rotated(by: .half, columns: 5, rows: 4), column: 1, row: 2)
        try expect(plane.rotated(by: .counterclockwise, columns: 5, rows: 4), column: 1, row: 1)
        try expect(plane.rotated(by: .none, columns: 5, rows: 4), column: 3, row: 1)
        // Twice as many pixels: the center of old pixel k lies between new pixels 2k and 2k + 1.
        try expect(plane.scaled(from: (5, 4), to: (10, 8)), column: 6.5, row: 2.5)
    }

    @Test("have the spacing of the new pixels")
    func spacing() throws {
        let turned = try #require(plane.rotated(by: .clockwise, columns: 5, rows: 4)?.spacing)
        #expect((turned.betweenRows, turned.betweenColumns) == (0.5, 2))
        let scaled = try #require(plane.scaled(from: (5, 4), to: (10, 2))?.spacing)
        #expect((scaled.betweenRows, scaled.betweenColumns) == (4, 0.25))
    }

    @Test("are none without spacing")
    func none() throws {
        var bare = plane
        bare.spacing = nil
        #expect(bare.cropped(to: PixelRegion(columns: 2..<5, rows: 1..<4)) == nil)
        #expect(bare.rotated(by: .half, columns: 5, rows: 4) == nil)
    }
}
