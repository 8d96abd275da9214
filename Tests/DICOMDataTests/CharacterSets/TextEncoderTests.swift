import DICOMData
import DICOMTestSupport
import Testing

@Suite("Text written, PS3.5 6.1.2.5.3")
struct TextEncoderTests {
    @Test("has the bytes of PS3.5's examples", arguments: TextExample.all)
    func encodesExamples(example: TextExample) throws {
        let bytes = try #require(example.characterSet.encode(example.text, as: example.representation))
        if example.isCanonical { #expect(bytes == example.bytes) }
        let back = try #require(example.characterSet.decode(bytes, as: example.representation))
        #expect(back.values == [example.text])
        #expect(back.departures == [])
    }

    @Test("has no more escape sequences than it needs")
    func savesEscapes() {
        let set = SpecificCharacterSet(terms: ["", "ISO 2022 IR 159", "ISO 2022 IR 87", "ISO 2022 IR 126", "ISO 2022 IR 144"])
        // U+4E02 is in JIS X 0212 only, the others in JIS X 0208.
        let mixed = latin1("\u{1B}$B;3ED\u{1B}$(D0!\u{1B}(B")
        #expect(set.encode("\u{5C71}\u{7530}\u{4E02}", as: .lo) == mixed)
        // Greek stays in G1 while kanji come and go in G0.
        #expect(
            set.encode("\u{3B4}\u{5C71}\u{3B4}a", as: .lo) == latin1("\u{1B}-F\u{E4}\u{1B}$B;3\u{E4}\u{1B}(Ba")
                || set.encode("\u{3B4}\u{5C71}\u{3B4}a", as: .lo) == latin1("\u{1B}$B&D;3&D\u{1B}(Ba"))
    }

    @Test("goes back to the first term before delimiters, line ends and the end")
    func resets() {
        let set = SpecificCharacterSet(terms: ["ISO 2022 IR 100", "ISO 2022 IR 126"])
        #expect(set.encode("\u{3B4}\\\u{3B4}", as: .lo) == latin1("\u{1B}-F\u{E4}\u{1B}-A\\\u{1B}-F\u{E4}\u{1B}-A"))
        #expect(set.encode("\u{3B4}\\\u{3B4}", as: .lt) == latin1("\u{1B}-F\u{E4}\\\u{E4}\u{1B}-A"))
        #expect(set.encode("\u{3B4}^\u{E4}", as: .pn) == latin1("\u{1B}-F\u{E4}\u{1B}-A^\u{E4}"))
        #expect(set.encode("\u{3B4}\r\n", as: .lt) == latin1("\u{1B}-F\u{E4}\u{1B}-A\r\n"))
    }

    @Test("is refused where the set lacks a character, or text would be taken for an escape sequence")
    func refuses() {
        #expect(SpecificCharacterSet.isoIR100.encode("\u{3B4}", as: .lo) == nil)
        #expect(SpecificCharacterSet.iso2022IR87.encode("\u{AE38}", as: .lo) == nil)
        #expect(SpecificCharacterSet.iso2022IR87.encode("a\u{1B}$B", as: .lo) == nil)
        #expect(SpecificCharacterSet.isoIR192.encode("\u{E9}", as: .cs) == nil)
        #expect(SpecificCharacterSet.isoIR6.encode("\u{E9}", as: .lo) == nil)
        #expect(SpecificCharacterSet.gbk.encode("\u{1F600}", as: .lo) == nil)
        #expect(SpecificCharacterSet(terms: ["ISO_IR 999"]).encode("\u{E9}", as: .lo) == nil)
        #expect(SpecificCharacterSet(terms: ["ISO_IR 999"]).encode("e", as: .lo) == [0x65])
        #expect(SpecificCharacterSet.isoIR100.encode("e", as: .us) == nil)
        // The yen sign of JIS X 0201 would divide values.
        #expect(SpecificCharacterSet.isoIR13.encode("\u{A5}", as: .lt) == [0x5C])
        #expect(SpecificCharacterSet.isoIR13.encode("\u{A5}", as: .lo) == nil)
    }
}
