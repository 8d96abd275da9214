import DICOMData
import DICOMTestSupport
import Testing

@Suite("Paths in words")
struct TagPathParsingTests {
    static let expected = TagPath([
        TagPath.Step(DataElement.Tag(0x5200_9230), item: 3), TagPath.Step(DataElement.Tag(0x0028_9145), item: 0),
        TagPath.Step(DataElement.Tag(0x0028_1052)),
    ])

    @Test(
        "are read with tags and with keywords",
        arguments: [
            "(5200,9230)[3].(0028,9145)[0].(0028,1052)", "52009230[3].00289145[0].00281052",
            "(5200,9230)[3] > (0028,9145)[0] > (0028,1052)",
            "PerFrameFunctionalGroupsSequence[3].PixelValueTransformationSequence[0].RescaleIntercept",
            " 52009230[3] . 00289145[0]>RescaleIntercept ",
        ])
    func read(text: String) throws {
        let path = try TagPath(parsing: text)
        #expect(path == Self.expected)
        #expect(path.description == "(5200,9230)[3] > (0028,9145)[0] > (0028,1052)")
        #expect(path.keywordDescription == "PerFrameFunctionalGroupsSequence[3].PixelValueTransformationSequence[0].RescaleIntercept")
    }

    @Test("are printed so that they can be read again")
    func roundTrip() throws {
        let private1 = TagPath.Step(DataElement.PrivateTag(creator: "SIEMENS CSA HEADER", group: 0x0029, element: 0x10), item: 2)
        let private2 = TagPath.Step(DataElement.PrivateTag(creator: #"A "B" \ Ω"#, group: 0x7FE1, element: 0xFF))
        let path = TagPath([TagPath.Step(DataElement.Tag(0x0040_A730), item: 17), private1, private2])
        #expect(path.description == #"(0040,A730)[17] > (0029,"SIEMENS CSA HEADER",10)[2] > (7FE1,"A \"B\" \\ Ω",FF)"#)
        #expect(try TagPath(parsing: path.description) == path)
        #expect(try TagPath(parsing: path.keywordDescription) == path)
        // A repeating group, whose keyword names only the first.
        let overlay = TagPath([TagPath.Step(DataElement.Tag(0x6002_3000))])
        #expect(overlay.keywordDescription == "(6002,3000)")
        #expect(try TagPath(parsing: "OverlayData").steps[0].tag == DataElement.Tag(0x6000_3000))
    }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [
            ("", 1, "tag or keyword"), ("PatientName StudyDate", 13, "name an item"), ("NoSuchKeyword", 1, "neither"),
            ("0010001", 1, "neither"),
            ("(0010,0010", 11, ")"), ("(0010.0010)", 6, "comma"), ("(001,00010)", 2, "group"), ("(0010,001G)", 7, "element"),
            ("PatientName[", 13, "number"), ("PatientName[1", 14, "]"), ("PatientName[-1]", 13, "number"),
            ("PatientName[99999999999]", 13, "number"),
            ("PatientName.StudyDate", 12, "name an item"), ("PatientName[0].", 16, "tag or keyword"),
            ("PatientName[0]StudyDate", 15, "point"),
            ("(0028,\"ACME\",10)", 2, "odd"), ("(0029,\"ACME,10)", 8, "quotation"), ("(0029,\"\",10)", 8, "name"),
            ("(0029,\"ACME\",1)", 14, "private element"),
            ("(0029,\"ACME\\", 8, "quotation"), (".PatientName", 1, "tag or keyword"),
        ] as [(String, Int, String)])
    func refuse(text: String, character: Int, problem: String) {
        let error = #expect(throws: DataSetError.self) { try TagPath(parsing: text) }
        #expect(error?.code == .invalidTagPath)
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }

    @Test("lead to elements, items and sequences")
    func lead() throws {
        let inner = DICOMBytesBuilder().element(0x0028_1052, "DS", "-1024")
        let outer = DICOMBytesBuilder().element(0x0029_0010, "LO", "ACME").element(0x0029_1001, "LO", "x").sequence(0x0028_9145, [inner])
        let bytes = DICOMBytesBuilder().element(0x0010_0010, "PN", "a^b").sequence(
            0x5200_9230, [outer, outer.element(0x0040_A730, "UN", [])])
        let dataSet = try DICOMFile(bytes: bytes.file()).dataSet
        func path(_ text: String) throws -> TagPath { try TagPath(parsing: text) }
        #expect(try dataSet[path("52009230[1].00289145[0].00281052")]?.strings() == ["-1024"])
        #expect(try dataSet[path("52009230[0].(0029,\"ACME\",01)")]?.strings() == ["x"])
        #expect(try dataSet[path("PatientName")]?.tag == .patientName)
        for absent in [
            "52009230[2].00289145[0].00281052", "52009230[0].00289145[1].00281052", "PatientName[0].00281052", "52009230[0]", "00281052",
        ] {
            #expect(try dataSet[path(absent)] == nil)
        }
        #expect(try dataSet.items(at: path("52009230")).count == 2 && dataSet.items(at: path("52009230[0].00289145")).count == 1)
        #expect(try dataSet.items(at: path("52009230[9].52009230")).isEmpty && dataSet.items(at: path("PatientName")).isEmpty)
        #expect(try dataSet.item(at: path("52009230[1].00289145[0]"))?.count == 1)
        #expect(try dataSet.item(at: path("52009230[2]")) == nil && dataSet.item(at: path("52009230")) == nil)
        #expect(dataSet.item(at: TagPath())?.count == 2 && dataSet[TagPath()] == nil)
    }
}
