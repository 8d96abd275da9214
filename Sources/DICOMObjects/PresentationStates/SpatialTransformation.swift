internal import DICOMData

/// How an image is turned before it is shown (PS3.3 C.10.6): first clockwise, then flipped from left to right.
public struct SpatialTransformation: Sendable, Hashable {
    /// Image Rotation (0070,0042) in quarter turns clockwise: 0 to 3.
    public var quarterTurns: Int
    /// Image Horizontal Flip (0070,0041), after the rotation.
    public var isFlipped: Bool

    public static let identity = SpatialTransformation()

    public init(quarterTurns: Int = 0, isFlipped: Bool = false) {
        self.quarterTurns = quarterTurns & 3
        self.isFlipped = isFlipped
    }

    /// Identity where the module is absent.
    ///
    /// - Throws: ``ObjectError`` with code `invalidPresentation` where the rotation is none of 0, 90, 180 and 270 degrees.
    init(_ dataSet: DataSet) throws(ObjectError) {
        let degrees = try dataSet.wholeNumber(.imageRotation) ?? 0
        guard [0, 90, 180, 270].contains(degrees) else {
            throw .invalid(.imageRotation, "It is none of 0, 90, 180 and 270.", code: .invalidPresentation)
        }
        quarterTurns = degrees / 90
        isFlipped = try dataSet.answer(.imageHorizontalFlip)
    }

    func write(to dataSet: inout DataSet) throws(DataSetError) {
        try dataSet.set(.imageHorizontalFlip, to: isFlipped ? "Y" : "N")
        try dataSet.set(.imageRotation, to: .integers([90 * quarterTurns]))
    }
}
