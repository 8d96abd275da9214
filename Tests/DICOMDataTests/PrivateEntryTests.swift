import DICOMTestSupport
import Testing

@testable import DICOMData

@Suite("The dictionary of private elements, PS3.5 7.8")
struct PrivateEntryTests {
    struct Row: Sendable {
        var creator: String
        var tag: UInt32
        var name: String?
        var representations: [ValueRepresentation]
        var multiplicity = "1"
    }

    /// One of each vendor, by hand from the tables of GDCM and DCMTK, and one for each way in which the two are made one.
    static let rows = [
        Row(creator: "SIEMENS CSA HEADER", tag: 0x0029_1008, name: "CSA Image Header Type", representations: [.cs]),
        Row(creator: "SIEMENS CSA HEADER", tag: 0x0029_1020, name: "CSA Series Header Info", representations: [.ob]),
        Row(creator: "GEMS_PARM_01", tag: 0x0043_1039, name: "Slop_int_6... slop_int_9", representations: [.is], multiplicity: "4"),
        Row(creator: "Philips Imaging DD 001", tag: 0x2001_1003, name: "Diffusion B-Factor", representations: [.fl]),
        // GDCM knows no name, DCMTK does.
        Row(creator: "Philips Imaging DD 001", tag: 0x2001_100E, name: "Cardiac Cycled", representations: [.cs]),
        // GDCM leaves the choice, DCMTK doesn't: GDCM counts.
        Row(creator: "FDMS 1.0", tag: 0x0027_10A3, name: "Raw Data", representations: [.us, .ss], multiplicity: "1-n"),
        // 70xx.
        Row(creator: "DLX_ANNOT_01", tag: 0x7001_1004, name: "Text_annotation", representations: [.st]),
        Row(creator: "DLX_ANNOT_01", tag: 0x70FF_1004, name: "Text_annotation", representations: [.st]),
    ]

    @Test("says of an element what the tables say, in any block", arguments: rows)
    func knowsElements(row: Row) throws {
        for block: UInt32 in [0x1000, 0x1100, 0xFF00] {
            let tag = DataElement.Tag(row.tag & 0xFFFF_00FF | block)
            let entry = try #require(DataElementDictionary.privateEntry(creator: row.creator, tag: tag))
            #expect(entry.name == row.name)
            #expect(entry.valueRepresentations == row.representations)
            #expect(entry.valueMultiplicity.description == row.multiplicity)
            #expect(entry.creator == row.creator && entry.group == tag.group && entry.element == UInt8(row.tag & 0xFF))
            let bytes = Array(row.creator.utf8)
            #expect(DataElementDictionary.privateEntry(creator: bytes.span, tag: tag) == entry)
        }
    }

    @Test(
        "knows nothing of other creators, groups and elements",
        arguments: [
            ("SIEMENS CSA HEADER", 0x0029_1001), ("SIEMENS CSA HEADER", 0x0028_1008), ("SIEMENS CSA HEADER", 0x002B_1008),
            ("SIEMENS CSA HEADE", 0x0029_1008), ("SIEMENS CSA HEADER ", 0x0029_1008), ("siemens csa header", 0x0029_1008),
            ("", 0x0029_1008),
            ("DLX_ANNOT_01", 0x7002_1004), ("DLX_ANNOT_01", 0x7101_1004),
        ] as [(String, UInt32)])
    func knowsNothing(creator: String, tag: UInt32) {
        #expect(DataElementDictionary.privateEntry(creator: creator, tag: DataElement.Tag(tag)) == nil)
        let bytes = Array(creator.utf8)
        #expect(DataElementDictionary.privateEntry(creator: bytes.span, tag: DataElement.Tag(tag)) == nil)
    }

    /// Read here on its own: for any block (xx), what GDCM's table says of representation and multiplicity where it says it.
    @Test("has each row of GDCM's table, and of DCMTK's those that the other has not", .enabled(if: StandardTables.isPresent))
    func hasRows() throws {
        var known: Set<String> = []
        for table in ["private_elements_gdcm.tsv", "private_elements_dcmtk.tsv"] {
            for row in try StandardTables.rows(of: table) {
                let written = row[1].filter { $0 != "," }
                guard written.utf8.count == 8, written.dropFirst(4).hasPrefix("xx"), row[2] != "UN" else { continue }
                guard let group = UInt16(written.prefix(4), radix: 16), let element = UInt16(written.suffix(2), radix: 16) else { continue }
                let tag = DataElement.Tag(group: group, element: 0x1000 | element)
                guard tag.isPrivate else { continue }
                let entry = try #require(DataElementDictionary.privateEntry(creator: row[0], tag: tag), "\(row[0]) \(tag)")
                guard known.insert("\(row[0]) \(tag)").inserted else { continue }
                let representations = ["US or SS": "US SS", "OB_OW": "OB OW", "ox": "OB OW", "px": "OB OW"][row[2]] ?? row[2]
                #expect(entry.valueRepresentations.map(\.name).joined(separator: " ") == representations, "\(row[0]) \(tag)")
                #expect(entry.valueMultiplicity.description == row[3], "\(row[0]) \(tag)")
            }
        }
        #expect(known.count > 8_000)
    }

    @Test("lists each entry once, and finds each that it lists")
    func listsEntries() throws {
        let entries = DataElementDictionary.allPrivateEntries
        #expect(entries.count > 10_000)
        #expect(Set(entries.map { "\($0.creator) \($0.group) \($0.element)" }).count == entries.count)
        for entry in entries {
            let tag = DataElement.Tag(group: entry.group, element: 0x1000 | UInt16(entry.element))
            #expect(DataElementDictionary.privateEntry(creator: entry.creator, tag: tag) == entry)
            #expect(entry.name != nil || entry.valueRepresentations != [.un])
        }
    }
}
