public import DICOMObjects

/// Where the voxels of a volume lie in the patient: a grid whose axes need not be at right angles, as those of a tilted gantry are not.
///
/// Points are those of the patient (x to the left hand, y to the back, z to the head) in millimetres; voxels are counted from 0, and whole
/// numbers are their centers.
public struct VolumeGeometry: Sendable, Hashable {
    /// The center of the first voxel.
    public let origin: SIMD3<Double>
    /// From a voxel to the next one along a row.
    public let columnStep: SIMD3<Double>
    /// From a row to the next one.
    public let rowStep: SIMD3<Double>
    /// From a slice to the next one.
    public let sliceStep: SIMD3<Double>
    public let columns: Int
    public let rows: Int
    public let slices: Int

    /// The inverse of the steps, row by row.
    private let inverse: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)

    /// - Throws: ``ImagingError``: `irregularVolume` where the steps span no space, `badArgument` for sides outside 1 … 65,535.
    public init(
        origin: SIMD3<Double>, columnStep: SIMD3<Double>, rowStep: SIMD3<Double>, sliceStep: SIMD3<Double>, columns: Int, rows: Int,
        slices: Int
    ) throws(ImagingError) {
        let sides = 1...65_535
        guard sides.contains(columns), sides.contains(rows), sides.contains(slices) else {
            throw ImagingError(
                code: .badArgument, problem: "\(columns) × \(rows) × \(slices) voxels are no volume.", remedy: "Give 1 to 65,535 of each.")
        }
        let determinant = columnStep.dot(rowStep.cross(sliceStep))
        let lengths = columnStep.length * rowStep.length * sliceStep.length
        // A tenth of a degree between an axis and the plane of the other two; a comparison with what is no number is false.
        guard lengths > 1e-9, lengths < 1e12, abs(determinant) > 0.0017 * lengths, origin.length < 1e7 else {
            throw ImagingError(
                code: .irregularVolume, problem: "The steps from voxel to voxel span no space.",
                remedy: "Check Pixel Spacing (0028,0030) and the positions of the slices.")
        }
        self.origin = origin
        self.columnStep = columnStep
        self.rowStep = rowStep
        self.sliceStep = sliceStep
        self.columns = columns
        self.rows = rows
        self.slices = slices
        inverse = (
            rowStep.cross(sliceStep) / determinant, sliceStep.cross(columnStep) / determinant, columnStep.cross(rowStep) / determinant
        )
    }

    /// The point of the patient at a place among the voxels.
    public func point(column: Double, row: Double, slice: Double) -> SIMD3<Double> {
        origin + columnStep * column + rowStep * row + sliceStep * slice
    }

    /// The place among the voxels of a point of the patient: column, row, slice.
    public func voxel(at point: SIMD3<Double>) -> SIMD3<Double> { voxels(along: point - origin) }

    /// A way in the patient as one among the voxels.
    func voxels(along way: SIMD3<Double>) -> SIMD3<Double> { SIMD3(inverse.0.dot(way), inverse.1.dot(way), inverse.2.dot(way)) }

    /// The point in the middle of the volume.
    public var center: SIMD3<Double> {
        point(column: Double(columns - 1) / 2, row: Double(rows - 1) / 2, slice: Double(slices - 1) / 2)
    }

    /// The outermost corners of the outermost voxels.
    var corners: [SIMD3<Double>] {
        (0..<8).map { corner in
            point(
                column: corner & 1 == 0 ? -0.5 : Double(columns) - 0.5, row: corner & 2 == 0 ? -0.5 : Double(rows) - 0.5,
                slice: corner & 4 == 0 ? -0.5 : Double(slices) - 0.5)
        }
    }

    /// The shortest way from a voxel to a neighbour.
    public var finestSpacing: Double { min(columnStep.length, rowStep.length, slices > 1 ? sliceStep.length : .infinity) }

    /// The plane of a slice as it was acquired, counted from 0.
    public func plane(ofSlice slice: Int) throws(ImagingError) -> ImagePlane {
        do {
            return try ImagePlane(
                position: point(column: 0, row: 0, slice: Double(slice)), rowDirection: columnStep, columnDirection: rowStep,
                spacing: PixelSpacing(betweenRows: rowStep.length, betweenColumns: columnStep.length))
        } catch {
            throw ImagingError(object: error)
        }
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.origin == b.origin && a.columnStep == b.columnStep && a.rowStep == b.rowStep && a.sliceStep == b.sliceStep
            && (a.columns, a.rows, a.slices) == (b.columns, b.rows, b.slices)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(origin)
        hasher.combine(columns)
        hasher.combine(rows)
        hasher.combine(slices)
    }
}
