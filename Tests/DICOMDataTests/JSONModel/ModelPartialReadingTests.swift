import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Reading the JSON and XML models in part")
struct ModelPartialReadingTests {
    /// A creator in a block that is not the first, so that XML must find it.
    private static let dataSet: DataSet? = try? {
        let item = Builder().element(0x0008_1150, "UI", "1.2").element(0x0010_0020, "LO", "inner")
        let bytes = Builder().element(0x0008_0060, "CS", "CT").sequence(0x0008_1140, [item]).element(0x0009_0011, "LO", "ACME")
            .element(0x0009_1101, "LO", "private").element(0x0010_0020, "LO", "P-17").element(0x0028_0010, "US", words: [4])
            .element(0x7FE0_0010, "OW", [1, 2])
        return try DICOMFile(bytes: bytes.file()).dataSet
    }()

    private func read(_ options: ReadingOptions, bulkData: BulkDataPlacement = .inline) throws -> [String] {
        let dataSet = try #require(Self.dataSet)
        return [
            try DataSet(json: dataSet.json(bulkData: bulkData), options: options, bulkData: .refused).outline,
            try DataSet(xml: dataSet.xml(bulkData: bulkData), options: options, bulkData: .refused).outline,
        ]
    }

    @Test("keeps chosen elements only, each with all that it holds")
    func only() throws {
        let expected = "00081140 SQ {00081150 UI 312E3200; 00100020 LO 696E6E657220}; 00100020 LO 502D3137"
        for outline in try read(ReadingOptions(mode: .strict, only: [.referencedImageSequence, .patientID])) {
            #expect(outline == expected)
        }
        for outline in try read(ReadingOptions(only: [])) { #expect(outline.isEmpty) }
    }

    @Test("keeps private elements by their tag, also where XML names their creator alone")
    func privateElements() throws {
        let (creator, element) = (DataElement.Tag(0x0009_0011), DataElement.Tag(0x0009_1101))
        for outline in try read(ReadingOptions(only: [element])) { #expect(outline == "00091101 LO 7072697661746520") }
        for outline in try read(ReadingOptions(only: [creator])) { #expect(outline == "00090011 LO 41434D45") }
    }

    @Test("leaves out what stands at a tag or behind it")
    func stoppingBefore() throws {
        for outline in try read(ReadingOptions(stoppingBefore: .patientID)) {
            #expect(outline.hasPrefix("00080060 CS 4354") && outline.hasSuffix("00091101 LO 7072697661746520"))
        }
    }

    @Test("does not ask for bulk data that is not wanted")
    func bulkData() throws {
        for outline in try read(ReadingOptions(only: [.rows]), bulkData: .uri("file")) { #expect(outline == "00280010 US 0400") }
        let dataSet = try #require(Self.dataSet)
        #expect { try DataSet(json: dataSet.json(bulkData: .uri("file")), bulkData: .refused) } throws: {
            ($0 as? DataSetError)?.code == .unreadable
        }
    }

    @Test("decodes text outside of ASCII though Specific Character Set was not chosen")
    func text() throws {
        var dataSet = DataSet()
        try dataSet.set(.specificCharacterSet, to: "ISO_IR 192")
        try dataSet.set(.patientName, to: "Müller^Jürgen")
        for read in [
            try DataSet(json: dataSet.json(), options: ReadingOptions(only: [.patientName])),
            try DataSet(xml: dataSet.xml(), options: ReadingOptions(only: [.patientName])),
        ] {
            #expect(read.count == 1)
            #expect(try read.string(.patientName) == "Müller^Jürgen")
        }
    }
}
