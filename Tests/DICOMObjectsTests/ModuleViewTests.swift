import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Study, series, equipment, frame of reference and SOP common modules, PS3.3 C.7 and C.12")
struct ModuleViewTests {
    private let dataSet: DataSet

    init() throws {
        let issuer = DICOMBytesBuilder().element(0x0040_0031, "UT", "RIS").element(0x0040_0032, "UT", "1.2.3")
        let builder = DICOMBytesBuilder()
            .element(0x0008_0005, "CS", "ISO_IR 192").element(0x0008_0008, "CS", "ORIGINAL\\PRIMARY").element(0x0008_0012, "DA", "20260102")
            .element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2").element(0x0008_0018, "UI", "1.2.3.4")
            .element(0x0008_001C, "CS", "YES").element(0x0008_0020, "DA", "20260101").element(0x0008_0030, "TM", "1230")
            .element(0x0008_0050, "SH", "A-1").sequence(0x0008_0051, [issuer]).element(0x0008_0060, "CS", "CT")
            .element(0x0008_0070, "LO", "Maker").element(0x0008_0090, "PN", "Ref^Erring").element(0x0008_0201, "SH", "+0100")
            .element(0x0008_1010, "SH", "CT1").element(0x0008_1030, "LO", "Chest").element(0x0008_103E, "LO", "Lung")
            .element(0x0008_1090, "LO", "Model 1").element(0x0018_0015, "CS", "CHEST").element(0x0018_1000, "LO", "SN1")
            .element(0x0018_1020, "LO", "v1\\v2").element(0x0018_1030, "LO", "Routine").element(0x0018_5100, "CS", "HFS")
            .element(0x0020_000D, "UI", "1.2.3.1").element(0x0020_000E, "UI", "1.2.3.2").element(0x0020_0010, "SH", "S1")
            .element(0x0020_0011, "IS", "3").element(0x0020_0013, "IS", "17").element(0x0020_0052, "UI", "1.2.3.5")
            .element(0x0020_1040, "LO", "SN").element(0x0100_0410, "CS", "AO")
        dataSet = try DICOMFile(bytes: builder.file()).dataSet
    }

    @Test("give what the data set has")
    func read() throws {
        let (study, series, equipment) = (Study(dataSet), Series(dataSet), Equipment(dataSet))
        #expect(try study.instanceUID == "1.2.3.1" && study.id == "S1")
        #expect(try study.date == CalendarDate(year: 2026, month: 1, day: 1) && study.time == TimeOfDay(hour: 12, minute: 30))
        #expect(try study.accessionNumber == "A-1" && study.issuerOfAccessionNumber == "1.2.3" && study.studyDescription == "Chest")
        #expect(try study.referringPhysicianName?.alphabetic.givenName == "Erring")
        #expect(try series.instanceUID == "1.2.3.2" && series.modality == "CT" && series.number == 3 && series.seriesDescription == "Lung")
        #expect(try series.bodyPartExamined == "CHEST" && series.protocolName == "Routine" && series.patientPosition == "HFS")
        #expect(try equipment.manufacturer == "Maker" && equipment.modelName == "Model 1" && equipment.deviceSerialNumber == "SN1")
        #expect(try equipment.softwareVersions == ["v1", "v2"] && equipment.stationName == "CT1")
        #expect(try FrameOfReference(dataSet).uid == "1.2.3.5" && FrameOfReference(dataSet).positionReferenceIndicator == "SN")
        let common = SOPCommon(dataSet)
        #expect(try common.sopClassUID == .ctImageStorage && common.sopInstanceUID == "1.2.3.4" && common.instanceNumber == 17)
        #expect(
            try common.specificCharacterSet == ["ISO_IR 192"] && common.timezoneOffsetFromUTC == UTCOffset(minutes: 60)
                && common.isSynthetic)
        #expect(try common.sopInstanceStatus == "AO" && common.instanceCreationDate == CalendarDate(year: 2026, month: 1, day: 2))
    }

    @Test("give nil for what it has not")
    func readNothing() throws {
        let empty = try DICOMFile(bytes: DICOMBytesBuilder().file()).dataSet
        #expect(try Study(empty).instanceUID == nil && Study(empty).issuerOfAccessionNumber == nil && Series(empty).number == nil)
        #expect(try Equipment(empty).softwareVersions.isEmpty && FrameOfReference(empty).uid == nil && !SOPCommon(empty).isSynthetic)
    }

    @Test("name the attribute of a value that cannot be read, and do not repeat it")
    func refuse() throws {
        let dataSet = try DICOMFile(bytes: DICOMBytesBuilder().element(0x0020_0011, "IS", "SECRET").file()).dataSet
        let error = try #require(throws: ObjectError.self) { try Series(dataSet).number }
        #expect(error.code == .invalidAttribute && error.tag == .seriesNumber && !error.description.contains("SECRET"))
    }
}
