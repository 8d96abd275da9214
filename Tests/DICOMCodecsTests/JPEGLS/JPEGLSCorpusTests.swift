import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

@Suite("JPEG-LS of a corpus", .enabled(if: Corpus.isPresent))
struct JPEGLSCorpusTests {
    @Test("decodes the codestreams of T.87 and others as independent decoders do", arguments: Corpus.codestreams("jpegls"))
    func decodesCodestreams(codestream: Corpus.Codestream) throws {
        let source = try codestream.bytes()
        let (header, samples): (JPEGLS.Header, [UInt8])
        do throws(CodecError) {
            header = try jpegLSHeader(of: source)
            samples = try decoded(source, header.layout)
        } catch {
            #expect(codestream.decode != "ok", "\(error)")
            return
        }
        guard codestream.decode == "ok", let components = codestream.components else { return }
        #expect(header.components == components.count)
        for (number, component) in components.enumerated() {
            // The oracle brings sub-sampled components to full size with a filter of its own: only those of full size compare, which tells
            // for the others too, since they share contexts and bits.
            if header.isSubsampled && number > 0 { continue }
            #expect(component.width == header.columns && component.height == header.rows)
            let width = header.bytesPerSample
            var plane: [UInt8] = []
            for pixel in 0..<component.width * component.height {
                let at = (pixel * header.components + number) * width
                plane += [samples[at], width == 2 ? samples[at + 1] : 0, 0, 0]
            }
            #expect(SHA256.hexadecimal(of: plane.span) == component.sha256, "component \(number)")
        }
    }

    @Test("decodes the frames of DICOM files as independent decoders do", arguments: EncapsulatedFrame.all)
    func decodesFrames(frame: EncapsulatedFrame) throws {
        let source = try frame.bytes()
        let header: JPEGLS.Header
        do throws(CodecError) { header = try jpegLSHeader(of: source) } catch {
            #expect(frame.decode != "ok", "\(error)")
            return
        }
        guard let expected = frame.frameSha256?.first else { return }
        let samples = try decoded(source, header.layout)
        // The canonical sample: Bits Stored bits, the sign extended, in containers of Bits Allocated.
        let (width, container) = (header.bytesPerSample, frame.bitsAllocated / 8)
        let sign = frame.pixelRepresentation == 1 ? 1 << (frame.bitsStored - 1) : 0
        var canonical: [UInt8] = []
        for at in stride(from: 0, to: samples.count, by: width) {
            var value = Int(samples[at]) | (width == 2 ? Int(samples[at + 1]) << 8 : 0)
            value &= 1 << frame.bitsStored - 1
            value = (value ^ sign) - sign
            canonical += (0..<container).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        #expect(SHA256.hexadecimal(of: canonical.span) == expected)
    }

    private func decoded(_ source: [UInt8], _ layout: SampleLayout) throws(CodecError) -> [UInt8] {
        var samples = [UInt8](repeating: 0xAA, count: layout.byteCount ?? 0)
        var span = samples.mutableSpan
        try JPEGLS.decode(source.span, layout: layout, into: &span)
        return samples
    }
}

/// The first frame of a DICOM file of the corpus, taken out of its fragments by hand.
struct EncapsulatedFrame: Sendable, Decodable, CustomStringConvertible {
    let path: String
    let transferSyntax: String?
    let decode: String?
    let frameSha256: [String]?
    let bitsAllocated: Int
    let bitsStored: Int
    let pixelRepresentation: Int

    var description: String { path }

    static let all: [EncapsulatedFrame] = {
        guard let folder = Corpus.folder, let text = try? Data(contentsOf: folder.appendingPathComponent("manifest.jsonl")) else {
            return []
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(EncapsulatedFrame.self, from: $0) }
            .filter { ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"].contains($0.transferSyntax) }
    }()

    /// The fragments behind the offset table up to the one that ends with EOI, all the same whether a frame or a file ends there.
    func bytes() throws -> [UInt8] {
        guard let folder = Corpus.folder else { throw CocoaError(.fileNoSuchFile) }
        let file = [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
        let start = (0..<max(0, file.count - 12)).last { at in
            file[at] == 0xE0 && file[at + 1] == 0x7F && file[at + 2] == 0x10 && file[at + 3] == 0 && file[at + 4] == 0x4F  // OB or OW
                && file[at + 8..<at + 12].allSatisfy { $0 == 0xFF }
        }
        guard let start else { return [] }
        var (frame, at, item) = ([UInt8](), start + 12, 0)
        while at + 8 <= file.count, file[at + 2] == 0x00, file[at + 3] == 0xE0 {
            let length = (0..<4).reduce(0) { $0 | Int(file[at + 4 + $1]) << (8 * $1) }
            let end = min(file.count, at + 8 + length)
            if item > 0 { frame += file[at + 8..<end] }
            if frame.suffix(2) == [0xFF, 0xD9] || frame.suffix(3).prefix(2) == [0xFF, 0xD9] { break }
            item += 1
            at = end
        }
        return frame
    }
}
