public import DICOMObjects

/// Which plane is cut through a volume, and how.
public struct Reformation: Sendable, Hashable {
    /// How a pixel is made of the voxels around it.
    public enum Interpolation: Sendable, Hashable, CaseIterable {
        /// The voxel that the pixel's center is in: no new value appears.
        case nearest
        /// Straight lines between the eight centers around it.
        case linear
        /// Cubic convolution with a = -0.5 over 64 voxels: smooth, rings a little.
        case cubic
    }

    /// What a pixel of a slab is of the samples behind it.
    public enum Projection: Sendable, Hashable, CaseIterable {
        /// MIP.
        case maximum
        /// MinIP.
        case minimum
        case mean
    }

    /// A plane with a thickness.
    public struct Slab: Sendable, Hashable {
        /// Millimetres along the normal, half to either side of the plane.
        public var thickness: Double
        public var projection: Projection
        /// Millimetres from a sample to the next one along the normal; nil: the shortest way from voxel to voxel.
        public var step: Double?

        public init(thickness: Double, projection: Projection, step: Double? = nil) {
            self.thickness = thickness
            self.projection = projection
            self.step = step
        }
    }

    /// The plane of the pixels: the center of the first one, both directions, and the spacing, without which it is refused.
    public var plane: ImagePlane
    /// 1 … 65,535, as ``rows``.
    public var columns: Int
    public var rows: Int
    public var interpolation = Interpolation.linear
    /// Nil for a plane without a thickness.
    public var slab: Slab?
    /// The modality value of pixels that no voxel reaches; nil: that of the smallest voxel, or 0 among floats. What the voxels cannot hold
    /// becomes the nearest that they can.
    public var outside: Double?

    public init(plane: ImagePlane, columns: Int, rows: Int) {
        self.plane = plane
        self.columns = columns
        self.rows = rows
    }
}

extension Reformation {
    /// A plane along the axes of the patient.
    public enum Orientation: Sendable, Hashable, CaseIterable {
        /// Seen from the feet: the patient's right on the left, front on top.
        case axial
        /// Seen from the front: the patient's right on the left, head on top.
        case coronal
        /// Seen from the left: front on the left, head on top.
        case sagittal

        var directions: (row: SIMD3<Double>, column: SIMD3<Double>) {
            switch self {
            case .axial: (SIMD3(1, 0, 0), SIMD3(0, 1, 0))
            case .coronal: (SIMD3(1, 0, 0), SIMD3(0, 0, -1))
            case .sagittal: (SIMD3(0, 1, 0), SIMD3(0, 0, -1))
            }
        }
    }
}

extension VolumeGeometry {
    /// A plane that shows all of the volume that it cuts.
    ///
    /// - Parameters:
    ///   - point: One of the plane, in the patient; nil: the center of the volume.
    ///   - spacing: Millimetres from pixel to pixel; nil: the shortest way from voxel to voxel.
    /// - Throws: As ``reformation(along:_:through:spacing:)``.
    public func reformation(
        _ orientation: Reformation.Orientation, through point: SIMD3<Double>? = nil, spacing: Double? = nil
    ) throws(ImagingError) -> Reformation {
        let (row, column) = orientation.directions
        return try reformation(along: row, column, through: point, spacing: spacing)
    }

    /// An oblique plane that shows all of the volume that it cuts.
    ///
    /// - Parameters:
    ///   - rowDirection: The way along a row, of any length; `columnDirection` is at a right angle to it, the way down a column.
    /// - Throws: ``ImagingError``: `badArgument` for directions that are none, a point that is no place, or a spacing that gives no
    ///   picture.
    public func reformation(
        along rowDirection: SIMD3<Double>, _ columnDirection: SIMD3<Double>, through point: SIMD3<Double>? = nil, spacing: Double? = nil
    ) throws(ImagingError) -> Reformation {
        let spacing = spacing ?? finestSpacing
        let through = point ?? center
        do {
            var plane = try ImagePlane(
                position: through, rowDirection: rowDirection, columnDirection: columnDirection,
                spacing: PixelSpacing(betweenRows: spacing, betweenColumns: spacing))
            // The shadow of the volume on the plane.
            let across = corners.map { ($0 - through).dot(plane.rowDirection) }
            let down = corners.map { ($0 - through).dot(plane.columnDirection) }
            let (left, right) = (across.min() ?? 0, across.max() ?? 0)
            let (top, bottom) = (down.min() ?? 0, down.max() ?? 0)
            // A pixel that is covered by less than a thousandth is left out: axes of several decimals rarely end on a whole one.
            let columns = max(1, ((right - left) / spacing - 1e-3).rounded(.up))
            let rows = max(1, ((bottom - top) / spacing - 1e-3).rounded(.up))
            guard columns <= 65_535, rows <= 65_535 else {
                throw ImagingError(
                    code: .badArgument, problem: "Pixels every \(spacing) mm give more than 65,535 columns or rows.",
                    remedy: "Ask for a wider spacing.")
            }
            plane.position += plane.rowDirection * (left + spacing / 2) + plane.columnDirection * (top + spacing / 2)
            return Reformation(plane: plane, columns: Int(columns), rows: Int(rows))
        } catch let error as ImagingError {
            throw error
        } catch let error as ObjectError {
            throw ImagingError(
                code: .badArgument, problem: error.problem, remedy: "Give two directions at a right angle and a spacing above 0.")
        } catch {
            throw ImagingError(translating: error, frame: 0)
        }
    }
}
