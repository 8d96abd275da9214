internal import DICOMData
internal import DICOMObjects

/// Which frame of one instance is which tile.
struct SlideTiles: Sendable {
    /// The first pixel of a tile in the Total Pixel Matrix, counted from 0.
    struct Place: Sendable, Hashable {
        var column: Int
        var row: Int
    }

    private enum Order: Sendable {
        /// Dimension Organization Type (0020,9311) TILED_FULL (C.7.6.17.3): rows from the top, each from the left; then the next focal
        /// plane, then the next optical path.
        case full
        /// Each frame says its place. Keys are squares of the grid of tiles, of which a tile out of step touches several.
        case sparse([SlideLevel.Layer: [Place: [Int]]], [Place])
    }

    let pixelData: PixelData
    let columns: Int
    let rows: Int
    let opticalPaths: [String]
    let focalPlanes: Int
    /// Concatenation Frame Offset Number (0020,9228): frames of the whole before the first one of this part.
    private let firstFrame: Int
    private let order: Order
    private var tileColumns: Int { pixelData.description.columns }
    private var tileRows: Int { pixelData.description.rows }
    private var tilesAcross: Int { (columns + tileColumns - 1) / tileColumns }
    private var tilesDown: Int { (rows + tileRows - 1) / tileRows }

    /// - Throws: ``ImagingError`` with code `invalidImage` where the object does not say where its tiles are, or says what cannot be.
    init(_ pixelData: PixelData) throws(ImagingError) {
        self.pixelData = pixelData
        let dataSet = pixelData.dataSet
        let image = pixelData.description
        let groups = FunctionalGroups(dataSet)
        columns = try Self.number(dataSet, .totalPixelMatrixColumns, in: 1...Int(Int32.max)) ?? image.columns
        rows = try Self.number(dataSet, .totalPixelMatrixRows, in: 1...Int(Int32.max)) ?? image.rows
        firstFrame = try Self.number(dataSet, .concatenationFrameOffsetNumber, in: 0...Int(Int32.max)) ?? 0
        // Those without a name are named by their number, so that instances of one level can be told apart.
        let named = dataSet.items(.opticalPathSequence).enumerated().map { number, item in
            ((try? item.string(.opticalPathIdentifier)) ?? nil) ?? "\(number + 1)"
        }
        let tiles = (columns + image.columns - 1) / image.columns * ((rows + image.rows - 1) / image.rows)
        let type = (try? dataSet.string(.dimensionOrganizationType)) ?? nil
        let saysPlaces =
            type != "TILED_FULL" && groups.perFrameCount > 0 && groups.item(.planePositionSlideSequence, frame: 0) != nil
        if saysPlaces {
            (order, opticalPaths, focalPlanes) = try Self.sparse(pixelData, groups, named, columns, rows)
            return
        }
        let declared = try Self.number(dataSet, .totalPixelMatrixFocalPlanes, in: 1...65_535) ?? 1
        let paths = try Self.number(dataSet, .numberOfOpticalPaths, in: 1...65_535) ?? max(1, named.count)
        // What is not said to be tiled in full, and has no places, can only be one tile, or all of them in order.
        guard type == "TILED_FULL" || image.numberOfFrames == tiles * declared * paths else {
            throw Self.invalid("Nothing says where the \(image.numberOfFrames) frames lie among \(tiles) tiles.")
        }
        order = .full
        focalPlanes = declared
        opticalPaths = named.count == paths ? named : (0..<paths).map { named.indices.contains($0) ? named[$0] : "\($0 + 1)" }
    }

    /// A layer of the level as this instance counts it; nil where it has none of it.
    func own(_ layer: SlideLevel.Layer, named path: String) -> SlideLevel.Layer? {
        guard let number = opticalPaths.firstIndex(of: path), layer.focalPlane < focalPlanes else { return nil }
        return SlideLevel.Layer(opticalPath: number, focalPlane: layer.focalPlane)
    }

    /// The frame that begins at a place.
    func frame(at place: Place, _ layer: SlideLevel.Layer) throws(ImagingError) -> Frame? {
        switch order {
        case .full:
            guard let number = try fullFrame(place.column / tileColumns, place.row / tileRows, layer) else { return nil }
            return try frame(number)
        case .sparse(let squares, let places):
            let square = Place(column: place.column / tileColumns, row: place.row / tileRows)
            let number = squares[layer]?[square]?.first { places[$0] == place }
            guard let number else { return nil }
            return try frame(number)
        }
    }

    /// The frames that touch a part of the level, with their places, in the order of the frames.
    func tiles(touching region: PixelRegion, _ layer: SlideLevel.Layer) throws(ImagingError) -> [(Place, Int)] {
        let across = region.columns.lowerBound / tileColumns...(region.columns.upperBound - 1) / tileColumns
        let down = region.rows.lowerBound / tileRows...(region.rows.upperBound - 1) / tileRows
        var found: [(Place, Int)] = []
        switch order {
        case .full:
            for row in down {
                for column in across {
                    guard let number = try fullFrame(column, row, layer) else { continue }
                    found.append((Place(column: column * tileColumns, row: row * tileRows), number))
                }
            }
        case .sparse(let squares, let places):
            guard let squares = squares[layer] else { return [] }
            var numbers: Set<Int> = []
            for row in down {
                for column in across { numbers.formUnion(squares[Place(column: column, row: row)] ?? []) }
            }
            found = numbers.sorted().map { (places[$0], $0) }
        }
        return found
    }

    private func frame(_ number: Int) throws(ImagingError) -> Frame { try pixelData.frame(number) }

    /// The number of the frame in this instance; nil where another part of the concatenation has it.
    private func fullFrame(_ column: Int, _ row: Int, _ layer: SlideLevel.Layer) throws(ImagingError) -> Int? {
        // Sides of 31 bits, at most 2^62 tiles; layers of 16 bits each.
        let tiles = tilesAcross.multipliedReportingOverflow(by: tilesDown)
        let layers = (layer.opticalPath * focalPlanes + layer.focalPlane).multipliedReportingOverflow(by: tiles.partialValue)
        let (number, overflow) = layers.partialValue.addingReportingOverflow(row * tilesAcross + column - firstFrame)
        guard !tiles.overflow, !layers.overflow, !overflow, (0..<pixelData.frameCount).contains(number) else { return nil }
        return number
    }
}

extension SlideTiles {
    /// Plane Position (Slide) Sequence (0048,021A) and Optical Path Identification Sequence (0048,0207) of each frame.
    private static func sparse(
        _ pixelData: PixelData, _ groups: FunctionalGroups, _ named: [String], _ columns: Int, _ rows: Int
    ) throws(ImagingError) -> (Order, [String], Int) {
        let image = pixelData.description
        // A count of frames is a claim; items are there.
        let count = min(groups.perFrameCount, pixelData.frameCount)
        var places: [Place] = []
        var paths: [String] = []
        var heights: [Double] = []
        places.reserveCapacity(count)
        for frame in 0..<count {
            guard let position = groups.item(.planePositionSlideSequence, frame: frame) else {
                throw invalid("Frame \(frame + 1) has no place on the slide.")
            }
            // Counted from 1; a tile may begin left of the matrix or above it, but no further than it is large.
            guard let column = try number(position, .columnPositionInTotalImagePixelMatrix, in: 1 - image.columns...columns),
                let row = try number(position, .rowPositionInTotalImagePixelMatrix, in: 1 - image.rows...rows)
            else { throw invalid("Frame \(frame + 1) has no column or row on the slide.") }
            places.append(Place(column: column - 1, row: row - 1))
            let path = groups.item(.opticalPathIdentificationSequence, frame: frame)
            paths.append(path.flatMap { try? $0.string(.opticalPathIdentifier) } ?? named.first ?? "1")
            let height = (try? position.double(.zOffsetInSlideCoordinateSystem)) ?? 0
            heights.append(height.isFinite ? height : 0)
        }
        let used = Set(paths)
        let opticalPaths = named.isEmpty || !used.isSubset(of: named) ? used.sorted() : named
        let levels = Set(heights).sorted()
        let pathNumbers = Dictionary(zip(opticalPaths, opticalPaths.indices), uniquingKeysWith: { first, _ in first })
        let planeNumbers = Dictionary(uniqueKeysWithValues: zip(levels, levels.indices))
        var squares: [SlideLevel.Layer: [Place: [Int]]] = [:]
        for frame in 0..<count {
            let layer = SlideLevel.Layer(opticalPath: pathNumbers[paths[frame]] ?? 0, focalPlane: planeNumbers[heights[frame]] ?? 0)
            let place = places[frame]
            let lastColumn = max(0, place.column + image.columns - 1) / image.columns
            let lastRow = max(0, place.row + image.rows - 1) / image.rows
            for row in max(0, place.row) / image.rows...lastRow {
                for column in max(0, place.column) / image.columns...lastColumn {
                    squares[layer, default: [:]][Place(column: column, row: row), default: []].append(frame)
                }
            }
        }
        return (.sparse(squares, places), opticalPaths, max(1, levels.count))
    }

    private static func number(_ dataSet: DataSet, _ tag: DataElement.Tag, in range: ClosedRange<Int>) throws(ImagingError) -> Int? {
        let value: Int?
        do throws(DataSetError) {
            value = try dataSet.integer(tag)
        } catch {
            throw invalid("\(tag.name ?? "An attribute") \(tag) is no number.")
        }
        guard let value else { return nil }
        guard range.contains(value) else { throw invalid("\(tag.name ?? "An attribute") \(tag) is outside of \(range).") }
        return value
    }

    private static func invalid(_ problem: String) -> ImagingError {
        ImagingError(
            code: .invalidImage, problem: problem, remedy: "The object is damaged or contradicts itself; correct it at its source.")
    }
}
