import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Real images in other transfer syntaxes", .enabled(if: Corpus.isPresent, "needs the corpus"))
struct TranscodingCorpusTests {
    /// Small ones of every kind, so that the suite takes seconds; `hounsfield transcode` on the folder does them all.
    private static let images = Corpus.soundImages.filter { $0.compare == "exact" && $0.size < 40_000 }

    @Test(
        "have the frames of the oracle where the transfer syntax is lossless, or a refusal by name",
        arguments: [
            TransferSyntax.explicitVRLittleEndian, .rleLossless, .jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless,
            .deflatedImageFrameCompression,
        ])
    func lossless(syntax: TransferSyntax) throws {
        var (transcoded, refused) = (0, 0)
        for image in Self.images {
            guard let expected = image.frameSha256, let file = try? DICOMFile(at: image.file), (try? file.pixelData()) != nil else {
                continue
            }
            let output = ScratchFile()
            do throws(ImagingError) {
                _ = try Transcoder(to: syntax).transcode(file, to: output.path)
                transcoded += 1
            } catch {
                #expect(
                    [.unsupportedImage, .unsupportedTransferSyntax, .missingPixels, .limitExceeded].contains(error.code),
                    "\(image): \(error)")
                refused += 1
                continue
            }
            let result = try DICOMFile(at: output.path)
            var frames: [String] = []
            for number in expected.indices {
                let samples = try result.frame(number).decoded()
                frames.append(SHA256.hexadecimal(of: samples.span))
            }
            #expect(frames == expected || image.alternatives?.contains(frames) == true, "\(image)")
        }
        #expect(transcoded > 4 * refused)
    }
}
