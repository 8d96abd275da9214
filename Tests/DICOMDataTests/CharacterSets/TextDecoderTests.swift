import DICOMData
import DICOMTestSupport
import Testing

extension SpecificCharacterSet {
    func decode(_ bytes: [UInt8], as representation: ValueRepresentation) -> DecodedText? {
        decode(bytes.span, as: representation)
    }
}

@Suite("Text, PS3.5 6.1")
struct TextDecoderTests {
    @Test("is decoded as the examples of PS3.5 have it", arguments: TextExample.all)
    func decodesExamples(example: TextExample) throws {
        let text = try #require(example.characterSet.decode(example.bytes, as: example.representation))
        #expect(text.values == [example.text])
        #expect(text.departures == [])
        #expect(SpecificCharacterSet.corrections(of: example.terms).isEmpty)
    }

    @Test("of several values is divided at backslashes, not at second bytes that look like one")
    func dividesValues() throws {
        #expect(SpecificCharacterSet.gbk.decode([0xD2, 0x5C, 0x5C, 0x41], as: .lo)?.values == ["\u{8956}", "A"])
        #expect(SpecificCharacterSet.gb18030.decode([0xD2, 0x5C, 0x5C, 0x41], as: .lo)?.values == ["\u{8956}", "A"])
        #expect(SpecificCharacterSet.shiftJIS.decode([0x95, 0x5C, 0x5C, 0x41], as: .lo)?.values == ["\u{8868}", "A"])
        // Kanji at 0x4E3D, 0x3D5C and 0x5E3D: every delimiter seems to stand in them.
        let kanji = latin1("\u{1B}$BN=\u{1B}(B\\\u{1B}$B=\\^=\u{1B}(B")
        let text = try #require(SpecificCharacterSet.iso2022IR87.decode(kanji, as: .pn))
        #expect(text.values == ["\u{50DA}", "\u{65EC}\u{6E0A}"])
        #expect(text.departures == [])
        #expect(SpecificCharacterSet.isoIR144.decode([0xB8, 0x5C, 0xB9, 0x20], as: .sh)?.values == ["\u{418}", "\u{419}"])
        #expect(SpecificCharacterSet.isoIR192.decode(latin1("\u{C3}\u{A9}\\ b \\"), as: .lo)?.values == ["\u{E9}", "b", ""])
        #expect(SpecificCharacterSet.isoIR192.decode(latin1("\u{C3}\u{A9}\\ b "), as: .lt)?.values == ["\u{E9}\\ b"])
    }

    @Test("goes back to the first term at delimiters and line ends")
    func resets() throws {
        let greekAndLatin = SpecificCharacterSet(terms: ["ISO 2022 IR 100", "ISO 2022 IR 126"])
        for (delimiter, representation) in [
            ("\\", ValueRepresentation.lo), ("^", .pn), ("=", .pn), ("\r\n", .lt), ("\t", .lt), ("\u{0C}", .lt),
        ] {
            let text = try #require(greekAndLatin.decode(latin1("\u{E4}\u{1B}-F\u{E4}\(delimiter)\u{E4}"), as: representation))
            #expect(text.values.joined(separator: "\\") == "\u{E4}\u{3B4}\(delimiter)\u{E4}")
            #expect(text.departures == [])
        }
        // A caret is a delimiter only in names.
        #expect(greekAndLatin.decode(latin1("\u{1B}-F\u{E4}^\u{E4}"), as: .lo)?.values == ["\u{3B4}^\u{3B4}"])
    }

    @Test("of JIS X 0201 has a backslash where its yen sign is, as Python and Windows read it")
    func hasBackslash() {
        #expect(SpecificCharacterSet.isoIR13.decode([0x5C, 0xB1, 0x7E], as: .lt)?.values == ["\\\u{FF71}~"])
        #expect(SpecificCharacterSet.isoIR13.decode([0x5C, 0xB1, 0x7E], as: .lo)?.values == ["", "\u{FF71}~"])
    }

    /// Q45: dcm4che issue 1503 and others.
    @Test(
        "whose escape sequence is left open is read as meant, and said to be",
        arguments: [
            ("\u{1B}$B;3ED^\u{1B}$BB@O:\u{1B}(B", "\u{5C71}\u{7530}^\u{592A}\u{90CE}", 7),
            ("\u{1B}$B;3ED^B@O:\u{1B}(B", "\u{5C71}\u{7530}^\u{592A}\u{90CE}", 7),
            ("\u{1B}$B;3ED\u{1B}(B^\u{1B}$BB@O:", "\u{5C71}\u{7530}^\u{592A}\u{90CE}", 18),
            ("\u{1B}$)C\u{FB}\u{F3}^\u{D1}\u{CE}\u{D4}\u{D7}", "\u{6D2A}^\u{5409}\u{6D1E}", 7),
        ])
    func readsOpenEscapes(bytes: String, expected: String, place: Int) throws {
        let set = SpecificCharacterSet(terms: ["", "ISO 2022 IR 87", "ISO 2022 IR 149"])
        let text = try #require(set.decode(latin1(bytes), as: .pn))
        #expect(text.values == [expected])
        #expect(text.departures == .openEscape)
        #expect(text.firstDeparture == place)
    }

    @Test("with escape sequences that were not declared is read as meant, and said to be")
    func readsUndeclaredEscapes() throws {
        for set in [SpecificCharacterSet.isoIR6, .isoIR100, .iso2022IR149] {
            let text = try #require(set.decode(latin1("\u{1B}$B;3ED\u{1B}(B"), as: .lo))
            #expect(text.values == ["\u{5C71}\u{7530}"])
            #expect(text.departures == .undeclaredEscape)
        }
        let unknown = try #require(SpecificCharacterSet.iso2022IR87.decode(latin1("a\u{1B}%Gb"), as: .lo))
        #expect(unknown.values == ["a\u{FFFD}%Gb"])
        #expect(unknown.departures == .unknownEscape)
        #expect(unknown.firstDeparture == 1)
    }

    @Test("in Shift_JIS under the name of ISO_IR 13 is read as meant, and said to be")
    func readsShiftJIS() throws {
        let text = try #require(SpecificCharacterSet.isoIR13.decode([0x8E, 0x52, 0x93, 0x63, 0x5E, 0xD4, 0xCF], as: .pn))
        #expect(text.values == ["\u{5C71}\u{7530}^\u{FF94}\u{FF8F}"])
        #expect(text.departures == .largerCharacterSet)
    }

    @Test(
        "in GB 18030 under the name of GBK is read as meant, and said to be",
        arguments: [[0xA2, 0xE3], [0x94, 0x39, 0xDA, 0x33]] as [[UInt8]])
    func readsGB18030(bytes: [UInt8]) throws {
        let text = try #require(SpecificCharacterSet.gbk.decode(bytes, as: .lo))
        #expect(text.values == SpecificCharacterSet.gb18030.decode(bytes, as: .lo)?.values)
        #expect(text.departures == .largerCharacterSet)
    }

    @Test(
        "that is no character of its set is U+FFFD, and said to be",
        arguments: [
            ("ISO_IR 192", [0x4A, 0xE9], "J\u{FFFD}", 1), ("ISO_IR 192", [0x41, 0xED, 0xA0, 0x80], "A\u{FFFD}\u{FFFD}\u{FFFD}", 1),
            ("ISO_IR 192", [0xF0, 0x9F, 0x98], "\u{FFFD}", 0), ("GB18030", [0x41, 0xD6], "A\u{FFFD}", 1),
            ("GB18030", [0xFF, 0x41], "\u{FFFD}A", 0), ("GB18030", [0x84, 0x31, 0xA5, 0x30], "\u{FFFD}1\u{FFFD}0", 0),
            ("ISO_IR 127", [0xA1, 0xC7], "\u{FFFD}\u{627}", 0),
            ("\\ISO 2022 IR 87", [0x1B, 0x24, 0x42, 0x7E, 0x7E, 0x1B, 0x28, 0x42], "\u{FFFD}", 3),
            ("\\ISO 2022 IR 149", [0x1B, 0x24, 0x29, 0x43, 0xB1, 0x41], "\u{FFFD}A", 4),
        ] as [(String, [UInt8], String, Int)])
    func replacesIllFormed(terms: String, bytes: [UInt8], expected: String, place: Int) throws {
        let set = SpecificCharacterSet(terms: terms.split(separator: "\\", omittingEmptySubsequences: false).map(String.init))
        let text = try #require(set.decode(bytes, as: .lo))
        #expect(text.values == [expected])
        #expect(text.departures == .illFormed)
        #expect(text.firstDeparture == place)
    }

    @Test("with Windows' quotation marks keeps them apart from ISO_IR 100")
    func readsWindows() throws {
        #expect(SpecificCharacterSet.windows1252.decode([0x93, 0xE9, 0x94], as: .lo)?.values == ["\u{201C}\u{E9}\u{201D}"])
        let latin = try #require(SpecificCharacterSet.isoIR100.decode([0x93, 0xE9, 0x94], as: .lo))
        #expect(latin.values == ["\u{93}\u{E9}\u{94}"])
        #expect(latin.departures == .upperControlCharacter)
    }
}
