import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Codestreams that another transfer syntax holds too")
struct RelabellingTests {
    private static func transcode(
        _ file: DICOMFile, _ syntax: TransferSyntax, _ loss: CodingLoss? = nil
    ) throws -> (file: DICOMFile, receipt: TranscodingReceipt) {
        let output = ScratchFile()
        let receipt = try Transcoder(to: syntax, options: TranscodingOptions(loss: loss, verifies: true)).transcode(file, to: output.path)
        return (try DICOMFile(bytes: output.bytes(), options: .strict), receipt)
    }

    @Test(
        "keep their bytes, and the object its identity",
        arguments: [
            (TransferSyntax.jpegLosslessSV1, TransferSyntax.jpegLossless), (.jpegLossless, .jpegLosslessSV1),
            (.jpegLSLossless, .jpegLSNearLossless), (.jpeg2000Lossless, .jpeg2000),
        ])
    func kept(first: TransferSyntax, second: TransferSyntax) throws {
        let source = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path)
        let before = try Self.transcode(source, first).file
        let (after, receipt) = try Self.transcode(before, second)
        #expect(receipt.work == .relabelled && !receipt.isLossy && receipt.isVerified)
        let (old, new) = (try #require(before.dataSet[.pixelData]).fragments, try #require(after.dataSet[.pixelData]).fragments)
        #expect(old.count == 5 && new.count == 5)
        for place in 1..<5 { #expect(old.bytes(of: place) == new.bytes(of: place)) }
        #expect(try after.dataSet.string(.sopInstanceUID) == source.dataSet.string(.sopInstanceUID))
        #expect(try after.dataSet.string(.lossyImageCompression) != "01")
        #expect(after.transferSyntax == second)
    }

    @Test("are encoded anew where a loss is asked for, or theirs is not allowed")
    func encodedAnew() throws {
        let source = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        let lossless = try Self.transcode(source, .jpegLSLossless).file
        let near = try Self.transcode(lossless, .jpegLSNearLossless, .near(2))
        #expect(near.receipt.work == .encoded && near.receipt.isLossy)
        let back = try Self.transcode(near.file, .jpegLSLossless)
        #expect(back.receipt.work == .encoded && !back.receipt.isLossy)
        #expect(try back.file.frame(0).decoded() == near.file.frame(0).decoded())
        #expect(try back.file.dataSet.string(.lossyImageCompression) == "01")
        let wavelet = try Self.transcode(Self.transcode(source, .jpeg2000Lossless).file, .jpeg2000, .ratio(4))
        #expect(wavelet.receipt.isLossy)
        #expect(try Self.transcode(wavelet.file, .jpeg2000Lossless).receipt.work == .encoded)
    }

    @Test("of near-lossless JPEG-LS become lossless where they are")
    func lossless() throws {
        let source = try DICOMFile(at: GoldenObject.named("grey-16-signed-explicit").path)
        let near = try Self.transcode(source, .jpegLSNearLossless, .nothing)
        #expect(!near.receipt.isLossy && near.receipt.largestDifference == 0)
        #expect(try Self.transcode(near.file, .jpegLSLossless).receipt.work == .relabelled)
    }

    @Test("of JPEG are packed as JPEG XL and come back byte for byte", .enabled(if: JPEGXL.isAvailable))
    func recompression() throws {
        let source = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        let jpeg = try Self.transcode(source, .jpegBaseline8Bit).file
        let packed = try Self.transcode(jpeg, .jpegXLJPEGRecompression)
        #expect(packed.receipt.work == .repacked)
        let back = try Self.transcode(packed.file, .jpegBaseline8Bit)
        #expect(back.receipt.work == .repacked)
        #expect(back.file.dataSet[.pixelData]?.fragments.bytes(of: 1) == jpeg.dataSet[.pixelData]?.fragments.bytes(of: 1))
    }
}
