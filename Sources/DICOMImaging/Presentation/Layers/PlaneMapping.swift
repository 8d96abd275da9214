internal import DICOMObjects

/// Which pixel of one frame lies under a pixel of another, where both lie in one plane of the patient or are the same grid.
struct PlaneMapping: Sendable, Hashable {
    /// The pixel, in columns and rows from 0, at the center of the first pixel, and its steps along a row and down a column.
    private let origin: SIMD2<Double>
    private let acrossStep: SIMD2<Double>
    private let downStep: SIMD2<Double>

    /// Planes further apart than a tenth of a millimetre are two.
    private static let tolerance = 0.1

    /// - Returns: nil where the frames have other planes, or no planes and other sizes.
    init?(from base: Frame, to layer: Frame) throws {
        let (below, above) = (base.pixelData.description, layer.pixelData.description)
        // A plane that cannot be read is as good as absent.
        let planes = [base, layer].map { try? ImagePlane($0.pixelData.dataSet, frame: $0.number) }
        guard let basePlane = planes[0], let layerPlane = planes[1], basePlane.spacing != nil, let spacing = layerPlane.spacing else {
            guard below.columns == above.columns, below.rows == above.rows else { return nil }
            origin = .zero
            acrossStep = SIMD2(1, 0)
            downStep = SIMD2(0, 1)
            return
        }
        let normal = layerPlane.normal
        func distance(_ point: SIMD3<Double>) -> Double { ((point - layerPlane.position) * normal).sum() }
        func pixel(_ column: Double, _ row: Double) -> SIMD2<Double>? {
            guard let point = basePlane.point(column: column, row: row) else { return nil }
            let offset = point - layerPlane.position
            return SIMD2(
                (offset * layerPlane.rowDirection).sum() / spacing.betweenColumns,
                (offset * layerPlane.columnDirection).sum() / spacing.betweenRows)
        }
        // Planes coincide where the corners of one lie in the other.
        for (column, row) in [(0, 0), (below.columns - 1, 0), (0, below.rows - 1)] {
            guard let point = basePlane.point(column: Double(column), row: Double(row)), abs(distance(point)) <= Self.tolerance else {
                return nil
            }
        }
        guard let first = pixel(0, 0), let right = pixel(1, 0), let lower = pixel(0, 1) else { return nil }
        origin = first
        acrossStep = right - first
        downStep = lower - first
    }

    /// The pixel whose center is nearest; nil where the layer has none there.
    func pixel(column: Int, row: Int, ofColumns columns: Int, rows: Int) -> Int? {
        var place = origin + SIMD2(0.5, 0.5)
        place += acrossStep * Double(column)
        place += downStep * Double(row)
        // Tiny errors of arithmetic must not move a pixel whose edge is hit.
        place += SIMD2(1e-6, 1e-6)
        guard place.x >= 0, place.y >= 0, place.x < Double(columns), place.y < Double(rows) else { return nil }
        return Int(place.y) * columns + Int(place.x)
    }
}

extension Canvas {
    /// Lays a picture over this one.
    mutating func draw(_ picture: Picture, _ mapping: PlaneMapping, opacity: Double) {
        let weight = Int(min(max(opacity, 0), 1) * 256 + 0.5)
        if picture.samplesPerPixel == 3 { makeRGB() }
        for row in 0..<rows {
            for column in 0..<columns {
                guard let pixel = mapping.pixel(column: column, row: row, ofColumns: picture.columns, rows: picture.rows) else { continue }
                blend(picture.color(ofPixel: pixel), weight, column: column, row: row)
            }
        }
    }
}

extension Picture {
    func color(ofPixel pixel: Int) -> DrawingColor {
        samplesPerPixel == 1
            ? DrawingColor(grey: bytes[pixel])
            : DrawingColor(red: bytes[3 * pixel], green: bytes[3 * pixel + 1], blue: bytes[3 * pixel + 2])
    }
}
