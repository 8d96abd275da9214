import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

@Suite("Whole slides, PS3.3 C.8.12.4")
struct WholeSlideTests {
    /// The value of a pixel of the Total Pixel Matrix, the same in every test: what a tile holds follows from its place.
    fileprivate static func value(_ column: Int, _ row: Int, _ path: Int = 0) -> UInt8 {
        UInt8(truncatingIfNeeded: column * 7 + row * 31 + path * 101)
    }

    /// Tiles of 4 columns and 3 rows, in grey.
    fileprivate struct Level {
        var columns = 10
        var rows = 7
        var type: String? = "TILED_FULL"
        var paths = 1
        var planes = 1
        var flavor = "VOLUME"
        /// Places of tiles, counted from 0, for a sparse level.
        var places: [(column: Int, row: Int)]?
        var part: (first: Int, count: Int)?

        var across: Int { (columns + 3) / 4 }
        var down: Int { (rows + 2) / 3 }

        private func tile(_ left: Int, _ top: Int, _ layer: Int) -> [UInt8] {
            var cells: [UInt8] = []
            for row in top..<top + 3 { for column in left..<left + 4 { cells.append(WholeSlideTests.value(column, row, layer)) } }
            return cells
        }

        func file() -> [UInt8] {
            var tiles: [[UInt8]] = []
            if let places {
                tiles = places.map { tile($0.column, $0.row, 0) }
            } else {
                for layer in 0..<paths * planes {
                    for row in 0..<down { for column in 0..<across { tiles.append(tile(4 * column, 3 * row, layer)) } }
                }
            }
            if let part { tiles = Array(tiles[part.first..<part.first + part.count]) }
            var builder = DICOMBytesBuilder().element(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\\(flavor)")
            if let part { builder = builder.element(0x0020_9228, "UL", longs: [UInt32(part.first)]) }
            if let type { builder = builder.element(0x0020_9311, "CS", type) }
            builder = builder.element(0x0028_0002, "US", words: [1]).element(0x0028_0004, "CS", "MONOCHROME2")
                .element(0x0028_0008, "IS", "\(tiles.count)").element(0x0028_0010, "US", words: [3]).element(0x0028_0011, "US", words: [4])
                .element(0x0028_0100, "US", words: [8]).element(0x0028_0101, "US", words: [8]).element(0x0028_0102, "US", words: [7])
                .element(0x0028_0103, "US", words: [0]).element(0x0028_1050, "DS", "128 ").element(0x0028_1051, "DS", "256 ")
                .element(0x0048_0006, "UL", longs: [UInt32(columns)]).element(0x0048_0007, "UL", longs: [UInt32(rows)])
            if paths > 1 {
                let items = (0..<paths).map { DICOMBytesBuilder().element(0x0048_0106, "SH", "path \($0) ") }
                builder = builder.sequence(0x0048_0105, items)
            }
            if places == nil {
                builder = builder.element(0x0048_0302, "UL", longs: [UInt32(paths)]).element(0x0048_0303, "UL", longs: [UInt32(planes)])
            }
            if let places {
                let items = places.map { place in
                    DICOMBytesBuilder().sequence(
                        0x0048_021A,
                        [
                            DICOMBytesBuilder().element(0x0048_021E, "SL", longs: [UInt32(bitPattern: Int32(place.column + 1))])
                                .element(0x0048_021F, "SL", longs: [UInt32(bitPattern: Int32(place.row + 1))])
                        ])
                }
                builder = builder.sequence(0x5200_9230, items)
            }
            let cells = tiles.flatMap { $0 }
            return builder.element(0x7FE0_0010, "OB", cells + (cells.count % 2 == 1 ? [0] : [])).file()
        }

        func pixels() throws -> PixelData { try DICOMFile(bytes: file()).pixelData() }
    }

    private func expect(_ picture: Picture, is region: PixelRegion, layer: Int = 0) {
        #expect((picture.columns, picture.rows, picture.samplesPerPixel) == (region.columns.count, region.rows.count, 1))
        let expected = region.rows.flatMap { row in region.columns.map { Self.value($0, row, layer) } }
        #expect(picture.bytes == expected)
    }

    @Test("tiled in full give any tile and any part, in every layer")
    func full() throws {
        let slide = try WholeSlide([Level(paths: 2, planes: 3).pixels()])
        let level = try #require(slide.levels.first)
        #expect((level.columns, level.rows, level.tilesAcross, level.tilesDown) == (10, 7, 3, 3))
        #expect(level.opticalPaths == ["path 0", "path 1"] && level.focalPlanes == 3)
        for path in 0..<2 {
            for plane in 0..<3 {
                let layer = SlideLevel.Layer(opticalPath: path, focalPlane: plane)
                #expect(try level.tile(column: 2, row: 1, layer: layer)?.number == (path * 3 + plane) * 9 + 5)
                for region in [
                    PixelRegion(columns: 0..<10, rows: 0..<7), PixelRegion(columns: 3..<9, rows: 2..<4),
                    PixelRegion(columns: 9..<10, rows: 6..<7),
                ] {
                    expect(try level.picture(of: region, layer: layer), is: region, layer: path * 3 + plane)
                }
            }
        }
    }

    @Test("tiled sparsely give what tiles there are, out of step or over the edge, and ground between them")
    func sparse() throws {
        let places = [(0, 0), (6, 2), (-2, 5), (8, 5)].map { (column: $0.0, row: $0.1) }
        let level = try #require(try WholeSlide([Level(type: "TILED_SPARSE", places: places).pixels()]).levels.first)
        let picture = try level.picture(of: PixelRegion(columns: 0..<10, rows: 0..<7))
        for row in 0..<7 {
            for column in 0..<10 {
                let isThere = places.contains { ($0.column..<$0.column + 4).contains(column) && ($0.row..<$0.row + 3).contains(row) }
                #expect(picture.bytes[row * 10 + column] == (isThere ? Self.value(column, row) : 0))
            }
        }
        #expect(try level.tile(column: 0, row: 0)?.number == 0)
        #expect(try level.tile(column: 1, row: 1) == nil)
    }

    @Test("in parts are one level (concatenation)")
    func concatenation() throws {
        let slide = try WholeSlide([Level(part: (4, 5)).pixels(), Level(part: (0, 4)).pixels()])
        #expect(slide.levels.count == 1)
        let region = PixelRegion(columns: 0..<10, rows: 0..<7)
        expect(try #require(slide.levels.first).picture(of: region), is: region)
    }

    @Test("have their levels from the finest to the coarsest, and a thumbnail that leaves the finest alone")
    func pyramid() throws {
        // The base has fewer bytes than its tiles need: whoever reads it fails.
        let cut = Array(Level(columns: 40, rows: 28).file().dropLast(20))
        let base = try DICOMFile(bytes: cut).pixelData()
        let slide = try WholeSlide([Level(columns: 10, rows: 7).pixels(), base, Level(columns: 20, rows: 14).pixels()])
        #expect(slide.levels.map(\.columns) == [40, 20, 10])
        #expect(throws: ImagingError.self) { try slide.levels[0].picture(of: PixelRegion(columns: 0..<40, rows: 0..<28)) }
        let thumbnail = try slide.thumbnail(toFit: 5)
        #expect((thumbnail.columns, thumbnail.rows) == (5, 3))
        #expect(
            (slide.level(forColumns: 15).columns, slide.level(forColumns: 99).columns, slide.level(forColumns: 1).columns) == (20, 40, 10))
        // A THUMBNAIL image is one frame, and comes before all levels.
        let small = Level(columns: 4, rows: 3, flavor: "THUMBNAIL")
        let withThumbnail = try WholeSlide([base, small.pixels()])
        expect(try withThumbnail.thumbnail(toFit: 64), is: PixelRegion(columns: 0..<4, rows: 0..<3))
        #expect(throws: ImagingError.self) { try withThumbnail.thumbnail(toFit: 0) }
    }

    @Test("refuse tiles, layers and parts that they do not have")
    func refused() throws {
        let level = try #require(try WholeSlide([Level().pixels()]).levels.first)
        for (column, row) in [(3, 0), (0, 3), (-1, 0), (.max, 0)] {
            #expect(throws: ImagingError.self) { try level.tile(column: column, row: row) }
        }
        #expect(throws: ImagingError.self) { try level.tile(column: 0, row: 0, layer: .init(opticalPath: 1)) }
        #expect(throws: ImagingError.self) { try level.tile(column: 0, row: 0, layer: .init(focalPlane: -1)) }
        #expect(throws: ImagingError.self) { try level.picture(of: PixelRegion(columns: 5..<11, rows: 0..<2)) }
    }

    @Test("that do not say where their tiles are, and none at all, are refused by name")
    func unplaced() throws {
        var level = Level(type: nil)
        level.part = (0, 5)
        let error = #expect(throws: ImagingError.self) { try WholeSlide([level.pixels()]) }
        #expect(error?.code == .invalidImage)
        #expect(throws: ImagingError.self) { try WholeSlide([]) }
        #expect(throws: ImagingError.self) { try WholeSlide([Level(flavor: "LABEL").pixels()]) }
    }

    @Test("of a size beyond memory are refused where a picture is asked for, and open before")
    func huge() throws {
        let level = try #require(try WholeSlide([Level(columns: 2_000_000_000, rows: 2_000_000_000, part: (0, 0)).huge()]).levels.first)
        let error = #expect(throws: ImagingError.self) {
            try level.picture(of: PixelRegion(columns: 0..<2_000_000_000, rows: 0..<2_000_000_000))
        }
        #expect(error?.code == .limitExceeded)
        #expect(try level.tile(column: 499_999_999, row: 600_000_000) == nil)
    }

    @Test("damaged ones open or are refused, and never end the process")
    func mutations() throws {
        let originals = [Level(paths: 2).file(), Level(type: "TILED_SPARSE", places: [(0, 0), (6, 2), (8, 5)]).file()]
        for number in Mutation.numbers(default: 600) {
            guard let pixels = try? DICOMFile(bytes: Mutation(number, of: originals).bytes).pixelData(),
                let slide = try? WholeSlide([pixels]),
                let level = slide.levels.first
            else { continue }
            _ = try? level.tile(column: level.tilesAcross - 1, row: level.tilesDown - 1)
            let region = PixelRegion(columns: 0..<min(level.columns, 64), rows: 0..<min(level.rows, 64))
            if let picture = try? level.picture(of: region) { #expect(picture.columns == region.columns.count, "mutation \(number)") }
        }
    }

    @Test("of the corpus are whole: every tile in its place", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        let folder = try #require(Corpus.folder)
        for name in [
            "highdicom/sm_image.dcm", "highdicom/sm_image_jpegls.dcm", "highdicom/sm_image_numbers.dcm", "highdicom/sm_image_grayscale.dcm",
        ] {
            let pixels = try DICOMFile(at: folder.appendingPathComponent("dicom/\(name)").path).pixelData()
            let level = try #require(try WholeSlide([pixels]).levels.first)
            #expect((level.columns, level.rows, level.tilesAcross, level.tilesDown) == (50, 50, 5, 5))
            let whole = try level.picture(of: PixelRegion(columns: 0..<50, rows: 0..<50))
            for number in 0..<25 {
                let tile = try pixels.frame(number).rendered()
                let place = PixelRegion(columns: number % 5 * 10..<number % 5 * 10 + 10, rows: number / 5 * 10..<number / 5 * 10 + 10)
                #expect(try whole.cropped(to: place) == tile)
            }
        }
        let large = try WholeSlide([DICOMFile(at: folder.appendingPathComponent("dicom/fo-dicom/multiframe.dcm").path).pixelData()])
        #expect(
            (large.levels[0].columns, large.levels[0].rows, large.levels[0].tilesAcross, large.levels[0].tilesDown) == (3175, 2281, 14, 10))
        // Its tiles at the right edge hold fewer columns than the object says, and are refused by name; the others are there.
        let part = try large.levels[0].picture(of: PixelRegion(columns: 200..<1000, rows: 100..<600))
        #expect((part.columns, part.rows, part.samplesPerPixel) == (800, 500, 3))
        #expect(throws: ImagingError.self) { try large.thumbnail(toFit: 200) }
    }
}

extension WholeSlideTests.Level {
    /// A level that says to be of any size, with a single tile.
    fileprivate func huge() throws -> PixelData {
        var small = self
        (small.columns, small.rows, small.part) = (4, 3, nil)
        var file = try DICOMFile(bytes: small.file())
        try file.dataSet.set(.totalPixelMatrixColumns, to: .integers([columns]))
        try file.dataSet.set(.totalPixelMatrixRows, to: .integers([rows]))
        return try PixelData(file.dataSet, transferSyntax: .explicitVRLittleEndian)
    }
}
