import DICOMData
import DICOMTestSupport
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

private typealias Builder = DICOMBytesBuilder

private let head = """
    <?xml version="1.0" encoding="UTF-8"?>
    <NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve">

    """
private let tail = "</NativeDicomModel>\n"

@Suite("The Native DICOM Model, PS3.19 A.1")
struct DataSetXMLTests {
    private func dataSet(_ builder: DICOMBytesBuilder) throws -> DataSet { try DICOMFile(bytes: builder.file()).dataSet }

    /// What stands within NativeDicomModel.
    private func xml(_ builder: DICOMBytesBuilder, _ options: ModelWritingOptions = ModelWritingOptions(bulkData: .inline)) throws -> String
    {
        let text = String(decoding: try dataSet(builder).xml(options), as: UTF8.self)
        #expect(text.hasPrefix(head) && text.hasSuffix(tail))
        return String(text.dropFirst(head.count).dropLast(tail.count))
    }

    private func outline(_ content: String, options: ReadingOptions = .strict, bulkData: BulkDataReferences = .omitted) throws -> String {
        try DataSet(xml: Array((head + content + tail).utf8), options: options, bulkData: bulkData).outline
    }

    private func error(_ text: String, options: ReadingOptions = .lenient) throws -> DataSetError {
        try #require(throws: DataSetError.self) { try DataSet(xml: Array(text.utf8), options: options) }
    }

    // MARK: - Both ways

    /// Each text by hand, after the tables of PS3.19 A.1.5 and PS3.18 F.3.1.
    @Test("writes and reads values")
    func writesAndReads() throws {
        let pairs: [(DICOMBytesBuilder, String)] = [
            (
                Builder().element(0x0008_0008, "CS", "MPG\\\\XR3"),
                """
                <DicomAttribute tag="00080008" vr="CS" keyword="ImageType">
                <Value number="1">MPG</Value>
                <Value number="2"></Value>
                <Value number="3">XR3</Value>
                </DicomAttribute>

                """
            ),
            (
                Builder().element(0x0010_0010, "PN", "A^B^C^D^E=F\\G "),
                """
                <DicomAttribute tag="00100010" vr="PN" keyword="PatientName">
                <PersonName number="1">
                <Alphabetic>
                <FamilyName>A</FamilyName>
                <GivenName>B</GivenName>
                <MiddleName>C</MiddleName>
                <NamePrefix>D</NamePrefix>
                <NameSuffix>E</NameSuffix>
                </Alphabetic>
                <Ideographic>
                <FamilyName>F</FamilyName>
                </Ideographic>
                </PersonName>
                <PersonName number="2">
                <Alphabetic>
                <FamilyName>G</FamilyName>
                </Alphabetic>
                </PersonName>
                </DicomAttribute>

                """
            ),
            (
                Builder().element(0x0010_0020, "LO", ""),
                """
                <DicomAttribute tag="00100020" vr="LO" keyword="PatientID">
                </DicomAttribute>

                """
            ),
            (
                Builder().sequence(0x0010_1002, [Builder().element(0x0010_0020, "LO", "12"), Builder()]),
                """
                <DicomAttribute tag="00101002" vr="SQ" keyword="OtherPatientIDsSequence">
                <Item number="1">
                <DicomAttribute tag="00100020" vr="LO" keyword="PatientID">
                <Value number="1">12</Value>
                </DicomAttribute>
                </Item>
                <Item number="2">
                </Item>
                </DicomAttribute>

                """
            ),
            (
                Builder().element(0x0018_1030, "LO", "<a> & \"b\"]]>").element(0x0020_4000, "LT", "1\r\n\t2"),
                """
                <DicomAttribute tag="00181030" vr="LO" keyword="ProtocolName">
                <Value number="1">&lt;a&gt; &amp; "b"]]&gt;</Value>
                </DicomAttribute>
                <DicomAttribute tag="00204000" vr="LT" keyword="ImageComments">
                <Value number="1">1&#13;
                \t2</Value>
                </DicomAttribute>

                """
            ),
            (
                Builder().element(0x0028_0009, "AT", [0x18, 0, 0x63, 0x10]).element(0x0028_0010, "US", words: [512]),
                """
                <DicomAttribute tag="00280009" vr="AT" keyword="FrameIncrementPointer">
                <Value number="1">00181063</Value>
                </DicomAttribute>
                <DicomAttribute tag="00280010" vr="US" keyword="Rows">
                <Value number="1">512</Value>
                </DicomAttribute>

                """
            ),
            (
                Builder().element(0x0028_1050, "DS", "+1.50\\ 2 ").element(0x7FE0_0010, "OB", [1, 2, 3, 4]),
                """
                <DicomAttribute tag="00281050" vr="DS" keyword="WindowCenter">
                <Value number="1">+1.50</Value>
                <Value number="2">2</Value>
                </DicomAttribute>
                <DicomAttribute tag="7FE00010" vr="OB" keyword="PixelData">
                <InlineBinary>AQIDBA==</InlineBinary>
                </DicomAttribute>

                """
            ),
        ]
        for (builder, text) in pairs {
            let written = try xml(builder)
            #expect(written == text, "\(written)")
            let read = try DataSet(xml: Array((head + text + tail).utf8), options: .strict)
            #expect(try read.json(bulkData: .inline) == dataSet(builder).json(bulkData: .inline))
        }
    }

    /// A.1.5: the block is not sent; F.3.1: gggg00ee becomes ggggXXee again.
    @Test("names private creators, and finds their blocks again")
    func handlesPrivateElements() throws {
        let builder = Builder().element(0x0009_0010, "LO", "ACME").element(0x0009_0011, "LO", "A & B ").element(0x0009_1010, "SH", "x ")
            .element(0x0009_1101, "US", words: [7])
        let text = try xml(builder)
        #expect(text.contains(#"<DicomAttribute tag="00090010" vr="SH" privateCreator="ACME">"#))
        #expect(text.contains(#"<DicomAttribute tag="00090001" vr="US" privateCreator="A &amp; B">"#))
        #expect(try outline(text) == dataSet(builder).outline)
    }

    @Test("leaves the block in the tag where a creator has two, or none")
    func keepsAmbiguousBlocks() throws {
        let builder = Builder().element(0x0009_0010, "LO", "ACME").element(0x0009_0011, "LO", "ACME").element(0x0009_1001, "SH", "x ")
            .element(0x0009_1101, "SH", "y ").element(0x0009_1201, "SH", "z ")
        let text = try xml(builder)
        #expect(!text.contains("privateCreator"))
        #expect(try outline(text) == dataSet(builder).outline)
    }

    @Test("reserves a block for a creator that is named nowhere else")
    func reservesBlocks() throws {
        let text = """
            <DicomAttribute tag="00090001" vr="SH" privateCreator="NEW"><Value number="1">x</Value></DicomAttribute>
            <DicomAttribute tag="00090010" vr="LO"><Value number="1">ACME</Value></DicomAttribute>
            <DicomAttribute tag="00090002" vr="SH" privateCreator="ACME"><Value number="1">y</Value></DicomAttribute>
            """
        let expected = Builder().element(0x0009_0010, "LO", "ACME").element(0x0009_0011, "LO", "NEW").element(0x0009_1002, "SH", "y")
            .element(0x0009_1101, "SH", "x")
        #expect(try outline(text) == dataSet(expected).outline)
    }

    @Test("reads what it wrote of every golden object", arguments: GoldenObject.all)
    func readsOwn(golden: GoldenObject) throws {
        let dataSet = try DICOMFile(bytes: golden.bytes()).dataSet
        var options = ModelWritingOptions(bulkData: .inline)
        options.declaresUnicode = true
        let text = try dataSet.xml(options)
        let read = try DataSet(xml: text)
        #expect(try read.xml(options) == text)
        #expect(try read.json(options) == dataSet.json(options))
    }

    @Test("is XML to another parser", arguments: GoldenObject.all)
    func isXML(golden: GoldenObject) throws {
        let text = try DICOMFile(bytes: golden.bytes()).dataSet.xml(bulkData: .inline)
        let parser = XMLParser(data: Data(text))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    // MARK: - Writing

    @Test("does with bulk data as asked")
    func writesBulkData() throws {
        let builder = Builder().element(0x7FE0_0010, "OW", [1, 2])
        #expect(try xml(builder, ModelWritingOptions()) == "")
        #expect(try xml(builder, ModelWritingOptions(bulkData: .uri("a\"&b"))).contains(#"<BulkData uri="a&quot;&amp;b#offset="#))
    }

    @Test("refuses or replaces characters that XML does not have")
    func handlesForbiddenCharacters() throws {
        let builder = Builder().element(0x0010_0020, "LO", "a\u{1}b")
        let error = try #require(throws: DataSetError.self) { try xml(builder) }
        #expect(error.code == .invalidValue && error.path.description == "(0010,0020)")
        var options = ModelWritingOptions()
        options.replacesForbiddenCharacters = true
        #expect(try xml(builder, options).contains("a\u{FFFD}b"))
    }

    @Test("writes a text in pieces")
    func writesPieces() throws {
        let pixels = (0..<500_000).map { UInt8(truncatingIfNeeded: $0) }
        let dataSet = try dataSet(Builder().element(0x7FE0_0010, "OB", pixels))
        var pieces: [[UInt8]] = []
        try dataSet.writeXML(ModelWritingOptions(bulkData: .inline)) { pieces.append($0) }
        #expect(Array(pieces.joined()) == (try dataSet.xml(bulkData: .inline)))
        #expect(pieces.count > 5)
    }

    // MARK: - Reading

    /// PS3.18 F.2.1.1.1, as it is printed: without namespace, with xml:space in the declaration.
    @Test("reads the standard's example")
    func readsExample() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8" xml:space="preserve" ?>
            <NativeDicomModel>
              <DicomAttribute tag="0020000D" vr="UI" keyword="StudyInstanceUID">
                <Value number="1">1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873</Value>
              </DicomAttribute>
            </NativeDicomModel>
            """
        let dataSet = try DataSet(xml: Array(text.utf8), options: .strict)
        #expect(try dataSet.string(.studyInstanceUID) == "1.2.392.200036.9116.2.2.2.1762893313.1029997326.945873")
    }

    @Test("knows references, CDATA sections, comments and processing instructions")
    func readsMarkup() throws {
        let text = """
            <!-- c --><?p x?><DicomAttribute vr='LO' tag = "00100020"
            ><Value number="1">&#65;<![CDATA[<&>]]>&amp;&lt;&gt;&quot;&apos;<!-- c -->&#x42;</Value></DicomAttribute>
            <DicomAttribute tag="00204000" vr="LT"><Value number="1">a\r\nb\rc&#13;<![CDATA[\r\n]]></Value></DicomAttribute>
            """
        #expect(try outline(text) == "00100020 LO 413C263E263C3E222742; 00204000 LT 610A620A630D0A20")
        #expect(try outline(#"<DicomAttribute tag="00100020" vr="LO"/>"#) == "00100020 LO")
        #expect(try outline(#"<DicomAttribute tag="00100020"><Value number="1"/></DicomAttribute>"#) == "00100020 LO")
        #expect(try DataSet(xml: Array("<NativeDicomModel/>".utf8), options: .strict).isEmpty)
    }

    @Test("reads binary values with line breaks, and bulk data as asked")
    func readsBinary() throws {
        let text = "<DicomAttribute tag=\"7FE00010\" vr=\"OB\"><InlineBinary>AQ\nID\n BA==\n</InlineBinary></DicomAttribute>"
        #expect(try outline(text) == "7FE00010 OB 01020304")
        for reference in [#"uri="u&amp;v""#, #"uuid="u&amp;v""#] {
            let text = "<DicomAttribute tag=\"7FE00010\" vr=\"OW\"><BulkData \(reference)/></DicomAttribute>"
            #expect(try outline(text) == "")
            #expect(try outline(text, bulkData: .resolved { $0 == "u&v" ? [1, 2] : nil }) == "7FE00010 OW 0102")
            #expect(throws: DataSetError.self) { try outline(text, bulkData: .refused) }
        }
    }

    @Test("reads the first group of names as it was called before 2013")
    func readsSingleByte() throws {
        let text = """
            <DicomAttribute tag="00100010" vr="PN"><PersonName number="1"><SingleByte><FamilyName>A</FamilyName><NameSuffix>E</NameSuffix>\
            </SingleByte><Ideographic/><Phonetic><GivenName>P</GivenName></Phonetic></PersonName></DicomAttribute>
            """
        #expect(try outline(text) == "00100010 PN 415E5E5E5E453D3D5E50")
    }

    @Test(
        "gets past what is harmless, and names it",
        arguments: [
            (#"<DicomAttribute tag="00100020" vr="LO"><Value>a</Value></DicomAttribute>"#, "no number", "00100020 LO 6120"),
            (#"<DicomAttribute tag="00020010" vr="UI"><Value number="1"><x/></Value></DicomAttribute>"#, "does not have", ""),
            (
                #"<DicomAttribute tag="00100020" vr="LO"><Value number="1">&#27;</Value></DicomAttribute>"#, "control character",
                "00100020 LO 1B20"
            ),
            (
                #"<DicomAttribute tag="00100020" vr="LO"><Value number="1">a\b</Value></DicomAttribute>"#, "backslash",
                "00100020 LO 615C6220"
            ),
        ])
    func getsPast(text: String, problem: String, expected: String) throws {
        #expect(try outline(text, options: .lenient) == expected)
        var repairs: [Repair] = []
        _ = try DataSet(xml: Array((head + text + tail).utf8), repairs: &repairs)
        #expect(repairs.count == 1 && repairs[0].departure.problem.contains(problem), "\(repairs)")
        #expect(throws: DataSetError.self) { try outline(text) }
    }

    // MARK: - What is refused

    @Test("refuses document types, other encodings and other versions by name")
    func refusesByName() throws {
        let bomb =
            "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><NativeDicomModel>&b;</NativeDicomModel>"
        #expect(try error(bomb).problem.contains("document type declaration"))
        #expect(try error("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><NativeDicomModel/>").problem.contains("document type declaration"))
        #expect(try error("<NativeDicomModel>&a;</NativeDicomModel>").problem.contains("entity"))
        #expect(try error("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><NativeDicomModel/>").problem.contains("encoding"))
        #expect(try error("<?xml version=\"1.1\"?><NativeDicomModel/>").problem.contains("version"))
        let utf16: [UInt8] = [0xFF, 0xFE, 0x3C, 0]
        let error = try #require(throws: DataSetError.self) { try DataSet(xml: utf16) }
        #expect(error.problem.contains("UTF-16"))
        #expect(throws: DataSetError.self) { try DataSet(xml: Array("<NativeDicomModel>".utf8) + [0xE9]) }
    }

    @Test(
        "refuses what is no XML, and says where",
        arguments: [
            ("", 0), ("x", 0), ("<NativeDicomModel>", 18), ("<NativeDicomModel></x>", 20), ("<NativeDicomModel/>x", 19),
            ("<NativeDicomModel/><x/>", 23), ("<NativeDicomModel a=\"1\" a=\"2\"/>", 24), ("<NativeDicomModel a=1/>", 20),
            ("<NativeDicomModel a/>", 19), ("<NativeDicomModel a=\"1\"b=\"2\"/>", 23), ("<NativeDicomModel a=\"<\"/>", 21),
            ("<NativeDicomModel a=\"x/>", 20), ("<1/>", 1), ("<NativeDicomModel><!-- -- --></NativeDicomModel>", 23),
            ("<NativeDicomModel><!--", 18), ("<NativeDicomModel><?xml version=\"1.0\"?></NativeDicomModel>", 18),
            ("<NativeDicomModel>&", 18),
            ("<NativeDicomModel>&#x110000;</NativeDicomModel>", 18), ("<NativeDicomModel>&#0;</NativeDicomModel>", 18),
            ("<NativeDicomModel>&#xD800;</NativeDicomModel>", 18), ("<NativeDicomModel>&#;</NativeDicomModel>", 18),
            ("<NativeDicomModel>]]></NativeDicomModel>", 18), ("<NativeDicomModel>\u{1}</NativeDicomModel>", 18),
            ("<NativeDicomModel>\u{FFFE}</NativeDicomModel>", 18), ("<NativeDicomModel><![CDATA[x</NativeDicomModel>", 18),
        ])
    func refusesNoXML(text: String, offset: Int) throws {
        let error = try error(text)
        #expect(error.code == .malformedText && error.offset == offset, "\(error)")
    }

    @Test(
        "refuses what is not of the model, and names the attribute",
        arguments: [
            ("x", ""), ("<Value/>", ""), (#"<DicomAttribute vr="LO"/>"#, ""), (#"<DicomAttribute tag="1" vr="LO"/>"#, ""),
            (#"<DicomAttribute tag="FFFEE000" vr="UN"/>"#, ""), (#"<DicomAttribute tag="00100020" vr="XX"/>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LO">x</DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LO"><Value number="2">x</Value></DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LO"><Value number="1"><x/></Value></DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LO"><PersonName number="1"/></DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LO"><Item number="1"/></DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00100020" vr="LT"><Value number="1"/><Value number="2"/></DicomAttribute>"#, "(0010,0020)"),
            (#"<DicomAttribute tag="00280010" vr="US"><Value number="1">x</Value></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00280010" vr="US"><Value number="1">65536</Value></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00280010" vr="OB"><Value number="1">1</Value></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00280010" vr="OB"><InlineBinary>A</InlineBinary></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00280010" vr="OB"><InlineBinary/><InlineBinary/></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00280010" vr="OB"><BulkData/></DicomAttribute>"#, "(0028,0010)"),
            (#"<DicomAttribute tag="00081111" vr="SQ"><Value number="1"/></DicomAttribute>"#, "(0008,1111)"),
            (#"<DicomAttribute tag="00081111" vr="SQ"><Item number="1"><Value/></Item></DicomAttribute>"#, "(0008,1111)[0]"),
            (#"<DicomAttribute tag="00100010" vr="PN"><PersonName number="1">x</PersonName></DicomAttribute>"#, "(0010,0010)"),
            (
                #"<DicomAttribute tag="00100010" vr="PN"><PersonName number="1"><Phonetic/><Alphabetic/></PersonName></DicomAttribute>"#,
                "(0010,0010)"
            ),
            (#"<DicomAttribute tag="00100020" vr="LO"/><DicomAttribute tag="00100020" vr="LO"/>"#, "(0010,0020)"),
        ])
    func refuses(content: String, path: String) throws {
        let error = try error(head + content + tail)
        #expect(error.path.description == path && error.offset != nil, "\(error)")
        #expect(try self.error(#"<Other xmlns="x"/>"#).code == .malformedText)
        #expect(try self.error(#"<NativeDicomModel xmlns="x"/>"#).code == .malformedText)
    }

    @Test("keeps the limits on depth and on attributes of a tag")
    func keepsLimits() throws {
        func nested(_ depth: Int) -> String {
            (0..<depth).reduce("") { inner, _ in
                #"<DicomAttribute tag="00081111" vr="SQ"><Item number="1">\#(inner)</Item></DicomAttribute>"#
            }
        }
        #expect(try DataSet(xml: Array((head + nested(64) + tail).utf8)).count == 1)
        #expect(try error(head + nested(65) + tail).code == .limitExceeded)
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: DataSetError.self) { try outline(#"<DicomAttribute tag="00020010" vr="UI">\#(deep)"#, options: .lenient) }
        let many = (0..<1_000).map { "a\($0)=''" }.joined(separator: " ")
        #expect(try error("<NativeDicomModel \(many)/>").code == .limitExceeded)
    }
}
