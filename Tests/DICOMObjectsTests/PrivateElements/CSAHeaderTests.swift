import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("CSA headers")
struct CSAHeaderTests {
    // MARK: Bytes by the layout that the documentation of nibabel gives

    /// An element as it is to be written.
    struct Written {
        var name: String
        var multiplicity: Int32
        var representation: String
        var values: [String]
    }

    static let written = [
        Written(name: "EchoLinePosition", multiplicity: 1, representation: "IS", values: ["64      ", "", "", "", "", ""]),
        Written(
            name: "SliceNormalVector", multiplicity: 3, representation: "FD",
            values: ["0.00000000", "-0.17364818", "0.98480775", "", "", ""]),
        Written(name: "Comment", multiplicity: 0, representation: "LT", values: ["Grüße", "", "second", ""]),
        Written(name: "Empty", multiplicity: 1, representation: "DS", values: []),
        Written(name: "Odd", multiplicity: 1, representation: "??", values: ["1.5e3"]),
    ]

    static func number(_ value: Int32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * Int32($0))) } }

    static func room(_ text: String, _ count: Int) -> [UInt8] {
        Array((Array(text.utf8) + [UInt8](repeating: 0, count: count)).prefix(count))
    }

    static func bytes(_ format: CSAHeader.Format, _ elements: [Written] = written) -> [UInt8] {
        var bytes: [UInt8] = format == .csa2 ? Array("SV10".utf8) + [4, 3, 2, 1] : []
        bytes += number(Int32(elements.count)) + number(77)
        let surplus = Int32(elements.first?.values.count ?? 0)
        for element in elements {
            bytes += room(element.name, 64) + number(element.multiplicity) + room(element.representation, 4) + number(6)
            bytes += number(Int32(element.values.count)) + number(77)
            for value in element.values {
                // A value that is there ends with a NUL.
                let text = value.isEmpty ? [] : Array(value.utf8) + [0]
                let length = Int32(text.count)
                bytes += format == .csa2 ? [length, length, 77, length].flatMap(number) : [length + surplus, 0, 77, 0].flatMap(number)
                bytes += text + [UInt8](repeating: 0, count: (4 - text.count % 4) % 4)
            }
        }
        return bytes
    }

    static func dataSet(_ bytes: [UInt8], as representation: ValueRepresentation = .ob, element: UInt8 = 0x10) throws -> DataSet {
        var dataSet = DataSet()
        try dataSet.set(
            privateElement: element, group: 0x0029, creator: "SIEMENS CSA HEADER", to: .bytes(bytes), as: representation)
        return dataSet
    }

    // MARK: Reading

    @Test("give their elements by name, with multiplicity, representation and values", arguments: [CSAHeader.Format.csa1, .csa2])
    func givesElements(format: CSAHeader.Format) throws {
        let header = try #require(try CSAHeader(.image, of: Self.dataSet(Self.bytes(format)), mode: .strict))
        #expect(header.format == format)
        #expect(header.departure == nil)
        #expect(header.elements.map(\.name) == Self.written.map(\.name))
        #expect(header.elements.map(\.valueMultiplicity) == [1, 3, 0, 1, 1])
        #expect(header.elements.map(\.valueRepresentation) == [.is, .fd, .lt, .ds, nil])
        #expect(header.elements.allSatisfy { $0.syngoType == 6 })
        #expect(try header["EchoLinePosition"]?.integers() == [64])
        #expect(try header["SliceNormalVector"]?.doubles() == [0, -0.17364818, 0.98480775])
        #expect(try header["SliceNormalVector"]?.decimalStrings().map(\.text) == ["0.00000000", "-0.17364818", "0.98480775"])
        #expect(header["Comment"]?.strings() == ["Grüße", "", "second"])
        #expect(header["Empty"]?.strings() == [])
        #expect(try header["Odd"]?.doubles() == [1500])
        #expect(header["Absent"] == nil)
    }

    @Test("are found under UN too, and the series header beside the image header")
    func findsUnknown() throws {
        let dataSet = try Self.dataSet(Self.bytes(.csa2), as: .un, element: 0x20)
        #expect(try CSAHeader(.image, of: dataSet) == nil)
        #expect(try CSAHeader(.series, of: dataSet)?.elements.count == 5)
        #expect(try CSAHeader(.series, of: Self.dataSet([], element: 0x20)) == nil)
    }

    @Test("in a block of another creator are none")
    func heedsCreator() throws {
        var dataSet = DataSet()
        try dataSet.set(
            privateElement: 0x10, group: 0x0029, creator: "SIEMENS MEDCOM HEADER", to: .bytes(Self.bytes(.csa2)), as: .ob)
        #expect(try CSAHeader(.image, of: dataSet) == nil)
        // The block is what the creator reserved, not always the first.
        try dataSet.set(privateElement: 0x10, group: 0x0029, creator: "SIEMENS CSA HEADER", to: .bytes(Self.bytes(.csa2)), as: .ob)
        #expect(dataSet.privateCreator(of: DataElement.Tag(0x0029_1110)) == "SIEMENS CSA HEADER")
        #expect(try CSAHeader(.image, of: dataSet) != nil)
    }

    @Test("are little endian in big-endian files")
    func isLittleEndian() throws {
        let file = DICOMFile(try Self.dataSet(Self.bytes(.csa2)), transferSyntax: .explicitVRBigEndian)
        let read = try DICOMFile(bytes: file.bytes())
        #expect(try CSAHeader(.image, of: read.dataSet)?["EchoLinePosition"]?.integers() == [64])
    }

    @Test("that are no numbers are an error where numbers are asked for")
    func refusesText() throws {
        let header = try #require(try CSAHeader(.image, of: Self.dataSet(Self.bytes(.csa2))))
        #expect { try header["Comment"]?.doubles() } throws: { ($0 as? ObjectError)?.code == .invalidCSAHeader }
        #expect { try header["Odd"]?.integers() } throws: { ($0 as? ObjectError)?.code == .invalidCSAHeader }
    }

    @Test("text that is not UTF-8 is ISO 8859-1")
    func readsLatin() throws {
        var bytes = Self.bytes(.csa2, [Written(name: "N", multiplicity: 1, representation: "LO", values: ["Gr##e"])])
        for place in bytes.indices where bytes[place] == UInt8(ascii: "#") { bytes[place] = 0xFC }
        #expect(try CSAHeader(.image, of: Self.dataSet(bytes))?["N"]?.strings() == ["Grüüe"])
    }

    // MARK: Damage

    @Test("that are cut short keep what comes before and say so, or are refused", arguments: [CSAHeader.Format.csa1, .csa2])
    func keepsWhatComesBefore(format: CSAHeader.Format) throws {
        let whole = Self.bytes(format)
        let start = format == .csa2 ? 16 : 8
        for count in stride(from: start, to: whole.count - 4, by: 4) {
            let dataSet = try Self.dataSet(Array(whole[..<count]))
            let header = try #require(try CSAHeader(.image, of: dataSet))
            #expect(header.departure?.code == .invalidCSAHeader, "\(count)")
            #expect(header.elements.map(\.name) == Self.written.prefix(header.elements.count).map(\.name))
            #expect { try CSAHeader(.image, of: dataSet, mode: .strict) } throws: { ($0 as? ObjectError)?.code == .invalidCSAHeader }
        }
    }

    @Test(
        "of neither format are refused by name",
        arguments: [
            [], Array("SV10".utf8), [UInt8](repeating: 0, count: 32), Array("SV10".utf8) + [4, 3, 2, 1, 1, 0, 0, 0, 76, 0, 0, 0],
            [0xFF, 0xFF, 0xFF, 0xFF, 77, 0, 0, 0], [0, 0, 0, 0, 77, 0, 0, 0], [0, 0, 4, 0, 0x4C, 0x54, 0x10, 0],
        ])
    func refusesOther(bytes: [UInt8]) throws {
        let element = try DataElement(DataElement.Tag(0x0029_1010), .bytes(bytes), as: .ob)
        #expect { try CSAHeader(element) } throws: { ($0 as? ObjectError)?.code == .invalidCSAHeader }
    }

    @Test("with impossible numbers end there", arguments: [Int32.min, -1, 0x7FFF_FFFF, 1_000_000])
    func survivesNumbers(value: Int32) throws {
        for place in [16 + 64, 16 + 76, 16 + 84, 16 + 84 + 4] {
            var bytes = Self.bytes(.csa2)
            bytes.replaceSubrange(place..<place + 4, with: Self.number(value))
            let header = try #require(try CSAHeader(.image, of: Self.dataSet(bytes)))
            #expect(header.elements.count <= 5)
        }
    }

    @Test("with bytes changed, taken out and put in give elements or an error, never a trap")
    func survivesMutation() {
        let originals = [Self.bytes(.csa1), Self.bytes(.csa2)]
        for number in Mutation.numbers(default: 4_000) {
            let mutation = Mutation(number, of: originals)
            guard let element = try? DataElement(DataElement.Tag(0x0029_1010), .bytes(mutation.bytes), as: .ob),
                let header = try? CSAHeader(element)
            else { continue }
            for element in header.elements {
                #expect(element.strings().count <= mutation.bytes.count / 16, "mutation \(number)")
                _ = try? (element.doubles(), element.integers())
            }
        }
    }
}

/// What nibabel reads in real files; Scripts/make-csa-oracle made it.
@Suite("CSA headers of the corpus", .enabled(if: Corpus.isPresent))
struct CSAHeaderCorpusTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var fields: [String]
        var testDescription: String { "\(fields[0]) \(fields[1])" }

        static let all: [Row] = {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            guard let text = try? String(contentsOf: tests.appendingPathComponent("Golden/csa-headers.tsv"), encoding: .utf8) else {
                return []
            }
            return text.split(separator: "\n").dropFirst().map { Row(fields: $0.split(separator: "\t").map(String.init)) }
        }()
    }

    @Test("the oracle has its rows")
    func count() { #expect(Row.all.count == 16) }

    @Test("have the elements and values that nibabel reads", arguments: Row.all)
    func areAsOthersReadThem(row: Row) throws {
        let file = try DICOMFile(at: try #require(Corpus.folder).appendingPathComponent(row.fields[0]).path)
        let header = try #require(try CSAHeader(row.fields[1] == "image" ? .image : .series, of: file.dataSet, mode: .strict))
        #expect(header.format == (row.fields[2] == "csa1" ? .csa1 : .csa2))
        #expect(header.elements.count == Int(row.fields[3]))
        let listing = try header.elements.map { element in
            let name = element.valueRepresentation?.name ?? ""
            let values =
                ["FL", "FD", "DS", "SS", "US", "SL", "UL", "IS"].contains(name)
                ? try element.doubles().map { value in
                    hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * $0)) })
                }
                : element.strings().map { hexadecimal($0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) }
            return ([element.name, "\(element.valueMultiplicity)", name, "\(element.syngoType)"] + values).joined(separator: "\t")
        }
        let bytes = Array(listing.joined(separator: "\n").utf8)
        #expect(SHA256.hexadecimal(of: bytes.span) == row.fields[4])
    }

    @Test("of another kind are refused by name")
    func refusesOther() throws {
        let file = try DICOMFile(at: try #require(Corpus.folder).appendingPathComponent("dicom/ami/dicom/j2k.dcm").path)
        #expect { try CSAHeader(.image, of: file.dataSet) } throws: { ($0 as? ObjectError)?.code == .invalidCSAHeader }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
