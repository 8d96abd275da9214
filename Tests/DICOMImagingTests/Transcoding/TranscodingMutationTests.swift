import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Damaged objects that are to be transcoded")
struct TranscodingMutationTests {
    private static let targets: [TransferSyntax] = [
        .explicitVRLittleEndian, .explicitVRBigEndian, .rleLossless, .jpegLSLossless, .jpegLosslessSV1, .jpegBaseline8Bit,
        .jpegLSNearLossless,
        .jpeg2000Lossless, .deflatedImageFrameCompression,
    ]

    @Test("give an object that reads, or an error that says why; never a trap, never a hang")
    func areSurvived() throws {
        var options = TranscodingOptions()
        options.limits.maximumPixels = 1 << 20
        options.limits.maximumBytes = 1 << 22
        options.limits.maximumWorkingBytes = 1 << 27
        let clock = ContinuousClock()
        var transcoded = 0
        for number in Mutation.numbers(default: 400) {
            let mutation = Mutation(number, of: Mutation.originals)
            options.verifies = number % 2 == 0
            let syntax = Self.targets[number % Self.targets.count]
            guard let file = try? DICOMFile(bytes: mutation.bytes),
                (try? file.pixelData(limits: options.limits))?.frameCount ?? 0 < 1_000
            else { continue }
            let start = clock.now
            let output = ScratchFile()
            do {
                let receipt = try Transcoder(to: syntax, options: options).transcode(file, to: output.path)
                let result = try DICOMFile(at: output.path)
                #expect(result.transferSyntax == syntax || receipt.work == .kept, "mutation \(number)")
                if receipt.isVerified, receipt.work == .encoded {
                    #expect(try result.frame(0).decoded().count == result.frame(0).layout.byteCount, "mutation \(number)")
                }
                transcoded += 1
            } catch let error as ImagingError {
                #expect(error.code != .verificationFailed, "mutation \(number): \(error)")
                #expect(!error.problem.isEmpty && !error.remedy.hasPrefix("Report"), "mutation \(number): \(error)")
            }
            #expect(clock.now - start < .seconds(20), "mutation \(number)")
        }
        #expect(transcoded > 0)
    }
}
