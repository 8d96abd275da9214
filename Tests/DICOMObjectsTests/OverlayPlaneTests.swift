import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Overlay planes, PS3.3 C.9.2")
struct OverlayPlaneTests {
    /// 2 rows of 5 columns in 3 frames: 30 bits.
    private func dataSet(
        _ changes: [UInt32: DICOMBytesBuilder?] = [:], data: [UInt8]? = [0b1010_1010, 0b0110_0110, 0b1111_0000, 0b0011_1100],
        representation: String = "OB", encoding: DICOMBytesBuilder.Encoding = .explicit
    ) throws -> DataSet {
        let start = DICOMBytesBuilder(encoding)
        var elements: [UInt32: DICOMBytesBuilder] = [
            0x6002_0010: start.element(0x6002_0010, "US", words: [2]), 0x6002_0011: start.element(0x6002_0011, "US", words: [5]),
            0x6002_0015: start.element(0x6002_0015, "IS", "3"), 0x6002_0022: start.element(0x6002_0022, "LO", "a mark"),
            0x6002_0040: start.element(0x6002_0040, "CS", "R"), 0x6002_0050: start.element(0x6002_0050, "SS", words: [0xFFFF, 3]),
            0x6002_0051: start.element(0x6002_0051, "US", words: [2]), 0x6002_0100: start.element(0x6002_0100, "US", words: [1]),
            0x6002_0102: start.element(0x6002_0102, "US", words: [0]),
        ]
        if let data { elements[0x6002_3000] = start.element(0x6002_3000, representation, data) }
        for (tag, element) in changes { elements[tag] = element }
        let bytes = elements.sorted { $0.key < $1.key }.flatMap(\.value.bytes)
        let pixels = DICOMBytesBuilder(encoding).element(0x0028_0010, "US", words: [2]).element(0x0028_0011, "US", words: [5])
            .element(0x0028_0100, "US", words: [16]).element(0x0028_0101, "US", words: [12]).element(0x0028_0102, "US", words: [11])
        return try DICOMFile(bytes: pixels.raw(bytes).file()).dataSet
    }

    @Test("give geometry, kind and frames")
    func reads() throws {
        let dataSet = try dataSet()
        #expect(OverlayPlane.groups(in: dataSet) == [0x6002])
        let overlay = try OverlayPlane(dataSet, group: 0x6002)
        #expect(overlay.rows == 2 && overlay.columns == 5 && overlay.originRow == -1 && overlay.originColumn == 3)
        #expect(overlay.kind == .regionOfInterest && overlay.storage == .overlayData && overlay.numberOfFrames == 3)
        #expect(try overlay.overlayDescription == "a mark" && overlay.label == nil && overlay.subtype == nil)
        #expect((0..<5).map { overlay.frame(overImageFrame: $0) } == [nil, 0, 1, 2, nil])
    }

    @Test("lie over every frame where they count none")
    func liesOverAll() throws {
        let overlay = try OverlayPlane(dataSet([0x6002_0015: nil]), group: 0x6002)
        #expect(overlay.numberOfFrames == nil && overlay.frame(overImageFrame: 99) == 0)
    }

    /// The 30 bits, lowest first.
    private static let bits: [UInt8] = [
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1,
    ]

    @Test("give the bits of a frame, the first lowest, in bytes and in words of any order", arguments: 0..<3)
    func givesBits(frame: Int) throws {
        let expected = Array(Self.bits[10 * frame..<10 * frame + 10])
        #expect(try OverlayPlane(dataSet(), group: 0x6002).bits(ofFrame: frame) == expected)
        #expect(try OverlayPlane(dataSet(representation: "OW"), group: 0x6002).bits(ofFrame: frame) == expected)
        let turned: [UInt8] = [0b0110_0110, 0b1010_1010, 0b0011_1100, 0b1111_0000]
        let big = try dataSet(data: turned, representation: "OW", encoding: .explicitBigEndian)
        #expect(try OverlayPlane(big, group: 0x6002).bits(ofFrame: frame) == expected)
        #expect(throws: ObjectError.self) { try OverlayPlane(dataSet(), group: 0x6002).bits(ofFrame: 3) }
    }

    @Test("in pixel cells are told by their bit")
    func findsEmbedded() throws {
        let element = { DICOMBytesBuilder().element($0, "US", words: [$1]) }
        let overlay = try OverlayPlane(
            dataSet([0x6002_0100: element(0x6002_0100, 16), 0x6002_0102: element(0x6002_0102, 13)], data: nil), group: 0x6002)
        #expect(overlay.storage == .pixelData(bit: 13))
        #expect(throws: ObjectError.self) { try overlay.bits() }
        // Bit 11 is one of the value's, 16 is none of the cell.
        for bit in [UInt16(11), 0, 16] {
            let dataSet = try dataSet([0x6002_0100: element(0x6002_0100, 16), 0x6002_0102: element(0x6002_0102, bit)], data: nil)
            let error = try #require(throws: ObjectError.self) { try OverlayPlane(dataSet, group: 0x6002) }
            #expect(error.code == .invalidOverlay && error.tag == DataElement.Tag(0x6002_0102))
        }
    }

    @Test("that cannot be are refused by name: CVE-2025-52582")
    func refuses() throws {
        let word = { DICOMBytesBuilder().element($0, "US", words: [$1]) }
        let objects: [(DataSet, ObjectError.Code)] = [
            (try dataSet([0x6002_0010: nil]), .missingAttribute),
            (try dataSet([0x6002_0011: word(0x6002_0011, 0)]), .invalidAttribute),
            (try dataSet([0x6002_0010: word(0x6002_0010, 4)]), .invalidOverlay),
            (try dataSet([0x6002_0010: word(0x6002_0010, 0xFFFF), 0x6002_0011: word(0x6002_0011, 0xFFFF)]), .invalidOverlay),
            (
                try dataSet([0x6002_0010: DICOMBytesBuilder().element(0x6002_0010, "UL", longs: [2])]),
                .unexpectedValueRepresentation
            ),
            (try dataSet([0x6002_0015: DICOMBytesBuilder().element(0x6002_0015, "IS", "2147483647")]), .invalidOverlay),
            (try dataSet([0x6002_0050: word(0x6002_0050, 7)]), .invalidOverlay), (try dataSet(data: nil), .invalidOverlay),
        ]
        for (object, code) in objects {
            let error = try #require(throws: ObjectError.self) { try OverlayPlane(object, group: 0x6002) }
            #expect(error.code == code)
        }
    }

    @Test("with the last bits cut off have them at 0")
    func forgivesCutBits() throws {
        // 30 bits need four bytes; three and a quarter would do for 26.
        let frames = DICOMBytesBuilder().element(0x6002_0015, "IS", "2")
        let rows = DICOMBytesBuilder().element(0x6002_0010, "US", words: [1])
        let columns = DICOMBytesBuilder().element(0x6002_0011, "US", words: [10])
        let dataSet = try dataSet([0x6002_0010: rows, 0x6002_0011: columns, 0x6002_0015: frames], data: [0xFF, 0xFF])
        #expect(try OverlayPlane(dataSet, group: 0x6002).bits(ofFrame: 1) == [1, 1, 1, 1, 1, 1, 0, 0, 0, 0])
    }

    /// Number of bits set and the SHA-256 of bytes of 0 and 1, by pydicom's get_overlay_array.
    @Test(
        "of real files have the bits that pydicom finds", .enabled(if: Corpus.isPresent),
        arguments: [
            ("pydicom/examples_overlay.dcm", 0x6000, 222, "e71eac1bb818cffd38a434bbb97d8435a8aa2cf27a92c7008010ed04d466c211"),
            ("fo-dicom/OutOfBoundsOverlay.dcm", 0x6002, 201, "b5e5ff12f0e8ee1e47707b751a83ee60e5fe5b4a5a83dc96a21d0bb2dd9edcf6"),
            (
                "pydicom-data/MR-SIEMENS-DICOM-WithOverlays.dcm", 0x6000, 323,
                "61e8eba584d78dcdf1705356110e6f2e9eea59408aace4c91b21f65bab4809df"
            ),
            ("nibabel/slicethickness_empty_string.dcm", 0x6000, 283, "e2bb36054721c3a3a8c2897dfeb699b4a510cdeef29fed2964cbb6700aae5766"),
        ] as [(String, UInt16, Int, String)])
    func agreesWithPydicom(path: String, group: UInt16, count: Int, digest: String) throws {
        let file = try #require(Corpus.folder).appendingPathComponent("dicom/\(path)").path
        let bits = try OverlayPlane(DICOMFile(at: file).dataSet, group: group).bits()
        #expect(bits.reduce(0) { $0 + Int($1) } == count)
        #expect(SHA256.hexadecimal(of: bits.span) == digest)
    }
}
