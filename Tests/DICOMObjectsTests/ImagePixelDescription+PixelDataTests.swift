import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Pixel Data against its geometry, PS3.5 8.1.1 and A.4")
struct ImagePixelDescriptionPixelDataTests {
    private func dataSet(
        rows: UInt16, columns: UInt16, samples: UInt16 = 1, photometric: String = "MONOCHROME2 ", planar: UInt16 = 0, bits: UInt16 = 8,
        frames: Int = 1, pixels: (DICOMBytesBuilder) -> DICOMBytesBuilder
    ) throws -> DataSet {
        let builder = DICOMBytesBuilder().element(0x0028_0002, "US", words: [samples]).element(0x0028_0004, "CS", photometric)
            .element(0x0028_0006, "US", words: [planar]).element(0x0028_0008, "IS", "\(frames)")
            .element(0x0028_0010, "US", words: [rows]).element(0x0028_0011, "US", words: [columns])
            .element(0x0028_0100, "US", words: [bits])
        return try DICOMFile(bytes: pixels(builder).file()).dataSet
    }

    private func native(_ count: Int) -> (DICOMBytesBuilder) -> DICOMBytesBuilder {
        { $0.element(0x7FE0_0010, "OW", [UInt8](repeating: 0, count: count)) }
    }

    private func check(_ dataSet: DataSet, _ transferSyntax: TransferSyntax = .explicitVRLittleEndian) throws(ObjectError) {
        try ImagePixelDescription(dataSet).checkPixelData(of: dataSet, transferSyntax: transferSyntax)
    }

    @Test("frames follow each other without padding, to the bit")
    func placesFrames() throws {
        let bits = try ImagePixelDescription(dataSet(rows: 1, columns: 3, bits: 1, frames: 3, pixels: native(2)))
        let places = try (0..<3).map { try bits.nativeFrame($0, in: 2) }
        #expect(places.map(\.bytes) == [0..<1, 0..<1, 0..<2] && places.map(\.firstBit) == [0, 3, 6])
        let words = try ImagePixelDescription(dataSet(rows: 2, columns: 3, bits: 16, frames: 2, pixels: native(24)))
        #expect(try words.nativeFrame(1, in: 24).bytes == 12..<24)
    }

    @Test("a frame that is there is found in an object cut short; one that is not is refused by name")
    func refusesMissingFrames() throws {
        let image = try ImagePixelDescription(dataSet(rows: 2, columns: 3, bits: 16, frames: 2, pixels: native(22)))
        #expect(try image.nativeFrame(0, in: 22).bytes == 0..<12)
        #expect(throws: ObjectError.self) { try image.nativeFrame(1, in: 22) }
        for number in [-1, 2] {
            let error = try #require(throws: ObjectError.self) { try image.nativeFrame(number, in: 24) }
            #expect(error.code == .noSuchFrame)
        }
    }

    /// Bytes by PS3.5 8.1.1 and PS3.3 C.7.6.3.1.2, one less of which is refused: CVE-2024-47796, CVE-2025-9732, CVE-2025-25472.
    @Test(
        "native pixels shorter than their geometry are refused, in every kind",
        arguments: [
            (1, "MONOCHROME2 ", 0, 8, 1, 200), (1, "MONOCHROME2 ", 0, 16, 3, 1200), (1, "PALETTE COLOR ", 0, 8, 1, 200),
            (3, "RGB ", 0, 8, 1, 600), (3, "RGB ", 1, 16, 1, 1200), (3, "YBR_FULL", 0, 8, 2, 1200), (3, "YBR_FULL", 1, 8, 1, 600),
            (3, "YBR_FULL_422", 0, 8, 1, 400), (1, "MONOCHROME2 ", 0, 1, 8, 200), (1, "MONOCHROME2 ", 0, 12, 1, 300),
        ] as [(UInt16, String, UInt16, UInt16, Int, Int)])
    func refusesShortPixels(samples: UInt16, photometric: String, planar: UInt16, bits: UInt16, frames: Int, bytes: Int) throws {
        func object(_ count: Int) throws -> DataSet {
            try dataSet(
                rows: 10, columns: 20, samples: samples, photometric: photometric, planar: planar, bits: bits, frames: frames,
                pixels: native(count))
        }
        try check(object(bytes))
        try check(object(bytes + 2))
        let error = try #require(throws: ObjectError.self) { try check(object(bytes - 2)) }
        #expect(error.code == .missingPixels && error.tag == .pixelData)
    }

    @Test("encapsulated pixels have a fragment for each frame, videos one for all")
    func countsFragments() throws {
        let object = try dataSet(rows: 8, columns: 8, frames: 2) { $0.fragments([[1, 2], [3, 4]]) }
        try check(object, .rleLossless)
        let short = try dataSet(rows: 8, columns: 8, frames: 65_535) { $0.fragments([[1, 2], [3, 4]]) }
        let error = try #require(throws: ObjectError.self) { try check(short, .rleLossless) }
        #expect(error.code == .missingPixels)
        try check(short, .mpeg4HP41)
        try check(short, .hevcM10P51)
        let empty = try dataSet(rows: 8, columns: 8) { $0.fragments([]) }
        #expect(throws: ObjectError.self) { try check(empty, .mpeg4HP41) }
    }

    @Test("native bytes under a compressed transfer syntax and absent pixels are refused by name")
    func refusesContradictions() throws {
        let object = try dataSet(rows: 1, columns: 2, pixels: native(2))
        #expect(throws: ObjectError.self) { try check(object, .rleLossless) }
        let none = try dataSet(rows: 1, columns: 2) { $0 }
        let error = try #require(throws: ObjectError.self) { try check(none) }
        #expect(error.code == .missingAttribute && error.tag == .pixelData)
    }

    /// Files that a hand damaged, and the error that each must have.
    @Test(
        "damaged files of the corpus are refused by name", .enabled(if: Corpus.isPresent),
        arguments: [
            ("cat04_pixel_data/TC0285_buf_half.dcm", .missingPixels), ("cat04_pixel_data/TC0295_rows_zero.dcm", .invalidAttribute),
            ("cat04_pixel_data/TC0303_bits_highbit_gt_ba.dcm", .impossiblePixelCell),
            ("cat04_pixel_data/TC0311_bits_ba_nine.dcm", .impossiblePixelCell),
            ("cat04_pixel_data/TC0319_bits_bs_zero.dcm", .impossiblePixelCell),
            ("cat18_cve_dcmtk_minmax_voi/TC0917_minmax_bs0.dcm", .impossiblePixelCell),
            ("cat18_cve_dcmtk_minmax_voi/TC0921_minmax_hb0_bs16.dcm", .impossiblePixelCell),
            ("cat18_cve_dcmtk_minmax_voi/TC0925_minmax_ba8_bs16.dcm", .impossiblePixelCell),
            ("cat18_cve_dcmtk_minmax_voi/TC0933_minmax_ba8_bs0.dcm", .impossiblePixelCell),
            ("cat19_cve_dcmtk_ect_jpegls/TC0945_ect_10k_frames_0pfg.dcm", .missingPixels),
            ("cat19_cve_dcmtk_ect_jpegls/TC0949_ect_65535_frames_1pfg.dcm", .missingPixels),
            ("cat21_cve_santesoft_oob/TC0973_px_1024sq_64b.dcm", .missingPixels),
            ("cat21_cve_santesoft_oob/TC0977_px_256sq_ba32_32b.dcm", .missingPixels),
            ("cat21_cve_santesoft_oob/TC0985_px_wide_1x32768.dcm", .missingPixels),
        ] as [(String, ObjectError.Code)])
    func refusesMalformed(path: String, code: ObjectError.Code) throws {
        let folder = try #require(Corpus.folder)
        let file = try DICOMFile(at: folder.appendingPathComponent("malformed/\(path)").path)
        let error = try #require(throws: ObjectError.self) { try check(file.dataSet, file.transferSyntax) }
        #expect(error.code == code)
    }

    @Test("sound files of the corpus are accepted, with all their frames", .enabled(if: Corpus.isPresent))
    func acceptsCorpus() throws {
        var count = 0
        // Its Number of Frames is `1A`.
        for image in Corpus.soundImages where !image.path.hasSuffix("/badVR.dcm") {
            // What is not read is no question of pixels.
            guard let file = try? DICOMFile(at: image.file) else { continue }
            do {
                try check(file.dataSet, file.transferSyntax)
                count += 1
            } catch {
                Issue.record("\(image.path): \(error)")
            }
        }
        #expect(count > 300)
    }
}
