public import DICOMData

/// Where an image, or a frame of one, lies in the patient (PS3.3 C.7.6.2; C.7.6.16.2.1, .3 and .4 where each frame has its own).
///
/// Points and directions are those of the patient: x to the left hand, y to the back, z to the head, in millimetres.
public struct ImagePlane: Sendable, Hashable {
    /// Image Position (Patient) (0020,0032): the center of the first pixel.
    public var position: SIMD3<Double>
    /// The first three of Image Orientation (Patient) (0020,0037), of length 1: the way along a row, to higher columns.
    public var rowDirection: SIMD3<Double>
    /// The last three of Image Orientation (Patient), of length 1: the way down a column, to higher rows.
    public var columnDirection: SIMD3<Double>
    /// Pixel Spacing (0028,0030); nil where the object has none.
    public var spacing: PixelSpacing?
    /// Slice Thickness (0018,0050): how deep the slice is, which says nothing of how far the next one is.
    public var sliceThickness: Double?
    /// Slice Location (0020,1041), which no one defines; ``distance`` is what it is taken for.
    public var sliceLocation: Double?

    /// A plane of the caller's: directions are brought to length 1.
    ///
    /// - Throws: ``ObjectError`` with code `invalidPlane` where a direction has no length, both are not at a right angle, or the position
    ///   is more than a kilometre away.
    public init(
        position: SIMD3<Double>, rowDirection: SIMD3<Double>, columnDirection: SIMD3<Double>, spacing: PixelSpacing? = nil,
        sliceThickness: Double? = nil
    ) throws(ObjectError) {
        guard position.length <= Self.farthest else {
            throw .invalid(.imagePositionPatient, "It is more than a kilometre away.", code: .invalidPlane)
        }
        guard (1e-6...Self.farthest).contains(rowDirection.length), (1e-6...Self.farthest).contains(columnDirection.length) else {
            throw .invalid(.imageOrientationPatient, "A direction has no length.", code: .invalidPlane)
        }
        self.position = position
        self.rowDirection = rowDirection / rowDirection.length
        self.columnDirection = columnDirection / columnDirection.length
        guard abs(self.rowDirection.dot(self.columnDirection)) <= Self.tolerance else {
            throw .invalid(.imageOrientationPatient, "Rows and columns are not at a right angle.", code: .invalidPlane)
        }
        self.spacing = spacing
        self.sliceThickness = sliceThickness
    }

    /// The plane of a frame.
    ///
    /// - Parameter frame: counted from 0.
    /// - Returns: nil where the object has no position or no orientation, as projections have none.
    /// - Throws: ``ObjectError``: `invalidPlane` where directions are no directions or not at a right angle, `invalidAttribute` where a
    ///   value is no number or not one of three, or six.
    public init?(_ dataSet: DataSet, frame: Int = 0) throws(ObjectError) {
        try self.init(FunctionalGroups(dataSet), frame: frame)
    }

    public init?(_ groups: FunctionalGroups, frame: Int) throws(ObjectError) {
        let positions = groups.scope(.planePositionSequence, frame: frame, holding: .imagePositionPatient)
        let orientations = groups.scope(.planeOrientationSequence, frame: frame, holding: .imageOrientationPatient)
        let measures = groups.scope(.pixelMeasuresSequence, frame: frame, holding: .sliceThickness)
        guard let position = try positions.numbers(.imagePositionPatient, count: 3),
            let cosines = try orientations.numbers(.imageOrientationPatient, count: 6)
        else { return nil }
        self.position = SIMD3(position[0], position[1], position[2])
        rowDirection = try Self.direction(SIMD3(cosines[0], cosines[1], cosines[2]))
        columnDirection = try Self.direction(SIMD3(cosines[3], cosines[4], cosines[5]))
        guard self.position.length <= Self.farthest else {
            throw .invalid(.imagePositionPatient, "It is more than a kilometre away.", code: .invalidPlane)
        }
        guard abs(rowDirection.dot(columnDirection)) <= Self.tolerance else {
            throw .invalid(.imageOrientationPatient, "Rows and columns are not at a right angle.", code: .invalidPlane)
        }
        spacing = try PixelSpacing(groups, frame: frame)
        // Neither says where the plane lies: one that cannot be read is as good as absent.
        sliceThickness = try? measures.number(.sliceThickness)
        sliceLocation = try? groups.dataSet.number(.sliceLocation)
    }

    /// Whether every number is one that can be reckoned with: what a caller sets may be anything.
    var isMeasurable: Bool {
        [position, rowDirection, columnDirection].allSatisfy { $0.length <= Self.farthest } && normal.length > 0.5
    }

    /// A kilometre: what is further is no position in a patient, and its square could be infinite.
    private static let farthest = 1e6

    /// Half a degree for the right angle, one part in a hundred for lengths: what rounding to a few digits does, and no more.
    private static let tolerance = 0.01

    /// Direction cosines that some writers round to two digits, brought back to length 1.
    private static func direction(_ cosines: SIMD3<Double>) throws(ObjectError) -> SIMD3<Double> {
        let length = cosines.length
        guard abs(length - 1) <= tolerance else {
            throw .invalid(.imageOrientationPatient, "Direction cosines are not of length 1.", code: .invalidPlane)
        }
        return cosines / length
    }
}

extension ImagePlane {
    /// The way from slice to slice: rows × columns, of length 1.
    public var normal: SIMD3<Double> {
        let normal = rowDirection.cross(columnDirection)
        return normal / normal.length
    }

    /// How far the plane is from the origin, along ``normal``: what slices are sorted by.
    public var distance: Double { position.dot(normal) }

    /// The point of the patient at the center of a pixel, by equation C.7.6.2.1-1; nil without spacing.
    ///
    /// - Parameters:
    ///   - column: from 0; fractions lie between centers.
    ///   - row: from 0.
    public func point(column: Double, row: Double) -> SIMD3<Double>? {
        spacing.map { position + rowDirection * ($0.betweenColumns * column) + columnDirection * ($0.betweenRows * row) }
    }
}

extension SIMD3<Double> {
    package func dot(_ other: Self) -> Double { (self * other).sum() }

    package var length: Double { dot(self).squareRoot() }

    package func cross(_ other: Self) -> Self {
        Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }
}
