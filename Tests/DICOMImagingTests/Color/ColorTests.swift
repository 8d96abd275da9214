import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Colour, PS3.3 C.7.6.3.1")
struct ColorTests {
    private func rendered(_ image: SmallImage) throws -> [UInt8] {
        let picture = try DICOMFile(bytes: image.file()).renderedFrame()
        #expect(picture.samplesPerPixel == 3)
        return picture.bytes
    }

    /// A palette of one table for all three colours, and its image.
    private func palette(_ cells: [UInt8], descriptor: [UInt16], data: [UInt8], segmented: Bool = false) -> SmallImage {
        var image = SmallImage(cells: cells, representation: "OB")
        (image.columns, image.photometric) = (UInt16(cells.count), "PALETTE COLOR")
        image.more = { builder in
            var builder = builder
            for color in 0..<3 { builder = builder.element(0x0028_1101 + UInt32(color), "US", words: descriptor) }
            let first: UInt32 = segmented ? 0x0028_1221 : 0x0028_1201
            for color in 0..<3 { builder = builder.element(first + UInt32(color), "OW", data) }
            return builder
        }
        return image
    }

    private func grey(_ values: [UInt8]) -> [UInt8] { values.flatMap { [$0, $0, $0] } }

    private func words(_ values: [UInt16]) -> [UInt8] { values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }

    @Test("YBR_FULL becomes RGB by the exact inverse of the standard's equations")
    func luminance() throws {
        // Pure red and pure green of the forward equations, grey, and a triple beyond the cube.
        var image = SmallImage(cells: [76, 85, 255, 150, 44, 21, 99, 128, 128, 255, 255, 255])
        (image.samples, image.photometric, image.planar) = (3, "YBR_FULL", 0)
        // 76 + 1.402 · 127 = 254.05; 76 + 0.344 · 43 - 0.714 · 127 = 0.1; 76 - 1.772 · 43 = -0.2 … 150 - 1.772 · 84 = 1.15.
        #expect(try rendered(image) == [254, 0, 0, 0, 255, 1, 99, 99, 99, 255, 121, 255])
    }

    @Test("palettes of 16 bits give their top 8, below and beyond the table its ends")
    func wordPalette() throws {
        let image = palette([0, 10, 11, 12, 200], descriptor: [3, 10, 16], data: words([0x0100, 0x80FF, 0xFF00]))
        #expect(try rendered(image) == grey([1, 1, 0x80, 0xFF, 0xFF]))
    }

    @Test("palettes of 8 bits are read from words and from bytes")
    func bytePalette() throws {
        #expect(try rendered(palette([0, 1, 2, 1], descriptor: [3, 0, 8], data: words([7, 8, 9]))) == grey([7, 8, 9, 8]))
        #expect(try rendered(palette([0, 1, 2, 1], descriptor: [3, 0, 8], data: [7, 8, 9, 0])) == grey([7, 8, 9, 8]))
    }

    @Test("the first value mapped is negative where pixels are signed")
    func signedPalette() throws {
        var image = palette([0xFE, 0xFF, 0x00, 0x01], descriptor: [3, 0xFFFF, 16], data: words([0x0100, 0x0200, 0x0300]))
        image.isSigned = true
        #expect(try rendered(image) == grey([1, 1, 2, 3]))
    }

    @Test("segments are runs, straight lines and repetitions, PS3.3 C.7.9.2")
    func segmentedPalette() throws {
        // 0x0000 and 0x1000 as they are; four more on a line to 0x5000; then both segments once more.
        let segments: [UInt16] = [0, 2, 0x0000, 0x1000, 1, 4, 0x5000, 2, 2, 0, 0]
        let image = palette(Array(0..<12), descriptor: [12, 0, 16], data: words(segments), segmented: true)
        let once: [UInt8] = [0x00, 0x10, 0x20, 0x30, 0x40, 0x50]
        #expect(try rendered(image) == grey(once + once))
    }

    @Test(
        "palettes and segments that are not what they say are refused",
        arguments: [
            [0, 5, 1], [1, 2, 3], [0, 0, 0, 1, 7], [0, 1, 7, 2, 1, 9, 0], [0, 1, 7, 2, 0, 0, 0], [0, 1, 7, 3, 1, 1], [0, 1, 7],
        ] as [[UInt16]])
    func damagedSegments(segments: [UInt16]) throws {
        let image = palette([0, 1], descriptor: [2, 0, 16], data: words(segments), segmented: true)
        #expect { try rendered(image) } throws: { ($0 as? ImagingError)?.code == .invalidLUT }
        var none = SmallImage(cells: [0, 1])
        (none.columns, none.photometric) = (2, "PALETTE COLOR")
        #expect { try rendered(none) } throws: { ($0 as? ImagingError)?.code == .invalidLUT }
    }
}
