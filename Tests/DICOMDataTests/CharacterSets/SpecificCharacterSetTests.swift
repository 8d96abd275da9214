import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Specific Character Set, PS3.3 C.12.1.1.2")
struct SpecificCharacterSetTests {
    private func dataSet(_ terms: String?, _ name: [UInt8], item: DICOMBytesBuilder? = nil) throws -> DataSet {
        let start = terms.map { Builder().element(0x0008_0005, "CS", $0) } ?? Builder()
        let middle = item.map { start.sequence(0x0008_1140, [$0]) } ?? start
        return try DICOMFile(bytes: middle.element(0x0010_0010, "PN", name).file()).dataSet
    }

    @Test(
        "is known by its Defined Term, padded or not",
        arguments: [
            (nil, SpecificCharacterSet.isoIR6), ("", .isoIR6), ("ISO_IR 6", .isoIR6), ("ISO_IR 100", .isoIR100), ("ISO_IR 192", .isoIR192),
            (" ISO_IR 192 ", .isoIR192), ("\\ISO 2022 IR 87", .iso2022IR87), ("ISO 2022 IR 13 \\ ISO 2022 IR 87 ", .iso2022IR13),
            ("GB18030", .gb18030), ("ISO_IR 999", SpecificCharacterSet(terms: ["ISO_IR 999"])),
        ] as [(String?, SpecificCharacterSet)])
    func isKnown(term: String?, expected: SpecificCharacterSet) throws { #expect(try dataSet(term, []).characterSet == expected) }

    /// PS3.5 J.1 has the same name in Latin 1 and in UTF-8.
    @Test("decodes Latin 1 and UTF-8")
    func decodes() throws {
        let buc = "Buc^J\u{E9}r\u{F4}me"
        #expect(try dataSet("ISO_IR 100", [0x42, 0x75, 0x63, 0x5E, 0x4A, 0xE9, 0x72, 0xF4, 0x6D, 0x65]).string(.patientName) == buc)
        let utf8: [UInt8] = [0x42, 0x75, 0x63, 0x5E, 0x4A, 0xC3, 0xA9, 0x72, 0xC3, 0xB4, 0x6D, 0x65]
        #expect(try dataSet("ISO_IR 192", utf8).string(.patientName) == buc)
        #expect(try dataSet(nil, [0x4A, 0xE9]).string(.patientName) == "J\u{E9}")
        #expect(try dataSet("ISO_IR 192", [0x4A, 0xE9]).string(.patientName) == "J\u{FFFD}")
    }

    @Test("that is not known gives plain ASCII and refuses the rest")
    func refuses() throws {
        #expect(try dataSet("ISO_IR 999", Array("Ivanov".utf8)).string(.patientName) == "Ivanov")
        for bytes: [UInt8] in [[0xBB, 0xEE], [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45]] {
            let error = try #require(throws: DataSetError.self) { try dataSet("ISO_IR 999", bytes).string(.patientName) }
            #expect(error.code == .unsupportedCharacterSet)
        }
    }

    @Test("holds in items that have none of their own")
    func isInherited() throws {
        let name: [UInt8] = [0xC3, 0xA9]
        let inner = Builder().element(0x0010_0010, "PN", name)
        let own = Builder().element(0x0008_0005, "CS", "ISO_IR 100").element(0x0010_0010, "PN", name)
        let tag = DataElement.Tag(0x0008_1140)
        #expect(try dataSet("ISO_IR 192", [], item: inner).items(tag)[0].string(.patientName) == "\u{E9}")
        #expect(try dataSet("ISO_IR 192", [], item: own).items(tag)[0].string(.patientName) == "\u{C3}\u{A9}")
    }

    @Test("has no say over text in the default repertoire")
    func leavesCodes() throws {
        let dataSet = try DICOMFile(
            bytes: Builder().element(0x0008_0005, "CS", "ISO_IR 192").element(0x0008_0060, "CS", [0xC3, 0xA9]).file()
        ).dataSet
        #expect(try dataSet.string(.modality) == "\u{C3}\u{A9}")
    }

    @Test("is the caller's where the object has none, an empty one or one that is not known", arguments: [nil, "", "ISO_IR 999"])
    func fallsBack(terms: String?) throws {
        let bytes = (terms.map { Builder().element(0x0008_0005, "CS", $0) } ?? Builder())
            .sequence(0x0008_1140, [Builder().element(0x0010_0010, "PN", [0xC8, 0xE2, 0xE0, 0xED])])
            .element(0x0010_0010, "PN", [0xC8, 0xE2, 0xE0, 0xED]).file()
        var options = ReadingOptions.lenient
        options.fallbackCharacterSet = .windows1251
        let dataSet = try DICOMFile(bytes: bytes, options: options).dataSet
        #expect(try dataSet.string(.patientName) == "\u{418}\u{432}\u{430}\u{43D}")
        #expect(try dataSet.items(DataElement.Tag(0x0008_1140))[0].string(.patientName) == "\u{418}\u{432}\u{430}\u{43D}")
        #expect(try dataSet[.patientName]?.decodedText().departures == .fallback)
    }

    @Test("that is declared wins over the caller's")
    func prefersDeclared() throws {
        let bytes = Builder().element(0x0008_0005, "CS", "ISO_IR 100").element(0x0010_0010, "PN", [0x4A, 0xE9]).file()
        var options = ReadingOptions.lenient
        options.fallbackCharacterSet = .windows1251
        #expect(try DICOMFile(bytes: bytes, options: options).dataSet.string(.patientName) == "J\u{E9}")
    }

    @Test("says when text is not ASCII though nothing was declared")
    func reportsUndeclared() throws {
        let text = try #require(try dataSet(nil, [0x4A, 0xE9])[.patientName]?.decodedText())
        #expect(text.values == ["J\u{E9}"])
        #expect(text.departures == .undeclaredCharacterSet)
        #expect(text.firstDeparture == 1)
    }

    @Test("gives its terms as the attribute has them")
    func hasTerms() {
        #expect(SpecificCharacterSet.isoIR100.terms == ["ISO_IR 100"])
        #expect(SpecificCharacterSet.iso2022IR159.description == "ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159")
        #expect(SpecificCharacterSet(terms: ["", "ISO 2022 IR 58"]) == .iso2022IR58)
        #expect(SpecificCharacterSet(terms: []) == .isoIR6)
        #expect(SpecificCharacterSet.isoIR6.terms == [])
        #expect(MemoryLayout<SpecificCharacterSet>.size == 8)
        let many = SpecificCharacterSet(terms: [String](repeating: "ISO 2022 IR 126", count: 1000))
        #expect(many.terms == ["ISO 2022 IR 126"])
    }
}
