public import DICOMData

/// The coordinate system that positions are in (PS3.3 C.7.4.1): those of one may be compared, those of two may not.
public struct FrameOfReference: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Frame of Reference UID (0020,0052).
    public var uid: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.frameOfReferenceUID) } }

    /// Position Reference Indicator (0020,1040): the part of the body, or `SLIDE_CORNER`.
    public var positionReferenceIndicator: String? { get throws(ObjectError) { try dataSet.text(.positionReferenceIndicator) } }
}
