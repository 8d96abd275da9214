import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Lengths, areas and angles")
struct FrameMeasurementsTests {
    private func frame(
        more: @escaping (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }, before: (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }
    )
        throws -> Frame
    {
        var image = SmallImage(cells: [UInt8](repeating: 0, count: 100))
        (image.rows, image.columns) = (10, 10)
        let bytes = image.file()
        // Elements of lower groups are set in the data set, so that their order does not matter.
        var file = try DICOMFile(bytes: bytes)
        file.dataSet.merge(try DICOMFile(bytes: more(before(DICOMBytesBuilder())).file()).dataSet)
        return try PixelData(file.dataSet, transferSyntax: .explicitVRLittleEndian).frame(0)
    }

    private func point(_ column: Double, _ row: Double) -> PixelPoint { PixelPoint(column: column, row: row) }

    private func region(
        _ columns: ClosedRange<UInt32>, _ rows: ClosedRange<UInt32>, units: (UInt16, UInt16) = (3, 3), delta: (Double, Double),
        flags: UInt32 = 0
    ) -> DICOMBytesBuilder {
        DICOMBytesBuilder()
            .element(0x0018_6012, "US", words: [1]).element(0x0018_6014, "US", words: [1]).element(0x0018_6016, "UL", longs: [flags])
            .element(0x0018_6018, "UL", longs: [columns.lowerBound]).element(0x0018_601A, "UL", longs: [rows.lowerBound])
            .element(0x0018_601C, "UL", longs: [columns.upperBound]).element(0x0018_601E, "UL", longs: [rows.upperBound])
            .element(0x0018_6024, "US", words: [units.0]).element(0x0018_6026, "US", words: [units.1])
            .element(0x0018_602C, "FD", doubles: [delta.0]).element(0x0018_602E, "FD", doubles: [delta.1])
    }

    @Test("are in millimetres by the spacing of columns and rows")
    func lengths() throws {
        // 0.5 mm down, 0.3 mm across: 4 columns are 1.2 mm, 1 row 0.5 mm, together 1.3 mm.
        let measures = try FrameMeasurements(frame { $0.element(0x0028_0030, "DS", "0.5\\0.3") })
        let length = try measures.length(from: point(1, 2), to: point(5, 3))
        #expect(abs(length.value - 1.3) < 1e-12 && length.unit == .millimetres && length.basis == .spacing(.patient))
        // In pixels as wide as the shorter side: 4 across, 1 · 0.5/0.3 down.
        let pixels = try measures.lengthInPixels(from: point(1, 2), to: point(5, 3))
        #expect(abs(pixels.value - (16 + 25.0 / 9).squareRoot()) < 1e-12 && pixels.unit == .pixels)
    }

    @Test("say whether they are in the patient or at the detector")
    func meanings() throws {
        let detector = try FrameMeasurements(frame { $0.element(0x0018_1164, "DS", "0.1\\0.1") })
        #expect(try detector.length(from: point(0, 0), to: point(0, 5)).basis == .spacing(.detector))
        let calibrated = try FrameMeasurements(
            frame { $0.element(0x0018_1164, "DS", "0.1\\0.1").element(0x0028_0030, "DS", "0.08\\0.08") })
        let length = try calibrated.length(from: point(0, 0), to: point(3, 4))
        #expect(abs(length.value - 0.4) < 1e-12 && length.basis == .spacing(.calibrated))
    }

    @Test("are refused where nothing says how long a pixel is, but in pixels")
    func unknown() throws {
        let measures = try FrameMeasurements(frame())
        let error = #expect(throws: ImagingError.self) { try measures.length(from: point(0, 0), to: point(3, 4)) }
        #expect(error?.code == .notCalibrated)
        #expect(try measures.lengthInPixels(from: point(0, 0), to: point(3, 4)).value == 5)
        #expect(throws: ImagingError.self) { try measures.lengthInPixels(from: point(.nan, 0), to: point(3, 4)) }
        #expect(throws: ImagingError.self) { try measures.lengthInPixels(from: point(0, 0), to: point(3, 1e300)) }
    }

    @Test("of areas are exact for their shape")
    func areas() throws {
        let measures = try FrameMeasurements(frame { $0.element(0x0028_0030, "DS", "0.5\\0.3") })
        func area(_ region: RegionOfInterest) throws -> Double { try measures.area(of: region, columns: 10, rows: 10).value }
        // A right triangle of 4 by 3 pixels: 6 · 0.15.
        let triangle = RegionOfInterest.polygon([point(1, 1), point(5, 1), point(1, 4)])
        #expect(abs(try area(triangle) - 0.9) < 1e-12)
        #expect(abs(try area(.ellipse(center: point(5, 5), columnRadius: 2, rowRadius: 1)) - 2 * .pi * 0.15) < 1e-12)
        #expect(abs(try area(.rectangle(PixelRegion(columns: 2..<6, rows: 1..<4))) - 12 * 0.15) < 1e-12)
        var mask = [UInt8](repeating: 0, count: 100)
        for pixel in [0, 1, 50, 99] { mask[pixel] = 1 }
        #expect(abs(try area(.mask(mask)) - 4 * 0.15) < 1e-12)
        for region in [
            RegionOfInterest.polygon([point(0, 0), point(1, 1)]), .ellipse(center: point(1, 1), columnRadius: 0, rowRadius: 2),
            .ellipse(center: point(1, .infinity), columnRadius: 1, rowRadius: 2), .mask([1, 2, 3]),
            .rectangle(PixelRegion(columns: 5..<11, rows: 0..<1)),
        ] {
            let error = #expect(throws: ImagingError.self) { try area(region) }
            #expect(error?.code == .badArgument)
        }
    }

    @Test(
        "of angles take the shape of pixels into account",
        arguments: [
            (1.0, 0.0, 0.0, 1.0, 90.0), (1, 0, -1, 0, 180), (1, 0, 1, 0, 0), (1, 0, 1, 1, 45), (1, 0, -1, 1, 135), (1, 0, -3, -3, 135),
        ])
    func angles(x1: Double, y1: Double, x2: Double, y2: Double, degrees: Double) throws {
        let square = try FrameMeasurements(frame { $0.element(0x0028_0030, "DS", "0.7\\0.7") })
        let angle = try square.angle(at: point(4, 4), from: point(4 + x1, 4 + y1), to: point(4 + x2, 4 + y2))
        #expect(abs(angle.value - degrees) < 1e-9 && angle.unit == .degrees)
        // Pixels twice as high as wide, without a spacing: half as many rows make the same angle.
        let tall = try FrameMeasurements(frame { $0.element(0x0028_0034, "IS", "2\\1 ") })
        let same = try tall.angle(at: point(4, 4), from: point(4 + x1, 4 + y1 / 2), to: point(4 + x2, 4 + y2 / 2))
        #expect(abs(same.value - degrees) < 1e-9)
        #expect(throws: ImagingError.self) { try tall.angle(at: point(4, 4), from: point(4, 4), to: point(5, 5)) }
    }

    @Test("angles agree with the arc tangent of the system", arguments: stride(from: 0.5, to: 180, by: 7.25).map { $0 })
    func arcs(degrees: Double) throws {
        let square = try FrameMeasurements(frame { $0.element(0x0028_0030, "DS", "1\\1 ") })
        // Half-angle identities from a cosine that the test makes by a series of its own.
        let radians = degrees * .pi / 180
        var (sine, cosine, term) = (0.0, 0.0, 1.0)
        for n in 0..<40 {
            switch n % 4 {
            case 0: cosine += term
            case 1: sine += term
            case 2: cosine -= term
            default: sine -= term
            }
            term *= radians / Double(n + 1)
        }
        let angle = try square.angle(at: point(0, 0), from: point(9, 0), to: point(9 * cosine, 9 * sine))
        #expect(abs(angle.value - degrees) < 1e-9)
    }

    @Test("in ultrasound are those of the region that holds the points, from centimetres")
    func ultrasound() throws {
        let items = [
            region(0...9, 0...4, delta: (0.02, 0.03)), region(0...9, 5...9, units: (4, 3), delta: (0.01, 0.05)),
            region(2...4, 0...4, delta: (-0.1, 0.1), flags: 1),
        ]
        let measures = try FrameMeasurements(frame(before: { $0.sequence(0x0018_6011, items).element(0x0028_0030, "DS", "9\\9 ") }))
        #expect(measures.ultrasoundRegions.count == 3)
        // 4 columns of 0.2 mm, 2 rows of 0.3 mm: 0.8 and 0.6. The third region holds both too, and has no priority.
        let length = try measures.length(from: point(2, 1), to: point(4, 1))
        #expect(abs(length.value - 0.4) < 1e-12 && length.basis == .ultrasoundRegion(0))
        let slanted = try measures.length(from: point(1, 1), to: point(5, 3))
        #expect(abs(slanted.value - 1) < 1e-12)
        // Time along one axis is no length.
        let error = #expect(throws: ImagingError.self) { try measures.length(from: point(1, 6), to: point(5, 8)) }
        #expect(error?.code == .notCalibrated)
        // No one region holds both; the spacing of the image is for what lies in none.
        let apart = #expect(throws: ImagingError.self) { try measures.length(from: point(1, 1), to: point(1, 8)) }
        #expect(apart?.code == .notCalibrated)
        #expect(try measures.length(from: point(20, 1), to: point(20, 8)).basis == .spacing(.patient))
    }

    @Test("regions that cannot be are refused")
    func impossibleRegions() throws {
        for item in [
            region(5...9, 0...4, delta: (0, 1)), region(5...9, 0...4, delta: (1, .nan)), region(5...9, 0...4, delta: (.infinity, 1)),
            DICOMBytesBuilder().element(0x0018_6012, "US", words: [1]),
        ] {
            let error = #expect(throws: ImagingError.self) { try FrameMeasurements(frame(before: { $0.sequence(0x0018_6011, [item]) })) }
            #expect(error?.code == .invalidImage)
        }
    }

    @Test("values along the axes of a region count from its reference pixel")
    func referenceValues() throws {
        let item = region(2...8, 1...9, units: (4, 7), delta: (0.01, -0.5))
            .element(0x0018_6020, "SL", longs: [1]).element(0x0018_6022, "SL", longs: [4])
            .element(0x0018_6028, "FD", doubles: [0]).element(0x0018_602A, "FD", doubles: [2])
        let file = try DICOMFile(bytes: DICOMBytesBuilder().sequence(0x0018_6011, [item]).file())
        let found = try #require(try UltrasoundRegion.regions(of: file.dataSet).first)
        #expect(found.columnUnit == .seconds && found.rowUnit == .centimetresPerSecond)
        // Column 5 is 3 in the region, 2 from the reference; row 3 is 2 in the region, 2 above the reference.
        let values = try #require(found.values(column: 5, row: 3))
        #expect(abs(values.x - 0.02) < 1e-12 && abs(values.y - 3) < 1e-12)
    }
}
