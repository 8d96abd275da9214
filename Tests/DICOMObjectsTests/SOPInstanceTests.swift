import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("SOP instances")
struct SOPInstanceTests {
    @Test("hold what the data set says of them")
    func read() throws {
        let instance = try SOPInstance(DICOMFile(at: GoldenObject.named("grey-8-explicit").path).dataSet)
        #expect(instance.sopClassUID == "1.2.840.10008.5.1.4.1.1.7" && instance.modality == "OT")
        #expect(instance.studyInstanceUID == "1.2.826.0.1.3680043.10.1.2.3.100" && instance.patientID == "PHANTOM-1")
        #expect(instance.sopInstanceUID != nil && instance.seriesInstanceUID != nil && instance.instanceNumber != nil)
        #expect(instance.accessionNumber == nil && instance.issuerOfPatientID == nil)
    }

    @Test("of an empty data set know nothing")
    func readEmpty() throws {
        let instance = try SOPInstance(DICOMFile(bytes: DICOMBytesBuilder().file()).dataSet)
        #expect(
            instance.sopClassUID == nil && instance.sopInstanceUID == nil && instance.patientID == nil && instance.instanceNumber == nil)
    }

    @Test("are equal when all they hold is")
    func areEqual() throws {
        let bytes = DICOMBytesBuilder().element(0x0010_0020, "LO", "P 1").element(0x0020_0013, "IS", "7").file()
        #expect(try SOPInstance(DICOMFile(bytes: bytes).dataSet) == SOPInstance(DICOMFile(bytes: bytes).dataSet))
    }

    @Test("with a value that cannot be read are refused, the value not repeated")
    func refuse() throws {
        let bytes = DICOMBytesBuilder().element(0x0020_0013, "IS", "SECRET").file()
        let error = try #require(throws: DataSetError.self) { try SOPInstance(DICOMFile(bytes: bytes).dataSet) }
        #expect(error.code == .invalidValue && !error.description.contains("SECRET"))
    }
}
