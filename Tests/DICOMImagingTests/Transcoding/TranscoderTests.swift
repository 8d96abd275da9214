import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Objects in another transfer syntax")
struct TranscoderTests {
    static let losslessSyntaxes: [TransferSyntax] = [
        .implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian, .deflatedExplicitVRLittleEndian, .rleLossless,
        .jpegLossless,
        .jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless, .deflatedImageFrameCompression,
        .encapsulatedUncompressedExplicitVRLittleEndian,
    ]

    /// Golden objects of integers of at most 16 bits and more than one, and those of single bits.
    private static let images = [
        "grey-8-odd-size-multiframe", "grey-10-monochrome1", "grey-12-implicit", "grey-12-signed-big-endian", "grey-16-signed-explicit",
        "grey-16-signed-jpeg-2000", "grey-8-jpeg-2000", "grey-16-rle", "rgb-interleaved", "rgb-planar", "rgb-rle", "enhanced-implicit",
        "rle-multiframe-offset-table", "rle-multiframe-empty-offset-table",
    ]

    /// The digests of the first frames.
    private static func frames(of file: DICOMFile, _ count: Int) throws -> [String] {
        var digests: [String] = []
        for number in 0..<count {
            let samples = try file.frame(number).decoded()
            digests.append(SHA256.hexadecimal(of: samples.span))
        }
        return digests
    }

    /// The digest of a receipt, from those of the oracle.
    private static func digest(_ frames: [String]) -> String {
        guard frames.count > 1 else { return frames[0] }
        let bytes = frames.flatMap { text in
            stride(from: 0, to: 64, by: 2).map { place in
                UInt8(text.dropFirst(place).prefix(2), radix: 16)!
            }
        }
        return SHA256.hexadecimal(of: bytes.span)
    }

    @Test("have the frames that they had where it is lossless, whatever it was", arguments: losslessSyntaxes, images)
    func lossless(syntax: TransferSyntax, name: String) throws {
        let object = GoldenObject.named(name)
        let expected = try #require(object.frames).sha256
        let file = try DICOMFile(at: object.path)
        let output = ScratchFile()
        let receipt = try Transcoder(to: syntax, options: TranscodingOptions(verifies: true)).transcode(file, to: output.path)
        let result = try DICOMFile(at: output.path, options: .strict)
        #expect(result.transferSyntax == syntax)
        #expect(result.repairs.isEmpty)
        let frames = try Self.frames(of: result, expected.count)
        #expect(frames == expected)
        #expect(receipt.isVerified && receipt.largestDifference == 0 && !receipt.isLossy)
        #expect(receipt.digest == nil ? file.transferSyntax == syntax : receipt.digest == Self.digest(expected))
        // The instance is the same one, and everything but the description of pixels is as it was.
        #expect(try result.dataSet.string(.sopInstanceUID) == file.dataSet.string(.sopInstanceUID))
        for element in file.dataSet where ![0x0028, 0x7FE0].contains(element.tag.group) && element.tag.element != 0 {
            #expect(result.dataSet[element.tag] != nil, "\(element.tag)")
        }
        #expect(try result.dataSet.string(.lossyImageCompression) != "01")
    }

    @Test("say how many frames they have where native pixels were counted", arguments: [TransferSyntax.rleLossless, .jpegLSLossless])
    func countedFrames(syntax: TransferSyntax) throws {
        var file = try DICOMFile(bytes: SmallImage(cells: [1, 2, 3, 4, 5, 6, 7, 8]).file())
        try file.dataSet.set(.numberOfFrames, to: .bytes(Array("1A".utf8)))
        let output = ScratchFile()
        _ = try Transcoder(to: syntax, options: TranscodingOptions(verifies: true)).transcode(file, to: output.path)
        let result = try DICOMFile(at: output.path)
        #expect(try result.dataSet.integer(.numberOfFrames) == 2)
        #expect(try result.pixelData(options: .strict).frame(1).decoded() == [5, 6, 7, 8])
    }

    @Test(
        "keep single bits, whose frames begin within a byte where they are native",
        arguments: [
            TransferSyntax.implicitVRLittleEndian, .explicitVRBigEndian, .rleLossless, .deflatedImageFrameCompression,
            .encapsulatedUncompressedExplicitVRLittleEndian,
        ])
    func singleBits(syntax: TransferSyntax) throws {
        let object = GoldenObject.named("bits-multiframe")
        let output = ScratchFile()
        let back = ScratchFile()
        let options = TranscodingOptions(verifies: true)
        _ = try Transcoder(to: syntax, options: options).transcode(DICOMFile(at: object.path), to: output.path)
        _ = try Transcoder(to: .explicitVRLittleEndian, options: options).transcode(DICOMFile(at: output.path), to: back.path)
        let expected = try #require(object.frames).sha256
        for path in [output.path, back.path] {
            let result = try DICOMFile(at: path, options: .strict)
            #expect(try Self.frames(of: result, expected.count) == expected)
        }
        // 297 bits, to an even number of bytes (PS3.5 8.1.1).
        #expect(try DICOMFile(at: back.path).dataSet[.pixelData]?.bytes == DICOMFile(at: object.path).dataSet[.pixelData]?.bytes)
    }

    @Test("come out alike however many frames are made at once", arguments: [1, 2, 3, 8])
    func framesAtOnce(count: Int) async throws {
        let file = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path)
        let (one, many) = (ScratchFile(), ScratchFile())
        let transcoder = Transcoder(to: .jpegLSLossless, options: TranscodingOptions(verifies: true))
        let receipt = try transcoder.transcode(file, to: one.path)
        #expect(try await transcoder.transcode(file, to: many.path, framesAtOnce: count) == receipt)
        #expect(try many.bytes() == one.bytes())
    }

    @Test("are the same in memory", arguments: losslessSyntaxes, ["grey-12-signed-big-endian", "rgb-planar", "bits-multiframe"])
    func inMemory(syntax: TransferSyntax, name: String) throws {
        let object = GoldenObject.named(name)
        let file = try DICOMFile(at: object.path)
        let result: (dataSet: DataSet, receipt: TranscodingReceipt)
        do {
            result = try Transcoder(to: syntax).transcode(file.dataSet, from: file.transferSyntax)
        } catch {
            // Single bits have no form in most codecs.
            #expect(name == "bits-multiframe" && error.code == .unsupportedImage)
            return
        }
        let again = try DICOMFile(bytes: DICOMFile(result.dataSet, transferSyntax: syntax).bytes())
        let expected = try #require(object.frames).sha256
        #expect(try Self.frames(of: again, expected.count) == expected)
    }

    @Test("keep every byte where nothing changes")
    func sameSyntax() throws {
        for object in GoldenObject.all where object.frames != nil {
            let file = try DICOMFile(at: object.path)
            guard file.repairs.isEmpty else { continue }
            let output = ScratchFile()
            let receipt = try Transcoder(to: file.transferSyntax, options: TranscodingOptions(verifies: true)).transcode(
                file, to: output.path)
            #expect(receipt.work == .kept && receipt.isVerified)
            #expect(try output.bytes() == object.bytes(), "\(object)")
        }
    }

    @Test("have their Pixel Data under the representation that the encoding asks for (PS3.5 8.1.1, A.1, A.2, A.4)")
    func representations() throws {
        func representation(_ name: String, _ syntax: TransferSyntax) throws -> ValueRepresentation? {
            let output = ScratchFile()
            _ = try Transcoder(to: syntax).transcode(DICOMFile(at: GoldenObject.named(name).path), to: output.path)
            return try DICOMFile(at: output.path).dataSet[.pixelData]?.valueRepresentation
        }
        #expect(try representation("grey-8-rle", .explicitVRLittleEndian) == .ob)
        #expect(try representation("grey-8-rle", .explicitVRBigEndian) == .ob)
        #expect(try representation("grey-8-rle", .implicitVRLittleEndian) == .ow)
        #expect(try representation("grey-16-rle", .explicitVRLittleEndian) == .ow)
        #expect(try representation("grey-16-signed-explicit", .jpegLSLossless) == .ob)
    }

    @Test(
        "are refused by name where the transfer syntax cannot hold them, and leave no file",
        arguments: [
            ("grey-12-implicit", TransferSyntax.jpegBaseline8Bit, ImagingError.Code.unsupportedImage),
            ("grey-16-signed-explicit", .jpegExtended12Bit, .unsupportedImage),
            ("grey-16-signed-explicit", .jpegLSNearLossless, .unsupportedImage),
            ("bits-multiframe", .jpegLSLossless, .unsupportedImage), ("every-representation-explicit", .rleLossless, .noPixelData),
            ("grey-8-explicit", .htJPEG2000Lossless, .unsupportedTransferSyntax),
            ("grey-8-explicit", .mpeg2MPML, .unsupportedTransferSyntax),
            ("grey-8-explicit", .geImplicitBigEndianPixels, .unsupportedTransferSyntax),
        ])
    func refusals(name: String, syntax: TransferSyntax, code: ImagingError.Code) throws {
        let file = try DICOMFile(at: GoldenObject.named(name).path)
        let output = ScratchFile()
        #expect { _ = try Transcoder(to: syntax).transcode(file, to: output.path) } throws: {
            ($0 as? ImagingError)?.code == code
        }
        #expect(throws: (any Error).self) { try output.bytes() }
    }

    @Test("leave what was there where a frame cannot be decoded")
    func damagedFrame() throws {
        var image = SmallImage(fragments: [[0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xD9]])
        (image.frames, image.transferSyntax) = (2, "1.2.840.10008.1.2.4.80")
        let file = try DICOMFile(bytes: image.file())
        let output = try ScratchFile([1, 2, 3])
        #expect { _ = try Transcoder(to: .explicitVRLittleEndian).transcode(file, to: output.path) } throws: {
            ["undecodableFrame", "missingPixels"].contains(($0 as? ImagingError)?.code.description)
        }
        #expect(try output.bytes() == [1, 2, 3])
    }

    @Test("end with an error when their task is cancelled, and leave no file")
    func cancelled() async throws {
        let file = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path)
        let output = ScratchFile()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Transcoder(to: .jpegLSLossless).transcode(file, to: output.path, framesAtOnce: 2)
        }
        task.cancel()
        await #expect { _ = try await task.value } throws: { ($0 as? ImagingError)?.code == .cancelled }
        #expect(throws: (any Error).self) { try output.bytes() }
    }

    @Test(
        "refuse a loss that their transfer syntax does not know",
        arguments: [
            (TransferSyntax.jpegBaseline8Bit, CodingLoss.near(2)), (.jpegBaseline8Bit, .quality(0)), (.jpegBaseline8Bit, .nothing),
            (.jpegLSNearLossless, .ratio(10)), (.jpegLSNearLossless, .near(0)), (.jpeg2000, .ratio(1)), (.jpeg2000, .ratio(.nan)),
            (.jpegLSLossless, .near(1)), (.rleLossless, .quality(90)), (.explicitVRLittleEndian, .nothing),
        ])
    func impossibleLoss(syntax: TransferSyntax, loss: CodingLoss) {
        #expect { try Transcoder(to: syntax, options: TranscodingOptions(loss: loss)).checkOptions() } throws: {
            ($0 as? ImagingError)?.code == .badArgument
        }
    }
}
