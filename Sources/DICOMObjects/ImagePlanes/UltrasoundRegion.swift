public import DICOMData

/// A part of an ultrasound image with axes of its own (PS3.3 C.8.5.5, US Region Calibration Module).
public struct UltrasoundRegion: Sendable, Hashable {
    /// What an axis counts (C.8.5.5.1.15).
    public enum Unit: Int, Sendable, Hashable, CaseIterable {
        case none = 0
        case percent = 1
        case decibels = 2
        case centimetres = 3
        case seconds = 4
        case hertz = 5
        case decibelsPerSecond = 6
        case centimetresPerSecond = 7
        case squareCentimetres = 8
        case squareCentimetresPerSecond = 9
        case cubicCentimetres = 10
        case cubicCentimetresPerSecond = 11
        case degrees = 12
    }

    /// Region Location Min X0 (0018,6018) to Max X1 (0018,601C): columns from 0, both ends included.
    public var columns: ClosedRange<Int>
    /// Region Location Min Y0 (0018,601A) to Max Y1 (0018,601E): rows from 0, both ends included.
    public var rows: ClosedRange<Int>
    /// Region Spatial Format (0018,6012): 1 is 2D, 2 M-mode, 3 spectral.
    public var spatialFormat: Int
    /// Region Data Type (0018,6014): 1 is tissue.
    public var dataType: Int
    /// Bit 0 of Region Flags (0018,6016) is 0: where regions overlap, this one counts.
    public var hasPriority: Bool
    /// Physical Units X Direction (0018,6024); nil for a number that the standard does not name.
    public var columnUnit: Unit?
    /// Physical Units Y Direction (0018,6026).
    public var rowUnit: Unit?
    /// Physical Delta X (0018,602C): from a column to the next one, in ``columnUnit``; may be below 0, never 0.
    public var columnStep: Double
    /// Physical Delta Y (0018,602E): from a row to the next one, in ``rowUnit``.
    public var rowStep: Double
    /// Reference Pixel X0 (0018,6020) and Y0 (0018,6022), counted from the region's first pixel; nil where the object gives none.
    public var referencePixel: SIMD2<Double>?
    /// Reference Pixel Physical Value X (0018,6028) and Y (0018,602A): the values at ``referencePixel``.
    public var referenceValue = SIMD2<Double>(0, 0)

    /// The regions of an image; none where it has none.
    ///
    /// - Throws: ``ObjectError``: `missingAttribute` or `invalidAttribute` for one that cannot be.
    public static func regions(of dataSet: DataSet) throws(ObjectError) -> [UltrasoundRegion] {
        let items = try dataSet.sequence(.sequenceOfUltrasoundRegions)
        // More regions than that are no calibration, and each is looked at for every measure.
        guard items.count <= 1024 else {
            throw .invalid(.sequenceOfUltrasoundRegions, "It has more than 1,024 items.")
        }
        var regions: [UltrasoundRegion] = []
        for item in items { regions.append(try UltrasoundRegion(item)) }
        return regions
    }

    private init(_ item: DataSet) throws(ObjectError) {
        let side = 0...Int(Int32.max)
        let left = try item.required(.regionLocationMinX0, as: .ul, in: side)
        let top = try item.required(.regionLocationMinY0, as: .ul, in: side)
        let right = try item.required(.regionLocationMaxX1, as: .ul, in: side)
        let bottom = try item.required(.regionLocationMaxY1, as: .ul, in: side)
        guard left <= right, top <= bottom else { throw .invalid(.regionLocationMinX0, "The region ends before it begins.") }
        columns = left...right
        rows = top...bottom
        spatialFormat = try item.optional(.regionSpatialFormat, in: 0...0xFFFF, default: 0)
        dataType = try item.optional(.regionDataType, in: 0...0xFFFF, default: 0)
        hasPriority = try item.optional(.regionFlags, as: .ul, in: 0...Int(UInt32.max), default: 0) & 1 == 0
        columnUnit = Unit(rawValue: try item.required(.physicalUnitsXDirection, in: 0...0xFFFF))
        rowUnit = Unit(rawValue: try item.required(.physicalUnitsYDirection, in: 0...0xFFFF))
        columnStep = try Self.step(item, .physicalDeltaX)
        rowStep = try Self.step(item, .physicalDeltaY)
        if let x = try item.wholeNumber(.referencePixelX0), let y = try item.wholeNumber(.referencePixelY0) {
            referencePixel = SIMD2(Double(x), Double(y))
            referenceValue = SIMD2(
                try item.number(.referencePixelPhysicalValueX) ?? 0, try item.number(.referencePixelPhysicalValueY) ?? 0)
        }
    }

    private static func step(_ item: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> Double {
        guard let step = try item.number(tag) else { throw .missing(tag) }
        guard step != 0, abs(step) < 1e9 else { throw .invalid(tag, "A step is 0, or beyond all measure.") }
        return step
    }
}

extension UltrasoundRegion {
    /// Whether a place of the image lies in it; pixels reach half their size to either side of their centers.
    public func contains(column: Double, row: Double) -> Bool {
        column >= Double(columns.lowerBound) - 0.5 && column <= Double(columns.upperBound) + 0.5 && row >= Double(rows.lowerBound) - 0.5
            && row <= Double(rows.upperBound) + 0.5
    }

    /// What the axes say at a place of the image, in ``columnUnit`` and ``rowUnit``; nil without a reference pixel.
    public func values(column: Double, row: Double) -> SIMD2<Double>? {
        guard let referencePixel else { return nil }
        let place = SIMD2(column - Double(columns.lowerBound), row - Double(rows.lowerBound)) - referencePixel
        return referenceValue + place * SIMD2(columnStep, rowStep)
    }
}
