import DICOMData
import DICOMTestSupport
import Testing

@Suite("Editing data sets")
struct DataSetEditingTests {
    private static func read(_ builder: DICOMBytesBuilder) throws -> DICOMFile { try DICOMFile(bytes: builder.file()) }

    private static func rewritten(_ dataSet: DataSet) throws -> DataSet {
        try DICOMFile(bytes: try DICOMFile(dataSet).bytes(), options: .strict).dataSet
    }

    private let image = DICOMBytesBuilder().element(0x0008_0005, "CS", "ISO_IR 100").element(0x0008_0060, "CS", "CT")
        .element(0x0010_0010, "PN", [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72]).element(0x0010_0020, "LO", "P-1")
        .element(0x0028_0010, "US", words: [512])

    @Test("sets, replaces and removes, in ascending order of tags")
    func sets() throws {
        var dataSet = try Self.read(image).dataSet
        try dataSet.set(.patientID, to: "P-17")
        try dataSet.set(.studyDate, to: "20040131")
        try dataSet.set(.windowCenter, to: .numbers([40.5, 300]))
        #expect(dataSet.remove(.modality)?.tag == .modality && dataSet.remove(.modality) == nil)
        #expect(dataSet.map(\.tag) == [.specificCharacterSet, .studyDate, .patientName, .patientID, .rows, .windowCenter])
        let again = try Self.rewritten(dataSet)
        #expect(try again.string(.patientID) == "P-17" && again.doubles(.windowCenter) == [40.5, 300])
        #expect(try again.strings(.windowCenter) == ["40.5", "300"])
        #expect(try again.string(.patientName) == "Müller")
    }

    @Test("leave the copy that they were taken from as it was")
    func areValues() throws {
        let original = try Self.read(image).dataSet
        var copy = original
        try copy.set(.modality, to: "MR")
        #expect(try original.string(.modality) == "CT" && copy.string(.modality) == "MR")
    }

    @Test(
        "refuse what a representation cannot hold, and name no value (PS3.5 6.2)",
        arguments: [
            (DataElement.Tag.modality, DataElement.Value.texts(["ct scanner"])), (.rows, 65_536), (.rows, -1), (.rows, 1.5),
            (.sopInstanceUID, "1.02.3"), (.instanceNumber, "2147483648"), (.sliceThickness, "5mm"), (.patientAge, "34"),
            (.patientID, .texts([String(repeating: "x", count: 65)])), (.patientID, "secret\\name"), (.patientID, "secret\u{7}"),
            (.sliceThickness, .numbers([.infinity])), (.referencedImageSequence, "secret"),
        ])
    func refuse(tag: DataElement.Tag, value: DataElement.Value) throws {
        var dataSet = try Self.read(image).dataSet
        let before = dataSet.map(\.tag)
        #expect {
            try dataSet.set(tag, to: value)
        } throws: { error in
            guard let error = error as? DataSetError else { return false }
            return error.code == .invalidValue && error.path.steps.map(\.tag) == [tag] && !error.description.contains("secret")
        }
        #expect(dataSet.map(\.tag) == before)
    }

    @Test(
        "write decimal strings of 16 characters and fewer that are nearest",
        arguments: [
            (0.1, "0.1"), (-1234567.0, "-1234567"), (1.0 / 3, "0.33333333333333"), (-1.0 / 3, "-0.3333333333333"), (1e300, "1e300"),
            (-2.5e-300, "-2.5e-300"), (123_456_789.123_456_78, "123456789.123457"), (-1.234_567_890_123_456_7e-100, "-1.23456789e-100"),
            (0.999_999_999_999_999_9, "1"), (.leastNonzeroMagnitude, "5e-324"),
        ])
    func decimalStrings(number: Double, text: String) throws {
        var dataSet = DataSet()
        try dataSet.set(.sliceThickness, to: .numbers([number]))
        #expect(try dataSet.string(.sliceThickness) == text)
    }

    @Test("convert text when a data set takes elements of another character set, or declares another")
    func convertsText() throws {
        let latin = try Self.read(image).dataSet
        var unicode = DataSet()
        unicode.merge(latin)
        #expect(try Self.rewritten(unicode).string(.patientName) == "Müller")
        #expect(try Self.rewritten(unicode)[.patientName]?.bytes == Array("Müller ".utf8))

        var declared = latin
        try declared.set(.specificCharacterSet, to: "ISO_IR 192")
        try declared.set(.patientID, to: "Ω")
        #expect(try Self.rewritten(declared).string(.patientName) == "Müller")
        #expect(try Self.rewritten(declared).string(.patientID) == "Ω")

        let options = WritingOptions(characterSet: .isoIR192)
        let converted = try DICOMFile(bytes: try Self.read(image).bytes(options: options), options: .strict).dataSet
        #expect(try converted.string(.specificCharacterSet) == "ISO_IR 192" && converted.string(.patientName) == "Müller")
    }

    @Test("refuse characters that the character set lacks, and write none of them")
    func lacking() throws {
        var dataSet = try Self.read(image).dataSet
        #expect { try dataSet.set(.patientID, to: "Ω") } throws: { ($0 as? DataSetError)?.code == .unsupportedCharacterSet }
        dataSet.set(try DataElement(.patientID, "Ω"))
        #expect { try DICOMFile(dataSet).bytes() } throws: { ($0 as? DataSetError)?.code == .unsupportedCharacterSet }
    }

    @Test("merge with or without taking the place of what is there")
    func merges() throws {
        let other = try Self.read(DICOMBytesBuilder().element(0x0008_0060, "CS", "MR").element(0x0020_0013, "IS", "7")).dataSet
        var replaced = try Self.read(image).dataSet
        replaced.merge(other)
        #expect(try replaced.string(.modality) == "MR" && replaced.integer(.instanceNumber) == 7 && replaced.string(.patientID) == "P-1")
        var kept = try Self.read(image).dataSet
        kept.merge(other, replacing: false)
        #expect(try kept.string(.modality) == "CT" && kept.integer(.instanceNumber) == 7)
        #expect(kept.map(\.tag) == kept.map(\.tag).sorted())
    }

    @Test("edit inside of sequences by path, and share the items beside")
    func editsItems() throws {
        let item = DICOMBytesBuilder().element(0x0008_1155, "UI", "1.2.3")
        var file = try Self.read(DICOMBytesBuilder().sequence(0x0008_1140, [item, item]).element(0x0028_0010, "US", words: [5]))
        let second = TagPath([.init(.referencedImageSequence, item: 1), .init(.referencedSOPInstanceUID)])
        try file.dataSet.set(second, to: "2.25.7")
        file.dataSet.editItems(of: .referencedImageSequence) { $0.append(DataSet()) }
        let items = try DICOMFile(bytes: try file.bytes(), options: .strict).dataSet.items(.referencedImageSequence)
        #expect(try items.map { try $0.string(.referencedSOPInstanceUID) } == ["1.2.3", "2.25.7", nil])
        try file.dataSet.remove(second)
        #expect(file.dataSet.items(.referencedImageSequence)[1].isEmpty)
        let nowhere = TagPath([.init(.referencedImageSequence, item: 9), .init(.referencedSOPInstanceUID)])
        #expect { try file.dataSet.set(nowhere, to: "1") } throws: { ($0 as? DataSetError)?.path == nowhere }
    }

    @Test("reserve blocks for private creators, and keep out of those that are taken (PS3.5 7.8.1)")
    func privateBlocks() throws {
        var dataSet = try Self.read(
            DICOMBytesBuilder().element(0x0029_0010, "LO", "ACME").element(0x0029_1101, "LO", "stray")
        ).dataSet
        try dataSet.set(privateElement: 0x01, group: 0x29, creator: "OTHER", to: "a", as: .lo)
        try dataSet.set(privateElement: 0x02, group: 0x29, creator: "ACME", to: "b", as: .lo)
        try dataSet.set(privateElement: 0x03, group: 0x29, creator: "OTHER", to: "c", as: .lo)
        let expected: [UInt32] = [0x0029_0010, 0x0029_0012, 0x0029_1002, 0x0029_1101, 0x0029_1201, 0x0029_1203]
        #expect(dataSet.map(\.tag.rawValue) == expected)
        #expect(try dataSet.string(DataElement.Tag(0x0029_0012)) == "OTHER")
        #expect(throws: DataSetError.self) { try dataSet.reserveBlock(of: "ACME", group: 0x28) }
        #expect(throws: DataSetError.self) { try dataSet.set(DataElement.Tag(0x0029_1001), to: "no representation") }
    }

    @Test("hold bytes, tags, fragments and sequences that were made")
    func kinds() throws {
        var item = DataSet()
        try item.set(.patientID, to: "Ω-1")
        var dataSet = DataSet()
        try dataSet.set(.frameIncrementPointer, to: .tags([.frameTime]))
        try dataSet.set(.otherPatientIDsSequence, to: .items([item, DataSet()]))
        try dataSet.set(.patientName, to: .empty)
        try dataSet.set(.pixelData, to: .fragments([[], [1, 2, 3], [4]]))
        let again = try DICOMFile(bytes: try DICOMFile(dataSet, transferSyntax: .rleLossless).bytes(), options: .strict).dataSet
        #expect(try again[.frameIncrementPointer]?.tags() == [.frameTime])
        #expect(try again.items(.otherPatientIDsSequence).map { try $0.string(.patientID) } == ["Ω-1", nil])
        #expect(again[.patientName]?.isEmpty == true)
        let fragments = try #require(again[.pixelData]?.fragments)
        #expect(fragments.indices.map { fragments.bytes(of: $0) } == [[], [1, 2, 3, 0], [4, 0]])
    }

    @Test("set and remove private elements by their creator, and leave the creator alone")
    func privatePaths() throws {
        var dataSet = DataSet()
        let path = try TagPath(parsing: "(0029,\"ACME\",10)")
        try dataSet.set(path, to: "a", as: .lo)
        #expect(dataSet.map(\.tag.rawValue) == [0x0029_0010, 0x0029_1010])
        #expect(try dataSet.string(DataElement.Tag(0x0029_0010)) == "ACME")
        try dataSet.remove(path)
        #expect(dataSet.map(\.tag.rawValue) == [0x0029_0010])
    }

    @Test("leave nothing of items that were taken out")
    func emptied() throws {
        let item = DICOMBytesBuilder().element(0x0008_1155, "UI", "1.2.3")
        var dataSet = try Self.read(DICOMBytesBuilder().sequence(0x0008_1140, [item])).dataSet
        dataSet.editItems(of: .referencedImageSequence) { $0.removeAll() }
        let element = try #require(dataSet[.referencedImageSequence])
        #expect(element.isEmpty && element.bytes.isEmpty && element.items.isEmpty)
    }

    @Test("give fragments that were made as the items that they are in a file (PS3.5 A.4)")
    func madeFragments() throws {
        let element = try DataElement(.pixelData, .fragments([[], [1, 2, 3]]))
        #expect(element.bytes == [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0, 4, 0, 0, 0, 1, 2, 3, 0])
    }
}
