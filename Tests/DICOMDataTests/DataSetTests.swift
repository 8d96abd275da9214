import DICOMData
import DICOMTestSupport
import Testing

@Suite("Data sets")
struct DataSetTests {
    static let dataSet: DataSet = {
        let item = DICOMBytesBuilder().element(0x0008_0100, "SH", "T1")
        let builder = DICOMBytesBuilder().element(0x0008_0060, "CS", "CT").element(0x0010_0010, "PN", "Probst^Ada")
            .element(0x0010_0020, "LO", "").element(0x0010_0040, "CS", "  ").sequence(0x0040_A168, [item, item])
            .element(0x0028_0010, "US", words: [512])
        return try! DICOMFile(bytes: builder.file()).dataSet
    }()

    @Test("are collections in ascending order of tags")
    func areCollections() {
        #expect(Self.dataSet.map(\.tag) == Self.dataSet.map(\.tag).sorted())
        #expect(Self.dataSet.count == 6 && Self.dataSet.startIndex == 0 && Self.dataSet.endIndex == 6)
        #expect(Self.dataSet[0].tag == .modality)
    }

    @Test("find elements by tag, empty ones too")
    func find() throws {
        #expect(Self.dataSet[.patientID]?.isEmpty == true)
        #expect(Self.dataSet.contains(.patientID) && !Self.dataSet.contains(.studyDate))
        #expect(Self.dataSet[.studyDate] == nil)
        for element in Self.dataSet { #expect(Self.dataSet[element.tag]?.valueOffset == element.valueOffset) }
    }

    @Test("give nil for values that are absent, empty or all padding")
    func giveNil() throws {
        #expect(try Self.dataSet.string(.studyDate) == nil)
        #expect(try Self.dataSet.string(.patientID) == nil && Self.dataSet.strings(.patientID) == nil)
        #expect(try Self.dataSet.string(.patientSex) == nil)
        #expect(try Self.dataSet.integer(.columns) == nil && Self.dataSet.double(.sliceThickness) == nil)
        #expect(try Self.dataSet.uniqueIdentifier(.sopClassUID) == nil && Self.dataSet.personName(.referringPhysicianName) == nil)
        #expect(Self.dataSet.items(.sharedFunctionalGroupsSequence).isEmpty && Self.dataSet.items(.modality).isEmpty)
    }

    @Test("give values as what they are asked for")
    func giveValues() throws {
        #expect(try Self.dataSet.string(.modality) == "CT")
        #expect(try Self.dataSet.integer(.rows) == 512 && Self.dataSet.double(.rows) == 512)
        #expect(try Self.dataSet.personName(.patientName)?.alphabetic.givenName == "Ada")
        #expect(try Self.dataSet.items(DataElement.Tag(0x0040_A168)).map { try $0.string(DataElement.Tag(0x0008_0100)) } == ["T1", "T1"])
        #expect(throws: DataSetError.self) { try Self.dataSet.integer(.modality) }
    }
}
