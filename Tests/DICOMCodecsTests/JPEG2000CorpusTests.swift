import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

@Suite("JPEG 2000 codestreams of a corpus", .enabled(if: Corpus.isPresent))
struct JPEG2000CorpusTests {
    @Test("decodes what independent decoders decode, and refuses or decodes the rest", arguments: Corpus.codestreams("j2k", "htj2k"))
    func decodes(codestream: Corpus.Codestream) throws {
        let source = try codestream.bytes()
        let planes: [Int32]
        let header: JPEG2000.Header
        do throws(CodecError) {
            header = try JPEG2000.header(of: source.span)
            guard header.planeSampleCount < 1 << 27 else { return }
            var samples = [Int32](repeating: 0, count: header.planeSampleCount)
            var span = samples.mutableSpan
            var options = JPEG2000.DecodingOptions()
            options.trustsHighThroughput = codestream.decode == "ok"
            try JPEG2000.decodePlanes(source.span, options: options, into: &span)
            planes = samples
        } catch {
            #expect(codestream.decode != "ok", "\(error)")
            return
        }
        #expect(codestream.decode != "refuse")
        guard codestream.decode == "ok", let expected = codestream.components else { return }
        #expect(header.components.map { [$0.columns, $0.rows] } == expected.map { [$0.width, $0.height] })
        if codestream.compare == "exact" {
            var start = 0
            for component in expected {
                let plane = planes[start..<start + component.width * component.height]
                start += plane.count
                let bytes = plane.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
                #expect(SHA256.hexadecimal(of: bytes.span) == component.sha256)
            }
        }
    }
}
