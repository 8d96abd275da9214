import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Values of elements, PS3.5 6.2")
struct DataElementValuesTests {
    static let tag: UInt32 = 0x0072_0060

    private func element(
        _ representation: String, _ value: [UInt8], _ encoding: DICOMBytesBuilder.Encoding = .explicit, tag: UInt32 = tag
    ) throws -> DataElement {
        try #require(try DICOMFile(bytes: Builder(encoding).element(tag, representation, value).file()).dataSet.last)
    }

    /// Representation, bytes, values. `_` stands for a space, `0` in the comments for NUL.
    static let texts: [(String, String, [String])] = [
        ("AE", " STORE1 \\STORE2", ["STORE1", "STORE2"]),
        ("AS", "042Y", ["042Y"]),
        ("CS", "ORIGINAL\\\\AXIAL ", ["ORIGINAL", "", "AXIAL"]),
        ("DA", "20240229\\19700101", ["20240229", "19700101"]),
        ("DS", " 1.50\\-2e-3 ", ["1.50", "-2e-3"]),
        ("DT", "20240229235959.123456+0100", ["20240229235959.123456+0100"]),
        ("IS", "+1 \\ -2", ["+1", "-2"]),
        ("LO", "two words \\ x", ["two words", "x"]),
        ("LT", " kept\\whole\r\n ", [" kept\\whole\r\n"]),
        ("PN", "Probst^Ada\\Test^B ", ["Probst^Ada", "Test^B"]),
        ("SH", "a\\", ["a", ""]),
        ("ST", "  a\\b ", ["  a\\b"]),
        ("TM", "235959.123 ", ["235959.123"]),
        ("UC", " leading\\two ", [" leading", "two"]),
        ("UI", "1.2.3\0", ["1.2.3"]),
        ("UI", "1.2\\1.3\0", ["1.2", "1.3"]),
        ("UR", "https://example.org/a\\b ", ["https://example.org/a\\b"]),
        ("UT", " a\\b\0 ", [" a\\b"]),
        ("LO", "", []),
        ("LO", "    ", [""]),
        ("LO", "\\", ["", ""]),
    ]

    @Test("of text are divided and stripped of padding by the rules of their representation", arguments: texts)
    func readsText(name: String, text: String, values: [String]) throws {
        #expect(try element(name, Array(text.utf8)).strings() == values)
    }

    static let integers: [(String, [UInt8], [Int])] = [
        ("US", [0, 0, 0xFF, 0xFF], [0, 65535]),
        ("SS", [0, 0x80, 0xFF, 0x7F], [-32768, 32767]),
        ("UL", [0xFF, 0xFF, 0xFF, 0xFF], [4_294_967_295]),
        ("SL", [0, 0, 0, 0x80, 0xFE, 0xFF, 0xFF, 0xFF], [-2_147_483_648, -2]),
        ("SV", [0, 0, 0, 0, 0, 0, 0, 0x80], [.min]),
        ("UV", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [.max]),
        ("AT", [0x10, 0, 0x20, 0], [0x0010_0020]),
        ("OB", [0, 255], [0, 255]),
        ("OW", [1, 2], [0x0201]),
        ("OL", [1, 2, 3, 4], [0x0403_0201]),
        ("OV", [1, 0, 0, 0, 0, 0, 0, 0], [1]),
        ("IS", Array("-7\\ +12 \\\\2147483647".utf8), [-7, 12, 2_147_483_647]),
        ("US", [], []),
        ("IS", [], []),
    ]

    @Test("of integers are read in both byte orders", arguments: integers)
    func readsIntegers(name: String, bytes: [UInt8], values: [Int]) throws {
        #expect(try element(name, bytes).integers() == values)
        #expect(try element(name, bytes).doubles() == values.map(Double.init))
        let width = ["US": 2, "SS": 2, "OW": 2, "UL": 4, "SL": 4, "OL": 4, "SV": 8, "UV": 8, "OV": 8][name] ?? 1
        var swapped = stride(from: 0, to: bytes.count, by: width).flatMap { bytes[$0..<$0 + width].reversed() }
        if name == "AT" { swapped = [0, 0x10, 0, 0x20] }
        #expect(try element(name, swapped, .explicitBigEndian).integers() == values)
    }

    static let doubles: [(String, [UInt8], [Double])] = [
        ("FL", [0, 0, 0, 0x3F, 0, 0, 0x80, 0xFF], [0.5, -.infinity]),
        ("FD", [0, 0, 0, 0, 0, 0, 0xF4, 0xBF], [-1.25]),
        ("OF", [0, 0, 0x80, 0x3F], [1]),
        ("OD", [0, 0, 0, 0, 0, 0, 0, 0x40], [2]),
        ("DS", Array("-2e-3\\ 1.50 \\.5\\5.\\+1E+2 ".utf8), [-0.002, 1.5, 0.5, 5, 100]),
        ("DS", Array("0.1\\\\0.30000000000000004".utf8), [0.1, 0.30000000000000004]),
    ]

    @Test("of floating-point numbers and decimal strings are doubles", arguments: doubles)
    func readsDoubles(name: String, bytes: [UInt8], values: [Double]) throws {
        #expect(try element(name, bytes).doubles() == values)
    }

    @Test("that are NaN stay NaN")
    func readsNaN() throws {
        #expect(try element("FL", [0, 0, 0xC0, 0x7F]).doubles()[0].isNaN)
        #expect(try element("FD", [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]).doubles()[0].isNaN)
    }

    @Test(
        "of a size that is no multiple of a number's are refused",
        arguments: [
            ("US", 3), ("SS", 1), ("UL", 6), ("SL", 2), ("FL", 6), ("FD", 12), ("SV", 4), ("UV", 4), ("AT", 6), ("OW", 5), ("OL", 2),
        ])
    func refusesSize(name: String, count: Int) throws {
        let element = try element(name, [UInt8](repeating: 1, count: count))
        for read in [{ try element.integers().count }, { try element.doubles().count }] as [() throws -> Int]
        where name != "FL" && name != "FD" {
            let error = try #require(throws: DataSetError.self) { try read() }
            #expect(error.code == .invalidValue && error.path.description == "(0072,0060)" && error.offset == element.valueOffset)
        }
        #expect(throws: DataSetError.self) { try element.doubles() }
    }

    @Test(
        "that are no decimal string are refused, and the text is not repeated",
        arguments: ["1,5", "x", "nan", "NaN", "inf", "-infinity", "0x10", "1e400", "1 5", "--1", "1e", "\u{0661}"])
    func refusesDecimal(text: String) throws {
        let error = try #require(throws: DataSetError.self) { try element("DS", Array(text.utf8)).doubles() }
        #expect(error.code == .invalidValue && !error.description.contains(text + "\""))
    }

    @Test("that are no integer string are refused", arguments: ["1.0", "x", "1e3", "0x10", "9223372036854775808", "1 2", "-"])
    func refusesInteger(text: String) throws {
        let error = try #require(throws: DataSetError.self) { try element("IS", Array(text.utf8)).integers() }
        #expect(error.code == .invalidValue)
    }

    @Test("asked for as what they are not are refused")
    func refusesKind() throws {
        #expect(throws: DataSetError.self) { try element("US", [1, 0]).strings() }
        #expect(throws: DataSetError.self) { try element("LO", [49, 32]).integers() }
        #expect(throws: DataSetError.self) { try element("US", [1, 0]).tags() }
        #expect(throws: DataSetError.self) { try element("LO", [49, 32]).doubles() }
        #expect(throws: DataSetError.self) { try element("UV", [UInt8](repeating: 0xFF, count: 8)).integers() }
        #expect(throws: DataSetError.self) { try element("SQ", []).strings() }
    }

    /// PS3.5 6.2.2, note 3: who knows the element reads UN by the dictionary; its bytes are little endian always.
    @Test("under UN are read with the dictionary's representation", arguments: [Builder.Encoding.explicit, .explicitBigEndian])
    func readsUnknown(encoding: DICOMBytesBuilder.Encoding) throws {
        #expect(try element("UN", [1, 2], encoding, tag: 0x0028_0010).integers() == [0x0201])
        #expect(try element("UN", Array("1.5\\2 ".utf8), encoding, tag: 0x0028_1050).doubles() == [1.5, 2])
        #expect(try element("UN", Array("AB".utf8), encoding, tag: 0x0010_0020).strings() == ["AB"])
        #expect(throws: DataSetError.self) { try element("UN", [1, 2], encoding, tag: 0x0011_1010).strings() }
        #expect(throws: DataSetError.self) { try element("UN", [1, 2], encoding, tag: 0x0028_0106).integers() }
    }

    @Test("of AT are tags")
    func readsTags() throws {
        #expect(
            try element("AT", [0x18, 0, 0x63, 0x10, 0xE0, 0x7F, 0x10, 0]).tags() == [
                DataElement.Tag(0x0018_1063), DataElement.Tag(0x7FE0_0010),
            ])
    }
}
