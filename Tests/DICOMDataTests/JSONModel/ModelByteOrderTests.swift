import DICOMData
import DICOMTestSupport
import Foundation
import Testing

private typealias Builder = DICOMBytesBuilder

/// PS3.18 F.2.7 and PS3.19 A.1.5: whatever the file, binary values are encoded as in Explicit VR Little Endian.
@Suite("Byte order in the JSON and XML models")
struct ModelByteOrderTests {
    /// Implicit little endian with pixel words that are big endian, as GE's private syntax has them.
    private static func ge(bitsAllocated: UInt16 = 16) -> [UInt8] {
        // An icon has pixels too, and they are in the order of the data set.
        let icon = Builder(.implicit).element(0x0028_0100, "US", words: [16]).element(0x7FE0_0010, "OW", words: [0x0304])
        return Builder(.implicit).element(0x0008_0060, "CS", "CT").element(0x0028_0100, "US", words: [bitsAllocated])
            .sequence(0x0088_0200, [icon]).element(0x7FE0_0010, "OW", [0x01, 0x02, 0xA0, 0xB0]).file(transferSyntax: "1.2.840.113619.5.2")
    }

    /// The Base64 text of an element of the data set itself: such an element stands last in these tests.
    private func base64(in text: [UInt8], between mark: String, and end: String) -> String? {
        let text = String(decoding: text, as: UTF8.self)
        return text.components(separatedBy: mark).last?.components(separatedBy: end).first
    }

    @Test("turns the pixels of GE's private syntax around, and nothing else", arguments: [8, 16] as [UInt16])
    func ge(bitsAllocated: UInt16) throws {
        let dataSet = try DICOMFile(bytes: Self.ge(bitsAllocated: bitsAllocated)).dataSet
        // 02 01 B0 A0 and 01 02 A0 B0
        let expected = bitsAllocated == 16 ? "AgGwoA==" : "AQKgsA=="
        #expect(try base64(in: dataSet.json(bulkData: .inline), between: "\"InlineBinary\":\"", and: "\"") == expected)
        #expect(try base64(in: dataSet.xml(bulkData: .inline), between: "<InlineBinary>", and: "<") == expected)
        let little: [UInt8] = bitsAllocated == 16 ? [0x02, 0x01, 0xB0, 0xA0] : [0x01, 0x02, 0xA0, 0xB0]
        for read in [
            try DataSet(json: dataSet.json(bulkData: .inline), options: .strict),
            try DataSet(xml: dataSet.xml(bulkData: .inline), options: .strict),
        ] {
            #expect(read[.pixelData]?.bytes == little)
            #expect(read.items(.iconImageSequence).first?[.pixelData]?.bytes == [0x04, 0x03])
        }
        #expect(try dataSet[.pixelData]?.integers() == (bitsAllocated == 16 ? [0x0102, 0xA0B0] : [0x0201, 0xB0A0]))
    }

    @Test("of GE's private syntax is written back as it came, and made anew from what JSON gives")
    func geBack() throws {
        let file = try DICOMFile(bytes: Self.ge())
        let own = try file.bytes(as: .geImplicitBigEndianPixels)
        #expect(own == Self.ge())
        // Into the registered syntax the words are turned, but not the icon's.
        let registered = try DICOMFile(bytes: file.bytes())
        #expect(registered.transferSyntax == .implicitVRLittleEndian)
        #expect(registered.dataSet[.pixelData]?.bytes == [0x02, 0x01, 0xB0, 0xA0])
        #expect(registered.dataSet.items(.iconImageSequence).first?[.pixelData]?.bytes == [0x04, 0x03])
        let big = try DICOMFile(bytes: file.bytes(as: .explicitVRBigEndian))
        #expect(big.dataSet[.pixelData]?.bytes == [0x01, 0x02, 0xA0, 0xB0])
        #expect(big.dataSet.items(.iconImageSequence).first?[.pixelData]?.bytes == [0x03, 0x04])
        // And from JSON into GE's again.
        let fromJSON = DICOMFile(try DataSet(json: file.dataSet.json(bulkData: .inline)), transferSyntax: .geImplicitBigEndianPixels)
        let again = try DICOMFile(bytes: fromJSON.bytes(as: .geImplicitBigEndianPixels))
        #expect(again.dataSet[.pixelData]?.bytes == [0x01, 0x02, 0xA0, 0xB0])
        #expect(again.dataSet.items(.iconImageSequence).first?[.pixelData]?.bytes == [0x04, 0x03])
    }

    @Test("of an edited file of GE's stays that of each value")
    func geEdited() throws {
        var file = try DICOMFile(bytes: Self.ge())
        try file.dataSet.set(.modality, to: "MR")
        #expect(try DICOMFile(bytes: file.bytes()).dataSet[.pixelData]?.bytes == [0x02, 0x01, 0xB0, 0xA0])
        #expect(try DICOMFile(bytes: file.bytes(as: .geImplicitBigEndianPixels)).dataSet[.pixelData]?.bytes == [0x01, 0x02, 0xA0, 0xB0])
        // What is set is little endian, as all that is made.
        try file.dataSet.set(.pixelData, to: .bytes([1, 0, 2, 0]))
        #expect(try DICOMFile(bytes: file.bytes()).dataSet[.pixelData]?.bytes == [1, 0, 2, 0])
        #expect(try DICOMFile(bytes: file.bytes(as: .geImplicitBigEndianPixels)).dataSet[.pixelData]?.bytes == [0, 1, 0, 2])
    }

    @Test(
        "turns the words of big-endian values around by their width, and leaves bytes that fill none",
        arguments: [("OB", 1), ("UN", 1), ("OW", 2), ("OF", 4), ("OL", 4), ("OD", 8), ("OV", 8)])
    func bigEndian(representation: String, width: Int) throws {
        // Longer than the pieces in which values are turned around.
        for count in [16, 16 + width / 2, 3 * 49_152 + 8] {
            let value = (0..<count + count % 2).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            var expected = value
            if width > 1 {
                for start in stride(from: 0, to: value.count / width * width, by: width) {
                    expected.replaceSubrange(start..<start + width, with: value[start..<start + width].reversed())
                }
            }
            let dataSet = try DICOMFile(
                bytes: Builder(.explicitBigEndian).element(0x0072_0060, representation, value).file()
            ).dataSet
            #expect(try DataSet(json: dataSet.json())[DataElement.Tag(0x0072_0060)]?.bytes == expected)
            #expect(try DataSet(xml: dataSet.xml())[DataElement.Tag(0x0072_0060)]?.bytes == expected)
        }
    }

    @Test("of real pixels is that of the file that they were made of", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom")
        let ge = try DICOMFile(at: folder.appendingPathComponent("derived/ge_private_be_pixels.dcm").path)
        let original = try DICOMFile(at: folder.appendingPathComponent("fo-dicom/GH355.dcm").path)
        let pixels = try #require(original.dataSet[.pixelData]?.bytes)
        #expect(!original.transferSyntax.hasBigEndianPixels && ge.dataSet[.pixelData]?.bytes != pixels)
        #expect(try DataSet(json: ge.dataSet.json(bulkData: .inline))[.pixelData]?.bytes == pixels)
        #expect(try DataSet(xml: ge.dataSet.xml(bulkData: .inline))[.pixelData]?.bytes == pixels)
    }
}
