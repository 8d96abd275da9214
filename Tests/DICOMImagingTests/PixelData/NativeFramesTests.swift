import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Native Pixel Data, PS3.5 8.1.1")
struct NativeFramesTests {
    private func decoded(_ image: SmallImage, frame: Int = 0) throws -> [UInt8] {
        try DICOMFile(bytes: image.file()).frame(frame).decoded()
    }

    @Test("gives the value below High Bit, without what stands beside it, sign-extended")
    func bitsBesideTheValue() throws {
        // 12 bits with the high bit at 13: garbage in bits 14, 15, 0 and 1; -1, 0, 2047, -2048.
        var image = SmallImage(cells: [0xFF, 0xFF, 0x03, 0xC0, 0xFC, 0x5F, 0x01, 0x20])
        image.bitsAllocated = 16
        image.bitsStored = 12
        image.highBit = 13
        image.isSigned = true
        #expect(try decoded(image) == [0xFF, 0xFF, 0x00, 0x00, 0xFF, 0x07, 0x00, 0xF8])
    }

    @Test("unpacks single bits from the least significant one on, across frames that do not begin on a byte")
    func singleBits() throws {
        // 3 bits a frame: 101, 010, 011 (first pixel first) = bits 0…8 of 0b1_1001_0101.
        var image = SmallImage(cells: [0b1001_0101, 0b1])
        (image.columns, image.bitsAllocated, image.frames) = (3, 1, 3)
        #expect(try decoded(image, frame: 0) == [1, 0, 1])
        #expect(try decoded(image, frame: 1) == [0, 1, 0])
        #expect(try decoded(image, frame: 2) == [0, 1, 1])
    }

    @Test("unpacks cells of 12 bits that lie one after the other")
    func packedTwelveBits() throws {
        // 0x123, 0xFED: 23 | D1 | FE.
        var image = SmallImage(cells: [0x23, 0xD1, 0xFE])
        (image.columns, image.bitsAllocated) = (2, 12)
        #expect(try decoded(image) == [0x23, 0x01, 0xED, 0x0F])
    }

    @Test("weaves colour planes into pixels", arguments: [nil, 0, 1] as [UInt16?])
    func planes(planar: UInt16?) throws {
        var image = SmallImage(cells: planar == 1 ? [1, 4, 2, 5, 3, 6] : [1, 2, 3, 4, 5, 6])
        (image.columns, image.samples, image.photometric, image.planar) = (2, 3, "RGB", planar)
        #expect(try decoded(image) == [1, 2, 3, 4, 5, 6])
    }

    @Test("turns the bytes of big-endian cells, and of the words that bytes were written in")
    func bigEndian() throws {
        var words = SmallImage(cells: [0x12, 0x34, 0x56, 0x78])
        (words.columns, words.bitsAllocated, words.encoding) = (2, 16, .explicitBigEndian)
        #expect(try decoded(words) == [0x34, 0x12, 0x78, 0x56])

        var bytesInWords = SmallImage(cells: [2, 1, 4, 3], representation: "OW")
        bytesInWords.encoding = .explicitBigEndian
        #expect(try decoded(bytesInWords) == [1, 2, 3, 4])

        var bytes = SmallImage(cells: [1, 2, 3, 4], representation: "OB")
        bytes.encoding = .explicitBigEndian
        #expect(try decoded(bytes) == [1, 2, 3, 4])

        var planes = SmallImage(cells: [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6])
        (planes.columns, planes.samples, planes.photometric, planes.planar) = (2, 3, "RGB", 1)
        (planes.bitsAllocated, planes.encoding) = (16, .explicitBigEndian)
        #expect(try decoded(planes) == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0])
    }

    @Test("gives each pixel of YBR_FULL_422 the colour that two share")
    func sharedChroma() throws {
        var image = SmallImage(cells: [10, 20, 100, 200, 30, 40, 101, 201])
        (image.samples, image.photometric, image.planar) = (3, "YBR_FULL_422", 0)
        #expect(try decoded(image) == [10, 100, 200, 20, 100, 200, 30, 101, 201, 40, 101, 201])
    }

    @Test("that ends before a frame does is refused for that frame, and read for those before")
    func cutShort() throws {
        var image = SmallImage(cells: [1, 2, 3, 4, 5, 6])
        image.frames = 2
        #expect(try decoded(image, frame: 0) == [1, 2, 3, 4])
        #expect { try decoded(image, frame: 1) } throws: {
            ($0 as? ImagingError)?.code == .missingPixels && ($0 as? ImagingError)?.frame == 1
        }
    }

    @Test("declared so large that sizes overflow is refused")
    func impossibleSizes() throws {
        var image = SmallImage(cells: [1, 2])
        (image.rows, image.columns, image.samples, image.bitsAllocated, image.frames) = (0xFFFF, 0xFFFF, 0xFFFF, 64, 2_147_483_647)
        #expect { try DICOMFile(bytes: image.file()).pixelData() } throws: { ($0 as? ImagingError)?.code == .limitExceeded }
    }

    @Test("in a file without pixels, or with fragments under a native transfer syntax, is refused by name")
    func contradictions() throws {
        var none = SmallImage(cells: [])
        none.pixels = { $0 }
        #expect { try DICOMFile(bytes: none.file()).pixelData() } throws: { ($0 as? ImagingError)?.code == .noPixelData }
        let fragments = SmallImage(fragments: [[1, 2, 3, 4]])
        #expect { try DICOMFile(bytes: fragments.file()).pixelData() } throws: { ($0 as? ImagingError)?.code == .invalidImage }
        var jpeg = SmallImage(fragments: [[1, 2, 3, 4]])
        jpeg.transferSyntax = "1.2.840.10008.1.2.4.65"  // hierarchical
        #expect { try DICOMFile(bytes: jpeg.file()).pixelData() } throws: { ($0 as? ImagingError)?.code == .unsupportedTransferSyntax }
    }
}
