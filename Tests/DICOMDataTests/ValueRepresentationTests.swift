import DICOMData
import Testing

@Suite("Value representations, PS3.5 table 6.2-1")
struct ValueRepresentationTests {
    /// Copied by hand from the table.
    static let names = [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN", "SH", "SL", "SQ",
        "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
    ]

    @Test("are those of the table, found by their names")
    func areComplete() {
        #expect(Set(ValueRepresentation.allCases.map(\.name)) == Set(Self.names))
        #expect(ValueRepresentation.allCases.count == Self.names.count)
        for name in Self.names { #expect(ValueRepresentation(name)?.description == name) }
        for name in ["", "ox", "ob", "OBX", "??", "ZZ"] { #expect(ValueRepresentation(name) == nil) }
    }
}
