import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("The DICOM JSON model, PS3.18 Annex F")
struct DataSetJSONTests {
    private func json(
        _ builder: DICOMBytesBuilder, bulkData: BulkDataPlacement = .omitted, transferSyntax: String? = nil
    ) throws -> String {
        let file = try DICOMFile(bytes: builder.file(transferSyntax: transferSyntax))
        return String(decoding: try file.dataSet.json(bulkData: bulkData), as: UTF8.self)
    }

    /// What stands between `"vr":"XX"` and the end of the attribute.
    private func value(
        _ representation: String, _ bytes: [UInt8], _ encoding: DICOMBytesBuilder.Encoding = .explicit,
        bulkData: BulkDataPlacement = .omitted
    ) throws -> String {
        let text = try json(Builder(encoding).element(0x0072_0060, representation, bytes), bulkData: bulkData)
        let start = #"{"00720060":{"vr":"\#(representation)""#
        #expect(text.hasPrefix(start) && text.hasSuffix("}}"))
        return String(text.dropFirst(start.count).dropLast(2))
    }

    private func value(_ representation: String, _ text: String) throws -> String { try value(representation, Array(text.utf8)) }

    /// The attributes of the example in F.4, encoded by hand.
    @Test("writes the attributes of the standard's example")
    func writesExample() throws {
        let builder = Builder().element(0x0008_0005, "CS", "ISO_IR 192").element(0x0008_0020, "DT", "20130409")
            .element(0x0008_0030, "TM", "131600.0000").element(0x0008_0050, "SH", "11235813").element(0x0008_0056, "CS", "ONLINE")
            .element(0x0008_0061, "CS", "CT\\PET").element(0x0008_0090, "PN", "^Bob^^Dr.").element(0x0009_0010, "LO", "Vendor A")
            .element(0x0009_1002, "UN", [0xCF, 0x4C, 0x7D, 0x73, 0xCB, 0xFB]).element(
                0x0010_0010, "PN", "Wang^XiaoDong=\u{738B}^\u{5C0F}\u{6771}"
            )
            .element(0x0010_0030, "DA", "19670701").element(0x0020_1206, "IS", "4")
        #expect(
            try json(builder) == """
                {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00080020":{"vr":"DT","Value":["20130409"]},\
                "00080030":{"vr":"TM","Value":["131600.0000"]},"00080050":{"vr":"SH","Value":["11235813"]},\
                "00080056":{"vr":"CS","Value":["ONLINE"]},"00080061":{"vr":"CS","Value":["CT","PET"]},\
                "00080090":{"vr":"PN","Value":[{"Alphabetic":"^Bob^^Dr."}]},"00090010":{"vr":"LO","Value":["Vendor A"]},\
                "00091002":{"vr":"UN","InlineBinary":"z0x9c8v7"},\
                "00100010":{"vr":"PN","Value":[{"Alphabetic":"Wang^XiaoDong","Ideographic":"\u{738B}^\u{5C0F}\u{6771}"}]},\
                "00100030":{"vr":"DA","Value":["19670701"]},"00201206":{"vr":"IS","Value":[4]}}
                """)
    }

    /// F.2.5: an empty value has no Value, an empty one among others is null.
    @Test("leaves out Value where there is none, and writes null between others")
    func writesEmpty() throws {
        for name in ["CS", "DS", "US", "FD", "PN", "AT", "OB", "UN", "SQ", "UT"] { #expect(try value(name, []) == "") }
        #expect(try value("CS", "\\A\\\\B ") == #","Value":[null,"A",null,"B"]"#)
        #expect(try value("DS", "1\\\\2 ") == #","Value":[1,null,2]"#)
        #expect(try value("PN", "A^B\\\\=C") == #","Value":[{"Alphabetic":"A^B"},null,{"Ideographic":"C"}]"#)
        #expect(try json(Builder()) == "{}")
    }

    @Test(
        "writes decimal and integer strings as numbers with their own digits",
        arguments: [
            ("1.50", "1.50"), ("+5", "5"), ("-007", "-7"), (".5", "0.5"), ("-.25", "-0.25"), ("5.", "5"), ("1E+3", "1e3"),
            ("1e-07", "1e-07"),
            ("0", "0"), ("-0", "-0"), ("00.10", "0.10"), ("0.30000000000000004", "0.30000000000000004"),
            ("12345678901234567890", "12345678901234567890"),
        ])
    func writesNumbers(text: String, number: String) throws {
        let padded = text.count % 2 == 0 ? text : text + " "
        #expect(try value("DS", padded) == #","Value":[\#(number)]"#)
        #expect(try value("IS", padded) == #","Value":[\#(number)]"#)
        #expect((try? JSONSerialization.jsonObject(with: Data("[\(number)]".utf8))) != nil)
    }

    @Test("writes strings that are no numbers as strings", arguments: ["1,5", "x", "1e", "-", ".", "0x10", "NaN", "1 2"])
    func writesFalseNumbers(text: String) throws {
        let padded = text.count % 2 == 0 ? text : text + " "
        #expect(try value("DS", padded) == #","Value":["\#(text)"]"#)
    }

    @Test("writes binary numbers")
    func writesBinaryNumbers() throws {
        #expect(try value("US", [1, 0, 0xFF, 0xFF]) == #","Value":[1,65535]"#)
        #expect(try value("SS", [0xFF, 0xFF]) == #","Value":[-1]"#)
        #expect(try value("SL", [0, 0, 0, 0x80]) == #","Value":[-2147483648]"#)
        #expect(try value("UL", [0xFF, 0xFF, 0xFF, 0xFF]) == #","Value":[4294967295]"#)
        #expect(try value("SV", [0, 0, 0, 0, 0, 0, 0, 0x80]) == #","Value":[-9223372036854775808]"#)
        #expect(try value("UV", [UInt8](repeating: 0xFF, count: 8)) == #","Value":[18446744073709551615]"#)
        #expect(try value("AT", [0x10, 0, 0x0A, 0]) == #","Value":["0010000A"]"#)
        #expect(try value("FD", [0, 0, 0, 0, 0, 0, 0xF8, 0xBF]) == #","Value":[-1.5]"#)
        #expect(try value("US", [0, 1], .explicitBigEndian) == #","Value":[1]"#)
    }

    /// F.2.3: not-a-number and the infinities, for which JSON has no number, are these strings.
    @Test("writes NaN and infinities as the strings of the standard")
    func writesNaN() throws {
        #expect(
            try value("FL", [0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0x7F, 0, 0, 0x80, 0xFF]) == #","Value":["NaN","inf","-inf"]"#)
        #expect(try value("FD", [0, 0, 0, 0, 0, 0, 0xF0, 0x7F]) == #","Value":["inf"]"#)
    }

    /// F.2.7: InlineBinary is little endian, whatever the file is.
    @Test(
        "writes binary values in Base64, words in little-endian order",
        arguments: [
            ("OB", [1, 2, 3, 4, 5, 6, 7, 8]), ("UN", [1, 2, 3, 4, 5, 6, 7, 8]), ("OW", [2, 1, 4, 3, 6, 5, 8, 7]),
            ("OL", [4, 3, 2, 1, 8, 7, 6, 5]),
            ("OF", [4, 3, 2, 1, 8, 7, 6, 5]), ("OD", [8, 7, 6, 5, 4, 3, 2, 1]), ("OV", [8, 7, 6, 5, 4, 3, 2, 1]),
        ])
    func writesBinary(name: String, big: [UInt8]) throws {
        let expected = #","InlineBinary":"AQIDBAUGBwg=""#
        #expect(try value(name, [1, 2, 3, 4, 5, 6, 7, 8]) == expected)
        #expect(try value(name, big, .explicitBigEndian) == expected)
    }

    @Test("does with Pixel Data as asked")
    func writesBulkData() throws {
        let native = Builder().element(0x0008_0060, "CS", "CT").element(0x7FE0_0010, "OW", [1, 2])
        let start = #"{"00080060":{"vr":"CS","Value":["CT"]}"#
        #expect(try json(native) == start + "}")
        #expect(try json(native, bulkData: .inline) == start + #","7FE00010":{"vr":"OW","InlineBinary":"AQI="}}"#)
        #expect(
            try json(native, bulkData: .uri("a\"b")) == start + #","7FE00010":{"vr":"OW","BulkDataURI":"a\"b#offset=194&length=2"}}"#)
        let compressed = Builder().fragments([[9, 8]])
        #expect(
            try json(compressed, bulkData: .inline, transferSyntax: "1.2.840.10008.1.2.5")
                == #"{"7FE00010":{"vr":"OB","InlineBinary":"\#(Data(Builder().marker(Builder.item).marker(Builder.item, length: 2).raw([9, 8]).bytes).base64EncodedString())"}}"#
        )
        #expect(try json(Builder().element(0x7FE0_0008, "OF", [0, 0, 0, 0]).element(0x7FE0_0009, "OD", [])) == "{}")
    }

    @Test("writes items, empty ones too, and private elements")
    func writesItems() throws {
        let item = Builder().element(0x0008_0100, "SH", "T1")
        let builder = Builder().element(0x0009_0010, "LO", "ACME").element(0x0009_1001, "DS", "1.5 ").sequence(
            0x0040_A730, [item, Builder()])
        #expect(
            try json(builder) == """
                {"00090010":{"vr":"LO","Value":["ACME"]},"00091001":{"vr":"DS","Value":[1.5]},\
                "0040A730":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["T1"]}},{}]}}
                """)
    }

    /// PS3.5 6.2.2, note 2: it is a sequence, and UN has no Value in the model.
    @Test("writes a sequence under the name UN as SQ")
    func writesUnknownSequence() throws {
        let inner = Builder(.implicit).element(0x0008_0060, "", "CT")
        let builder = Builder().sequence(0x0009_1001, [inner], lengths: .undefined, representation: "UN")
        #expect(try json(builder) == #"{"00091001":{"vr":"SQ","Value":[{"00080060":{"vr":"CS","Value":["CT"]}}]}}"#)
    }

    @Test("leaves out group lengths, padding and all but the last of equal tags")
    func leavesOut() throws {
        let builder = Builder().element(0x0008_0000, "UL", longs: [10]).element(0x0008_0060, "CS", "CT").element(0x0008_0060, "CS", "MR")
            .element(0xFFFC_FFFC, "OB", [0, 0])
        #expect(try json(builder) == #"{"00080060":{"vr":"CS","Value":["MR"]}}"#)
    }

    /// RFC 8259, section 7.
    @Test("escapes what JSON strings cannot hold")
    func escapes() throws {
        #expect(try value("UT", "a\"b\\c\r\n\t\u{1}/") == #","Value":["a\"b\\c\u000d\u000a\u0009\u0001/"]"#)
        let text = "\u{7F}\u{2028}\u{1F600}"
        let unicode = Builder().element(0x0008_0005, "CS", "ISO_IR 192").element(0x0072_006E, "UT", text)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(json(unicode).utf8)) as? [String: [String: Any]])
        #expect((parsed["0072006E"]?["Value"] as? [String]) == [text])
    }

    @Test("throws where a value cannot be written, and names the element")
    func throwsForBadValues() throws {
        for (name, bytes) in [("US", [1]), ("FD", [1, 2]), ("AT", [1, 2]), ("UV", [1, 2])] as [(String, [UInt8])] {
            let error = try #require(throws: DataSetError.self) { try value(name, bytes) }
            #expect(error.code == .invalidValue && error.path.description == "(0072,0060)")
        }
        let builder = Builder().element(0x0008_0005, "CS", "ISO_IR 999").element(0x0010_0010, "PN", [0xBB, 0xEE])
        let error = try #require(throws: DataSetError.self) { try json(builder) }
        #expect(error.code == .unsupportedCharacterSet)
    }
}
