public import DICOMData

/// What every stored object says of itself (PS3.3 C.12.1, SOP Common Module). A view: each property reads its attribute when it is asked for.
public struct SOPCommon: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// SOP Class UID (0008,0016).
    public var sopClassUID: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.sopClassUID) } }

    /// SOP Instance UID (0008,0018).
    public var sopInstanceUID: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.sopInstanceUID) } }

    /// Specific Character Set (0008,0005): the Defined Terms, as they are written.
    public var specificCharacterSet: [String] { get throws(ObjectError) { try dataSet.texts(.specificCharacterSet) } }

    /// Instance Creation Date (0008,0012).
    public var instanceCreationDate: CalendarDate? { get throws(ObjectError) { try dataSet.day(.instanceCreationDate) } }

    /// Instance Creation Time (0008,0013).
    public var instanceCreationTime: TimeOfDay? { get throws(ObjectError) { try dataSet.clockTime(.instanceCreationTime) } }

    /// Instance Number (0020,0013).
    public var instanceNumber: Int? { get throws(ObjectError) { try dataSet.wholeNumber(.instanceNumber) } }

    /// Timezone Offset From UTC (0008,0201): for every date and time of the object that has none of its own.
    public var timezoneOffsetFromUTC: UTCOffset? {
        get throws(ObjectError) {
            try dataSet.translating(.timezoneOffsetFromUTC) { () throws(DataSetError) in try dataSet.timezoneOffsetFromUTC() }
        }
    }

    /// SOP Instance Status (0100,0410), as `AO`: authorized original.
    public var sopInstanceStatus: String? { get throws(ObjectError) { try dataSet.text(.sopInstanceStatus) } }

    /// Synthetic Data (0008,001C): `YES` where no patient was ever imaged.
    public var isSynthetic: Bool { get throws(ObjectError) { try dataSet.text(.syntheticData) == "YES" } }
}
