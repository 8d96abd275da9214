import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Frames, PS3.5 8")
struct FrameTests {
    private static let withPixels = GoldenObject.all.filter { $0.frames != nil }

    @Test("decode to the values that the object was made from", arguments: withPixels)
    func goldenFrames(golden: GoldenObject) throws {
        let expected = try #require(golden.frames)
        let pixels = try DICOMFile(at: golden.path).pixelData()
        #expect(pixels.frameCount == expected.sha256.count)
        #expect([pixels.layout.rows, pixels.layout.columns] == Array(expected.shape.prefix(2)))
        for number in 0..<pixels.frameCount {
            let samples = try pixels.frame(number).decoded()
            #expect(SHA256.hexadecimal(of: samples.span) == expected.sha256[number], "frame \(number)")
        }
    }

    @Test("decode to the values of independent decoders", .enabled(if: Corpus.isPresent, "no corpus beside the checkout"))
    func corpusFrames() throws {
        let images = Corpus.images(in: [
            "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91",
        ]).filter { $0.decode == "ok" && $0.compare == "exact" && $0.size < 1_000_000 }
        #expect(images.count > 150)
        for image in images where !image.path.hasSuffix("badVR.dcm") {
            let pixels = try DICOMFile(at: image.file).pixelData()
            for (number, digest) in (image.frameSha256 ?? []).enumerated() {
                let samples = try pixels.frame(number).decoded()
                let accepted = [digest] + (image.alternatives ?? []).compactMap { $0.indices.contains(number) ? $0[number] : nil }
                #expect(accepted.contains(SHA256.hexadecimal(of: samples.span)), "\(image.path), frame \(number)")
            }
        }
    }

    @Test("decode into the caller's memory, and only into memory of the right size")
    func callersMemory() throws {
        let frame = try DICOMFile(at: GoldenObject.named("grey-16-signed-explicit").path).frame(0)
        var right = [UInt8](repeating: 0xAA, count: try #require(frame.layout.byteCount))
        var target = right.mutableSpan
        #expect(try frame.decode(into: &target).notes.isEmpty)
        #expect(right == (try frame.decoded()))

        var wrong = [UInt8](repeating: 0, count: right.count - 1)
        #expect {
            var target = wrong.mutableSpan
            try frame.decode(into: &target)
        } throws: { ($0 as? ImagingError)?.code == .badArgument }
    }

    @Test("that do not exist are refused, with numbers that count from 1")
    func noSuchFrame() throws {
        let file = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        for number in [-1, 1, Int.max - 1] {
            #expect { try file.frame(number) } throws: { ($0 as? ImagingError)?.code == .noSuchFrame }
        }
    }

    @Test("decode alike from many tasks at once, each the frame that was asked for")
    func concurrentFrames() async throws {
        let golden = GoldenObject.named("rle-multiframe-empty-offset-table")
        let digests = try #require(golden.frames).sha256
        let pixels = try DICOMFile(at: golden.path).pixelData()
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for turn in 0..<500 {
                let number = turn &* 7 % digests.count
                group.addTask {
                    let samples = try pixels.frame(number).decoded()
                    return (number, SHA256.hexadecimal(of: samples.span))
                }
            }
            for try await (number, digest) in group { #expect(digest == digests[number]) }
        }
    }

    @Test("larger than the limits are refused before anything is allocated")
    func limits() throws {
        let file = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path)
        var limits = CodecLimits()
        limits.maximumPixels = 10
        #expect { try file.pixelData(limits: limits) } throws: { ($0 as? ImagingError)?.code == .limitExceeded }
    }

    @Test(
        "that their bytes cannot fill are refused",
        arguments: ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90"])
    func claims(transferSyntax: String) throws {
        let small = try DICOMFile(at: GoldenObject.named(transferSyntax.hasSuffix("5") ? "grey-8-rle" : "grey-8-jpeg-2000").path)
        let codestream = try #require(small.dataSet[.pixelData]).fragments.bytes(of: 1)
        var image = SmallImage(fragments: [codestream])
        (image.rows, image.columns, image.transferSyntax) = (16_000, 16_000, transferSyntax)
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect { try frame.decoded() } throws: { ($0 as? ImagingError)?.code == .undecodableFrame }
    }
}
