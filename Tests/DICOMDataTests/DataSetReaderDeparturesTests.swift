import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

/// What strict reading must refuse, and where; what lenient reading must make of it.
struct Departure: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var builder: DICOMBytesBuilder
    var code: DataSetError.Code
    var path = ""
    /// From the start of the data set.
    var offset: Int
    var outline: String
    var repairs = 1

    init(
        _ name: String, _ builder: DICOMBytesBuilder, _ code: DataSetError.Code, _ path: String = "", at offset: Int, gives outline: String,
        repairs: Int = 1
    ) {
        testDescription = name
        self.builder = builder
        self.code = code
        self.path = path
        self.offset = offset
        self.outline = outline
        self.repairs = repairs
    }
}

@Suite("Departures from PS3.5 chapter 7")
struct DataSetReaderDeparturesTests {
    /// Ten bytes each.
    private static let modality = Builder().element(0x0008_0060, "CS", "CT")
    private static let patient = Builder().element(0x0010_0020, "LO", "AB")
    private static let modalityOutline = "00080060 CS 4354"
    private static let patientOutline = "00100020 LO 4142"
    private static let sequenceOutline = "00081140 SQ {00080060 CS 4354}"

    /// The header, 12 bytes, of a sequence.
    private static func sequence(length: UInt32 = .max) -> DICOMBytesBuilder { Builder().header(0x0008_1140, "SQ", length: length) }

    /// The header, 12 bytes, of Pixel Data and an empty offset table, 8 bytes.
    private static let pixels = Builder().header(0x7FE0_0010, "OB", length: .max).marker(Builder.item)

    static let overruns = [
        Departure(
            "a value that runs past the end", modality.element(0x0010_0020, "LO", [0x41, 0x42], length: 10), .lengthOverrun, "(0010,0020)",
            at: 10, gives: "\(modalityOutline); \(patientOutline)"),
        Departure(
            "a sequence that runs past the end", sequence(length: 100).item(modality), .lengthOverrun, "(0008,1140)", at: 0,
            gives: sequenceOutline),
        Departure(
            "an item that runs past its sequence", sequence(length: 18).marker(Builder.item, length: 20).raw(modality.bytes),
            .lengthOverrun, "(0008,1140)[0] > (FFFE,E000)", at: 12, gives: sequenceOutline),
        Departure(
            "a value that runs past its item",
            sequence(length: 36).item(modality).marker(Builder.item, length: 10).raw(
                Builder().element(0x0008_0060, "CS", [67, 84], length: 4).bytes
            )
            .raw(patient.bytes),
            .lengthOverrun, "(0008,1140)[1] > (0008,0060)", at: 38,
            gives: "00081140 SQ {00080060 CS 4354}{00080060 CS 4354}; \(patientOutline)"),
        Departure(
            "bytes behind the last element, too few for one", modality.raw([1, 2, 3]), .lengthOverrun, at: 10, gives: modalityOutline),
        Departure(
            "a long header that is cut", modality.tag(0x7FE0_0010).raw(Array("OB".utf8) + [0, 0]), .lengthOverrun, "(7FE0,0010)", at: 10,
            gives: modalityOutline),
        Departure(
            "a header of unknown representation that is cut", modality.tag(0x7FE0_0010).raw(Array("ZZ".utf8) + [0, 0, 1]), .lengthOverrun,
            "(7FE0,0010)", at: 10, gives: modalityOutline),
        Departure(
            "bytes behind the last item, too few for one", sequence(length: 22).item(modality).raw([0, 0, 0, 0]).raw(patient.bytes),
            .lengthOverrun, "(0008,1140)", at: 30, gives: "\(sequenceOutline); \(patientOutline)"),
        Departure(
            "a fragment that runs past the end", pixels.marker(Builder.item, length: 10).raw([1, 2]), .lengthOverrun,
            "(7FE0,0010) > (FFFE,E000)", at: 20, gives: "7FE00010 OB <|0102>", repairs: 2),
    ]

    static let structure = [
        Departure(
            "an item without its delimiter",
            sequence().marker(Builder.item, length: .max).raw(modality.bytes).marker(Builder.sequenceDelimiter),
            .sequenceStructure, "(0008,1140)[0]", at: 30, gives: sequenceOutline),
        Departure(
            "an item that the next one ends",
            sequence().marker(Builder.item, length: .max).raw(modality.bytes).item(modality, lengths: .undefined).item(modality)
                .marker(Builder.sequenceDelimiter).raw(patient.bytes),
            .sequenceStructure, "(0008,1140)[0]", at: 30,
            gives: "\(sequenceOutline){\(modalityOutline)}{\(modalityOutline)}; \(patientOutline)"),
        Departure(
            "a sequence without its delimiter", sequence().item(modality), .sequenceStructure, "(0008,1140)", at: 30, gives: sequenceOutline
        ),
        Departure(
            "item and sequence without delimiters", sequence().marker(Builder.item, length: .max).raw(modality.bytes), .sequenceStructure,
            "(0008,1140)[0]", at: 30, gives: sequenceOutline, repairs: 2),
        Departure(
            "a sequence's delimiter with a length", sequence().item(modality).marker(Builder.sequenceDelimiter, length: 4),
            .sequenceStructure,
            "(0008,1140)", at: 30, gives: sequenceOutline),
        Departure(
            "an item's delimiter with a length",
            sequence().marker(Builder.item, length: .max).raw(modality.bytes).marker(Builder.itemDelimiter, length: 4)
                .marker(Builder.sequenceDelimiter),
            .sequenceStructure, "(0008,1140)[0]", at: 30, gives: sequenceOutline),
        Departure(
            "a delimiter among the elements", modality.marker(Builder.itemDelimiter).raw(patient.bytes), .sequenceStructure, at: 10,
            gives: "\(modalityOutline); \(patientOutline)"),
        Departure(
            "an item among the elements", modality.item(modality).raw(patient.bytes), .sequenceStructure, at: 10,
            gives: "\(modalityOutline); \(patientOutline)"),
        Departure(
            "a delimiter in a sequence of defined length",
            sequence(length: 26).item(modality).marker(Builder.sequenceDelimiter).raw(patient.bytes), .sequenceStructure, "(0008,1140)",
            at: 30, gives: "\(sequenceOutline); \(patientOutline)"),
        Departure(
            "an element in the place of an item of a defined length", sequence(length: 10).raw(modality.bytes).raw(patient.bytes),
            .sequenceStructure, "(0008,1140)", at: 12, gives: "00081140 SQ; \(patientOutline)"),
        Departure(
            "an element in the place of an item of an undefined length", sequence().raw(patient.bytes), .sequenceStructure, "(0008,1140)",
            at: 12, gives: "00081140 SQ; \(patientOutline)"),
        Departure(
            "fragments without their delimiter", pixels.marker(Builder.item, length: 2).raw([1, 2]), .sequenceStructure, "(7FE0,0010)",
            at: 30, gives: "7FE00010 OB <|0102>"),
        Departure(
            "an element among the fragments", pixels.element(0xFFFC_FFFC, "OB", [0, 0]), .sequenceStructure, "(7FE0,0010)", at: 20,
            gives: "7FE00010 OB <>; FFFCFFFC OB 0000"),
        Departure(
            "the fragments' delimiter with a length", pixels.marker(Builder.sequenceDelimiter, length: 1), .sequenceStructure,
            "(7FE0,0010)", at: 20, gives: "7FE00010 OB <>"),
    ]

    static let elements = [
        Departure(
            "elements out of order", patient.raw(modality.bytes), .elementOrder, at: 20, gives: "\(modalityOutline); \(patientOutline)"),
        Departure(
            "a tag that comes twice", modality.element(0x0008_0060, "CS", "MR"), .elementOrder, at: 20,
            gives: "\(modalityOutline); 00080060 CS 4D52"),
        Departure(
            "elements out of order in an item", sequence(length: 28).item(patient.raw(modality.bytes)), .elementOrder, "(0008,1140)[0]",
            at: 40, gives: "00081140 SQ {\(modalityOutline); \(patientOutline)}"),
        Departure(
            "a representation that is unknown", modality.tag(0x0010_0020).raw(Array("ZZ".utf8) + [0, 0, 2, 0, 0, 0, 0x41, 0x42]),
            .unknownValueRepresentation, "(0010,0020)", at: 10, gives: "\(modalityOutline); 00100020 UN 4142"),
        Departure(
            "a first representation that is unknown", Builder().tag(0x0008_0060).raw(Array("ZZ".utf8) + [0, 0, 2, 0, 0, 0, 0x41, 0x42]),
            .unknownValueRepresentation, "(0008,0060)", at: 0, gives: "00080060 UN 4142"),
        Departure(
            "an implicit element where the encoding is explicit",
            modality.raw(Builder(.implicit).element(0x0010_0020, "", "AB").bytes).element(0x0010_0040, "CS", "O"), .encodingMismatch,
            "(0010,0020)", at: 10, gives: "\(modalityOutline); \(patientOutline); 00100040 CS 4F20"),
        Departure(
            "a text of undefined length",
            Builder().header(0x0008_1190, "UR", length: .max).item(modality).marker(Builder.sequenceDelimiter).raw(patient.bytes),
            .invalidLength, "(0008,1190)", at: 12, gives: "00081190 UR {\(modalityOutline)}; \(patientOutline)"),
        Departure(
            "an odd length", modality.element(0x0010_0020, "LO", [0x41]), .invalidLength, "(0010,0020)", at: 10,
            gives: "\(modalityOutline); 00100020 LO 41"),
        Departure(
            "odd lengths, of which the first is named", modality.element(0x0010_0020, "LO", [0x41]).element(0x0010_0040, "CS", [0x4F]),
            .invalidLength, "(0010,0020)", at: 10, gives: "\(modalityOutline); 00100020 LO 41; 00100040 CS 4F"),
        Departure(
            "a fragment of odd length",
            pixels.marker(Builder.item, length: 1).raw([9]).marker(Builder.sequenceDelimiter), .invalidLength, "(7FE0,0010) > (FFFE,E000)",
            at: 20, gives: "7FE00010 OB <|09>"),
    ]

    @Test(
        "are refused in strict mode, with their place, and named and got past in lenient mode", arguments: overruns + structure + elements)
    func areNamed(departure: Departure) throws {
        let bytes = departure.builder.file()
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: bytes, options: .strict) }
        #expect(error.code == departure.code)
        #expect(error.path.description == departure.path)
        #expect(error.offset == departure.offset + 172)  // 128 + 4 preamble, 12 + 28 File Meta Information
        #expect(!error.problem.isEmpty && !error.remedy.isEmpty)

        let file = try DICOMFile(bytes: bytes, options: .lenient)
        #expect(file.dataSet.outline == departure.outline)
        #expect(file.repairs.count == departure.repairs)
        #expect(file.repairs.first?.departure == error)
    }

    @Test("of equal tags the last that was written is found")
    func findsLast() throws {
        let file = try DICOMFile(bytes: Self.patient.raw(Self.modality.bytes).element(0x0008_0060, "CS", "MR").file())
        #expect(try file.dataSet.string(.modality) == "MR")
        #expect(file.dataSet.count == 3 && file.repairs.map(\.quirk) == [.duplicateElement])
    }

    @Test("hold no value in their words")
    func holdNoValues() throws {
        let secret = Builder().element(0x0010_0020, "LO", "SECRET-1").element(0x0010_0010, "PN", "SECRET^NAME")
            .element(0x0010_1000, "LO", [83, 69, 67, 82, 69, 84], length: 50)
        let file = try DICOMFile(bytes: secret.file())
        #expect(file.repairs.count == 2)
        for repair in file.repairs {
            #expect(!repair.description.contains("SECRET") && !repair.departure.description.contains("SECRET"))
        }
    }

    /// A cut file is the commonest damage: whatever is whole must come out, wherever the cut is.
    @Test("never keep lenient reading from what comes before a cut", arguments: GoldenObject.all)
    func survivesEveryCut(object: GoldenObject) throws {
        let bytes = try object.bytes()
        let whole = try DICOMFile(bytes: bytes, options: .strict).dataSet
        for end in stride(from: 400, to: bytes.count, by: 1) {
            let cut = try DICOMFile(bytes: Array(bytes[..<end]))
            for (element, expected) in zip(cut.dataSet.dropLast(), whole) where element.bytes != expected.bytes {
                Issue.record("cut at \(end), \(element.tag)")
            }
            let complete = whole.prefix { $0.valueOffset + $0.length <= end }.count
            // The delimiter behind the last value may be what was cut off.
            #expect(cut.dataSet.count >= complete, "cut at \(end)")
        }
    }
}
