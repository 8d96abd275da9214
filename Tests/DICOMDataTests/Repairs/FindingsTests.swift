import DICOMData
import DICOMTestSupport
import Testing

@Suite("Findings in values")
struct FindingsTests {
    private static func findings(_ builder: DICOMBytesBuilder) throws -> [Repair] { try DICOMFile(bytes: builder.file()).findings() }

    @Test(
        "name text that breaks the rules of its representation (PS3.5 6.2), and not the text",
        arguments: [
            (0x0028_1050, "DS", "gibberish"), (0x0028_1050, "DS", "40:300"), (0x0018_0050, "DS", "1.2345678901234567"),
            (0x0020_0013, "IS", "1,5"),
            (0x0008_0018, "UI", "1.02.3"), (0x0008_0050, "SH", "longer than sixteen"), (0x0008_0060, "CS", "ct"), (0x0010_1010, "AS", "34"),
            (0x0008_0020, "DA", "today"),
        ] as [(UInt32, String, String)])
    func garbage(tag: UInt32, representation: String, text: String) throws {
        let findings = try Self.findings(DICOMBytesBuilder().element(tag, representation, text))
        #expect(findings.map(\.quirk) == [.dsGarbage])
        #expect(findings.first?.departure.path.steps.map(\.tag.rawValue) == [tag])
        #expect(findings.allSatisfy { !$0.description.contains(text) })
    }

    @Test("name escape sequences that are left open and text that no character set is declared for")
    func text() throws {
        let open = DICOMBytesBuilder().element(0x0008_0005, "CS", "\\ISO 2022 IR 87")
            .element(0x0010_0010, "PN", [0x59, 0x3D, 0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44])
        #expect(try Self.findings(open).map(\.quirk) == [.iso2022NoReset])
        let undeclared = DICOMBytesBuilder().element(0x0010_0010, "PN", [0xE4, 0x20])
        #expect(try Self.findings(undeclared).map(\.quirk) == [.undeclaredCharacterSet])
        let illFormed = DICOMBytesBuilder().element(0x0008_0005, "CS", "ISO_IR 192").element(0x0010_0010, "PN", [0xE4, 0x20])
        #expect(try Self.findings(illFormed).map(\.quirk) == [.undecodableText])
    }

    @Test("stand inside of items with their path, and are limited in number")
    func items() throws {
        let item = DICOMBytesBuilder().element(0x0008_1155, "UI", "not.a.uid ")
        let file = try DICOMFile(bytes: DICOMBytesBuilder().sequence(0x0008_1140, [item, item, item]).file())
        #expect(file.findings().map(\.departure.path.description).last == "(0008,1140)[2] > (0008,1155)")
        #expect(file.findings().count == 3 && file.findings(limit: 2).count == 2)
    }

    @Test("are none in what keeps to the standard", arguments: GoldenObject.all)
    func none(golden: GoldenObject) throws {
        #expect(try DICOMFile(at: golden.path).findings().isEmpty)
    }
}
