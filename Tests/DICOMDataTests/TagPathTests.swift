import DICOMData
import Testing

@Suite("Tags, paths and errors in words")
struct TagPathTests {
    @Test("print tags as the standard does")
    func printTags() {
        #expect(DataElement.Tag(0x7FE0_0010).description == "(7FE0,0010)")
        #expect(DataElement.Tag(group: 0x0008, element: 0x00A0).hexadecimal == "000800A0")
        #expect(DataElement.Tag(group: 0x0009, element: 0x0010).isPrivate && !DataElement.Tag(0x0010_0010).isPrivate)
        #expect(DataElement.Tag(0x0008_0005) < DataElement.Tag(0x0008_0016) && DataElement.Tag(0x0008_FFFF) < DataElement.Tag(0x0010_0000))
    }

    @Test("print paths with items counted from 0")
    func printPaths() {
        let path = TagPath([
            TagPath.Step(DataElement.Tag(0x5200_9230), item: 3), TagPath.Step(DataElement.Tag(0x0028_9145), item: 0),
            TagPath.Step(DataElement.Tag(0x0028_1052)),
        ])
        #expect(path.description == "(5200,9230)[3] > (0028,9145)[0] > (0028,1052)")
        #expect(TagPath().description.isEmpty)
    }

    @Test("print errors with place, problem and remedy")
    func printErrors() {
        let path = TagPath([TagPath.Step(DataElement.Tag(0x0028_0010))])
        let error = DataSetError(code: .lengthOverrun, path: path, offset: 12, problem: "Too long.", remedy: "Fetch it again.")
        #expect(error.description == "(0028,0010): Too long. (at byte 12) Fetch it again.")
        #expect(DataSetError(code: .notDICOM, problem: "No.", remedy: "Stop.").description == "No. Stop.")
        #expect(DataSetError.Code.lengthOverrun.description == "lengthOverrun")
    }
}
