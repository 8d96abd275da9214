import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Q03: Philips' pixels under PMSCT_RLE1")
struct ElscintPixelsTests {
    private static let options = {
        var options = PixelReadingOptions.lenient
        options.decodesPrivateCompression = true
        return options
    }()

    private static func file(_ compressed: [UInt8], columns: UInt16, rows: UInt16 = 1, frames: Int? = nil) -> [UInt8] {
        var builder = DICOMBytesBuilder()
            .element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2\0").element(0x0008_0018, "UI", "2.25.77\0")
            .element(0x0028_0002, "US", words: [1]).element(0x0028_0004, "CS", "MONOCHROME2 ")
        if let frames { builder = builder.element(0x0028_0008, "IS", frames > 9 ? "\(frames)" : "\(frames) ") }
        return builder.element(0x0028_0010, "US", words: [rows]).element(0x0028_0011, "US", words: [columns])
            .element(0x0028_0100, "US", words: [16]).element(0x0028_0101, "US", words: [16]).element(0x0028_0102, "US", words: [15])
            .element(0x0028_0103, "US", words: [0]).element(0x07A1_0010, "LO", "ELSCINT1")
            .element(0x07A1_100A, "OB", compressed + (compressed.count % 2 == 1 ? [0] : [])).element(0x07A1_1011, "CS", "PMSCT_RLE1")
            .file()
    }

    private static func frame(_ compressed: [UInt8], columns: UInt16) throws -> [UInt8] {
        try DICOMFile(bytes: file(compressed, columns: columns)).pixelData(options: options).frame(0).decoded()
    }

    @Test(
        "are cells, differences and runs of either",
        arguments: [
            // A cell; one more and one less; a run of differences; a run of the mark of cells.
            ([0x5A, 0x34, 0x12], [0x1234]), ([0x5A, 0x34, 0x12, 1, 0xFE], [0x1234, 0x1235, 0x1233]),
            ([5, 0xA5, 2, 3], [5, 8, 11, 14]), ([0xA5, 0, 0x5A, 0x00, 0x80, 0x7F], [0x8000, 0x807F]),
            // Two marks in a run: the second is the low byte of the first one's cell.
            ([0xA5, 1, 0x5A, 0x12, 1], [0x125A, 0x125B]), ([0xFF, 1], [0xFFFF, 0]),
        ] as [([UInt8], [Int])])
    func decode(compressed: [UInt8], cells: [Int]) throws {
        let bytes = cells.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try Self.frame(compressed, columns: UInt16(cells.count)) == bytes)
    }

    @Test("are read only where that is asked for, and named")
    func isAskedFor() throws {
        let file = try DICOMFile(bytes: Self.file([0x5A, 1, 0, 1], columns: 2))
        #expect(throws: ImagingError.self) { try file.pixelData() }
        var strict = Self.options
        strict.mode = .strict
        #expect(throws: ImagingError.self) { try file.pixelData(options: strict) }
        #expect(try file.pixelData(options: Self.options).findings().map(\.quirk) == [.pmsctRLE1])
    }

    @Test("that end early are refused, and those that cannot be so many before anything is allocated")
    func refusals() throws {
        for count in 0..<4 {
            let file = try DICOMFile(bytes: Self.file(Array([0xA5, 9, 0x5A, 1].prefix(count)), columns: 700))
            #expect(throws: ImagingError.self) { try file.pixelData(options: Self.options) }
        }
        let huge = try DICOMFile(bytes: Self.file([0xA5, 255, 0, 0], columns: 65535, rows: 65535, frames: 2000))
        let error = #expect(throws: ImagingError.self) { try huge.pixelData(options: Self.options) }
        #expect(error?.code == .limitExceeded)
    }
}
