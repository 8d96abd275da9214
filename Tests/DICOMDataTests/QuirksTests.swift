import DICOMData
import DICOMTestSupport
import Testing

private typealias Builder = DICOMBytesBuilder

/// Bytes that depart in one known way, the name of that way, and what was meant.
struct QuirkCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var quirk: Quirk
    var bytes: [UInt8]
    var outline: String

    init(_ name: String, _ quirk: Quirk, _ builder: DICOMBytesBuilder, gives outline: String) {
        self.init(name, quirk, file: builder.file(), gives: outline)
    }

    init(_ name: String, _ quirk: Quirk, file: [UInt8], gives outline: String) {
        testDescription = name
        self.quirk = quirk
        bytes = file
        self.outline = outline
    }
}

@Suite("Quirks")
struct QuirksTests {
    /// Ten bytes each.
    private static let modality = Builder().element(0x0008_0060, "CS", "CT")
    private static let patient = Builder().element(0x0010_0020, "LO", "AB")
    private static let ct = "00080060 CS 4354"
    private static let ab = "00100020 LO 4142"

    static let headers = [
        QuirkCase(
            "UN with a 16-bit length", .vr16UN,
            modality.tag(0x0009_1001).raw(Array("UN".utf8)).number16(2).raw([1, 2]).raw(patient.bytes),
            gives: "\(ct); 00091001 UN 0102; \(ab)"),
        QuirkCase(
            "unknown letters with a 16-bit length", .vr16UN,
            modality.tag(0x0009_1001).raw(Array("ZZ".utf8)).number16(2).raw([1, 2]).raw(patient.bytes),
            gives: "\(ct); 00091001 UN 0102; \(ab)"),
        QuirkCase(
            "unknown letters with a 32-bit length", .vr16UN,
            modality.tag(0x0009_1001).raw(Array("ZZ".utf8) + [0, 0]).number32(2).raw([1, 2]).raw(patient.bytes),
            gives: "\(ct); 00091001 UN 0102; \(ab)"),
        QuirkCase(
            "a UL of group 0009 with a value length of 6", .siemensLeonardoUL6,
            Builder().header(0x0009_1001, "UL", length: 6).number32(7).raw(patient.bytes).element(0x0010_0040, "CS", "O"),
            gives: "00091001 UL 07000000; \(ab); 00100040 CS 4F20"),
        QuirkCase(
            "a private length that was cut to 16 bits", .truncatedLO,
            modality.header(0x0009_1001, "LO", length: 66).raw([UInt8](repeating: 0x41, count: 65_536 + 66)).raw(patient.bytes),
            gives: "\(ct); 00091001 LO \(String(repeating: "41", count: 65_536 + 66)); \(ab)"),
        QuirkCase(
            "a length that does not count the padding", .oddLength,
            modality.header(0x0008_1030, "LO", length: 1).raw([0x41, 0x20]).raw(patient.bytes), gives: "\(ct); 00081030 LO 4120; \(ab)"),
        QuirkCase(
            "explicit elements in an implicit data set", .implicitInExplicit,
            Builder(.implicit).element(0x0008_0060, "", "CT").raw(patient.bytes).element(0x0010_0040, "", "O"),
            gives: "\(ct); \(ab); 00100040 CS 4F20"),
        QuirkCase(
            "an implicit item in an explicit data set", .implicitInExplicit,
            Builder().sequence(
                0x0008_1140, [Builder(.implicit).element(0x0008_0060, "", "CT").element(0x0010_0020, "", "AB")], lengths: .undefined
            ).raw(patient.bytes), gives: "00081140 SQ {\(ct); \(ab)}; \(ab)"),
        QuirkCase(
            "elements out of order", .elementOrder, patient.raw(modality.bytes), gives: "\(ct); \(ab)"),
        QuirkCase(
            "zeros behind Pixel Data", .trailingBytes, Builder().element(0x7FE0_0010, "OW", [1, 2]).raw([UInt8](repeating: 0, count: 64)),
            gives: "7FE00010 OW 0102"),
        QuirkCase(
            "zeros behind an implicit data set", .trailingBytes,
            Builder(.implicit).element(0x0008_0060, "", "CT").raw([UInt8](repeating: 0, count: 64)), gives: ct),
    ]

    static let sequences = [
        QuirkCase(
            "items in the other byte order", .philipsByteSwappedSQ,
            Builder().header(0x0009_1001, "SQ", length: .max)
                .raw(Builder(.explicitBigEndian).item(Builder(.explicitBigEndian).element(0x0028_0010, "US", words: [512])).bytes)
                .raw(Builder(.explicitBigEndian).marker(Builder.sequenceDelimiter).bytes).raw(patient.bytes),
            gives: "00091001 SQ {00280010 US 0200}; \(ab)"),
        QuirkCase(
            "items that begin with (3F3F,3F00)", .philips3F3FItem,
            Builder().header(0x0008_1140, "SQ", length: 18).marker(0x3F3F_3F00, length: 10).raw(modality.bytes).raw(patient.bytes),
            gives: "00081140 SQ {\(ct)}; \(ab)"),
        QuirkCase(
            "a delimiter behind a sequence of defined length, in an item", .philipsExplicitLengthWithDelimiter,
            Builder().sequence(
                0x0008_1140,
                [Builder().sequence(0x0009_1001, [modality]).marker(Builder.sequenceDelimiter).raw(patient.bytes)], lengths: .undefined),
            gives: "00081140 SQ {00091001 SQ {\(ct)}; \(ab)}"),
        QuirkCase(
            "a delimiter at the end of an item of defined length", .philipsExplicitLengthWithDelimiter,
            Builder().sequence(0x0008_1140, [modality.marker(Builder.itemDelimiter)]).raw(patient.bytes),
            gives: "00081140 SQ {\(ct)}; \(ab)"),
        QuirkCase(
            "a private icon without an item", .siemensPrivateIcon,
            Builder().header(0x0029_1140, "SQ", length: .max).raw(modality.bytes).raw(patient.bytes).marker(Builder.sequenceDelimiter)
                .element(0x0040_0009, "SH", "AB"), gives: "00291140 SQ {\(ct); \(ab)}; 00400009 SH 4142"),
        QuirkCase(
            "private fragments under the name UN", .siemens7FE1,
            Builder().header(0x7FE1_1060, "UN", length: .max).marker(Builder.item).marker(Builder.item, length: 8)
                .raw([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]).marker(Builder.sequenceDelimiter),
            gives: "7FE11060 UN <|FFD8FFE0FFFFFFFF>"),
        QuirkCase(
            "VOI LUT Sequence as OW", .sequenceAsOW,
            Builder().sequence(0x0028_3010, [Builder().element(0x0028_3003, "LO", "AB")], representation: "OW").element(
                0x0040_0009, "SH", "AB"), gives: "00283010 OW {00283003 LO 4142}; 00400009 SH 4142"),
        QuirkCase(
            "a private sequence as OB of undefined length", .sequenceAsOW,
            Builder().sequence(0x0029_1001, [modality], lengths: .undefined, representation: "OB").element(0x0040_0009, "SH", "AB"),
            gives: "00291001 OB {\(ct)}; 00400009 SH 4142"),
        QuirkCase(
            "explicit items under the name UN", .explicitInUN,
            Builder().sequence(0x0009_1001, [modality.raw(patient.bytes)], lengths: .undefined, representation: "UN").raw(patient.bytes),
            gives: "00091001 UN {\(ct); \(ab)}; \(ab)"),
        QuirkCase(
            "delimiters of item and sequence in each other's place", .wrongDelimiter,
            Builder().header(0x0008_1140, "SQ", length: .max).marker(Builder.item, length: .max).raw(modality.bytes)
                .marker(Builder.sequenceDelimiter).marker(Builder.itemDelimiter).raw(patient.bytes),
            gives: "00081140 SQ {\(ct)}; \(ab)"),
        QuirkCase(
            "an item that is longer than its sequence", .sequenceOverrun,
            Builder().header(0x0008_1140, "SQ", length: 14).marker(Builder.item, length: 20).raw(modality.bytes).raw(patient.bytes)
                .element(0x0040_0009, "SH", "AB"), gives: "00081140 SQ {\(ct); \(ab)}; 00400009 SH 4142"),
        QuirkCase(
            "an item behind its sequence", .sequenceOverrun,
            Builder().header(0x0008_1140, "SQ", length: 18).item(modality).item(patient).raw(patient.bytes),
            gives: "00081140 SQ {\(ct)}{\(ab)}; \(ab)"),
        QuirkCase(
            "encapsulated Pixel Data of defined length", .explicitLengthEncapsulated,
            Builder().element(0x7FE0_0010, "OB", Builder().marker(Builder.item).marker(Builder.item, length: 2).raw([1, 2]).bytes),
            gives: "7FE00010 OB <|0102>"),
        QuirkCase(
            "fragments without their delimiter", .missingPixelDelimiter,
            Builder().header(0x7FE0_0010, "OB", length: .max).marker(Builder.item).marker(Builder.item, length: 2).raw([1, 2]),
            gives: "7FE00010 OB <|0102>"),
        QuirkCase(
            "an empty item among the elements", .strayItem,
            Builder().header(0x0008_1140, "SQ", length: 0).marker(Builder.item).raw(patient.bytes), gives: "00081140 SQ; \(ab)"),
    ]

    private static let meta = Array(patient.file()[132...])

    static let files = [
        QuirkCase(
            "a preamble of 127 bytes", .noPreamble, file: [UInt8](repeating: 0, count: 127) + Array("DICM".utf8) + meta, gives: ab),
        QuirkCase(
            "a preamble of 256 bytes", .noPreamble, file: [UInt8](repeating: 7, count: 256) + Array("DICM".utf8) + meta, gives: ab),
        QuirkCase("no preamble", .noPreamble, file: Array("DICM".utf8) + meta, gives: ab),
        QuirkCase("no prefix", .noPreamble, file: meta, gives: ab),
        QuirkCase(
            "implicit File Meta Information without a group length", .implicitMeta,
            file: Builder.preamble + Builder(.implicit).element(0x0002_0010, "", "1.2.840.10008.1.2.1").bytes + patient.bytes, gives: ab),
        QuirkCase(
            "a transfer syntax that is not that of the bytes", .transferSyntaxMismatch,
            file: patient.file(transferSyntax: Builder.implicitVRLittleEndian), gives: ab),
        QuirkCase(
            "deflated by name only", .transferSyntaxMismatch, file: modality.file(transferSyntax: "1.2.840.10008.1.2.1.99"), gives: ct),
    ]

    @Test("are refused in strict mode, and otherwise named and read as they were meant", arguments: headers + sequences + files)
    func areNamed(quirk: QuirkCase) throws {
        #expect(throws: DataSetError.self) { try DICOMFile(bytes: quirk.bytes, options: .strict) }
        for options in [ReadingOptions.lenient, .forensic] {
            let file = try DICOMFile(bytes: quirk.bytes, options: options)
            #expect(file.dataSet.outline == quirk.outline)
            #expect(file.repairs.contains { $0.quirk == quirk.quirk }, "\(file.repairs.map(\.quirk.rawValue))")
            for repair in file.repairs {
                #expect(repair.range.lowerBound >= 0 && repair.range.upperBound <= quirk.bytes.count, "\(repair)")
            }
        }
    }

    /// Sound files must not look like broken ones: whatever has these marks and is right stays as it is.
    @Test(
        "are not seen where there are none",
        arguments: [
            Builder().header(0x0009_1001, "UL", length: 8).number32(7).number32(8).raw(patient.bytes),
            Builder().element(0x0028_3006, "OW", Builder().item(Builder()).bytes),
            Builder().element(0x0009_1001, "OB", Builder().item(Builder()).bytes),
            Builder(.implicit).element(0x0008_0060, "", "CT").element(0x0009_1001, "", [UInt8](repeating: 1, count: 0x4F4C)).element(
                0x0010_0020, "", "AB"),
            Builder().sequence(0x0009_1001, [Builder(.implicit).element(0x0008_0060, "", "CT")], lengths: .undefined, representation: "UN"),
            Builder().sequence(0x0009_1001, [Builder()], lengths: .undefined, representation: "UN"),
            Builder().sequence(0x0008_1140, [modality, patient]).raw(patient.bytes),
        ])
    func areNotImagined(builder: DICOMBytesBuilder) throws {
        #expect(try DICOMFile(bytes: builder.file(), options: .strict).repairs.isEmpty)
    }

    @Test("in byte order turn the numbers of the items")
    func turnsNumbers() throws {
        let file = try DICOMFile(bytes: Self.sequences[0].bytes)
        let item = try #require(file.dataSet.first?.items.first)
        #expect(try item.integers(.rows) == [512])
    }

    @Test("of private transfer syntaxes have names")
    func nameTransferSyntaxes() throws {
        let bytes = Builder(.implicit).element(0x0008_0060, "", "CT").file(transferSyntax: "1.2.840.113619.5.2")
        let file = try DICOMFile(bytes: bytes, options: .strict)
        #expect(file.dataSet.outline == Self.ct && file.transferSyntax.quirk == .geImplicitBigEndianPixels)
        #expect(file.transferSyntax.hasBigEndianPixels && !file.transferSyntax.isBigEndian)
        let philips = try DICOMFile(bytes: Self.modality.file(transferSyntax: "1.3.46.670589.33.1.4.1"), options: .strict)
        #expect(philips.dataSet.outline == Self.ct && philips.transferSyntax.quirk == .philipsCTPrivateExplicit)
    }

    @Test("of adapters can be added, and keep their names")
    func areOpen() {
        #expect(Quirk(rawValue: "philips-byteswapped-sq") == .philipsByteSwappedSQ)
        #expect(Quirk(rawValue: "acme-upside-down").description == "acme-upside-down")
    }

    /// Each level asks to be read twice: without a bound that would be 2⁶⁰ times.
    @Test("do not multiply in nested sequences")
    func doNotMultiply() throws {
        var inner = Self.modality
        for _ in 0..<60 {
            inner = Builder().header(0x0040_A730, "SQ", length: UInt32(inner.count + 8)).item(inner).item(Self.modality)
        }
        #expect(try DICOMFile(bytes: inner.file()).dataSet.count >= 1)
    }
}

@Suite("Forensic reading")
struct ForensicReadingTests {
    private static let modality = Builder().element(0x0008_0060, "CS", "CT")

    @Test("keeps what comes before what cannot be read, and says where that is")
    func keepsFront() throws {
        let nested = (0..<70).reduce(Builder()) { inner, _ in Builder().sequence(0x0040_A730, [inner]) }
        let bytes = Self.modality.raw(nested.bytes).element(0x0070_0080, "CS", "OK").file()
        #expect(throws: DataSetError.self) { try DICOMFile(bytes: bytes) }
        let file = try DICOMFile(bytes: bytes, options: .forensic)
        #expect(file.dataSet.outline == "00080060 CS 4354")
        #expect(file.repairs.map(\.quirk) == [.unreadableRest] && file.repairs[0].range == 182..<bytes.count)
        #expect(file.repairs[0].departure.code == .limitExceeded)
    }

    @Test("finds a file behind anything")
    func findsFile() throws {
        let bytes = [UInt8](repeating: 0x55, count: 20_000) + Self.modality.file()
        #expect(throws: DataSetError.self) { try DICOMFile(bytes: bytes) }
        let file = try DICOMFile(bytes: bytes, options: .forensic)
        #expect(file.dataSet.outline == "00080060 CS 4354" && file.repairs.map(\.quirk) == [.noPreamble])
        #expect(file.repairs[0].range == 0..<20_132)
    }

    @Test("names each odd length")
    func namesEach() throws {
        let bytes = Self.modality.element(0x0010_0020, "LO", [0x41]).element(0x0010_0040, "CS", [0x4F]).file()
        #expect(try DICOMFile(bytes: bytes).repairs.map(\.quirk) == [.oddLength])
        #expect(try DICOMFile(bytes: bytes, options: .forensic).repairs.map(\.quirk) == [.oddLength, .oddLength])
    }
}
