import DICOMData
import DICOMTestSupport
import Testing

@Suite("Private elements in a data set, PS3.5 7.8.1")
struct DataSetPrivateElementsTests {
    /// The creators stand in blocks of their own choice, and within an item in others.
    private static func dataSet(
        _ encoding: DICOMBytesBuilder.Encoding = .implicit, options: ReadingOptions = .strict
    ) throws -> DataSet {
        let float = DICOMBytesBuilder(encoding).number32(1000.0.bitPattern32).bytes
        let item = DICOMBytesBuilder(encoding).element(0x0029_0011, "LO", "SIEMENS CSA HEADER").element(0x0029_1108, "UN", "IMAGE NUM 4")
        let bytes = DICOMBytesBuilder(encoding)
            .element(0x0011_0010, "LO", "ACME 1.0").element(0x0011_1001, "UN", [1, 2, 3, 4]).element(0x0011_1002, "UN", "abcd")
            .element(0x0029_0010, "LO", "SIEMENS CSA HEADER").element(0x0029_0011, "LO", "SIEMENS MEDCOM HEADER ")
            .element(0x0029_0012, "LO", "SIEMENS CSA HEADER")
            .element(0x0029_1008, "UN", "IMAGE NUM 4").element(0x0029_1108, "UN", "SOM 5").element(0x0029_1209, "UN", "20040101")
            .element(0x0029_1308, "UN", "nobody's")
            .sequence(0x0040_A730, [item])
            .element(0x2001_0010, "LO", "Philips Imaging DD 001").element(0x2001_1003, "UN", float)
        return try DICOMFile(bytes: bytes.file(), options: options).dataSet
    }

    @Test("name their creator", arguments: [DICOMBytesBuilder.Encoding.implicit, .explicit])
    func nameCreator(encoding: DICOMBytesBuilder.Encoding) throws {
        let dataSet = try Self.dataSet(encoding)
        #expect(dataSet.privateCreator(of: DataElement.Tag(0x0029_1008)) == "SIEMENS CSA HEADER")
        #expect(dataSet.privateCreator(of: DataElement.Tag(0x0029_1108)) == "SIEMENS MEDCOM HEADER")
        #expect(dataSet.privateCreator(of: DataElement.Tag(0x0029_1308)) == nil)
        #expect(dataSet.privateCreator(of: DataElement.Tag(0x0029_0010)) == nil && dataSet.privateCreator(of: .patientName) == nil)
        #expect(dataSet.privateBlocks(of: "SIEMENS CSA HEADER", group: 0x0029) == [0x10, 0x12])
        #expect(dataSet.privateBlocks(of: "SIEMENS CSA HEADER", group: 0x0028).isEmpty)
    }

    @Test("are found by their creator in whichever block it has, item by item")
    func areFound() throws {
        let dataSet = try Self.dataSet()
        let type = DataElement.PrivateTag(creator: "SIEMENS CSA HEADER", group: 0x0029, element: 0x08)
        #expect(dataSet[type]?.tag == DataElement.Tag(0x0029_1008))
        #expect(dataSet.items(DataElement.Tag(0x0040_A730))[0][type]?.tag == DataElement.Tag(0x0029_1108))
        // In the creator's second block.
        #expect(dataSet[.init(creator: "SIEMENS CSA HEADER", group: 0x0029, element: 0x09)]?.tag == DataElement.Tag(0x0029_1209))
        #expect(dataSet[.init(creator: "SIEMENS CSA HEADER", group: 0x0029, element: 0x10)] == nil)
        #expect(dataSet[.init(creator: "SIEMENS CSA", group: 0x0029, element: 0x08)] == nil)
    }

    @Test("are read as what the dictionary knows of their creator", arguments: [DICOMBytesBuilder.Encoding.implicit, .explicit])
    func areRead(encoding: DICOMBytesBuilder.Encoding) throws {
        let dataSet = try Self.dataSet(encoding)
        let type = try #require(dataSet[DataElement.Tag(0x0029_1008)])
        #expect(type.valueRepresentation == .un && type.effectiveRepresentation == .cs)
        #expect(try type.strings() == ["IMAGE NUM 4"])
        #expect(type.name == "CSA Image Header Type" && type.privateEntry?.creator == "SIEMENS CSA HEADER")
        let factor = try #require(dataSet[DataElement.Tag(0x2001_1003)])
        #expect(try factor.doubles() == [1000] && factor.floats() == [1000])
        // Of these nobody knows the creator, or the element.
        for tag: UInt32 in [0x0029_1308, 0x0011_1001] {
            let unknown = try #require(dataSet[DataElement.Tag(tag)])
            #expect(unknown.effectiveRepresentation == .un && unknown.name == nil && unknown.privateEntry == nil)
            #expect(throws: DataSetError.self) { try unknown.strings() }
        }
        #expect(dataSet[DataElement.Tag(0x0029_0010)]?.name == "Private Creator")
    }

    @Test("are known by a dictionary of the caller's own first")
    func ownDictionary() throws {
        var own = PrivateDictionary()
        own[.init(creator: "ACME 1.0", group: 0x0011, element: 0x01)] = .init(name: "Dose Map", valueRepresentation: .us)
        own[.init(creator: "SIEMENS CSA HEADER", group: 0x0029, element: 0x08)] = .init(name: "Kind", valueRepresentation: .lo)
        own[DataElement.Tag(0x0011_1002)] = .init(name: "By Tag", keyword: "ByTag", valueRepresentation: .sh)
        let dataSet = try Self.dataSet(options: ReadingOptions(mode: .strict, dictionary: own))
        let map = try #require(dataSet[DataElement.Tag(0x0011_1001)])
        #expect(map.name == "Dose Map" && map.effectiveRepresentation == .us)
        #expect(try map.integers() == [0x0201, 0x0403])
        let kind = try #require(dataSet[DataElement.Tag(0x0029_1008)])
        #expect(kind.name == "Kind" && kind.effectiveRepresentation == .lo)
        #expect(dataSet[DataElement.Tag(0x0011_1002)]?.effectiveRepresentation == .sh)
        #expect(dataSet[DataElement.Tag(0x2001_1003)]?.name == "Diffusion B-Factor")
        #expect(try TagPath(parsing: "ByTag", dictionary: own).steps == [TagPath.Step(DataElement.Tag(0x0011_1002))])
    }

    @Test("of two dictionaries merged, the second counts")
    func merge() {
        let tag = DataElement.PrivateTag(creator: "ACME 1.0", group: 0x0011, element: 0x01)
        let other = DataElement.PrivateTag(creator: "ACME 2.0", group: 0x0011, element: 0x01)
        var first = PrivateDictionary()
        #expect(first.isEmpty)
        first[tag] = .init(name: "One", valueRepresentation: .us)
        first[other] = .init(name: "Other", valueRepresentation: .us)
        first[.patientName] = .init(name: "One", valueRepresentation: .pn)
        var second = PrivateDictionary()
        second[tag] = .init(name: "Two", valueRepresentation: .ss)
        let merged = first.merging(second)
        #expect(merged[tag]?.name == "Two" && merged[other]?.name == "Other" && merged[.patientName]?.name == "One")
        #expect(second.merging(first)[tag]?.name == "One")
        first[tag] = nil
        #expect(first[tag] == nil && first[other] != nil)
    }
}

extension Double {
    fileprivate var bitPattern32: UInt32 { Float(self).bitPattern }
}
