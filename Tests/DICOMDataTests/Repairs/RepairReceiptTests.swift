import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Repair receipts")
struct RepairReceiptTests {
    /// Replays the receipt both ways, and through JSON.
    private static func check(_ original: [UInt8], _ file: DICOMFile, _ name: String) throws -> RepairReceipt {
        let receipt = try file.receipt()
        let clean = try receipt.applied(to: original)
        #expect(try clean == file.bytes(), "\(name)")
        #expect(try receipt.reverted(from: clean) == original, "\(name)")
        #expect(receipt.entries.count >= file.repairs.count, "\(name)")
        return receipt
    }

    @Test("of a file that keeps to the standard are empty", arguments: GoldenObject.all)
    func clean(golden: GoldenObject) throws {
        let bytes = try golden.bytes()
        let receipt = try Self.check(bytes, DICOMFile(bytes: bytes), golden.name)
        #expect(receipt.isClean && receipt.original == receipt.clean)
    }

    @Test("name the quirk, the place and the bytes before and after, and survive JSON")
    func entries() throws {
        // A sequence of defined length with a delimiter all the same, and an odd value.
        let item = DICOMBytesBuilder().element(0x0008_1155, "UI", "1.2.3")
        let bytes = DICOMBytesBuilder().element(0x0008_0060, "CS", [0x43, 0x54, 0x31]).sequence(0x0008_1140, [item]).file()
        let file = try DICOMFile(bytes: bytes)
        let receipt = try Self.check(bytes, file, "odd")
        #expect(receipt.entries.count >= 1)
        let entry = try #require(receipt.entries.first)
        #expect(entry.path == "(0008,0060)" && !entry.quirk.isEmpty && !entry.problem.isEmpty)
        let all = receipt.entries.flatMap(\.changes)
        #expect(all.contains { $0.edit == .replaced(before: [], after: [0x20]) })

        let again = try JSONDecoder().decode(RepairReceipt.self, from: try JSONEncoder().encode(receipt))
        #expect(again == receipt)
        #expect(try again.applied(to: bytes) == file.bytes())
    }

    @Test("refuse bytes that they were not made for")
    func refuse() throws {
        let bytes = DICOMBytesBuilder().element(0x0008_0060, "CS", [0x43, 0x54, 0x31]).file()
        let receipt = try DICOMFile(bytes: bytes).receipt()
        #expect(throws: DataSetError.self) { try receipt.applied(to: bytes + [0]) }
        #expect(throws: DataSetError.self) { try receipt.reverted(from: bytes) }
        var edited = try DICOMFile(bytes: bytes)
        try edited.dataSet.set(.modality, to: "MR")
        #expect(throws: DataSetError.self) { try edited.receipt() }
    }

    @Test("replay forwards and backwards on every file of the corpus, and need fewer repairs afterwards", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        var repaired = 0
        for entry in Corpus.dataSets where entry.size < 4_000_000 {
            let original = Array(try Data(contentsOf: URL(fileURLWithPath: entry.file)))
            guard let file = try? DICOMFile(bytes: original), !file.repairs.isEmpty, (try? file.bytes()) != nil else { continue }
            let receipt = try Self.check(original, file, entry.path)
            let again = try DICOMFile(bytes: try receipt.applied(to: original))
            #expect(again.repairs.isEmpty, "\(entry.path): \(again.repairs.prefix(3))")
            repaired += 1
        }
        #expect(repaired > 50, "\(repaired) files were repaired")
    }
}
