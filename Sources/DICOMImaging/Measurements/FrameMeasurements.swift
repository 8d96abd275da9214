internal import DICOMCodecs
internal import DICOMData
public import DICOMObjects

/// Lengths, areas and angles in a frame, in the units that its object can answer for.
///
/// What says how long a pixel is, is looked for in the ultrasound region that all points lie in, and for points outside of all
/// regions in the frame's `PixelSpacing`. The answer carries its basis: at the detector of a projection things are larger
/// than in the patient, and only the basis tells.
public struct FrameMeasurements: Sendable {
    /// The spacing of the frame; nil where it has none.
    public let spacing: PixelSpacing?
    /// Sequence of Ultrasound Regions (0018,6011).
    public let ultrasoundRegions: [UltrasoundRegion]
    /// How high pixels are for their width.
    public let aspect: PixelAspectRatio

    /// - Throws: ``ImagingError`` with code `invalidImage` where spacing, aspect ratio or regions cannot be.
    public init(_ frame: Frame) throws(ImagingError) {
        do throws(ObjectError) {
            let dataSet = frame.pixelData.dataSet
            spacing = try PixelSpacing(dataSet, frame: frame.number)
            aspect = try PixelAspectRatio(dataSet, frame: frame.number)
            ultrasoundRegions = try UltrasoundRegion.regions(of: dataSet)
        } catch {
            throw ImagingError(object: error, frame: frame.number)
        }
    }

    /// The way from a point to another.
    ///
    /// - Throws: ``ImagingError``: `notCalibrated` where nothing says how long a pixel is, or both points do not lie in one ultrasound
    ///   region of lengths; `badArgument` for points that are none.
    public func length(from start: PixelPoint, to end: PixelPoint) throws(ImagingError) -> Measure {
        let scale = try scale(for: [start, end])
        let (x, y) = ((end.column - start.column) * scale.column, (end.row - start.row) * scale.row)
        return Measure(value: (x * x + y * y).squareRoot(), unit: .millimetres, basis: scale.basis)
    }

    /// The same in pixels as wide as a pixel's shorter side, whatever they measure.
    ///
    /// - Throws: ``ImagingError`` with code `badArgument` for points that are none.
    public func lengthInPixels(from start: PixelPoint, to end: PixelPoint) throws(ImagingError) -> Measure {
        let scale = try pixelScale(for: [start, end])
        let (x, y) = ((end.column - start.column) * scale.column, (end.row - start.row) * scale.row)
        return Measure(value: (x * x + y * y).squareRoot(), unit: .pixels, basis: .none)
    }

    /// The area of a rectangle of whole pixels, of an ellipse or of a polygon, exactly and not in pixels that belong. (Of a polygon whose
    /// sides cross, parts that are gone around the other way count as less than nothing.) That of a mask is that of its pixels.
    ///
    /// - Parameters:
    ///   - columns: Those of the frame, for a mask; as `rows`.
    /// - Throws: As ``length(from:to:)``.
    public func area(of region: RegionOfInterest, columns: Int, rows: Int) throws(ImagingError) -> Measure {
        try region.check(columns: columns, rows: rows)
        let scale = try scale(for: region.outline(columns: columns, rows: rows))
        return Measure(
            value: region.area(columns: columns, rows: rows) * scale.column * scale.row, unit: .squareMillimetres, basis: scale.basis)
    }

    /// The angle at a corner between the ways to two other points, 0 to 180 degrees. Where nothing says how long a pixel is, its aspect
    /// ratio is enough.
    ///
    /// - Throws: ``ImagingError`` with code `badArgument` where a point is none, or the corner is one of the others.
    public func angle(at corner: PixelPoint, from first: PixelPoint, to second: PixelPoint) throws(ImagingError) -> Measure {
        let points = [corner, first, second]
        var scale = try pixelScale(for: points)
        if let calibrated = try? self.scale(for: points) { scale = calibrated }
        func way(_ point: PixelPoint) -> SIMD3<Double> {
            SIMD3((point.column - corner.column) * scale.column, (point.row - corner.row) * scale.row, 0)
        }
        let (a, b) = (way(first), way(second))
        guard a.length > 0, b.length > 0 else {
            throw ImagingError(
                code: .badArgument, problem: "An angle needs three points that are apart.", remedy: "Give another point for each side.")
        }
        return Measure(value: Self.degrees(sine: a.cross(b).length, cosine: a.dot(b)), unit: .degrees, basis: scale.basis)
    }
}

extension FrameMeasurements {
    struct Scale {
        /// Millimetres, or pixels, from a column to the next one.
        var column: Double
        var row: Double
        var basis: Measure.Basis
    }

    private func pixelScale(for points: [PixelPoint]) throws(ImagingError) -> Scale {
        guard points.allSatisfy(\.isMeasurable) else {
            throw ImagingError(
                code: .badArgument, problem: "A point is no place in a picture.", remedy: "Give columns and rows of the frame.")
        }
        let shorter = min(aspect.horizontal, aspect.vertical)
        return Scale(column: aspect.horizontal / shorter, row: aspect.vertical / shorter, basis: .none)
    }

    private func scale(for points: [PixelPoint]) throws(ImagingError) -> Scale {
        _ = try pixelScale(for: points)
        let holding = ultrasoundRegions.indices.filter { number in
            points.allSatisfy { ultrasoundRegions[number].contains(column: $0.column, row: $0.row) }
        }
        if let number = holding.first(where: { ultrasoundRegions[$0].hasPriority }) ?? holding.first {
            let region = ultrasoundRegions[number]
            guard region.columnUnit == .centimetres, region.rowUnit == .centimetres else {
                throw ImagingError(
                    code: .notCalibrated, problem: "The ultrasound region has no two axes of lengths.",
                    remedy: "Read the values of its axes at each point instead.")
            }
            return Scale(column: abs(region.columnStep) * 10, row: abs(region.rowStep) * 10, basis: .ultrasoundRegion(number))
        }
        let isInRegion = points.contains { point in
            ultrasoundRegions.contains { $0.contains(column: point.column, row: point.row) }
        }
        guard let spacing, !isInRegion else {
            throw ImagingError(
                code: .notCalibrated,
                problem: isInRegion ? "The points do not lie in one ultrasound region." : "Nothing says how long a pixel is.",
                remedy: "Measure in pixels, or calibrate the image by a length that is known.")
        }
        return Scale(column: spacing.betweenColumns, row: spacing.betweenRows, basis: .spacing(spacing.meaning))
    }

    /// The angle of a sine, 0 or more, and a cosine that are both too long by the same factor, without a C library: half angles until the
    /// series converges fast.
    static func degrees(sine: Double, cosine: Double) -> Double {
        if cosine < 0 { return 180 - degrees(sine: sine, cosine: -cosine) }
        if sine > cosine { return 90 - degrees(sine: cosine, cosine: sine) }
        var tangent = sine / cosine
        var factor = 1.0
        while tangent > 0.05 {
            tangent /= 1 + (1 + tangent * tangent).squareRoot()
            factor *= 2
        }
        let square = tangent * tangent
        let series = 1 - square * (1.0 / 3 - square * (1.0 / 5 - square * (1.0 / 7 - square * (1.0 / 9 - square / 11))))
        return factor * tangent * series * 180 / .pi
    }
}

extension RegionOfInterest {
    /// Points between which all of it lies.
    func outline(columns: Int, rows: Int) -> [PixelPoint] {
        func corners(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> [PixelPoint] {
            [PixelPoint(column: left, row: top), PixelPoint(column: right, row: bottom)]
        }
        switch self {
        case .rectangle(let region):
            return corners(
                Double(region.columns.lowerBound), Double(region.rows.lowerBound), Double(region.columns.upperBound - 1),
                Double(region.rows.upperBound - 1))
        case .ellipse(let center, let columnRadius, let rowRadius):
            return corners(
                center.column - columnRadius, center.row - rowRadius, center.column + columnRadius, center.row + rowRadius)
        case .polygon(let points): return points
        case .mask:
            var (left, top, right, bottom) = (columns, rows, -1, -1)
            for row in 0..<rows {
                let runs = runs(inRow: row, columns: columns)
                guard let first = runs.first, let last = runs.last else { continue }
                (left, right) = (min(left, first.lowerBound), max(right, last.upperBound - 1))
                (top, bottom) = (min(top, row), row)
            }
            return bottom < 0 ? [] : corners(Double(left), Double(top), Double(right), Double(bottom))
        }
    }

    /// In pixels.
    func area(columns: Int, rows: Int) -> Double {
        switch self {
        case .rectangle(let region): return Double(region.columns.count) * Double(region.rows.count)
        case .ellipse(_, let columnRadius, let rowRadius): return .pi * columnRadius * rowRadius
        case .polygon(let corners):
            let twice = corners.indices.reduce(0.0) { sum, number in
                let (a, b) = (corners[number], corners[(number + 1) % corners.count])
                return sum + (a.column * b.row - b.column * a.row)
            }
            return abs(twice) / 2
        case .mask(let bytes): return Double(bytes.reduce(0) { $0 + ($1 == 0 ? 0 : 1) })
        }
    }
}
