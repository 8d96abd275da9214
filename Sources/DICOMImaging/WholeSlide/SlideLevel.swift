internal import DICOMCodecs
internal import DICOMData
public import DICOMObjects

/// One resolution of a whole slide (PS3.3 C.8.12.4, C.7.6.16): the tiles of all its optical paths and focal planes, and where they lie.
///
/// Columns and rows of the Total Pixel Matrix, tiles, optical paths and focal planes are counted from 0 here.
public struct SlideLevel: Sendable {
    /// Total Pixel Matrix Columns (0048,0006).
    public let columns: Int
    /// Total Pixel Matrix Rows (0048,0007).
    public let rows: Int
    /// Columns of a tile.
    public let tileColumns: Int
    /// Rows of a tile.
    public let tileRows: Int
    /// Optical Path Identifier (0048,0106) of each optical path; its number, from 1, where the object has none.
    public let opticalPaths: [String]
    /// How many planes of focus there are, from the lowest to the highest, in the instance that has most.
    public let focalPlanes: Int
    /// Pixel Spacing of the level: millimetres on the slide.
    public let spacing: PixelSpacing?
    /// Samples of a pixel when it is rendered: 3 for colour.
    let samplesPerPixel: Int
    let instances: [SlideTiles]

    /// Tiles that a row of the level takes; those at the right and lower edge may be filled with nothing.
    public var tilesAcross: Int { (columns + tileColumns - 1) / tileColumns }

    /// Tiles that a column of the level takes.
    public var tilesDown: Int { (rows + tileRows - 1) / tileRows }

    /// Which of the slide's layers is looked at.
    public struct Layer: Sendable, Hashable {
        /// Counted from 0, as in ``SlideLevel/opticalPaths``.
        public var opticalPath: Int
        /// Counted from 0, from the lowest.
        public var focalPlane: Int

        public init(opticalPath: Int = 0, focalPlane: Int = 0) {
            self.opticalPath = opticalPath
            self.focalPlane = focalPlane
        }
    }

    /// The frame of a tile.
    ///
    /// - Returns: nil where the slide has none there, which a sparse one need not.
    /// - Throws: ``ImagingError``: `badArgument` for a tile or layer outside of the level, `noSuchFrame` where the object has fewer frames
    ///   than its tiling needs.
    public func tile(column: Int, row: Int, layer: Layer = Layer()) throws(ImagingError) -> Frame? {
        guard (0..<tilesAcross).contains(column), (0..<tilesDown).contains(row) else {
            throw ImagingError(
                code: .badArgument, problem: "There is no tile in column \(column) and row \(row) of \(tilesAcross) × \(tilesDown).",
                remedy: "Ask for one that exists.")
        }
        try check(layer)
        let place = SlideTiles.Place(column: column * tileColumns, row: row * tileRows)
        for instance in instances {
            guard let own = instance.own(layer, named: opticalPaths[layer.opticalPath]) else { continue }
            if let frame = try instance.frame(at: place, own) { return frame }
        }
        return nil
    }

    /// A part of the level as a picture. Where there is no tile, it is white, or black on a dark ground (MONOCHROME2).
    ///
    /// - Parameters:
    ///   - region: In columns and rows of the Total Pixel Matrix.
    /// - Throws: ``ImagingError``: `badArgument` for a region or layer outside of the level, `limitExceeded` for more than 268,435,456
    ///   pixels, and what rendering a tile throws.
    /// - Complexity: O(tiles that the region touches), one of them in memory at a time.
    public func picture(
        of region: PixelRegion, layer: Layer = Layer(), with options: RenderingOptions = .standard
    ) throws(ImagingError) -> Picture {
        try region.check(insideColumns: columns, rows: rows)
        try check(layer)
        let (width, height) = (region.columns.count, region.rows.count)
        guard width.multipliedReportingOverflow(by: height).overflow == false, width * height <= CodecLimits().maximumPixels else {
            throw ImagingError(
                code: .limitExceeded, problem: "A picture of \(width) × \(height) pixels exceeds the limits.",
                remedy: "Ask for a smaller part, or for one of a coarser level.")
        }
        guard options.bitsPerSample == 8 else {
            throw ImagingError(
                code: .badArgument, problem: "Parts of slides are put together in 8 bits a sample only.", remedy: "Ask for 8 bits.")
        }
        var canvas = [UInt8](repeating: ground, count: width * height * samplesPerPixel)
        var profile: (icc: [UInt8]?, refusal: ImagingError?)
        for instance in instances {
            guard let own = instance.own(layer, named: opticalPaths[layer.opticalPath]) else { continue }
            for (place, number) in try instance.tiles(touching: region, own) {
                let picture = try instance.pixelData.frame(number).rendered(with: options)
                profile = (picture.iccProfile, picture.profileRefusal)
                try paste(picture, at: place, onto: &canvas, region)
            }
        }
        var picture = try Picture(columns: width, rows: height, samplesPerPixel: samplesPerPixel, bytes: canvas)
        (picture.iccProfile, picture.profileRefusal) = profile
        return picture
    }

    private var ground: UInt8 { instances.first?.pixelData.description.photometricInterpretation == .monochrome2 ? 0 : 255 }

    private func check(_ layer: Layer) throws(ImagingError) {
        guard opticalPaths.indices.contains(layer.opticalPath), (0..<focalPlanes).contains(layer.focalPlane) else {
            throw ImagingError(
                code: .badArgument,
                problem: "There is no optical path \(layer.opticalPath) of \(opticalPaths.count), or no focal plane \(layer.focalPlane) of "
                    + "\(focalPlanes).",
                remedy: "Ask for one that exists; they count from 0.")
        }
    }

    /// The pixels of a tile that lie in the region and in the level, which a tile at the edge may leave.
    private func paste(_ tile: Picture, at place: SlideTiles.Place, onto canvas: inout [UInt8], _ region: PixelRegion) throws(ImagingError)
    {
        let across = (place.column..<place.column + tile.columns).clamped(to: region.columns)
        let down = (place.row..<place.row + tile.rows).clamped(to: region.rows)
        guard !across.isEmpty, !down.isEmpty else { return }
        guard tile.samplesPerPixel == samplesPerPixel, tile.bytes.count == tile.columns * tile.rows * samplesPerPixel else {
            throw ImagingError(
                code: .invalidImage, problem: "Tiles of one level have other samples than those of another.",
                remedy: "Correct the objects at their source.")
        }
        let stride = tile.columns * samplesPerPixel
        let targetStride = region.columns.count * samplesPerPixel
        let start = (down.lowerBound - place.row) * stride + (across.lowerBound - place.column) * samplesPerPixel
        let target =
            (down.lowerBound - region.rows.lowerBound) * targetStride + (across.lowerBound - region.columns.lowerBound) * samplesPerPixel
        var span = canvas.mutableSpan
        do throws(CodecError) {
            try SampleKernels.copyRows(
                tile.bytes.span, from: start, stride: stride, to: target, of: &span, stride: targetStride,
                rowBytes: across.count * samplesPerPixel, rows: down.count)
        } catch {
            throw ImagingError(translating: error, frame: 0)
        }
    }
}
