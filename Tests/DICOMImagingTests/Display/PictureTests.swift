import DICOMImaging
import Testing

@Suite("Pictures")
struct PictureTests {
    @Test("are made smaller by the mean of the pixels that each one stands for")
    func scaledDown() throws {
        let grey = try Picture(columns: 4, rows: 2, samplesPerPixel: 1, bytes: [1, 3, 10, 10, 5, 7, 20, 21])
        let small = grey.scaledDown(toFit: 2)
        // (1 + 3 + 5 + 7)/4 = 4; (10 + 10 + 20 + 21)/4 = 15.25.
        #expect((small.columns, small.rows) == (2, 1))
        #expect(small.bytes == [4, 15])
        let color = try Picture(columns: 2, rows: 1, samplesPerPixel: 3, bytes: [0, 10, 20, 2, 20, 41])
        #expect(color.scaledDown(toFit: 1).bytes == [1, 15, 31])
    }

    @Test("that fit already stay as they are, and long thin ones keep a pixel")
    func edges() throws {
        let row = try Picture(columns: 300, rows: 1, samplesPerPixel: 1, bytes: [UInt8](repeating: 9, count: 300))
        #expect(row.scaledDown(toFit: 300) == row)
        #expect(row.scaledDown(toFit: 0) == row)
        let small = row.scaledDown(toFit: 7)
        #expect((small.columns, small.rows) == (7, 1))
        #expect(small.bytes == [UInt8](repeating: 9, count: 7))
    }

    @Test("of as many bytes as they need are made, others refused")
    func sizes() {
        #expect(throws: ImagingError.self) { try Picture(columns: 2, rows: 2, samplesPerPixel: 3, bytes: [1, 2, 3]) }
        #expect(throws: ImagingError.self) { try Picture(columns: 2, rows: 2, samplesPerPixel: 2, bytes: [UInt8](repeating: 0, count: 8)) }
        #expect(throws: ImagingError.self) { try Picture(columns: 0, rows: 2, samplesPerPixel: 1, bytes: []) }
    }
}
