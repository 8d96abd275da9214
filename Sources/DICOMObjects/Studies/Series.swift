public import DICOMData

/// The series that an object belongs to (PS3.3 C.7.3.1, General Series Module). A view: each property reads its attribute when it is asked
/// for.
public struct Series: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Series Instance UID (0020,000E).
    public var instanceUID: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.seriesInstanceUID) } }

    /// Modality (0008,0060), as `CT`.
    public var modality: String? { get throws(ObjectError) { try dataSet.text(.modality) } }

    /// Series Number (0020,0011).
    public var number: Int? { get throws(ObjectError) { try dataSet.wholeNumber(.seriesNumber) } }

    /// Series Date (0008,0021).
    public var date: CalendarDate? { get throws(ObjectError) { try dataSet.day(.seriesDate) } }

    /// Series Time (0008,0031).
    public var time: TimeOfDay? { get throws(ObjectError) { try dataSet.clockTime(.seriesTime) } }

    /// Series Description (0008,103E).
    public var seriesDescription: String? { get throws(ObjectError) { try dataSet.text(.seriesDescription) } }

    /// Protocol Name (0018,1030).
    public var protocolName: String? { get throws(ObjectError) { try dataSet.text(.protocolName) } }

    /// Body Part Examined (0018,0015).
    public var bodyPartExamined: String? { get throws(ObjectError) { try dataSet.text(.bodyPartExamined) } }

    /// Laterality (0020,0060): `L` or `R`, of the part of the body.
    public var laterality: String? { get throws(ObjectError) { try dataSet.text(.laterality) } }

    /// Patient Position (0018,5100), as `HFS`: head first, on the back.
    public var patientPosition: String? { get throws(ObjectError) { try dataSet.text(.patientPosition) } }
}
