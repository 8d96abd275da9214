import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Image planes, PS3.3 C.7.6.2")
struct ImagePlaneTests {
    private func plane(position: String? = "1\\2\\3", orientation: String? = "1\\0\\0\\0\\1\\0", spacing: String? = "2\\0.5") throws
        -> ImagePlane?
    {
        var builder = DICOMBytesBuilder().element(0x0018_0050, "DS", "5")
        if let position { builder = builder.element(0x0020_0032, "DS", position) }
        if let orientation { builder = builder.element(0x0020_0037, "DS", orientation) }
        if let spacing { builder = builder.element(0x0028_0030, "DS", spacing) }
        return try ImagePlane(DICOMFile(bytes: builder.file()).dataSet)
    }

    /// Equation C.7.6.2.1-1: position + column · Δcolumn · row direction + row · Δrow · column direction.
    @Test("map pixels to points of the patient")
    func mapsPixels() throws {
        let axial = try #require(try plane())
        #expect(axial.normal == SIMD3(0, 0, 1) && axial.distance == 3 && axial.sliceThickness == 5)
        // 1 + 10 · 0.5, 2 + 4 · 2.
        #expect(axial.point(column: 10, row: 4) == SIMD3(6, 10, 3))
        // Sagittal: rows run to the back, columns to the feet; the normal is to the left.
        let sagittal = try #require(try plane(orientation: "0\\1\\0\\0\\0\\-1"))
        #expect(sagittal.normal == SIMD3(-1, 0, 0) && sagittal.distance == -1)
        #expect(sagittal.point(column: 10, row: 4) == SIMD3(1, 7, -5))
        #expect(try plane(spacing: nil)?.point(column: 1, row: 1) == nil)
    }

    @Test("are none without position or orientation")
    func areNone() throws {
        #expect(try plane(position: nil) == nil && plane(orientation: nil) == nil)
    }

    @Test("have directions of length 1, however they were rounded")
    func normalize() throws {
        let oblique = try #require(try plane(orientation: "0.71\\0.71\\0\\-0.71\\0.71\\0"))
        #expect(abs(oblique.rowDirection.x - 0.5.squareRoot()) < 1e-12 && abs((oblique.normal * oblique.normal).sum() - 1) < 1e-12)
    }

    @Test(
        "that cannot be are refused by name",
        arguments: [
            ("1\\2", "1\\0\\0\\0\\1\\0", "1\\1", .invalidAttribute), ("1\\2\\3", "1\\0\\0\\0\\1", "1\\1", .invalidAttribute),
            ("1\\2\\3", "0\\0\\0\\0\\1\\0", "1\\1", .invalidPlane), ("1\\2\\3", "1\\0\\0\\1\\0\\0", "1\\1", .invalidPlane),
            ("1\\2\\3", "2\\0\\0\\0\\1\\0", "1\\1", .invalidPlane), ("1\\2\\3", "1\\0\\0\\0.1\\0.995\\0", "1\\1", .invalidPlane),
            ("1\\2\\3", "1\\0\\0\\0\\1\\0", "0\\1", .invalidPlane), ("1\\2\\3", "1\\0\\0\\0\\1\\0", "1\\-1", .invalidPlane),
            ("1\\2\\3", "1\\0\\0\\0\\1\\0", "1", .invalidAttribute), ("1e200\\2\\3", "1\\0\\0\\0\\1\\0", "1\\1", .invalidPlane),
            ("1\\2\\x", "1\\0\\0\\0\\1\\0", "1\\1", .invalidAttribute),
        ] as [(String, String, String, ObjectError.Code)])
    func refuses(position: String, orientation: String, spacing: String, code: ObjectError.Code) throws {
        let error = try #require(throws: ObjectError.self) { try plane(position: position, orientation: orientation, spacing: spacing) }
        #expect(error.code == code)
    }

    /// Positions, spacing and thickness of first and last frames, by pydicom.
    @Test("of enhanced objects are those of each frame", .enabled(if: Corpus.isPresent))
    func readsFrames() throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom")
        let perfusion = try DICOMFile(at: folder.appendingPathComponent("dcm_qa/Agfa/011-0001.img").path).dataSet
        #expect(try ImagePlane(perfusion, frame: 1)?.position == SIMD3(-105, -105, -76.3))
        let last = try #require(try ImagePlane(perfusion, frame: 24))
        #expect(last.position == SIMD3(-105, -105, -0.400002) && last.normal == SIMD3(0, 0, 1) && last.sliceThickness == 3)
        let bruker = try DICOMFile(at: folder.appendingPathComponent("fo-dicom/mr_brucker.dcm").path).dataSet
        let spacing = try #require(try ImagePlane(bruker, frame: 3)?.spacing)
        #expect(spacing.betweenRows == 0.2 && spacing.betweenColumns == 0.1 && spacing.meaning == .patient)
        let cine = try DICOMFile(at: folder.appendingPathComponent("dcmjs/cine-test.dcm").path).dataSet
        #expect(try ImagePlane(cine, frame: 7)?.position == SIMD3(-5.65513, -133.9286, 116.7857))
    }
}

@Suite("Pixel spacing, PS3.3 10.7.1")
struct PixelSpacingTests {
    private func spacing(_ given: String?, imager: String? = nil, scanned: String? = nil, type: String? = nil) throws -> PixelSpacing? {
        var builder = DICOMBytesBuilder()
        if let imager { builder = builder.element(0x0018_1164, "DS", imager) }
        if let scanned { builder = builder.element(0x0018_2010, "DS", scanned) }
        if let given { builder = builder.element(0x0028_0030, "DS", given) }
        if let type { builder = builder.element(0x0028_0A02, "CS", type).element(0x0028_0A04, "LO", "by a ruler") }
        return try PixelSpacing(DICOMFile(bytes: builder.file()).dataSet)
    }

    @Test("says what it is a distance of")
    func meanings() throws {
        #expect(try spacing("0.2\\0.3")?.meaning == .patient && spacing("0.2\\0.3")?.betweenColumns == 0.3)
        #expect(try spacing(nil, imager: "0.1\\0.1")?.meaning == .detector)
        #expect(try spacing("0.10\\0.1", imager: "0.1\\0.1")?.meaning == .detector)
        let calibrated = try #require(try spacing("0.08\\0.08", imager: "0.1\\0.1", type: "FIDUCIAL"))
        #expect(calibrated.meaning == .calibrated && calibrated.betweenRows == 0.08 && calibrated.calibrationType == "FIDUCIAL")
        #expect(calibrated.calibrationDescription == "by a ruler")
        #expect(try spacing(nil, scanned: "0.2\\0.2")?.meaning == .scanned)
        #expect(try spacing("0.2\\0.2", scanned: "0.2\\0.2")?.meaning == .scanned)
        #expect(try spacing("0.3\\0.3", scanned: "0.2\\0.2")?.meaning == .calibrated)
        #expect(try spacing(nil) == nil)
    }
}
