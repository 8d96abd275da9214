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
            (" ISO_IR 192 ", .isoIR192), ("ISO_IR 87", .unsupported), ("\\ISO 2022 IR 87", .unsupported), ("GB18030", .unsupported),
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

    @Test("that is not decoded gives plain ASCII and refuses the rest")
    func refuses() throws {
        #expect(try dataSet("ISO_IR 144", Array("Ivanov".utf8)).string(.patientName) == "Ivanov")
        for bytes: [UInt8] in [[0xBB, 0xEE], [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45]] {
            let error = try #require(throws: DataSetError.self) { try dataSet("ISO_IR 144", bytes).string(.patientName) }
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
}
