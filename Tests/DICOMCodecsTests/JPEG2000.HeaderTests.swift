import DICOMCodecs
import Testing

@Suite("JPEG 2000 headers, ISO/IEC 15444-1 Annex A")
struct JPEG2000HeaderTests {
    @Test("reads what the encoder was told", arguments: SmallFrame.all("j2k", "jp2"))
    func readsFrames(frame: SmallFrame) throws {
        let source = try frame.encoded()
        let header = try JPEG2000.header(of: source.span)
        #expect(header.columns == frame.columns && header.rows == frame.rows)
        #expect(header.components.count == frame.samples)
        #expect(header.precision == frame.bits || frame.name.hasPrefix("htj2k"))
        #expect(header.isSigned == frame.signed)
        #expect(header.isReversible && header.isUniform)
        #expect(header.isHighThroughput == frame.name.hasPrefix("htj2k"))
        #expect(header.isBoxed == (frame.kind == "jp2"))
        #expect(header.layout == frame.layout)
        #expect(header.tiles == 1 && header.layers == 1)
        if frame.name.hasSuffix("untransformed") { #expect(!header.usesMultipleComponentTransform) }
    }

    @Test("needs no more than the main header", arguments: SmallFrame.all("j2k"))
    func readsCutFrames(frame: SmallFrame) throws {
        let source = try frame.encoded()
        let tilePart = try #require((0..<source.count - 1).first { source[$0] == 0xFF && source[$0 + 1] == 0x90 })
        let whole = try JPEG2000.header(of: source.span)
        let main = Array(source[..<(tilePart + 4)])
        let again = try JPEG2000.header(of: main.span)
        #expect(again == whole)
        for length in 0..<tilePart {
            let cut = Array(source[..<length])
            #expect(try failure { () throws(CodecError) in _ = try JPEG2000.header(of: cut.span) }.code == .truncated)
        }
    }

    @Test("refuses what is no codestream")
    func refusesOthers() throws {
        for source: [UInt8] in [
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], [UInt8](repeating: 0, count: 100), [0xFF, 0x4F, 0xFF, 0x52, 0, 12, 0, 0],
        ] {
            #expect(try failure { () throws(CodecError) in _ = try JPEG2000.header(of: source.span) }.code == .corrupt)
        }
    }

    @Test("refuses sizes that contradict each other", arguments: [8, 12, 24, 28, 40, 41, 42])
    func refusesSizes(place: Int) throws {
        // Xsiz, Ysiz, XTsiz, YTsiz of 0; a component of more than 38 bits or with a sampling step of 0.
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-17x3-8" })
        var source = try frame.encoded()
        if place < 40 {
            source.replaceSubrange(place..<place + 4, with: [0, 0, 0, 0])
        } else {
            source[place + 2] = place == 40 ? 0x7F : 0
        }
        #expect(try failure { () throws(CodecError) in _ = try JPEG2000.header(of: source.span) }.code == .corrupt)
    }
}
