import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("Reading the DICOM JSON model, PS3.18 Annex F")
struct DataSetJSONReadingTests {
    /// What was read, as ``DataSet/outline`` prints it.
    private func outline(_ json: String, options: ReadingOptions = .strict, bulkData: BulkDataReferences = .omitted) throws -> String {
        try DataSet(json: Array(json.utf8), options: options, bulkData: bulkData).outline
    }

    /// What was read of bytes made by hand.
    private func outline(_ builder: DICOMBytesBuilder, transferSyntax: String? = nil) throws -> String {
        try DICOMFile(bytes: builder.file(transferSyntax: transferSyntax)).dataSet.outline
    }

    private func error(_ json: String, options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted) throws -> DataSetError {
        try #require(throws: DataSetError.self) { try outline(json, options: options, bulkData: bulkData) }
    }

    private func repairs(_ json: String) throws -> [Repair] {
        var repairs: [Repair] = []
        _ = try DataSet(json: Array(json.utf8), repairs: &repairs)
        return repairs
    }

    /// An element of one attribute with these values.
    private func values(_ representation: String, _ values: String) -> String {
        #"{"00720060":{"vr":"\#(representation)","Value":\#(values)}}"#
    }

    // MARK: - The standard's examples

    /// F.4, result 1, without the line breaks and comments that JSON does not have; Study Date has DT there.
    @Test("reads the standard's example")
    func readsExample() throws {
        let json = #"""
            [ { "00080005": { "vr": "CS", "Value": [ "ISO_IR 192" ] },
                "00080020": { "vr": "DT", "Value": [ "20130409" ] },
                "00080030": { "vr": "TM", "Value": [ "131600.0000" ] },
                "00080050": { "vr": "SH", "Value": [ "11235813" ] },
                "00080056": { "vr": "CS", "Value": [ "ONLINE" ] },
                "00080061": { "vr": "CS", "Value": [ "CT", "PET" ] },
                "00080090": { "vr": "PN", "Value": [ { "Alphabetic": "^Bob^^Dr." } ] },
                "00090010": { "vr": "LO", "Value": [ "Vendor A" ] },
                "00091002": { "vr": "UN", "InlineBinary": "z0x9c8v7" },
                "00100010": { "vr": "PN", "Value": [ { "Alphabetic": "Wang^XiaoDong", "Ideographic": "王^小東" } ] },
                "00100020": { "vr": "LO", "Value": [ "12345" ] },
                "00101002": { "vr": "SQ", "Value": [ {
                    "00100020": { "vr": "LO", "Value": [ "54321" ] },
                    "00100021": { "vr": "LO", "Value": [ "Hospital B" ] } } ] },
                "00201206": { "vr": "IS", "Value": [ 4 ] } } ]
            """#
        let item = Builder().element(0x0010_0020, "LO", "54321").element(0x0010_0021, "LO", "Hospital B")
        let expected = Builder().element(0x0008_0005, "CS", "ISO_IR 192").element(0x0008_0020, "DT", "20130409")
            .element(0x0008_0030, "TM", "131600.0000").element(0x0008_0050, "SH", "11235813").element(0x0008_0056, "CS", "ONLINE")
            .element(0x0008_0061, "CS", "CT\\PET").element(0x0008_0090, "PN", "^Bob^^Dr.").element(0x0009_0010, "LO", "Vendor A")
            .element(0x0009_1002, "UN", [0xCF, 0x4C, 0x7D, 0x73, 0xCB, 0xFB])
            .element(0x0010_0010, "PN", "Wang^XiaoDong=王^小東").element(0x0010_0020, "LO", "12345").sequence(0x0010_1002, [item])
            .element(0x0020_1206, "IS", "4")
        #expect(try outline(json) == outline(expected))
    }

    /// F.2.1.1.2
    @Test("reads several results")
    func readsSeveral() throws {
        let json = """
            [ { "0020000D": { "vr": "UI", "Value": [ "1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873" ] } },
              { "0020000D" : { "vr": "UI", "Value": [ "1.2.392.200036.9116.2.2.2.2162893313.1029997326.945876" ] } } ]
            """
        let found = try DataSet.dataSets(fromJSON: Array(json.utf8), options: .strict)
        let uids = try found.map { try $0.string(.studyInstanceUID) }
        #expect(
            uids == [
                "1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873", "1.2.392.200036.9116.2.2.2.2162893313.1029997326.945876",
            ])
        #expect(try DataSet.dataSets(fromJSON: Array("[]".utf8)).isEmpty)
        #expect(try error(json).problem == "The text holds 2 data sets.")
        #expect(try error("[]").code == .malformedText)
    }

    // MARK: - Values

    @Test(
        "writes values as PS3.5 encodes them",
        arguments: [
            ("CS", #"["A",null,"B"]"#, "415C5C42"), ("LO", #"["\u00e9"]"#, "C3A9"), ("UT", #"["a\\b\r\n"]"#, "615C620D0A20"),
            ("UI", #"["1.2"]"#, "312E3200"), ("DS", "[1.50,-1e5]", "312E35305C2D316535"), ("DS", #"["+1.5 "]"#, "2B312E3520"),
            ("IS", #"[1,"2"]"#, "315C32"), ("US", "[0,65535,1.0,1e3]", "0000FFFF0100E803"), ("SS", "[-32768]", "0080"),
            ("UL", "[4294967295]", "FFFFFFFF"), ("SL", "[-2]", "FEFFFFFF"),
            ("UV", #"["18446744073709551615",1]"#, "FFFFFFFFFFFFFFFF0100000000000000"),
            ("SV", "[-9223372036854775808]", "0000000000000080"), ("FL", #"[1.5,"NaN","inf","-inf"]"#, "0000C03F0000C07F0000807F000080FF"),
            ("FD", "[-1.5]", "000000000000F8BF"), ("AT", #"["0010000A"]"#, "10000A00"),
            ("PN", #"[{"Ideographic":"B","Phonetic":""},null]"#, "3D425C"), ("PN", #"[{"Phonetic":"C","Alphabetic":null}]"#, "3D3D43"),
            ("PN", "[{}]", ""), ("SH", "[]", ""), ("LO", "[null]", ""), ("UR", #"["http:\/\/a"]"#, "687474703A2F2F61"),
        ])
    func encodes(representation: String, json: String, hexadecimal: String) throws {
        let padding = hexadecimal.count % 4 == 0 ? "" : representation == "UI" ? "00" : "20"
        let value = hexadecimal.isEmpty ? "" : " \(hexadecimal)\(padding)"
        let isUnicode = representation == "LO" && !hexadecimal.isEmpty
        let set = isUnicode ? "00080005 CS 49534F5F495220313932; " : ""
        #expect(try outline(values(representation, json)) == "\(set)00720060 \(representation)\(value)")
    }

    @Test("decodes binary values", arguments: ["OB", "OW", "OD", "OF", "OL", "OV", "UN"])
    func decodesBinary(representation: String) throws {
        let json = #"{"00720060":{"vr":"\#(representation)","InlineBinary":"AQIDBAUGBwg="}}"#
        #expect(try outline(json) == "00720060 \(representation) 0102030405060708")
        #expect(try outline(#"{"00720060":{"vr":"\#(representation)","InlineBinary":""}}"#) == "00720060 \(representation)")
        #expect(try outline(#"{"00720060":{"vr":"UN","InlineBinary":"\/\/\/\/"}}"#) == "00720060 UN FFFFFF00")
    }

    @Test("reads items, empty ones and null too, and empty sequences")
    func readsItems() throws {
        let item = Builder().element(0x0008_0100, "SH", "T1")
        let json = #"{"0040A730":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["T1"]}},{},null]},"0040A731":{"vr":"SQ"}}"#
        #expect(try outline(json) == outline(Builder().sequence(0x0040_A730, [item, Builder(), Builder()]).sequence(0x0040_A731, [])))
    }

    @Test("sorts attributes, in items too, and reads those whose representation stands last")
    func sorts() throws {
        let inner = #"{"00080104":{"Value":["b"],"vr":"LO"},"00080100":{"Value":["a"],"vr":"SH"}}"#
        let json = #"{"00100020":{"Value":["x"],"vr":"LO"},"00081111":{"Value":[null,{},\#(inner)],"vr":"SQ"},"00080060":{"vr":"CS"}}"#
        let item = Builder().element(0x0008_0100, "SH", "a").element(0x0008_0104, "LO", "b")
        let expected = Builder().element(0x0008_0060, "CS", "").sequence(0x0008_1111, [Builder(), Builder(), item])
            .element(0x0010_0020, "LO", "x")
        #expect(try outline(json) == outline(expected))
    }

    /// 2 MB of nesting whose representations all stand last: read in one pass, not once a level.
    @Test("reads nested items whose representations stand last in time that grows with the text")
    func readsLateRepresentations() throws {
        let filler = #"{"00080100":{"vr":"UT","Value":["\#(String(repeating: "x", count: 2_000_000))"]}}"#
        let json = (0..<60).reduce(filler) { inner, _ in #"{"00081111":{"Value":[\#(inner)],"vr":"SQ"}}"# }
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try DataSet(json: Array(json.utf8)).count == 1)
        #expect(clock.now - start < .seconds(10))
    }

    // MARK: - Character sets

    @Test("says that text is Unicode, where a character set is declared and where text needs one")
    func declaresUnicode() throws {
        let set = "00080005 CS 49534F5F495220313932"
        #expect(try outline(#"{"00080005":{"vr":"CS","Value":["","ISO 2022 IR 87"]}}"#) == set)
        #expect(try outline(#"{"00080005":{"vr":"CS"}}"#) == set)
        let nested = #"{"00081111":{"vr":"SQ","Value":[{"00080104":{"vr":"LO","Value":["é"]}}]}}"#
        #expect(try outline(nested).hasPrefix(set))
        let dataSet = try DataSet(json: Array(nested.utf8))
        #expect(try dataSet.items(.referencedPerformedProcedureStepSequence)[0].string(.codeMeaning) == "é")
        #expect(try outline(#"{"00080104":{"vr":"LO","Value":["e"]}}"#) == "00080104 LO 6520")
    }

    @Test("keeps what the default repertoire does not have, and says so")
    func keepsForeignCharacters() throws {
        let json = values("CS", #"["é","東"]"#)
        #expect(try error(json, options: .strict).code == .invalidValue)
        #expect(try repairs(json).count == 2)
        #expect(try outline(json, options: .lenient) == "00720060 CS E95CE69DB120")
    }

    @Test("gives a value too long for its header the representation back")
    func readsLongValues() throws {
        let text = Array(repeating: #""1.25""#, count: 20_000).joined(separator: ",")
        let dataSet = try DataSet(json: Array(values("DS", "[\(text)]").utf8), options: .strict)
        let element = try #require(dataSet.first)
        #expect(element.valueRepresentation == .ds && element.length == 5 * 20_000)
        #expect(try element.doubles() == Array(repeating: 1.25, count: 20_000))
        #expect(String(decoding: try dataSet.json(), as: UTF8.self) == values("DS", "[\(text.replacing("\"", with: ""))]"))
    }

    // MARK: - Bulk data and Pixel Data

    @Test("does with bulk data as asked")
    func resolvesBulkData() throws {
        let json = #"{"00080060":{"vr":"CS","Value":["CT"]},"7FE00010":{"BulkDataURI":"../bulk/1","vr":"OW"}}"#
        let start = "00080060 CS 4354"
        #expect(try outline(json) == start)
        #expect(try error(json, bulkData: .refused).code == .unreadable)
        #expect(try outline(json, bulkData: .resolved { $0 == "../bulk/1" ? [1, 2] : nil }) == start + "; 7FE00010 OW 0102")
        #expect(try outline(json, bulkData: .resolved { _ in nil }) == start)
        struct Offline: Error {}
        let error = try error(json, bulkData: .resolved { _ in throw Offline() })
        #expect(error.code == .unreadable && error.path.description == "(7FE0,0010)")
        let text = #"{"00720060":{"vr":"UT","BulkDataURI":"u"}}"#
        #expect(try outline(text, bulkData: .resolved { _ in Array("abc".utf8) }) == "00720060 UT 61626320")
    }

    @Test("reads encapsulated Pixel Data as this library, pydicom and dcm4che write it")
    func readsFragments() throws {
        let items = Builder().marker(Builder.item).marker(Builder.item, length: 2).raw([9, 8])
        let expected = try outline(Builder().fragments([[9, 8]]), transferSyntax: "1.2.840.10008.1.2.5")
        let inline = #"{"7FE00010":{"vr":"OB","InlineBinary":"\#(Data(items.bytes).base64EncodedString())"}}"#
        #expect(try outline(inline) == expected)
        #expect(try outline(#"{"7FE00010":{"vr":"OB","DataFragment":[null,{"InlineBinary":"CQg="}]}}"#, options: .lenient) == expected)
        let referred = #"{"7FE00010":{"vr":"OB","DataFragment":[{},{"BulkDataURI":"f"}]}}"#
        #expect(try outline(referred, options: .lenient, bulkData: .resolved { _ in [9, 8] }) == expected)
        #expect(try outline(referred, options: .lenient) == "")
        #expect(try error(referred, options: .strict).code == .malformedText)
    }

    // MARK: - What is got past

    @Test(
        "gets past what is harmless, and names it",
        arguments: [
            (#"{"0008010a":{"vr":"SH","Value":["a"]}}"#, "small letters", "0008010A SH 6120"),
            (#"{"00080100":{"Value":["a"]}}"#, "no value representation", "00080100 SH 6120"),
            (#"{"00081111":{"Value":[{"00080100":{"vr":"SH"}}]}}"#, "no value representation", "00081111 SQ {00080100 SH}"),
            (#"{"00100010":{"vr":"PN","Value":["A^B"]}}"#, "A name is a string", "00100010 PN 415E4220"),
            (#"{"00720060":{"vr":"LO","Value":[12]}}"#, "JSON number", "00720060 LO 3132"),
            (#"{"00720060":{"vr":"US","Value":["12"]}}"#, "is a string", "00720060 US 0C00"),
            (#"{"00720060":{"vr":"LO","Value":["a\\b"]}}"#, "backslash", "00720060 LO 615C6220"),
            (#"{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A=B"}]}}"#, "equals sign", "00100010 PN 413D4220"),
            (#"{"00080100":{"vr":"SH","name":"x","Value":["a"]}}"#, "does not know", "00080100 SH 6120"),
            (#"{"00020010":{"vr":"UI","Value":["1"]},"00080100":{"vr":"SH"}}"#, "excludes", "00080100 SH"),
            (#"{"00080000":{"vr":"UL","Value":[1]}}"#, "excludes", ""),
            (#"{"00720060":{"vr":"OW","InlineBinary":"AQID"}}"#, "no multiple of 2", "00720060 OW 01020300"),
            (#"{"00720060":{"vr":"LO","InlineBinary":"YWI="}}"#, "stands in InlineBinary", "00720060 LO 6162"),
        ])
    func getsPast(json: String, problem: String, expected: String) throws {
        #expect(try outline(json, options: .lenient) == expected)
        let repairs = try repairs(json)
        #expect(repairs.count == 1 && repairs[0].departure.problem.contains(problem))
        #expect(repairs[0].departure.offset != nil && !repairs[0].departure.path.steps.isEmpty || problem == "small letters")
        #expect(throws: DataSetError.self) { try outline(json, options: .strict) }
    }

    // MARK: - What is refused

    @Test(
        "refuses what is no JSON, and says where",
        arguments: [
            ("", 0), ("{", 1), ("{}x", 2), ("{]", 1), ("[{},]", 4), (#"{"00080060":}"#, 12), (#"{"00080060":{"vr":"CS"},}"#, 24),
            (#"{"00080060":{"vr":"CS" "Value":[]}}"#, 23), (#"{"00080060":{"vr":"CS","Value":["a}}"#, 32),
            (#"{"00080060":{"vr":"CS","Value":["\x"]}}"#, 33), (#"{"00080060":{"vr":"CS","Value":["\ud800"]}}"#, 33),
            (#"{"00080060":{"vr":"CS","Value":["\ud800\u0041"]}}"#, 33), (#"{"00080060":{"vr":"CS","Value":["\u12"]}}"#, 33),
            ("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"a\u{1}\"]}}", 34), (#"{"00080060":{"vr":"DS","Value":[01]}}"#, 32),
            (#"{"00080060":{"vr":"DS","Value":[1.]}}"#, 32), (#"{"00080060":{"vr":"DS","Value":[-]}}"#, 32),
            (#"{"00080060":{"vr":"DS","Value":[1e]}}"#, 32), (#"{"00080060":{"vr":"DS","Value":[+1]}}"#, 32),
            (#"{"00080060":{"vr":"DS","Value":[.5]}}"#, 32), (#"{"00080060":{"vr":"DS","Value":[NaN]}}"#, 32),
            (#"{"00080060":{"vr":"CS","Value":[nul]}}"#, 32), ("{'00080060':{}}", 1), ("// c\n{}", 0), ("null", 0), ("7", 0),
            (#"{"00080060":{"vr":"CS","x":[tru]}}"#, 28), (#"{"00080060":{"vr":"CS","x":{"a":1,}}}"#, 34),
        ])
    func refusesNoJSON(json: String, offset: Int) throws {
        let error = try error(json)
        #expect(error.code == .malformedText && error.offset == offset, "\(error)")
    }

    @Test("refuses what is not UTF-8, and passes over a byte order mark")
    func refusesOtherEncodings() throws {
        #expect(throws: DataSetError.self) { try DataSet(json: Array(#"{"00100010":""#.utf8) + [0xE9] + Array("\"}".utf8)) }
        #expect(throws: DataSetError.self) { try DataSet(json: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]) }
        #expect(try DataSet(json: [0xEF, 0xBB, 0xBF, 0x7B, 0x7D]).isEmpty)
    }

    @Test(
        "refuses what is not of the model, and names the attribute",
        arguments: [
            (#"{"PatientName":{"vr":"PN"}}"#, "", DataSetError.Code.malformedText),
            (#"{"0010001":{"vr":"PN"}}"#, "", .malformedText), (#"{"FFFEE000":{"vr":"UN"}}"#, "", .malformedText),
            (#"{"00100010":"A"}"#, "(0010,0010)", .malformedText), (#"{"00100010":null}"#, "(0010,0010)", .malformedText),
            (#"{"00100010":{"vr":"XX"}}"#, "(0010,0010)", .unknownValueRepresentation),
            (#"{"00100010":{"vr":"pn"}}"#, "(0010,0010)", .unknownValueRepresentation),
            (#"{"00100010":{"vr":7}}"#, "(0010,0010)", .malformedText),
            (#"{"00100010":{"vr":"PN","vr":"PN"}}"#, "(0010,0010)", .malformedText),
            (#"{"00100010":{"vr":"PN","Value":[],"InlineBinary":""}}"#, "(0010,0010)", .malformedText),
            (#"{"00100010":{"vr":"PN","Value":[{"Alphabetic":"a","Alphabetic":"b"}]}}"#, "(0010,0010)", .malformedText),
            (#"{"00100010":{"vr":"PN"},"00100010":{"vr":"PN"}}"#, "(0010,0010)", .elementOrder),
            (#"{"00100020":{"vr":"LO","Value":"a"}}"#, "(0010,0020)", .malformedText),
            (#"{"00100020":{"vr":"LO","Value":[["a"]]}}"#, "(0010,0020)", .malformedText),
            (#"{"00100020":{"vr":"LO","Value":[true]}}"#, "(0010,0020)", .malformedText),
            (#"{"00100020":{"vr":"LT","Value":["a","b"]}}"#, "(0010,0020)", .malformedText),
            (#"{"00280010":{"vr":"US","Value":[65536]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"US","Value":[1.5]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"US","Value":["x"]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"US","Value":[null]}}"#, "(0028,0010)", .malformedText),
            (#"{"00280010":{"vr":"FL","Value":[1e39]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"FD","Value":[1e999]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"FD","Value":["0x1p3"]}}"#, "(0028,0010)", .invalidValue),
            (#"{"00280010":{"vr":"AT","Value":["(0010,0010)"]}}"#, "(0028,0010)", .invalidValue),
            (#"{"7FE00010":{"vr":"OW","Value":[1]}}"#, "(7FE0,0010)", .malformedText),
            (#"{"7FE00010":{"vr":"OW","InlineBinary":"AQ"}}"#, "(7FE0,0010)", .invalidValue),
            (#"{"7FE00010":{"vr":"OW","InlineBinary":7}}"#, "(7FE0,0010)", .malformedText),
            (#"{"00081111":{"vr":"SQ","InlineBinary":""}}"#, "(0008,1111)", .malformedText),
            (#"{"00081111":{"vr":"SQ","Value":["a"]}}"#, "(0008,1111)[0]", .malformedText),
            (#"{"00081111":{"Value":[{"00080060":{"vr":"CS"}}],"vr":"LO"}}"#, "(0008,1111)", .malformedText),
            (
                #"{"00081111":{"vr":"SQ","Value":[{},{"00280010":{"vr":"US","Value":[-1]}}]}}"#, "(0008,1111)[1] > (0028,0010)",
                .invalidValue
            ),
        ])
    func refuses(json: String, path: String, code: DataSetError.Code) throws {
        let error = try error(json)
        #expect(error.code == code && error.path.description == path && error.offset != nil, "\(error)")
    }

    @Test("keeps the rules of PS3.5 6.2 in strict mode", arguments: [("CS", "lower"), ("DS", "1,5"), ("UI", "1.02"), ("DA", "today")])
    func keepsRules(representation: String, value: String) throws {
        let json = values(representation, #"["\#(value)"]"#)
        let error = try error(json, options: .strict)
        #expect(error.code == .invalidValue && error.offset == 32 && !error.description.contains(value))
        #expect(try DataSet(json: Array(json.utf8)).strings(DataElement.Tag(0x0072_0060)) == [value])
    }

    @Test("keeps the limits on depth and number")
    func keepsLimits() throws {
        func nested(_ depth: Int) -> String { (0..<depth).reduce("{}") { inner, _ in #"{"00081111":{"vr":"SQ","Value":[\#(inner)]}}"# } }
        #expect(try DataSet(json: Array(nested(64).utf8)).count == 1)
        #expect(try error(nested(65)).code == .limitExceeded)
        #expect(try error(String(repeating: "[", count: 1_000_000)).code == .malformedText)
        let unknown = #"{"00080060":{"vr":"CS","x":\#(String(repeating: "[", count: 1_000_000))}}"#
        #expect(try error(unknown).code == .limitExceeded)
        var options = ReadingOptions.lenient
        options.limits.elements = 10
        let many = "{" + (16..<27).map { #""00\#(String($0, radix: 10))0010":{"vr":"UN"}"# }.joined(separator: ",") + "}"
        #expect(try error(many, options: options).code == .limitExceeded)
        let items = #"{"00081111":{"vr":"SQ","Value":[\#(Array(repeating: "{}", count: 11).joined(separator: ","))]}}"#
        #expect(try error(items, options: options).code == .limitExceeded)
    }

    // MARK: - There and back

    @Test("reads what it wrote of every golden object", arguments: GoldenObject.all)
    func readsOwn(golden: GoldenObject) throws {
        let json = try DICOMFile(bytes: golden.bytes()).dataSet.json(bulkData: .inline)
        var repairs: [Repair] = []
        let dataSet = try DataSet(json: json, repairs: &repairs)
        var options = ModelWritingOptions(bulkData: .inline)
        options.declaresUnicode = true
        #expect(repairs.isEmpty)
        #expect(try dataSet.json(options) == DICOMFile(bytes: golden.bytes()).dataSet.json(options))
    }

    @Test("reads what pydicom wrote of every golden object", arguments: GoldenObject.all)
    func readsOracle(golden: GoldenObject) throws {
        let difference = try DataSet(json: Array(golden.json())).difference(from: DICOMFile(bytes: golden.bytes()).dataSet)
        #expect(difference == nil)
    }

    @Test("writes a text in pieces")
    func writesPieces() throws {
        let pixels = (0..<500_000).map { UInt8(truncatingIfNeeded: $0) }
        let file = try DICOMFile(bytes: Builder().element(0x0008_0060, "CS", "CT").element(0x7FE0_0010, "OB", pixels).file())
        var pieces: [[UInt8]] = []
        try file.dataSet.writeJSON(ModelWritingOptions(bulkData: .inline)) { pieces.append($0) }
        #expect(Array(pieces.joined()) == (try file.dataSet.json(bulkData: .inline)))
        #expect(pieces.count > 5 && pieces.allSatisfy { $0.count < 200_000 })
        struct Full: Error {}
        #expect(throws: Full.self) { try file.dataSet.writeJSON(ModelWritingOptions(bulkData: .inline)) { _ in throw Full() } }
    }

    @Test("treats large values as bulk data, and says that text is Unicode, where asked")
    func writesOptions() throws {
        let builder = Builder().element(0x0008_0005, "CS", "ISO_IR 100").element(0x0042_0011, "OB", [UInt8](repeating: 7, count: 100))
            .element(0x0042_0012, "LO", "x").element(0x0042_0013, "OB", [1, 2])
        let dataSet = try DICOMFile(bytes: builder.file()).dataSet
        var options = ModelWritingOptions(bulkData: .uri("u"))
        options.bulkDataThreshold = 99
        options.declaresUnicode = true
        #expect(
            String(decoding: try dataSet.json(options), as: UTF8.self) == """
                {"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00420011":{"vr":"OB","BulkDataURI":"u#offset=\(builder.prefixLength() + 18 + 12)&length=100"},\
                "00420012":{"vr":"LO","Value":["x"]},"00420013":{"vr":"OB","InlineBinary":"AQI="}}
                """)
    }
}
