import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Reading data sets, PS3.5 chapter 7 and Annex A")
struct DataSetReaderTests {
    static let encodings: [DICOMBytesBuilder.Encoding] = [.explicit, .implicit, .explicitBigEndian]

    private func outline(_ builder: DICOMBytesBuilder) throws -> String {
        try DICOMFile(bytes: builder.file(), options: .strict).dataSet.outline
    }

    /// PS3.5 7.1.2: tables 7.1-1 (32-bit lengths after two reserved bytes) and 7.1-2 (16-bit lengths), bytes written out.
    @Test(
        "finds the value behind each form of explicit header",
        arguments: [
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US",
        ].map { ($0, [4, 0]) }
            + ["OB", "OD", "OF", "OL", "OV", "OW", "SV", "UC", "UN", "UR", "UT", "UV"].map { ($0, [0, 0, 4, 0, 0, 0]) })
    func readsHeader(name: String, length: [UInt8]) throws {
        let element = [0x72, 0, 0x60, 0] + Array(name.utf8) + length + [1, 2, 3, 4]
        let file = try DICOMFile(bytes: Builder().raw(element).file(), options: .strict)
        let read = try #require(file.dataSet.first)
        #expect(file.dataSet.count == 1)
        #expect(read.valueRepresentation.name == name && read.bytes == [1, 2, 3, 4])
        #expect(read.length == 4 && read.valueOffset == 172 + element.count - 4 && !read.hasUndefinedLength)
    }

    @Test("takes representations from the dictionary where the encoding has none")
    func readsImplicit() throws {
        let builder = Builder(.implicit).element(0x0008_0000, "", longs: [99]).element(0x0008_0060, "", "CT")
            .element(0x0009_0010, "", "ACME").element(0x0009_1001, "", [1, 2]).element(0x0010_0010, "", "Probst")
            .element(0x6002_3000, "", [1, 2]).element(0x7FE0_0010, "", [3, 4])
        #expect(
            try outline(builder)
                == "00080000 UL 63000000; 00080060 CS 4354; 00090010 LO 41434D45; 00091001 UN 0102; 00100010 PN 50726F627374; "
                + "60023000 OW 0102; 7FE00010 OW 0304")
    }

    @Test("decides between US and SS by Pixel Representation, that of an item inside it only", arguments: [UInt16(0), 1])
    func decidesSign(representation: UInt16) throws {
        let inner = Builder(.implicit).element(0x0028_0103, "", words: [1 - representation]).element(0x0028_0106, "", words: [1])
        let builder = Builder(.implicit).element(0x0028_0103, "", words: [representation]).sequence(0x0028_3000, [inner])
            .sequence(0x0040_9096, [Builder(.implicit).element(0x0040_9216, "", words: [5])])
        let names = ["US", "SS"]
        #expect(
            try outline(builder)
                == "00280103 US 0\(representation)00; 00283000 SQ {00280103 US 0\(1 - representation)00; "
                + "00280106 \(names[Int(1 - representation)]) 0100}; 00409096 SQ {00409216 \(names[Int(representation)]) 0500}")
    }

    @Test("reads items of either length within each other", arguments: encodings, DICOMBytesBuilder.Lengths.allCases)
    func readsSequences(encoding: DICOMBytesBuilder.Encoding, lengths: DICOMBytesBuilder.Lengths) throws {
        let code = Builder(encoding).element(0x0008_0100, "SH", "T1")
        let middle = Builder(encoding).element(0x0040_A13A, "DT", "2024")
            .sequence(0x0040_A168, [code, Builder(encoding), code], lengths: lengths)
        let builder = Builder(encoding).element(0x0008_0060, "CS", "SR").sequence(0x0040_A504, [], lengths: lengths)
            .sequence(0x0040_A730, [middle, code], lengths: lengths).element(0x0070_0080, "CS", "OK")
        #expect(
            try outline(builder)
                == "00080060 CS 5352; 0040A504 SQ; 0040A730 SQ {0040A13A DT 32303234; 0040A168 SQ {00080100 SH 5431}{}{00080100 SH 5431}}"
                + "{00080100 SH 5431}; 00700080 CS 4F4B")
    }

    @Test("reads encapsulated fragments, the offset table first")
    func readsFragments() throws {
        let builder = Builder().fragments([[1, 2], [], [3, 4, 5, 6]], offsets: [0, 10]).element(0xFFFC_FFFC, "OB", [0, 0])
        #expect(try outline(builder) == "7FE00010 OB <000000000A000000|0102||03040506>; FFFCFFFC OB 0000")
        let file = try DICOMFile(bytes: builder.file(transferSyntax: "1.2.840.10008.1.2.5"), options: .strict)
        let pixels = try #require(file.dataSet[DataElement.Tag(0x7FE0_0010)])
        // Header 12, table item 8 + 8, then an item header: the first fragment's two bytes, 170 + 36 into the file.
        #expect(pixels.fragments[1] == 208..<210)
        #expect(pixels.isEncapsulated && pixels.hasUndefinedLength && pixels.length == 46 && pixels.items.isEmpty)
    }

    @Test("reads fragments under a defined length, as some writers have them")
    func readsFragmentsOfDefinedLength() throws {
        let run = Builder().marker(Builder.item).marker(Builder.item, length: 2).raw([1, 2])
        let file = try DICOMFile(bytes: Builder().element(0x7FE0_0010, "OB", run.bytes).file())
        #expect(file.dataSet.outline == "7FE00010 OB <|0102>" && file.repairs.map(\.quirk) == [.explicitLengthEncapsulated])
        let native = Builder().marker(Builder.item).raw([UInt8](repeating: 0, count: 9)).raw([1])
        #expect(try outline(Builder().element(0x7FE0_0010, "OB", native.bytes)) == "7FE00010 OB FEFF00E000000000" + "00000000000000000001")
    }

    /// PS3.5 6.2.2, note 2.
    @Test(
        "reads UN of undefined length as an implicit little endian sequence",
        arguments: [DICOMBytesBuilder.Encoding.explicit, .explicitBigEndian])
    func readsUnknownSequence(encoding: DICOMBytesBuilder.Encoding) throws {
        let inner = Builder(.implicit).element(0x0028_0010, "", words: [0x0102])
        let builder = Builder(encoding).header(0x0009_1001, "UN", length: .max)
            .raw(Builder(.implicit).item(inner, lengths: .undefined).item(inner).marker(Builder.sequenceDelimiter).bytes)
            .element(0x0028_0010, "US", words: [3])
        let file = try DICOMFile(bytes: builder.file(), options: .strict)
        let value = encoding == .explicit ? "0300" : "0003"
        #expect(file.dataSet.outline == "00091001 UN {00280010 US 0201}{00280010 US 0201}; 00280010 US \(value)")
        // The numbers in it are little endian in a big-endian file too.
        #expect(try file.dataSet.items(DataElement.Tag(0x0009_1001)).map { try $0.integer(.rows) } == [0x0102, 0x0102])
        #expect(try file.dataSet.integer(.rows) == 3)
    }

    @Test("reads numbers in the order of the encoding", arguments: encodings)
    func readsNumbers(encoding: DICOMBytesBuilder.Encoding) throws {
        let item = Builder(encoding).element(0x0028_0010, "US", words: [512])
        let builder = Builder(encoding).sequence(0x0008_1140, [item]).element(0x0028_0009, "AT", words: [0x0018, 0x1063])
            .element(0x0028_0010, "US", words: [0x1234]).element(0x0072_0078, "UL", longs: [0x0102_0304])
        let dataSet = try DICOMFile(bytes: builder.file(), options: .strict).dataSet
        #expect(try dataSet.integer(.rows) == 0x1234)
        #expect(try dataSet.integers(DataElement.Tag(0x0072_0078)) == [0x0102_0304])
        #expect(try dataSet[DataElement.Tag(0x0028_0009)]?.tags() == [DataElement.Tag(0x0018_1063)])
        #expect(try dataSet.items(DataElement.Tag(0x0008_1140))[0].integer(.rows) == 512)
    }

    @Test("reads elements after Pixel Data, and empty ones")
    func readsBehindPixels() throws {
        let builder = Builder().element(0x0010_0030, "DA", "").element(0x7FE0_0010, "OW", [1, 2]).element(0xFFFA_FFFA, "SQ", [])
            .element(0xFFFC_FFFC, "OB", [0, 0])
        #expect(try outline(builder) == "00100030 DA; 7FE00010 OW 0102; FFFAFFFA SQ; FFFCFFFC OB 0000")
    }

    @Test("gives an empty data set for a file that ends behind File Meta Information")
    func readsNothing() throws { #expect(try outline(Builder()) == "") }
}
