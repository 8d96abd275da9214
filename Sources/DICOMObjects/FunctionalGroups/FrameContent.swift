public import DICOMData

/// What a frame is within its object: its stack, its place there, its time (PS3.3 C.7.6.16.2.2, Frame Content Macro).
public struct FrameContent: Sendable {
    private let item: DataSet

    /// - Returns: nil where the frame has none.
    /// - Parameter frame: counted from 0.
    public init?(_ groups: FunctionalGroups, frame: Int) {
        guard let item = groups.item(.frameContentSequence, frame: frame) else { return nil }
        self.item = item
    }

    /// Stack ID (0020,9056).
    public var stackID: String? { get throws(ObjectError) { try item.text(.stackID) } }

    /// In-Stack Position Number (0020,9057), from 1.
    public var inStackPositionNumber: Int? {
        get throws(ObjectError) { try item.wholeNumber(.inStackPositionNumber) }
    }

    /// Temporal Position Index (0020,9128), from 1.
    public var temporalPositionIndex: Int? {
        get throws(ObjectError) { try item.wholeNumber(.temporalPositionIndex) }
    }

    /// Dimension Index Values (0020,9157): one for each of ``FunctionalGroups/dimensions``, from 1.
    public var dimensionIndexValues: [Int] { get throws(ObjectError) { try item.wholeNumbers(.dimensionIndexValues) } }

    /// Frame Acquisition Number (0020,9156).
    public var frameAcquisitionNumber: Int? {
        get throws(ObjectError) { try item.wholeNumber(.frameAcquisitionNumber) }
    }

    /// Frame Acquisition DateTime (0018,9074).
    public var frameAcquisitionDateTime: DateTime? { get throws(ObjectError) { try item.moment(.frameAcquisitionDateTime) } }

    /// Frame Label (0020,9453).
    public var frameLabel: String? { get throws(ObjectError) { try item.text(.frameLabel) } }
}
