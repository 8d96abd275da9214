internal import DICOMData
internal import DICOMObjects

/// A slide under the microscope in several resolutions (PS3.3 A.32.8, VL Whole Slide Microscopy Image), put together from the instances of
/// a series. No tile is decoded before it is asked for.
public struct WholeSlide: Sendable {
    /// The resolutions, the finest first; one at least.
    public let levels: [SlideLevel]
    /// Pictures of Image Type THUMBNAIL: the whole slide in one small frame.
    public let thumbnails: [PixelData]
    /// Pictures of Image Type LABEL.
    public let labels: [PixelData]
    /// Pictures of Image Type OVERVIEW: the glass with its label, beyond what was scanned.
    public let overviews: [PixelData]

    /// - Parameter instances: the images of a series, in any order. Those of one size are one level together: its parts (concatenations),
    ///   or its optical paths and focal planes in instances of their own.
    /// - Throws: ``ImagingError`` with code `invalidImage` where there is no level, or an instance does not say where its tiles are.
    public init(_ instances: [PixelData]) throws(ImagingError) {
        var (thumbnails, labels, overviews): ([PixelData], [PixelData], [PixelData]) = ([], [], [])
        var tiled: [SlideTiles] = []
        for pixelData in instances {
            let types = (try? pixelData.dataSet.strings(.imageType)) ?? nil ?? []
            switch types.count > 2 ? types[2] : "" {
            case "THUMBNAIL" where pixelData.frameCount == 1: thumbnails.append(pixelData)
            case "LABEL": labels.append(pixelData)
            case "OVERVIEW": overviews.append(pixelData)
            default: tiled.append(try SlideTiles(pixelData))
            }
        }
        var groups: [[SlideTiles]] = []
        for tiles in tiled {
            let image = tiles.pixelData.description
            let group = groups.firstIndex { group in
                let other = group[0].pixelData.description
                return (group[0].columns, group[0].rows, other.columns, other.rows) == (
                    tiles.columns, tiles.rows, image.columns, image.rows
                )
            }
            if let group { groups[group].append(tiles) } else { groups.append([tiles]) }
        }
        var levels: [SlideLevel] = []
        for group in groups { levels.append(try SlideLevel(group)) }
        guard !levels.isEmpty else {
            throw ImagingError(
                code: .invalidImage, problem: "None of the \(instances.count) instances is a level of a slide.",
                remedy: "Pass the instances whose Image Type is VOLUME.")
        }
        self.levels = levels.sorted { ($0.columns * $0.rows, $0.tileColumns) > ($1.columns * $1.rows, $1.tileColumns) }
        self.thumbnails = thumbnails
        self.labels = labels
        self.overviews = overviews
    }

    /// The whole slide as a small picture, neither side of which exceeds `size`: from a THUMBNAIL image where there is one, else from the
    /// coarsest level. The finest level is read only where it is the only one.
    ///
    /// - Throws: ``ImagingError``: `badArgument` for a size below 1, `limitExceeded` where the only level is too large, and what rendering
    ///   throws.
    public func thumbnail(toFit size: Int, with options: RenderingOptions = .standard) throws(ImagingError) -> Picture {
        guard size >= 1 else {
            throw ImagingError(code: .badArgument, problem: "No picture fits \(size) pixels.", remedy: "Ask for 1 or more.")
        }
        if let thumbnail = thumbnails.max(by: { $0.description.columns < $1.description.columns }) {
            return try thumbnail.frame(0).rendered(toFit: size, with: options)
        }
        // There is one at least, and the last is the coarsest.
        let level = levels[levels.count - 1]
        return try level.picture(of: PixelRegion(columns: 0..<level.columns, rows: 0..<level.rows), with: options).scaledDown(toFit: size)
    }

    /// The coarsest level that still has as many columns for a width on the slide; the finest where none has.
    ///
    /// - Parameter columns: Columns that the whole slide would have.
    public func level(forColumns columns: Int) -> SlideLevel { levels.last { $0.columns >= columns } ?? levels[0] }
}

extension SlideLevel {
    /// - Parameter instances: of the same size, one at least.
    init(_ instances: [SlideTiles]) throws(ImagingError) {
        let first = instances[0]
        let image = first.pixelData.description
        var paths: [String] = []
        var planes = 1
        for tiles in instances {
            for path in tiles.opticalPaths where !paths.contains(path) { paths.append(path) }
            planes = max(planes, tiles.focalPlanes)
        }
        self.init(
            columns: first.columns, rows: first.rows, tileColumns: image.columns, tileRows: image.rows,
            opticalPaths: paths, focalPlanes: planes,
            spacing: try? PixelSpacing(first.pixelData.dataSet), samplesPerPixel: image.photometricInterpretation.isMonochrome ? 1 : 3,
            instances: instances)
    }
}
