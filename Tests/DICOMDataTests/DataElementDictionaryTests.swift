import DICOMTestSupport
import Testing

@testable import DICOMData

@Suite("The data element dictionary, PS3.6")
struct DataElementDictionaryTests {
    /// Copied by hand from PS3.6 table 6-1, not from the tables that the generator reads.
    struct Row: Sendable {
        var tag: UInt32
        var keyword: String
        var name: String
        var representations: [ValueRepresentation]
        var multiplicity: String
        var isRetired = false
    }

    static let rows = [
        Row(tag: 0x0002_0010, keyword: "TransferSyntaxUID", name: "Transfer Syntax UID", representations: [.ui], multiplicity: "1"),
        Row(tag: 0x0008_0008, keyword: "ImageType", name: "Image Type", representations: [.cs], multiplicity: "2-n"),
        Row(tag: 0x0008_0018, keyword: "SOPInstanceUID", name: "SOP Instance UID", representations: [.ui], multiplicity: "1"),
        Row(tag: 0x0010_0010, keyword: "PatientName", name: "Patient's Name", representations: [.pn], multiplicity: "1"),
        Row(tag: 0x0010_1010, keyword: "PatientAge", name: "Patient's Age", representations: [.as], multiplicity: "1"),
        Row(tag: 0x0018_0050, keyword: "SliceThickness", name: "Slice Thickness", representations: [.ds], multiplicity: "1"),
        Row(tag: 0x0018_9345, keyword: "CTDIvol", name: "CTDIvol", representations: [.fd], multiplicity: "1"),
        Row(
            tag: 0x0020_0037, keyword: "ImageOrientationPatient", name: "Image Orientation (Patient)", representations: [.ds],
            multiplicity: "6"),
        Row(
            tag: 0x0028_0106, keyword: "SmallestImagePixelValue", name: "Smallest Image Pixel Value", representations: [.us, .ss],
            multiplicity: "1"),
        Row(tag: 0x0028_3002, keyword: "LUTDescriptor", name: "LUT Descriptor", representations: [.us, .ss], multiplicity: "3"),
        Row(tag: 0x0028_3006, keyword: "LUTData", name: "LUT Data", representations: [.us, .ow], multiplicity: "1-n"),
        Row(tag: 0x0028_1050, keyword: "WindowCenter", name: "Window Center", representations: [.ds], multiplicity: "1-n"),
        Row(
            tag: 0x0028_1200, keyword: "GrayLookupTableData", name: "Gray Lookup Table Data", representations: [.us, .ss, .ow],
            multiplicity: "1-n", isRetired: true),
        Row(tag: 0x3006_0050, keyword: "ContourData", name: "Contour Data", representations: [.ds], multiplicity: "3-3n"),
        Row(
            tag: 0x0018_6060, keyword: "RWaveTimeVector", name: "R Wave Time Vector", representations: [.fl], multiplicity: "1-n"),
        Row(tag: 0x5400_1010, keyword: "WaveformData", name: "Waveform Data", representations: [.ob, .ow], multiplicity: "1"),
        Row(tag: 0x7FE0_0001, keyword: "ExtendedOffsetTable", name: "Extended Offset Table", representations: [.ov], multiplicity: "1"),
        Row(tag: 0x7FE0_0010, keyword: "PixelData", name: "Pixel Data", representations: [.ob, .ow], multiplicity: "1"),
        Row(tag: 0xFFFE_E000, keyword: "Item", name: "Item", representations: [], multiplicity: "1"),
    ]

    @Test("says of an attribute what PS3.6 says", arguments: rows)
    func knowsAttributes(row: Row) throws {
        let tag = DataElement.Tag(row.tag)
        let entry = try #require(DataElementDictionary.entry(for: tag))
        #expect(entry.tag == tag)
        #expect(entry.keyword == row.keyword)
        #expect(entry.name == row.name)
        #expect(entry.valueRepresentations == row.representations)
        #expect(entry.valueMultiplicity.description == row.multiplicity)
        #expect(entry.isRetired == row.isRetired)
        #expect(DataElementDictionary.tag(forKeyword: row.keyword) == tag)
    }

    @Test("finds overlays in each of their groups", arguments: (0...15).map { UInt16(0x6000 + 2 * $0) })
    func knowsOverlays(group: UInt16) throws {
        let data = try #require(DataElementDictionary.entry(for: DataElement.Tag(group: group, element: 0x3000)))
        #expect(data.keyword == "OverlayData" && data.name == "Overlay Data" && data.valueRepresentations == [.ob, .ow])
        #expect(data.tag.group == group)
        let rows = try #require(DataElementDictionary.entry(for: DataElement.Tag(group: group, element: 0x0010)))
        #expect(rows.keyword == "OverlayRows" && rows.valueRepresentations == [.us] && !rows.isRetired)
    }

    @Test(
        "finds retired elements that stand for many tags",
        arguments: [
            (0x0020_3100, "SourceImageIDs"), (0x0020_31FF, "SourceImageIDs"), (0x501E_3000, "CurveData"), (0x0028_0400, "TransformLabel"),
            (0x0028_0410, "RowsForNthOrderCoefficients"), (0x0028_04F3, "CoefficientCodingPointers"), (0x0028_0800, "CodeLabel"),
            (0x0028_0878, "ImageDataLocation"), (0x1000_ABC5, "ShiftTableTriplet"), (0x1010_1234, "ZonalMap"),
            (0x7F04_0010, "VariablePixelData"), (0x7FE0_0010, "PixelData"),
        ] as [(UInt32, String)])
    func knowsRepeatingElements(tag: UInt32, keyword: String) {
        #expect(DataElement.Tag(tag).keyword == keyword)
    }

    @Test(
        "knows nothing of private elements, group lengths and gaps",
        arguments: [0x0009_0010, 0x0029_1010, 0x6001_3000, 0x7F01_0010, 0x0010_0000, 0x1010_0000, 0x0010_FFFF, 0x0020_3200, 0xFFFF_FFFF]
            as [UInt32])
    func knowsNothingElse(tag: UInt32) {
        #expect(DataElementDictionary.entry(for: DataElement.Tag(tag)) == nil)
        #expect(DataElement.Tag(tag).keyword == nil)
    }

    @Test("names what is a rule rather than a row")
    func namesRules() {
        #expect(DataElement.Tag(0x0010_0000).name == "Group Length")
        #expect(DataElement.Tag(0x0009_0010).name == "Private Creator")
        #expect(DataElement.Tag(0x0009_1010).name == nil)
        #expect(DataElement.Tag(0x0002_0000).name == "File Meta Information Group Length")
    }

    @Test("gives back each entry for its tag and for its keyword")
    func roundTrips() {
        let entries = DataElementDictionary.allEntries
        #expect(entries.count == 5_347)
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.tag < $1.tag })
        for entry in entries {
            #expect(DataElementDictionary.entry(for: entry.tag) == entry)
            #expect(DataElementDictionary.entry(forKeyword: entry.keyword) == entry)
            #expect(DataElement.Tag(keyword: entry.keyword[...]) == entry.tag)
            #expect(!entry.name.isEmpty && !entry.name.contains("|") && entry.name.utf8.last != UInt8(ascii: " "))
        }
    }

    @Test(
        "has no tag for a word that isn't a keyword", arguments: ["", "patientName", "Patient's Name", "PatientNam", "PatientName ", "é"])
    func refusesOtherWords(word: String) {
        #expect(DataElementDictionary.tag(forKeyword: word) == nil)
    }

    @Test("gives the parser the same answer as the entry")
    func answersTheParser() {
        for entry in DataElementDictionary.allEntries where entry.tag.element != 0 {
            let answer = DataElementDictionary.valueRepresentation(of: entry.tag.rawValue)
            switch entry.valueRepresentations {
            case []: #expect(answer == .init(primary: .un, choice: .none))
            case [.us, .ss]: #expect(answer == .init(primary: .us, choice: .usOrSS))
            case [.ob, .ow]: #expect(answer == .init(primary: .ow, choice: .obOrOW))
            case [.us, .ow]: #expect(answer == .init(primary: .us, choice: .usOrOW))
            case [.us, .ss, .ow]: #expect(answer == .init(primary: .us, choice: .usOrSSOrOW))
            case let single: #expect([answer.primary] == single && answer.choice == .none)
            }
        }
    }

    @Test(
        "gives the parser UL for group lengths, LO for private creators, UN for the unknown",
        arguments: [
            (0x0000_0000, .ul), (0x0010_0000, .ul), (0x0009_0000, .ul), (0x7FE0_0000, .ul), (0x0009_0010, .lo), (0x0029_00FF, .lo),
            (0x0009_000F, .un), (0x0009_0100, .un), (0x0009_1010, .un), (0x0010_FFFF, .un), (0x601E_0010, .us),
        ] as [(UInt32, ValueRepresentation)])
    func answersTheParserByRule(tag: UInt32, representation: ValueRepresentation) {
        #expect(DataElementDictionary.valueRepresentation(of: tag) == .init(primary: representation, choice: .none))
    }

    @Test(
        "finds an entry only for its own tag or one that it stands for",
        arguments: [0x0000, 0x0008, 0x0028, 0x1000, 0x6002, 0x7FE0, 0xFFFE])
    func answersForAnyTag(group: UInt16) {
        let first = Set(DataElementDictionary.allEntries.map(\.tag.rawValue))
        for element in UInt16.min...UInt16.max {
            let tag = DataElement.Tag(group: group, element: element).rawValue
            let isKnown = first.contains(tag) || first.contains(DataElementDictionary.representative(of: tag))
            #expect((DataElementDictionary.entry(for: DataElement.Tag(tag)) != nil) == isKnown)
        }
    }

    @Test("answers alike from many tasks at once")
    func isThreadSafe() async {
        let entries = DataElementDictionary.allEntries
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { entries.allSatisfy { DataElementDictionary.tag(forKeyword: $0.keyword) == $0.tag } }
            }
            for await agrees in group { #expect(agrees) }
        }
    }

    @Test("agrees with pydicom's table, but for what is newer in the standard", .enabled(if: StandardTables.isPresent))
    func agreesWithSecondTable() throws {
        let retiredSince: Set = ["EthnicGroup"]
        for row in try StandardTables.rows(of: "data_elements_pydicom.tsv") where !row[5].isEmpty {
            let tags = ["0", "1", "E"].map { row[0].replacing(",", with: "").replacing("x", with: $0) }
            // An x may be any digit; the group stays even, and 04x0 isn't 0400.
            for digits in tags where !(row[0].hasPrefix("0028,04x") && digits.hasPrefix("002804")) || !digits.hasPrefix("0028040") {
                let tag = DataElement.Tag(try #require(UInt32(digits, radix: 16)))
                if tag.isPrivate || tag.element == 0 && row[0].contains("x") { continue }
                let entry = try #require(DataElementDictionary.entry(for: tag), "\(row[0]) \(row[5])")
                // (7FE0,0010) is both an xx of (7Fxx,0010) and an element of its own.
                if row[0].contains("x"), entry.keyword == "PixelData" { continue }
                #expect(entry.keyword == row[5])
                #expect(entry.name == row[3])
                let written = entry.valueRepresentations.map(\.name).joined(separator: " or ")
                #expect(row[0].hasPrefix("FFFE") ? written.isEmpty : written == row[1], "\(row[0]) \(row[5])")
                #expect(entry.valueMultiplicity.description == row[2])
                #expect(entry.isRetired == (row[4] == "Retired" || retiredSince.contains(entry.keyword)), "\(row[0]) \(row[5])")
            }
        }
    }
}
