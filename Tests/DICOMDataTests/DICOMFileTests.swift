import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

@Suite("DICOM files, PS3.10 chapter 7")
struct DICOMFileTests {
    private static let body = Builder().element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB")
    private static let outline = "00080060 CS 4354; 00100020 LO 4142"
    private static let syntax = Builder().element(0x0002_0010, "UI", "1.2.840.10008.1.2.1")
    private static let groupLength = Builder().element(0x0002_0000, "UL", longs: [28])

    /// Bytes of a file that departs from PS3.10, and where strict reading says so.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var code = DataSetError.Code.fileMetaInformation
        var offset: Int
        var repairs = 1
        var transferSyntax = TransferSyntax.explicitVRLittleEndian
    }

    static let cases: [Case] = {
        let implicitMeta = Builder(.implicit).element(0x0002_0000, "", longs: [28]).element(0x0002_0010, "", "1.2.840.10008.1.2.1\0")
        let implicitBody = Builder(.implicit).element(0x0008_0060, "", "CT").element(0x0010_0020, "", "AB").bytes
        let bigBody = Builder(.explicitBigEndian).element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB").bytes
        let meta = groupLength.bytes + syntax.bytes
        return [
            Case(testDescription: "no preamble and no prefix", bytes: meta + body.bytes, offset: 0),
            Case(testDescription: "the prefix at byte 0", bytes: Array("DICM".utf8) + meta + body.bytes, offset: 0),
            Case(testDescription: "no File Meta Information", bytes: Builder.preamble + body.bytes, offset: 132),
            Case(testDescription: "a data set and nothing else", bytes: body.bytes, offset: 0, repairs: 2),
            Case(
                testDescription: "an implicit data set and nothing else", bytes: implicitBody, offset: 0, repairs: 2,
                transferSyntax: .implicitVRLittleEndian),
            Case(
                testDescription: "a big-endian data set and nothing else", bytes: bigBody, offset: 0, repairs: 2,
                transferSyntax: .explicitVRBigEndian),
            Case(testDescription: "no group length", bytes: Builder.preamble + syntax.bytes + body.bytes, offset: 132),
            Case(
                testDescription: "a group length too small",
                bytes: Builder.preamble + Builder().element(0x0002_0000, "UL", longs: [8]).bytes + syntax.bytes + body.bytes, offset: 132),
            Case(
                testDescription: "a group length beyond the file",
                bytes: Builder.preamble + Builder().element(0x0002_0000, "UL", longs: [.max]).bytes + syntax.bytes + body.bytes, offset: 132
            ),
            Case(
                testDescription: "a group length of two bytes",
                bytes: Builder.preamble + Builder().element(0x0002_0000, "UL", [28, 0]).bytes + syntax.bytes + body.bytes, offset: 132),
            Case(
                testDescription: "File Meta Information as implicit VR", bytes: Builder.preamble + implicitMeta.bytes + body.bytes,
                offset: 132),
            Case(
                testDescription: "no Transfer Syntax UID",
                bytes: Builder.preamble + Builder().element(0x0002_0000, "UL", longs: [10]).element(0x0002_0013, "SH", "A1").bytes
                    + body.bytes,
                offset: 132),
            Case(
                testDescription: "an implicit data set under an explicit syntax", bytes: Builder.preamble + meta + implicitBody,
                code: .encodingMismatch, offset: 172, transferSyntax: .implicitVRLittleEndian),
            Case(
                testDescription: "a big-endian data set under a little-endian syntax", bytes: Builder.preamble + meta + bigBody,
                code: .encodingMismatch, offset: 172, transferSyntax: .explicitVRBigEndian),
            Case(
                testDescription: "an explicit data set under the implicit syntax", bytes: body.file(transferSyntax: "1.2.840.10008.1.2"),
                code: .encodingMismatch, offset: 170),
        ]
    }()

    @Test("that depart are refused in strict mode, and read in lenient mode with a repair", arguments: cases)
    func depart(file: Case) throws {
        let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: file.bytes, options: .strict) }
        #expect(error.code == file.code && error.offset == file.offset)
        let read = try DICOMFile(bytes: file.bytes)
        #expect(read.dataSet.outline == Self.outline)
        #expect(read.repairs.first?.departure == error)
        #expect(read.repairs.count == file.repairs)
        #expect(read.transferSyntax == file.transferSyntax)
    }

    @Test("that keep to the standard need no repair", arguments: [Builder.Encoding.explicit, .implicit, .explicitBigEndian])
    func keep(encoding: DICOMBytesBuilder.Encoding) throws {
        let bytes = Builder(encoding).element(0x0008_0060, "CS", "CT").element(0x0010_0020, "LO", "AB").file()
        for options in [ReadingOptions.strict, .lenient] {
            let file = try DICOMFile(bytes: bytes, options: options)
            #expect(file.dataSet.outline == Self.outline && file.repairs.isEmpty)
            #expect(file.fileMetaInformation.map(\.tag.hexadecimal) == ["00020000", "00020010"])
            #expect(file.transferSyntax.isExplicitVR == (encoding != .implicit))
            #expect(file.transferSyntax.isBigEndian == (encoding == .explicitBigEndian))
        }
    }

    @Test("say which compression they declare even where the data set is encoded otherwise")
    func keepCompression() throws {
        let bytes = Builder(.implicit).element(0x0008_0060, "", "CT").file(transferSyntax: "1.2.840.10008.1.2.5")
        let file = try DICOMFile(bytes: bytes)
        #expect(file.transferSyntax == .rleLossless && file.repairs.map(\.departure.code) == [.encodingMismatch])
        #expect(try file.dataSet.string(.modality) == "CT")
    }

    @Test(
        "are not other bytes",
        arguments: [
            [], [0x44], Array("DICM".utf8.dropLast()), Array("%PDF-1.7 and more text than eight bytes".utf8),
            [UInt8](repeating: 0, count: 500), [UInt8](repeating: 0xFF, count: 500), [0x08, 0, 0x60, 0, 0xFF, 0xFF, 0xFF, 0x7F],
        ] as [[UInt8]])
    func refuseOtherBytes(bytes: [UInt8]) throws {
        for options in [ReadingOptions.strict, .lenient] {
            let error = try #require(throws: DataSetError.self) { try DICOMFile(bytes: bytes, options: options) }
            #expect(error.code == .notDICOM)
        }
    }

    @Test("that cannot be opened say so, without their path")
    func refuseMissing() throws {
        let file = ScratchFile()
        let error = try #require(throws: DataSetError.self) { try DICOMFile(at: file.path) }
        #expect(error.code == .unreadable && error.offset == nil && error.path.steps.isEmpty)
        #expect(!error.description.contains(file.path))
    }

    @Test("are the same loaded, mapped and from memory", arguments: GoldenObject.all)
    func areTheSame(object: GoldenObject) throws {
        let expected = try DICOMFile(bytes: object.bytes()).dataSet.outline
        for access in [ReadingOptions.FileAccess.automatic, .loaded, .mapped] {
            #expect(try DICOMFile(at: object.path, options: ReadingOptions(fileAccess: access)).dataSet.outline == expected)
        }
    }

    @Test("are read from many threads at once, through copies")
    func areShared() async throws {
        let file = try DICOMFile(at: GoldenObject.named("enhanced-explicit").path, options: ReadingOptions(fileAccess: .mapped))
        let expected = try file.dataSet.json(bulkData: .inline)
        let dataSet = file.dataSet
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    let copy = dataSet
                    return (try? copy.json(bulkData: .inline)) == expected && (try? copy.string(.patientID)) == "PHANTOM-1"
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    // MARK: Golden objects

    @Test("have the JSON that pydicom gives", arguments: GoldenObject.all)
    func haveGoldenJSON(object: GoldenObject) throws {
        let file = try DICOMFile(at: object.path, options: .strict)
        #expect(file.repairs.isEmpty)
        let ours = try #require(try JSONSerialization.jsonObject(with: Data(file.dataSet.json())) as? [String: NSObject])
        let theirs = try #require(try JSONSerialization.jsonObject(with: object.json()) as? [String: NSObject])
        for tag in Set(ours.keys).union(theirs.keys).sorted() {
            #expect(ours[tag] == theirs[tag], "\(tag)")
        }
    }

    @Test("of the tree are twenty and more")
    func areThere() { #expect(GoldenObject.all.count >= 20) }

    // MARK: Corpus

    @Test("of the corpus open where they must, and never trap", .enabled(if: Corpus.isPresent))
    func openCorpus() throws {
        var opened = 0
        for entry in Corpus.dataSets {
            do {
                let file = try DICOMFile(at: entry.file)
                _ = try? file.dataSet.json(bulkData: entry.size < 1 << 20 ? .inline : .omitted)
                opened += 1
            } catch {
                let isDeflated = ["1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95"].contains(entry.transferSyntax)
                #expect(entry.expectParse != "ok" || isDeflated, "\(entry): \(error)")
            }
            _ = try? DICOMFile(at: entry.file, options: .strict)
        }
        #expect(opened > 0)
    }
}
