public import DICOMData

/// What a stored object is and where it belongs: patient, study, series, instance (PS3.3 7, PS3.4 B).
public struct SOPInstance: Sendable, Hashable {
    /// SOP Class UID (0008,0016): what kind of object this is.
    public var sopClassUID: UniqueIdentifier?
    /// SOP Instance UID (0008,0018).
    public var sopInstanceUID: UniqueIdentifier?
    /// Study Instance UID (0020,000D).
    public var studyInstanceUID: UniqueIdentifier?
    /// Series Instance UID (0020,000E).
    public var seriesInstanceUID: UniqueIdentifier?
    /// Patient ID (0010,0020), which means nothing without the issuer.
    public var patientID: String?
    /// Issuer of Patient ID (0010,0021).
    public var issuerOfPatientID: String?
    /// Accession Number (0008,0050).
    public var accessionNumber: String?
    /// Modality (0008,0060).
    public var modality: String?
    /// Instance Number (0020,0013).
    public var instanceNumber: Int?

    /// Reads the attributes that are there.
    ///
    /// - Throws: `DataSetError` when one of them cannot be read.
    public init(_ dataSet: DataSet) throws(DataSetError) {
        sopClassUID = try dataSet.uniqueIdentifier(.sopClassUID)
        sopInstanceUID = try dataSet.uniqueIdentifier(.sopInstanceUID)
        studyInstanceUID = try dataSet.uniqueIdentifier(.studyInstanceUID)
        seriesInstanceUID = try dataSet.uniqueIdentifier(.seriesInstanceUID)
        patientID = try dataSet.string(.patientID)
        issuerOfPatientID = try dataSet.string(.issuerOfPatientID)
        accessionNumber = try dataSet.string(.accessionNumber)
        modality = try dataSet.string(.modality)
        instanceNumber = try dataSet.integer(.instanceNumber)
    }
}
