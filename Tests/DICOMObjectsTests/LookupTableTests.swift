import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Lookup tables, PS3.3 C.11.1.1, C.11.2.1 and C.7.9")
struct LookupTableTests {
    private func item(
        _ descriptor: [UInt16], _ data: DICOMBytesBuilder, encoding: DICOMBytesBuilder.Encoding = .explicit
    ) throws -> DataSet {
        let builder = DICOMBytesBuilder(encoding).element(0x0028_3002, "US", words: descriptor).element(0x0028_3003, "LO", "as meant")
        return try DICOMFile(bytes: builder.raw(data.bytes).file()).dataSet
    }

    private func words(_ values: [UInt16], _ representation: String = "OW") -> DICOMBytesBuilder {
        DICOMBytesBuilder().element(0x0028_3006, representation, words: values)
    }

    @Test("have the entries that the descriptor counts, 0 counting as 65,536")
    func counts() throws {
        let table = try LookupTable(item([3, 0xFF38, 12], words([7, 8, 9, 10])))
        #expect(table.entries == [7, 8, 9] && table.descriptor.count == 3 && table.descriptor.bitsPerEntry == 12)
        #expect(table.descriptor.firstValueMapped(isSigned: false) == 65_336 && table.descriptor.firstValueMapped(isSigned: true) == -200)
        #expect(table.explanation == "as meant")
        let whole = try LookupTable(item([0, 0, 16], words((0..<65_536).map { UInt16($0) })))
        #expect(whole.entries.count == 65_536 && whole.entries[65_535] == 65_535)
    }

    @Test("of 8 bits come as words, as bytes, and packed into words of any byte order")
    func narrowEntries() throws {
        #expect(try LookupTable(item([3, 0, 8], words([1, 2, 3]))).entries == [1, 2, 3])
        #expect(try LookupTable(item([3, 0, 8], words([0x0201, 0x0003]))).entries == [1, 2, 3])
        let bytes = DICOMBytesBuilder().element(0x0028_3006, "OB", [1, 2, 3, 0])
        #expect(try LookupTable(item([3, 0, 8], bytes)).entries == [1, 2, 3])
        // Words of big endian have the high byte first; the first entry is still the low one.
        let big = DICOMBytesBuilder(.explicitBigEndian).element(0x0028_3006, "OW", words: [0x0201, 0x0003])
        #expect(try LookupTable(item([3, 0, 8], big, encoding: .explicitBigEndian)).entries == [1, 2, 3])
    }

    @Test("shorter than their descriptor, or without one, are refused by name: CVE-2024-22391, CVE-2024-28130")
    func refusesDamaged() throws {
        let tables = [
            try item([4, 0, 16], words([1, 2, 3])), try item([0, 0, 16], words([1, 2, 3])), try item([3, 0, 16], words([0x0201, 3])),
            try item([3, 0, 0], words([1, 2, 3])), try item([3, 0, 17], words([1, 2, 3])), try item([3, 0], words([1, 2, 3])),
            try item([3, 0, 16], words([])), try item([3, 0, 16], DICOMBytesBuilder()),
            try DICOMFile(bytes: words([1, 2, 3]).file()).dataSet,
        ]
        for table in tables {
            let error = try #require(throws: ObjectError.self) { try LookupTable(table) }
            #expect(error.code == .invalidLookupTable)
        }
    }

    @Test("of a sequence that is text are refused by name")
    func refusesText() throws {
        let dataSet = try DICOMFile(bytes: DICOMBytesBuilder().element(0x0028_3000, "LO", "table ").file()).dataSet
        let error = try #require(throws: ObjectError.self) { try ModalityLUTModule(dataSet).lookupTable }
        #expect(error.code == .unexpectedValueRepresentation && error.tag == .modalityLUTSequence)
    }
}

@Suite("Modality LUT Module, PS3.3 C.11.1")
struct ModalityLUTModuleTests {
    @Test("gives slope, intercept and unit, as numbers and as they are written")
    func readsRescale() throws {
        let builder = DICOMBytesBuilder().element(0x0028_1052, "DS", "-1024.50").element(0x0028_1053, "DS", "1e-1")
            .element(0x0028_1054, "LO", "HU")
        let module = ModalityLUTModule(try DICOMFile(bytes: builder.file()).dataSet)
        #expect(try module.rescaleIntercept == -1024.5 && module.rescaleSlope == 0.1 && module.unit == "HU")
        #expect(try module.rescaleInterceptText == "-1024.50" && module.rescaleSlopeText == "1e-1" && module.lookupTable == nil)
    }

    @Test("gives the table and its unit, and ignores an item that holds nothing")
    func readsTable() throws {
        let table = DICOMBytesBuilder().element(0x0028_3002, "US", words: [2, 0, 16]).element(0x0028_3004, "LO", "OD")
            .element(0x0028_3006, "US", words: [5, 6])
        let module = ModalityLUTModule(try DICOMFile(bytes: DICOMBytesBuilder().sequence(0x0028_3000, [table]).file()).dataSet)
        #expect(try module.lookupTable?.entries == [5, 6] && module.unit == "OD")
        let empty = DICOMBytesBuilder().element(0x0028_3002, "US", []).element(0x0028_3006, "US", [])
        #expect(
            try ModalityLUTModule(DICOMFile(bytes: DICOMBytesBuilder().sequence(0x0028_3000, [empty]).file()).dataSet).lookupTable == nil)
    }

    /// The values that Scripts/make-dicom-test-data writes.
    @Test("gives each frame its own", arguments: 0..<4)
    func readsFrames(frame: Int) throws {
        let dataSet = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path).dataSet
        let module = ModalityLUTModule(dataSet, frame: frame)
        #expect(try module.rescaleSlope == 1 + Double(frame) / 4 && module.rescaleIntercept == Double(-1000 - frame))
        #expect(try VOILUTModule(dataSet, frame: frame).windows.first?.values().center == Double(30 + 10 * frame))
    }
}

@Suite("VOI LUT Module, PS3.3 C.11.2")
struct VOILUTModuleTests {
    private func module(_ centers: String, _ widths: String, explanations: String = "", function: String? = nil) throws -> VOILUTModule {
        var builder = DICOMBytesBuilder().element(0x0028_1050, "DS", centers).element(0x0028_1051, "DS", widths)
            .element(0x0028_1055, "LO", explanations)
        if let function { builder = builder.element(0x0028_1056, "CS", function) }
        let table = DICOMBytesBuilder().element(0x0028_3002, "US", words: [2, 0, 16]).element(0x0028_3006, "US", words: [5, 6])
        return VOILUTModule(try DICOMFile(bytes: builder.sequence(0x0028_3010, [table, DICOMBytesBuilder(), table]).file()).dataSet)
    }

    @Test("pairs centers with widths and explanations")
    func pairsWindows() throws {
        let windows = try module("40\\-600\\\\7", "400\\1500\\3", explanations: "SOFT\\LUNG").windows
        #expect(windows.map(\.centerText) == ["40", "-600"] && windows.map(\.widthText) == ["400", "1500"])
        #expect(windows.map(\.explanation) == ["SOFT", "LUNG"] && windows[0].function == nil)
        #expect(try windows[1].values() == (center: -600, width: 1500))
        #expect(try module("", "").windows.isEmpty)
    }

    @Test("counts the tables that are there")
    func countsTables() throws {
        let module = try module("1", "2")
        #expect(try module.lookupTableCount == 2 && module.lookupTable(1)?.entries == [5, 6] && module.lookupTable(2) == nil)
    }

    @Test(
        "refuses windows that the standard does not allow, when they are used",
        arguments: [
            ("1", "0", nil), ("1", "0.5", nil), ("1", "-1", "LINEAR"), ("1", "0", "LINEAR_EXACT"), ("1", "0", "SIGMOID"), ("x", "1", nil),
            ("1", "0x10", nil), ("inf", "1", nil), ("1", "1e999", nil), ("1", "10", "CUBIC"), ("-2147483648", "0", nil),
        ] as [(String, String, String?)])
    func refusesWindows(center: String, width: String, function: String?) throws {
        let windows = try module(center, width, function: function).windows
        let error = try #require(throws: ObjectError.self) { try windows[0].values() }
        #expect(error.code == .invalidWindow)
    }

    @Test("allows narrow windows where the function does", arguments: ["LINEAR_EXACT", "SIGMOID"])
    func allowsNarrow(function: String) throws {
        #expect(try module("1", "0.25", function: function).windows[0].values().width == 0.25)
    }
}

@Suite("Palette Color Lookup Table Module, PS3.3 C.7.9")
struct PaletteColorModuleTests {
    private func palette(_ descriptor: [UInt16], _ table: (DICOMBytesBuilder, UInt32) -> DICOMBytesBuilder) throws -> PaletteColorModule {
        var builder = DICOMBytesBuilder()
        for color in 0..<3 { builder = builder.element(0x0028_1101 + UInt32(color), "US", words: descriptor) }
        for color in 0..<3 { builder = table(builder, UInt32(color)) }
        return PaletteColorModule(try DICOMFile(bytes: builder.file()).dataSet)
    }

    @Test("gives each colour its table")
    func readsTables() throws {
        let palette = try palette([2, 0xFFFF, 16]) { $0.element(0x0028_1201 + $1, "OW", words: [UInt16($1), 0xFF00]) }
        #expect(palette.isPresent)
        #expect(try palette.table(.green).words == [1, 0xFF00] && palette.table(.blue).words == [2, 0xFF00])
        #expect(try palette.table(.red).descriptor.firstValueMapped(isSigned: true) == -1)
        #expect(try !palette.table(.red).isSegmented)
    }

    @Test("gives segments as they are, and says so")
    func readsSegments() throws {
        let segmented = try palette([0, 0, 16]) { $0.element(0x0028_1221 + $1, "OW", words: [0, 1, 5]) }
        let table = try segmented.table(.red)
        #expect(table.isSegmented && table.words == [0, 1, 5] && table.descriptor.count == 65_536)
    }

    @Test("refuses absent, empty and short tables by name")
    func refuses() throws {
        let none = PaletteColorModule(try DICOMFile(bytes: DICOMBytesBuilder().file()).dataSet)
        #expect(!none.isPresent)
        let short = try palette([4, 0, 16]) { $0.element(0x0028_1201 + $1, "OW", words: [1, 2]) }
        let empty = try palette([4, 0, 16]) { $0.element(0x0028_1201 + $1, "OW", words: []) }
        for palette in [none, short, empty] {
            let error = try #require(throws: ObjectError.self) { try palette.table(.red) }
            #expect(error.code == .invalidLookupTable)
        }
    }

    /// Entries by `pydicom`: hotiron of PS3.6 B.1 rises in red first.
    @Test("reads the palettes of PS3.6 Annex B", .enabled(if: Corpus.isPresent))
    func readsStandardPalettes() throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom/pydicom/palettes")
        let hotIron = PaletteColorModule(try DICOMFile(at: folder.appendingPathComponent("hotiron.dcm").path).dataSet)
        let red = try hotIron.table(.red).words
        #expect(red.count == 256 && Array(red[0..<5]) == [0, 2, 4, 6, 8] && red[127] == 254 && red[255] == 255)
        let spring = PaletteColorModule(try DICOMFile(at: folder.appendingPathComponent("spring.dcm").path).dataSet)
        // One entry of 255, then 255 more on a line to 255.
        #expect(try spring.table(.red).isSegmented && spring.table(.red).words == [0, 1, 255, 1, 255, 255])
    }
}
