import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

/// Blobs are made here by what dcm4che's `agfa2dcm` expects of them; there is no other description.
@Suite("Blobs of Agfa archives")
struct AgfaArchiveBlobTests {
    private static let front = [UInt8](repeating: 0x41, count: 16_384)
    private static let mark = Array("ARCHIVE-BLOB".utf8)

    /// A file with the blob's preamble, and the rest of it as a file would have it.
    private static func marked(_ file: [UInt8]) -> [UInt8] { mark + file[mark.count...] }

    private static func blob(_ files: [[UInt8]], front: [UInt8] = front) -> [UInt8] { files.reduce(front) { $0 + marked($1) } }

    /// In each native encoding, with and without what looks like the mark inside of a value.
    private static let files: [[UInt8]] = {
        let decoy = marked([UInt8](repeating: 0, count: 128) + Array("DICM".utf8))
        let icon = Builder().element(0x7FE0_0010, "OB", decoy)
        return [
            Builder().element(0x0008_0060, "CS", "CT").element(0x7FE0_0010, "OW", decoy + [1, 2]).file(),
            Builder(.implicit).element(0x0008_0060, "", "MR").element(0x0040_A160, "", "text").file(),
            Builder(.implicit).element(0x0008_0060, "", "SR").element(0x0010_0020, "", "P-17").file(),
            Builder(.explicitBigEndian).element(0x0008_0060, "CS", "DX").element(0x7FE0_0010, "OW", [1, 2]).file(),
            Builder().element(0x0008_0060, "CS", "US").sequence(0x0088_0200, [icon], lengths: .undefined).fragments([[1, 2], decoy])
                .file(transferSyntax: "1.2.840.10008.1.2.5"),
            Builder().element(0x0008_0060, "CS", "OT").file(),
        ]
    }()

    @Test("are divided where the data set of each file ends")
    func divides() throws {
        let bytes = Self.blob(Self.files)
        let blob = try AgfaArchiveBlob(bytes: bytes)
        #expect(blob.objects.map(\.count) == Self.files.map(\.count))
        #expect(blob.objects.first?.lowerBound == 16_384 && blob.objects.last?.upperBound == bytes.count)
        for (number, original) in Self.files.enumerated() {
            let file = try blob.file(number)
            #expect(file.repairs.isEmpty)
            #expect(try file.dataSet.outline == DICOMFile(bytes: original).dataSet.outline)
            // What is written is what was there, the blob's preamble too.
            #expect(try file.bytes() == Self.marked(original))
        }
    }

    @Test("are opened from disk too, and name what was passed over")
    func receipt() throws {
        let scratch = try ScratchFile(Self.blob(Self.files))
        let blob = try AgfaArchiveBlob(at: scratch.path)
        #expect(blob.objects.count == Self.files.count)
        #expect(blob.repairs.map(\.quirk) == [.agfaBlob] && blob.repairs.first?.range == 0..<16_384)
        #expect { try AgfaArchiveBlob(at: scratch.path, options: .strict) } throws: { ($0 as? DataSetError)?.code == .notDICOM }
        #expect { try AgfaArchiveBlob(at: "/nonexistent") } throws: { ($0 as? DataSetError)?.code == .unreadable }
    }

    @Test("take every kind of golden object apart again")
    func goldenObjects() throws {
        let originals = try GoldenObject.all.map { try $0.bytes() }
        let blob = try AgfaArchiveBlob(bytes: Self.blob(originals))
        #expect(blob.objects.count == originals.count)
        for (number, original) in originals.enumerated() { #expect(try blob.file(number).bytes() == Self.marked(original)) }
    }

    @Test("of another form are refused by name")
    func refuses() throws {
        let file = Self.files[0]
        for bytes in [file, [], Self.front, Self.front + file, Self.blob([file], front: [UInt8](repeating: 0, count: 512))] {
            #expect { try AgfaArchiveBlob(bytes: bytes) } throws: { ($0 as? DataSetError)?.code == .notDICOM }
        }
    }

    @Test("with a deflated file are refused, since nothing tells where it ends")
    func deflated() throws {
        let deflated = try DICOMFile(bytes: Self.files[0]).bytes(as: .deflatedExplicitVRLittleEndian)
        #expect { try AgfaArchiveBlob(bytes: Self.blob([Self.files[1], deflated, Self.files[1]])) } throws: {
            let error = $0 as? DataSetError
            return error?.code == .unsupportedTransferSyntax && (error?.offset ?? 0) > 16_384 + Self.files[1].count
        }
    }

    @Test("that are cut short give what is there, or an error", arguments: [1, 3, 12, 40, 131, 133, 200])
    func cut(count: Int) {
        let bytes = Array(Self.blob(Self.files).dropLast(count))
        guard let blob = try? AgfaArchiveBlob(bytes: bytes) else { return }
        #expect(blob.objects.last?.upperBound == bytes.count)
        for number in blob.objects.indices { _ = try? blob.file(number) }
    }

    @Test("with bytes changed, taken out and put in give files or an error, never a trap")
    func survivesMutation() {
        for number in Mutation.numbers(default: 1_000) {
            let mutation = Mutation(number, of: [Self.blob(Self.files, front: [])])
            guard let blob = try? AgfaArchiveBlob(bytes: Self.front + mutation.bytes) else { continue }
            #expect(blob.objects.last?.upperBound == 16_384 + mutation.bytes.count, "mutation \(number)")
            for object in blob.objects.indices { _ = try? blob.file(object) }
        }
    }
}
