import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Tags named by their keyword")
struct DataElementTagDictionaryTests {
    @Test(
        "have the numbers of PS3.6",
        arguments: [
            (.patientName, 0x0010_0010), (.sopInstanceUID, 0x0008_0018), (.rows, 0x0028_0010), (.pixelData, 0x7FE0_0010),
            (.ctdiVol, 0x0018_9345), (.voiLUTSequence, 0x0028_3010), (.kvp, 0x0018_0060), (.fNumber, 0x0016_0005),
            (.xRayTubeCurrent, 0x0018_1151), (.hl7InstanceIdentifier, 0x0040_E001), (.iccProfile, 0x0028_2000), (.roiNumber, 0x3006_0022),
            (.rtROIObservationsSequence, 0x3006_0080), (.item, 0xFFFE_E000), (.threeDPointCoordinates, 0x0068_6590), (.dBdt, 0x0018_1318),
        ] as [(DataElement.Tag, UInt32)])
    func haveNumbers(tag: DataElement.Tag, number: UInt32) {
        #expect(tag.rawValue == number)
    }

    @Test("lead to their keyword and name and back")
    func leadToNames() {
        #expect(DataElement.Tag.patientName.keyword == "PatientName")
        #expect(DataElement.Tag.patientName.name == "Patient's Name")
        #expect(DataElement.Tag(keyword: "PatientName") == .patientName)
        #expect(DataElement.Tag(keyword: "NoSuchKeyword") == nil)
    }

    @Test("are private creators only in odd groups and the reserved elements")
    func knowPrivateCreators() {
        #expect(DataElement.Tag(0x0009_0010).isPrivateCreator && DataElement.Tag(0x0009_00FF).isPrivateCreator)
        #expect(!DataElement.Tag(0x0009_000F).isPrivateCreator && !DataElement.Tag(0x0009_0100).isPrivateCreator)
        #expect(!DataElement.Tag(0x0008_0010).isPrivateCreator)
    }

    @Test("are what the generator writes today", .enabled(if: StandardTables.isPresent))
    func areGenerated() throws {
        let process = Process()
        process.executableURL = StandardTables.package.appendingPathComponent("Scripts/generate-dictionary")
        process.arguments = ["--check", "--standard", try #require(StandardTables.folder).path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
