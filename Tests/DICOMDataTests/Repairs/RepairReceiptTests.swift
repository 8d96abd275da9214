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

    @Test("turn the pixels of GE's private syntax, and say so in two numbers")
    func swapsPixels() throws {
        let bytes = DICOMBytesBuilder(.implicit).element(0x0028_0100, "US", words: [16]).element(0x7FE0_0010, "OW", [1, 2, 3, 4])
            .file(transferSyntax: "1.2.840.113619.5.2")
        var file = try DICOMFile(bytes: bytes)
        let receipt = try Self.check(bytes, file, "GE")
        #expect(receipt.entries.first?.quirk == "ge-implicit-be-pixels")
        #expect(receipt.entries.flatMap(\.changes).contains { $0.edit == .swapped(wordSize: 2) && $0.range.count == 4 })
        let clean = try DICOMFile(bytes: try receipt.applied(to: bytes), options: .strict)
        #expect(clean.transferSyntax == .implicitVRLittleEndian && clean.dataSet[.pixelData]?.bytes == [2, 1, 4, 3])
        // Edited or converted, they are turned as well; as they are under their own name.
        try file.dataSet.set(.patientID, to: "P")
        #expect(try DICOMFile(bytes: file.bytes(as: .explicitVRBigEndian)).dataSet[.pixelData]?.bytes == [1, 2, 3, 4])
        #expect(try DICOMFile(bytes: file.bytes()).dataSet[.pixelData]?.bytes == [2, 1, 4, 3])
        let own = try DICOMFile(bytes: file.bytes(as: .geImplicitBigEndianPixels))
        #expect(own.dataSet[.pixelData]?.bytes == [1, 2, 3, 4])
    }

    @Test("name wrong group lengths and misspelt character sets, and correct them")
    func corrects() throws {
        let bytes = DICOMBytesBuilder().element(0x0008_0000, "UL", [0, 0, 0, 0]).element(0x0008_0005, "CS", "ISO IR 100")
            .element(0x0010_0010, "PN", [0xE4, 0x20]).file()
        let file = try DICOMFile(bytes: bytes)
        let receipt = try Self.check(bytes, file, "misspelt")
        #expect(receipt.entries.map(\.quirk) == ["charset-misspelling", "consequence"])
        let clean = try DICOMFile(bytes: try receipt.applied(to: bytes), options: .strict)
        #expect(try clean.dataSet.string(.specificCharacterSet) == "ISO_IR 100" && clean.dataSet.string(.patientName) == "ä")
        #expect(try clean.dataSet.integer(DataElement.Tag(0x0008_0000)) == 18)
        let onlyLength = DICOMBytesBuilder().element(0x0008_0000, "UL", [0, 0, 0, 0]).element(0x0008_0060, "CS", "CT").file()
        #expect(try Self.check(onlyLength, DICOMFile(bytes: onlyLength), "length").entries.map(\.quirk) == ["group-length"])
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

    @Test("that were forged are refused")
    func forged() throws {
        let bytes = DICOMBytesBuilder().element(0x0008_0060, "CS", [0x43, 0x54, 0x31]).file()
        let receipt = try DICOMFile(bytes: bytes).receipt()
        for range in [Int.max - 1..<Int.max, bytes.count + 1..<bytes.count + 2, 0..<Int.max] {
            var forged = receipt
            forged.clean.size = .max
            forged.entries[0].changes = [ByteChange(range: range, edit: .swapped(wordSize: 2))]
            #expect(throws: DataSetError.self) { try forged.applied(to: bytes) }
        }
    }
}
