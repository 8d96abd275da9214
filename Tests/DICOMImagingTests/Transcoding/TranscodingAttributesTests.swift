import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Attributes of transcoded objects")
struct TranscodingAttributesTests {
    /// A gradient of 64 × 64 pixels.
    private static func cells(_ samples: Int, _ bytes: Int = 1) -> [UInt8] {
        (0..<64 * 64 * samples).flatMap { place -> [UInt8] in
            let value = 20 + place / samples % 64 + 2 * (place / samples / 64) + 20 * (place % samples)
            return bytes == 1 ? [UInt8(value)] : [UInt8(value & 0xFF), UInt8(value >> 8)]
        }
    }

    private static func image(samples: UInt16 = 1, photometric: String = "MONOCHROME2") -> SmallImage {
        var image = SmallImage(cells: cells(Int(samples)), representation: "OB")
        (image.rows, image.columns, image.samples, image.photometric) = (64, 64, samples, photometric)
        if samples > 1 { image.planar = 0 }
        return image
    }

    private static func transcoded(
        _ bytes: [UInt8], to syntax: TransferSyntax, _ options: TranscodingOptions = TranscodingOptions()
    ) throws -> DICOMFile {
        let output = ScratchFile()
        _ = try Transcoder(to: syntax, options: options).transcode(DICOMFile(bytes: bytes), to: output.path)
        return try DICOMFile(bytes: output.bytes(), options: .strict)
    }

    /// PS3.5 8.2.1 to 8.2.4, 8.2.11 (tables of photometric interpretations), for the colours that samples have.
    @Test(
        "say what the colours are",
        arguments: [
            ("RGB", TransferSyntax.jpegBaseline8Bit, "YBR_FULL_422"), ("YBR_FULL", .jpegBaseline8Bit, "YBR_FULL_422"),
            ("RGB", .jpegExtended12Bit, "YBR_FULL_422"), ("RGB", .jpeg2000Lossless, "YBR_RCT"), ("RGB", .jpeg2000, "YBR_ICT"),
            ("YBR_FULL", .jpeg2000Lossless, "YBR_FULL"), ("RGB", .jpegLSLossless, "RGB"), ("YBR_FULL", .jpegLSLossless, "YBR_FULL"),
            ("RGB", .jpegLosslessSV1, "RGB"), ("RGB", .rleLossless, "RGB"), ("RGB", .explicitVRBigEndian, "RGB"),
        ])
    func photometricInterpretation(before: String, syntax: TransferSyntax, after: String) throws {
        let result = try Self.transcoded(Self.image(samples: 3, photometric: before).file(), to: syntax)
        #expect(try result.dataSet.string(.photometricInterpretation) == after)
        #expect(try result.dataSet.integer(.planarConfiguration) == 0)
        #expect(try result.dataSet.integer(.samplesPerPixel) == 3)
    }

    @Test(
        "say what decoded colours are: those of the codestream, not converted",
        arguments: [
            (TransferSyntax.jpegBaseline8Bit, "YBR_FULL"), (.jpeg2000Lossless, "RGB"), (.jpeg2000, "RGB"), (.jpegLSLossless, "RGB"),
            (.rleLossless, "RGB"),
        ])
    func decodedColors(syntax: TransferSyntax, expected: String) throws {
        let compressed = try Self.transcoded(Self.image(samples: 3, photometric: "RGB").file(), to: syntax)
        let native = try Self.transcoded(compressed.bytes(), to: .explicitVRLittleEndian)
        #expect(try native.dataSet.string(.photometricInterpretation) == expected)
        #expect(native.dataSet[.pixelData]?.length == 64 * 64 * 3)
        // A picture of either is the same: what is said of the colours is true.
        #expect(try native.renderedFrame(0).bytes == compressed.renderedFrame(0).bytes)
    }

    @Test("turn planes into pixels where frames are encoded or decoded")
    func planarConfiguration() throws {
        let file = try DICOMFile(at: GoldenObject.named("rgb-planar").path)
        #expect(try file.dataSet.integer(.planarConfiguration) == 1)
        let result = try Self.transcoded(GoldenObject.named("rgb-planar").bytes(), to: .jpegLSLossless)
        #expect(try result.dataSet.integer(.planarConfiguration) == 0)
        // Between native transfer syntaxes no codec is involved, and the planes stay.
        let native = try Self.transcoded(GoldenObject.named("rgb-planar").bytes(), to: .explicitVRBigEndian)
        #expect(try native.dataSet.integer(.planarConfiguration) == 1)
    }

    @Test("expand native YBR_FULL_422 to a triple for each pixel")
    func native422() throws {
        var image = SmallImage(cells: [10, 20, 100, 200, 30, 40, 101, 201], representation: "OB")
        (image.samples, image.photometric, image.planar) = (3, "YBR_FULL_422", 0)
        let result = try Self.transcoded(image.file(), to: .rleLossless)
        #expect(try result.dataSet.string(.photometricInterpretation) == "YBR_FULL")
        #expect(try result.frame(0).decoded() == [10, 100, 200, 20, 100, 200, 30, 101, 201, 40, 101, 201])
    }

    @Test("have the cells that decoding gives: Bits Stored at the low end, garbage above gone")
    func bits() throws {
        // 12 bits at the high end of the cell, and something in the low ones.
        var image = SmallImage(cells: [0x1F, 0x80, 0x25, 0xFF, 0x30, 0x00, 0x4F, 0x12])
        (image.bitsAllocated, image.bitsStored, image.highBit) = (16, 12, 15)
        let result = try Self.transcoded(image.file(), to: .jpegLSLossless)
        #expect(try result.dataSet.integer(.bitsAllocated) == 16)
        #expect(try result.dataSet.integer(.bitsStored) == 12)
        #expect(try result.dataSet.integer(.highBit) == 11)
        #expect(try result.frame(0).decoded() == [0x01, 0x08, 0xF2, 0x0F, 0x03, 0x00, 0x24, 0x01])
    }

    @Test("say 8 bits allocated where JPEG Baseline has them (PS3.5 8.2.1)")
    func baselineBits() throws {
        var image = Self.image()
        image.pixels = { $0.element(0x7FE0_0010, "OW", Self.cells(1, 2)) }
        (image.bitsAllocated, image.bitsStored) = (16, 8)
        let result = try Self.transcoded(image.file(), to: .jpegBaseline8Bit)
        #expect(try result.dataSet.integer(.bitsAllocated) == 8)
        #expect(try result.dataSet.integer(.bitsStored) == 8)
    }

    // MARK: Loss

    /// An image that has a SOP class, an instance and a history.
    private static func withHistory(_ more: @escaping (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }) throws -> DICOMFile {
        var image = image()
        image.more = { more($0.element(0x0028_0106, "US", words: [30]).element(0x0028_0107, "US", words: [220])) }
        var file = try DICOMFile(bytes: image.file())
        try file.dataSet.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.7")
        try file.dataSet.set(.sopInstanceUID, to: "1.2.3.4")
        try file.dataSet.set(.imageType, to: ["ORIGINAL", "PRIMARY", "AXIAL"])
        return file
    }

    @Test(
        "tell of a loss (PS3.3 C.7.6.1.1.5)",
        arguments: [
            (TransferSyntax.jpegBaseline8Bit, CodingLoss?.none, "ISO_10918_1", "quality 90"),
            (.jpegBaseline8Bit, .quality(50), "ISO_10918_1", "quality 50"), (.jpegExtended12Bit, .ratio(8), "ISO_10918_1", "ratio 8"),
            (.jpegLSNearLossless, .near(3), "ISO_14495_1", "NEAR 3"), (.jpeg2000, .ratio(12.5), "ISO_15444_1", "ratio 12.5"),
        ])
    func loss(syntax: TransferSyntax, loss: CodingLoss?, method: String, words: String) throws {
        let file = try Self.withHistory()
        let output = ScratchFile()
        let receipt = try Transcoder(to: syntax, options: TranscodingOptions(loss: loss, verifies: true)).transcode(file, to: output.path)
        let result = try DICOMFile(bytes: output.bytes(), options: .strict)
        let dataSet = result.dataSet
        #expect(receipt.isLossy)
        #expect(try dataSet.strings(.lossyImageCompression) == ["01"])
        #expect(try dataSet.strings(.lossyImageCompressionMethod) == [method])
        let ratio = try #require(try dataSet.double(.lossyImageCompressionRatio))
        #expect(abs(ratio - Double(64 * 64) / Double(receipt.bytesAfter)) <= 0.005)
        #expect(try dataSet.strings(.imageType) == ["DERIVED", "PRIMARY", "AXIAL"])
        #expect(try dataSet.string(.derivationDescription)?.hasSuffix(words) == true)
        let code = try #require(dataSet.items(.derivationCodeSequence).first)
        #expect(try code.string(.codeValue) == "113040" && code.string(.codingSchemeDesignator) == "DCM")
        #expect(try dataSet.string(.sopInstanceUID) != "1.2.3.4")
        #expect(try result.fileMetaInformation.string(.mediaStorageSOPInstanceUID) == dataSet.string(.sopInstanceUID))
        let source = try #require(dataSet.items(.sourceImageSequence).first)
        #expect(try source.string(.referencedSOPInstanceUID) == "1.2.3.4")
        #expect(try source.string(.referencedSOPClassUID) == "1.2.840.10008.5.1.4.1.1.7")
        #expect(try source.items(.purposeOfReferenceCodeSequence).first?.string(.codeValue) == "121320")
        #expect(!dataSet.contains(.smallestImagePixelValue) && !dataSet.contains(.largestImagePixelValue))
        if case .near(let near) = loss { #expect(try #require(receipt.largestDifference) <= UInt64(near)) }
    }

    @Test("keep the history of losses, and add to it; decompression does not undo it")
    func history() throws {
        let first = ScratchFile()
        let (second, third) = (ScratchFile(), ScratchFile())
        _ = try Transcoder(to: .jpegBaseline8Bit).transcode(Self.withHistory(), to: first.path)
        let jpeg = try DICOMFile(at: first.path)
        _ = try Transcoder(to: .explicitVRLittleEndian).transcode(jpeg, to: second.path)
        let native = try DICOMFile(at: second.path)
        #expect(try native.dataSet.strings(.lossyImageCompressionRatio) == jpeg.dataSet.strings(.lossyImageCompressionRatio))
        #expect(try native.dataSet.string(.lossyImageCompression) == "01")
        #expect(try native.dataSet.string(.sopInstanceUID) == jpeg.dataSet.string(.sopInstanceUID))
        _ = try Transcoder(to: .jpegLSNearLossless, options: TranscodingOptions(loss: .near(1))).transcode(native, to: third.path)
        let again = try DICOMFile(at: third.path, options: .strict).dataSet
        #expect(try again.strings(.lossyImageCompressionMethod) == ["ISO_10918_1", "ISO_14495_1"])
        #expect(try again.doubles(.lossyImageCompressionRatio)?.count == 2)
        #expect(try again.strings(.lossyImageCompressionRatio)?.first == jpeg.dataSet.string(.lossyImageCompressionRatio))
        #expect(again.items(.sourceImageSequence).count == 2 && again.items(.derivationCodeSequence).count == 2)
    }

    @Test("tell of a loss that only the codestream told of")
    func undeclaredLoss() throws {
        let output = ScratchFile()
        _ = try Transcoder(to: .jpegBaseline8Bit).transcode(Self.withHistory(), to: output.path)
        var jpeg = try DICOMFile(at: output.path)
        for tag in [DataElement.Tag.lossyImageCompression, .lossyImageCompressionRatio, .lossyImageCompressionMethod] {
            jpeg.dataSet.remove(tag)
        }
        let native = try Self.transcoded(jpeg.bytes(), to: .explicitVRLittleEndian).dataSet
        #expect(try native.string(.lossyImageCompression) == "01")
        #expect(try native.string(.lossyImageCompressionMethod) == "ISO_10918_1")
        #expect(try #require(try native.double(.lossyImageCompressionRatio)) > 1)
    }

    @Test("have a SOP Instance UID as the policy says")
    func instanceUID() throws {
        func uid(_ syntax: TransferSyntax, _ policy: TranscodingOptions.InstanceUID) throws -> String? {
            var options = TranscodingOptions()
            options.instanceUID = policy
            let output = ScratchFile()
            let receipt = try Transcoder(to: syntax, options: options).transcode(Self.withHistory(), to: output.path)
            let result = try DICOMFile(at: output.path)
            #expect(try result.fileMetaInformation.string(.mediaStorageSOPInstanceUID) == receipt.sopInstanceUID?.rawValue)
            return try result.dataSet.string(.sopInstanceUID)
        }
        #expect(try uid(.jpegLSLossless, .automatic) == "1.2.3.4")
        #expect(try uid(.jpegBaseline8Bit, .kept) == "1.2.3.4")
        #expect(try uid(.jpegLSLossless, .new)?.hasPrefix("2.25.") == true)
        #expect(try uid(.implicitVRLittleEndian, .new)?.hasPrefix("2.25.") == true)
    }

    @Test("widen the padding by NEAR, and keep it within what a sample can be", arguments: [(0, 0, 2), (250, 248, 252), (255, 253, 255)])
    func padding(value: UInt16, low: Int, high: Int) throws {
        let file = try Self.withHistory { $0.element(0x0028_0120, "US", words: [value]) }
        let output = ScratchFile()
        _ = try Transcoder(to: .jpegLSNearLossless).transcode(file, to: output.path)
        let result = try DICOMFile(at: output.path).dataSet
        #expect(try result.integer(.pixelPaddingValue) == low)
        #expect(try result.integer(.pixelPaddingRangeLimit) == high)
        // Without a loss it stays.
        let lossless = ScratchFile()
        _ = try Transcoder(to: .jpegLSLossless).transcode(file, to: lossless.path)
        #expect(try DICOMFile(at: lossless.path).dataSet.integer(.pixelPaddingValue) == Int(value))
        #expect(try DICOMFile(at: lossless.path).dataSet.integer(.smallestImagePixelValue) == 30)
    }

    @Test("make frames of an enhanced object derived ones too")
    func frameTypes() throws {
        var file = try Self.withHistory()
        var group = DataSet()
        var type = DataSet()
        try type.set(.frameType, to: ["ORIGINAL", "PRIMARY"])
        let typed = type
        group.editItems(of: DataElement.Tag(0x0018_9329)) { $0 = [typed] }
        let groups = group
        file.dataSet.editItems(of: .sharedFunctionalGroupsSequence) { $0 = [groups] }
        let output = ScratchFile()
        _ = try Transcoder(to: .jpegBaseline8Bit).transcode(file, to: output.path)
        let shared = try #require(try DICOMFile(at: output.path).dataSet.items(.sharedFunctionalGroupsSequence).first)
        #expect(try shared.items(DataElement.Tag(0x0018_9329)).first?.strings(.frameType) == ["DERIVED", "PRIMARY"])
    }
}
