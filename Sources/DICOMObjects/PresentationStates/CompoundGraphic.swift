public import DICOMData

/// A ruler, an axis, a crosshair or another figure with parts of its own (PS3.3 C.10.5, Compound Graphic Sequence). An object that has one also
/// has the simple graphics and texts that show the same, for those who do not draw it.
public struct CompoundGraphic: Sendable, Hashable {
    /// Compound Graphic Type (0070,0294), as `RULER` or `ARROW`.
    public var type: String
    /// Compound Graphic Units (0070,0282).
    public var units: AnnotationUnits
    /// Graphic Data (0070,0022): columns and rows.
    public var points: [SIMD2<Double>]
    /// Compound Graphic Instance ID (0070,0226), which the graphics and texts that show the same have too.
    public var instanceID: Int?
    /// Rotation Angle (0070,0230), in degrees clockwise.
    public var rotationAngle: Double?
    /// Graphic Filled (0070,0024).
    public var isFilled: Bool

    /// - Throws: ``ObjectError`` where the type is absent or the points are none.
    public init(_ item: DataSet) throws(ObjectError) {
        guard let type = try item.text(.compoundGraphicType) else { throw .missing(.compoundGraphicType) }
        self.type = type
        units = try AnnotationUnits(item, .compoundGraphicUnits)
        points = try item.points(.graphicData)
        instanceID = try item.wholeNumber(.compoundGraphicInstanceID)
        rotationAngle = try item.number(.rotationAngle)
        isFilled = try item.answer(.graphicFilled)
    }
}
