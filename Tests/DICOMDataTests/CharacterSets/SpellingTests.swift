import DICOMData
import Testing

@Suite("Terms of Specific Character Set")
struct SpellingTests {
    @Test(
        "that are misspelt are taken as meant, and the right one is told",
        arguments: [
            ("ISO IR 100", "ISO_IR 100"), ("ISO-IR 100", "ISO_IR 100"), ("ISO_IR_100", "ISO_IR 100"), ("ISO_IR100", "ISO_IR 100"),
            ("iso_ir 192", "ISO_IR 192"), ("UTF-8", "ISO_IR 192"), ("utf8", "ISO_IR 192"), ("ISO 2022 IR 192", "ISO_IR 192"),
            ("latin1", "ISO_IR 100"), ("ISO-8859-1", "ISO_IR 100"), ("ISO 8859-5", "ISO_IR 144"), ("ISO_2022_IR_6", "ISO 2022 IR 6"),
            ("ISO 2022 IR 6, IS", "ISO 2022 IR 6"), ("ISO_IR 87", "ISO 2022 IR 87"), ("ISO 2022-IR 149", "ISO 2022 IR 149"),
            ("ISO 2022 58", "ISO 2022 IR 58"), ("gbk", "GBK"), ("ISO 2022 GBK", "GBK"), ("GB2312", "GBK"), ("GB 18030", "GB18030"),
        ])
    func correctsSpelling(written: String, right: String) throws {
        let correction = try #require(SpecificCharacterSet.corrections(of: [written]).first)
        #expect(correction.term == right)
        #expect(correction.meaning == SpecificCharacterSet(terms: [right]))
        #expect(SpecificCharacterSet(terms: [written]) == SpecificCharacterSet(terms: [right]))
    }

    @Test("that name sets without a Defined Term are read, and said to have none", arguments: ["CP1251", "WINDOWS-1251", "windows-1251"])
    func readsOtherSets(written: String) throws {
        let correction = try #require(SpecificCharacterSet.corrections(of: [written]).first)
        #expect(correction.term == nil)
        #expect(correction.meaning == .windows1251)
        #expect(!SpecificCharacterSet(terms: [written]).isDefined)
    }

    @Test(
        "that nobody knows stay unknown",
        arguments: ["ISO_IR 999", "KLINGON", "ISO_IR", "\u{FFFD}", String(repeating: "X", count: 100_000)])
    func keepsUnknown(written: String) throws {
        let correction = try #require(SpecificCharacterSet.corrections(of: [written]).first)
        #expect(correction.term == nil)
        #expect(!correction.meaning.isKnown)
        #expect(!SpecificCharacterSet(terms: [written]).isKnown)
    }

    @Test("that are right need no correction")
    func keepsRight() {
        for terms in [
            [], [""], ["ISO_IR 100"], ["GB18030"], ["", "ISO 2022 IR 87"], ["ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"],
        ] {
            #expect(SpecificCharacterSet.corrections(of: terms).isEmpty)
        }
    }

    @Test("among several must be those of code extension, and are taken so")
    func correctsAmongSeveral() {
        let corrections = SpecificCharacterSet.corrections(of: ["ISO_IR 100", "ISO_IR 144", "GB18030", "", "X"])
        #expect(corrections.map(\.position) == [0, 1, 2, 3, 4])
        #expect(corrections.map(\.term) == ["ISO 2022 IR 100", "ISO 2022 IR 144", nil, nil, nil])
        #expect(
            SpecificCharacterSet(terms: ["ISO_IR 100", "ISO_IR 144", "GB18030", "", "X"]).terms == ["ISO 2022 IR 100", "ISO 2022 IR 144"])
        #expect(SpecificCharacterSet(terms: ["ISO_IR 192", "ISO 2022 IR 87"]) == .isoIR192)
    }
}
