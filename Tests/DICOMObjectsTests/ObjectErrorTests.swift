import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Object errors")
struct ObjectErrorTests {
    @Test("say the attribute's name, its tag, the problem and the remedy")
    func describe() {
        let error = ObjectError(code: .missingAttribute, tag: .rows, problem: "It is absent.", remedy: "Correct it.")
        #expect(error.description == "Rows (0028,0010): It is absent. Correct it.")
        let own = ObjectError(code: .invalidAttribute, tag: DataElement.Tag(0x0009_1001), problem: "Bad.", remedy: "Stop.")
        #expect(own.description == "Element (0009,1001): Bad. Stop.")
        #expect(ObjectError.Code.missingAttribute.description == "missingAttribute")
    }
}
