import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

@Suite("JPEG Baseline, Extended and progressive frames of a corpus", .enabled(if: Corpus.isPresent, "no corpus beside the checkout"))
struct JPEGDCTCorpusTests {
    @Test("decode to the samples of independent decoders")
    func decodesFrames() throws {
        let images = Corpus.images(in: [
            "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55",
        ]).filter { $0.decode == "ok" }
        var decoded = 0
        // This one's oracle is cut to its Bits Stored, which the codestream goes beyond.
        for image in images where !image.path.hasSuffix("RG3_JPLY") {
            let frames = Self.frames(of: try Data(contentsOf: URL(fileURLWithPath: image.file)))
            for (frame, digest) in zip(frames, image.frameSha256 ?? []) {
                var layout = try JPEG.header(of: frame.span).layout
                var digests: [String] = []
                for width in layout.bytesPerSample...2 {
                    layout.bytesPerSample = width
                    var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                    var out = target.mutableSpan
                    try JPEG.decode(frame.span, layout: layout, into: &out)
                    digests.append(SHA256.hexadecimal(of: target.span))
                }
                #expect(digests.contains(digest), "\(image.path)")
                decoded += 1
            }
        }
        #expect(decoded >= 40)
    }

    @Test("of bare codestreams decode where others decode them", arguments: Corpus.codestreams("jpeg"))
    func decodesCodestreams(codestream: Corpus.Codestream) throws {
        let source = try codestream.bytes()
        do throws(CodecError) {
            let header = try JPEG.header(of: source.span)
            var target = [UInt8](repeating: 0xAA, count: header.layout.byteCount ?? 0)
            var out = target.mutableSpan
            try JPEG.decode(source.span, layout: header.layout, into: &out)
        } catch {
            #expect(codestream.decode != "ok", "\(error)")
        }
    }

    /// The frames of encapsulated pixel data at the end of a file: its last Pixel Data element, items as they follow, a frame beginning
    /// where
    /// an item begins with SOI.
    private static func frames(of file: Data) -> [[UInt8]] {
        // Explicit VR, of undefined length; one file of the corpus has it otherwise, and is for the readers of data sets.
        let element = ["OB", "OW"].map { Data([0xE0, 0x7F, 0x10, 0x00] + Array($0.utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]) }
        guard let start = element.compactMap({ file.range(of: $0, options: .backwards)?.lowerBound }).first else { return [] }
        var (frames, at, isTable): ([[UInt8]], Int, Bool) = ([], start + 12, true)
        while at + 8 <= file.count, file[at] == 0xFE, file[at + 2] == 0x00 {
            let count = (0..<4).reduce(0) { $0 | Int(file[at + 4 + $1]) << (8 * $1) }
            let item = file[at + 8..<min(file.count, at + 8 + count)]
            at += 8 + count
            if isTable {
                isTable = false
            } else if item.starts(with: [0xFF, 0xD8]) {
                frames.append(Array(item))
            } else if !frames.isEmpty {
                frames[frames.count - 1] += item
            }
        }
        return frames
    }
}
