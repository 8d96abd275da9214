import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("What lies within pixels and items")
struct EmbeddedPixelsTests {
    /// Two frames of 4 × 2 pixels of 12 bits, with a graphic in bit 12 and marks in bit 15.
    private static func withOverlays() -> SmallImage {
        let values: [UInt16] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 4095]
        let graphic: [UInt16] = [1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1]
        let marks: [UInt16] = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
        let cells = values.indices.map { values[$0] | graphic[$0] << 12 | marks[$0] << 15 }
        var image = SmallImage(cells: cells.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        (image.rows, image.columns, image.bitsAllocated, image.bitsStored, image.frames) = (2, 4, 16, 12, 2)
        image.more = { addOverlay(0x6002_0000, bit: 15, to: addOverlay(0x6000_0000, bit: 12, to: $0)) }
        return image
    }

    private static func addOverlay(_ group: UInt32, bit: UInt16, to builder: DICOMBytesBuilder) -> DICOMBytesBuilder {
        var builder = builder.element(group + 0x10, "US", words: [2])
        builder = builder.element(group + 0x11, "US", words: [4])
        builder = builder.element(group + 0x40, "CS", "G ")
        builder = builder.element(group + 0x50, "SS", words: [1, 1])
        builder = builder.element(group + 0x100, "US", words: [16])
        return builder.element(group + 0x102, "US", words: [bit])
    }

    @Test(
        "overlays in unused bits get data of their own where samples are encoded", arguments: [TransferSyntax.jpegLSLossless, .rleLossless])
    func overlays(syntax: TransferSyntax) throws {
        let file = try DICOMFile(bytes: Self.withOverlays().file())
        let output = ScratchFile()
        let receipt = try Transcoder(to: syntax, options: TranscodingOptions(verifies: true)).transcode(file, to: output.path)
        #expect(receipt.movedOverlays == 2)
        let result = try DICOMFile(at: output.path, options: .strict)
        let graphic = try OverlayPlane(result.dataSet, group: 0x6000)
        #expect(graphic.storage == .overlayData && graphic.numberOfFrames == 2 && graphic.imageFrameOrigin == 1)
        #expect(try graphic.bits(ofFrame: 0) == [1, 0, 0, 1, 0, 1, 1, 0])
        #expect(try graphic.bits(ofFrame: 1) == [0, 0, 0, 0, 1, 1, 1, 1])
        let marks = try OverlayPlane(result.dataSet, group: 0x6002)
        #expect(try marks.bits(ofFrame: 0) + marks.bits(ofFrame: 1) == [0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
        #expect(try result.dataSet.integer(DataElement.Tag(0x6000_0100)) == 1)
        #expect(try result.dataSet.integer(DataElement.Tag(0x6000_0102)) == 0)
        #expect(try result.frame(1).decoded().suffix(2) == [0xFF, 0x0F])
    }

    @Test("overlays in unused bits stay there where cells are kept")
    func keptOverlays() throws {
        let file = try DICOMFile(bytes: Self.withOverlays().file())
        let output = ScratchFile()
        let receipt = try Transcoder(to: .explicitVRBigEndian).transcode(file, to: output.path)
        #expect(receipt.work == .kept && receipt.movedOverlays == 0)
        let result = try DICOMFile(at: output.path)
        #expect(try OverlayPlane(result.dataSet, group: 0x6000).storage == .pixelData(bit: 12))
        // 1 with a graphic in bit 12, the most significant byte first.
        #expect(result.dataSet[.pixelData]?.bytes.prefix(2) == [0x10, 0x01])
    }

    @Test("overlays of another size than the image are refused by name")
    func strangeOverlay() throws {
        var file = try DICOMFile(bytes: Self.withOverlays().file())
        try file.dataSet.set(DataElement.Tag(0x6000_0010), to: 3, as: .us)
        #expect { _ = try Transcoder(to: .jpegLSLossless).transcode(file.dataSet, from: file.transferSyntax) } throws: {
            ($0 as? ImagingError)?.code == .unsupportedImage
        }
    }

    @Test("a compressed icon becomes native, since it would have to be in the new transfer syntax (PS3.5 8.2)")
    func icon() throws {
        let object = GoldenObject.named("grey-8-rle")
        var file = try DICOMFile(at: object.path)
        var icon = DataSet()
        for element in file.dataSet where element.tag.group == 0x0028 || element.tag == .pixelData { icon.set(element) }
        let item = icon
        file.dataSet.editItems(of: .iconImageSequence) { $0 = [item] }
        let samples = try file.frame(0).decoded()
        for syntax in [TransferSyntax.jpegLSLossless, .implicitVRLittleEndian] {
            let output = ScratchFile()
            _ = try Transcoder(to: syntax).transcode(file, to: output.path)
            let result = try DICOMFile(at: output.path, options: .strict)
            let small = try #require(result.dataSet.items(.iconImageSequence).first)
            #expect(small[.pixelData]?.isEncapsulated == false)
            #expect(try PixelData(small, transferSyntax: .explicitVRLittleEndian).frame(0).decoded() == samples)
        }
    }

    @Test("what stands behind Pixel Data is written behind it, and text in the character set that it was in")
    func behindPixelData() throws {
        var file = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        try file.dataSet.set(DataElement.Tag(0xFFFC_FFFC), to: .bytes([0, 0, 0, 0]), as: .ob)
        try file.dataSet.set(.imageComments, to: "Müller läßt grüßen")
        let output = ScratchFile()
        _ = try Transcoder(to: .rleLossless).transcode(file, to: output.path)
        let result = try DICOMFile(at: output.path, options: .strict)
        #expect(result.dataSet.last?.tag == DataElement.Tag(0xFFFC_FFFC))
        #expect(result.dataSet.last?.bytes == [0, 0, 0, 0])
        #expect(try result.dataSet.string(.imageComments) == "Müller läßt grüßen")
    }
}
