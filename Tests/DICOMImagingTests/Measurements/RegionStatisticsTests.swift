import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Statistics of regions")
struct RegionStatisticsTests {
    /// 5 × 4 bytes: 0 1 2 3 4, 10 11 …
    private func frame(more: @escaping (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }) throws -> Frame {
        var image = SmallImage(cells: (0..<20).map { UInt8($0 / 5 * 10 + $0 % 5) })
        (image.rows, image.columns) = (4, 5)
        image.more = more
        return try DICOMFile(bytes: image.file()).frame(0)
    }

    private func point(_ column: Double, _ row: Double) -> PixelPoint { PixelPoint(column: column, row: row) }

    @Test("of a rectangle are those of its pixels, in modality values")
    func rectangle() throws {
        let frame = try frame { $0.element(0x0028_1052, "DS", "-5").element(0x0028_1053, "DS", "2 ").element(0x0028_1054, "LO", "HU") }
        // Stored 11 12 21 22: modality 17 19 37 39; mean 28, differences -11 -9 9 11, mean square 101.
        let found = try #require(try frame.statistics(of: .rectangle(PixelRegion(columns: 1..<3, rows: 1..<3))))
        #expect(found.count == 4 && found.mean == 28 && found.minimum == 17 && found.maximum == 39 && found.unit == "HU")
        #expect(abs(found.standardDeviation - 101.0.squareRoot()) < 1e-12)
    }

    @Test("leave padding out")
    func padding() throws {
        let frame = try frame { $0.element(0x0028_0120, "US", words: [12]) }
        let found = try #require(try frame.statistics(of: .rectangle(PixelRegion(columns: 1..<4, rows: 1..<2))))
        #expect(found.count == 2 && found.excluded == 1 && found.mean == 12 && found.minimum == 11 && found.maximum == 13)
        #expect(try frame.statistics(of: .rectangle(PixelRegion(columns: 2..<3, rows: 1..<2))) == nil)
    }

    @Test(
        "of other shapes count the pixels whose centers lie in them",
        arguments: [
            // A triangle with corners on centers: its left and upper sides count.
            (
                RegionOfInterest.polygon([PixelPoint(column: 0, row: 0), PixelPoint(column: 3, row: 0), PixelPoint(column: 0, row: 3)]),
                [0, 1, 2, 10, 11, 20]
            ),
            // A circle of radius 1.5 about (2, 2): 3 × 3 without the corners' neighbours beyond, whose distance is √2 < 1.5.
            (.ellipse(center: PixelPoint(column: 2, row: 2), columnRadius: 1.5, rowRadius: 1.5), [11, 12, 13, 21, 22, 23, 31, 32, 33]),
            (.ellipse(center: PixelPoint(column: 2, row: 1), columnRadius: 2.1, rowRadius: 0.9), [10, 11, 12, 13, 14]),
            // Beyond the picture nothing is counted.
            (
                .polygon([
                    PixelPoint(column: 3.5, row: -9), PixelPoint(column: 99, row: -9), PixelPoint(column: 99, row: 1.5),
                    PixelPoint(column: 3.5, row: 1.5),
                ]), [4, 14]
            ),
            (.mask([0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 10) + [0, 0, 0, 9, 9]), [1, 33, 34]),
        ] as [(RegionOfInterest, [Int])])
    func shapes(region: RegionOfInterest, values: [Int]) throws {
        let found = try #require(try frame().statistics(of: region))
        #expect(found.count == values.count && found.minimum == Double(values.min()!) && found.maximum == Double(values.max()!))
        #expect(abs(found.mean - Double(values.reduce(0, +)) / Double(values.count)) < 1e-12)
    }

    @Test("of regions that share a side count each pixel once")
    func tiling() throws {
        let corners = [point(-0.7, -0.9), point(4.9, -0.8), point(4.6, 3.9), point(-0.9, 3.7), point(2, 1)]
        var count = 0
        for side in 0..<4 {
            let triangle = RegionOfInterest.polygon([corners[side], corners[(side + 1) % 4], corners[4]])
            count += try frame().statistics(of: triangle)?.count ?? 0
        }
        #expect(count == 20)
    }

    @Test("of nothing are none, and of what is no region or no grey frame are refused")
    func refused() throws {
        #expect(try frame().statistics(of: .mask([UInt8](repeating: 0, count: 20))) == nil)
        for region in [
            RegionOfInterest.mask([1]), .rectangle(PixelRegion(columns: 0..<6, rows: 0..<1)),
            .polygon([point(0, .nan), point(1, 1), point(2, 0)]),
        ] {
            let error = #expect(throws: ImagingError.self) { try frame().statistics(of: region) }
            #expect(error?.code == .badArgument)
        }
        var colour = SmallImage(cells: [1, 2, 3])
        (colour.rows, colour.columns, colour.samples, colour.photometric, colour.planar) = (1, 1, 3, "RGB", 0)
        let rgb = try DICOMFile(bytes: colour.file()).frame(0)
        let error = #expect(throws: ImagingError.self) { try rgb.statistics(of: .rectangle(PixelRegion(columns: 0..<1, rows: 0..<1))) }
        #expect(error?.code == .unsupportedImage)
        #expect(throws: ImagingError.self) {
            try frame().statistics(of: .rectangle(PixelRegion(columns: 0..<1, rows: 0..<1)), in: [1, 2].span)
        }
    }

    @Test("of signed words and of floats are right")
    func kinds() throws {
        var words = SmallImage(cells: [0x00, 0x80, 0xFF, 0x7F, 0xFE, 0xFF])
        (words.columns, words.bitsAllocated, words.isSigned) = (3, 16, true)
        let found = try #require(try DICOMFile(bytes: words.file()).frame(0).statistics(of: .mask([1, 1, 1])))
        #expect(found.minimum == -32_768 && found.maximum == 32_767 && found.mean == -1)
        var floats = SmallImage(cells: [])
        (floats.columns, floats.bitsAllocated) = (3, 32)
        floats.pixels = {
            $0.element(
                0x7FE0_0008, "OF",
                [Float(1.5), .nan, -2].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) } })
        }
        let real = try #require(try DICOMFile(bytes: floats.file()).frame(0).statistics(of: .mask([1, 1, 1])))
        #expect(real.count == 2 && real.excluded == 1 && real.mean == -0.25 && real.minimum == -2)
    }
}
