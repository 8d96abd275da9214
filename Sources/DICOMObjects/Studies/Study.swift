public import DICOMData

/// The study that an object belongs to (PS3.3 C.7.2.1, General Study Module). A view: each property reads its attribute when it is asked for.
public struct Study: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Study Instance UID (0020,000D).
    public var instanceUID: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.studyInstanceUID) } }

    /// Study ID (0020,0010).
    public var id: String? { get throws(ObjectError) { try dataSet.text(.studyID) } }

    /// Study Date (0008,0020).
    public var date: CalendarDate? { get throws(ObjectError) { try dataSet.day(.studyDate) } }

    /// Study Time (0008,0030).
    public var time: TimeOfDay? { get throws(ObjectError) { try dataSet.clockTime(.studyTime) } }

    /// Study Description (0008,1030).
    public var studyDescription: String? { get throws(ObjectError) { try dataSet.text(.studyDescription) } }

    /// Accession Number (0008,0050): the order that the study answers, unique for who issued it.
    public var accessionNumber: String? { get throws(ObjectError) { try dataSet.text(.accessionNumber) } }

    /// Who issued the accession number, from Issuer of Accession Number Sequence (0008,0051): the universal name, else the local one.
    public var issuerOfAccessionNumber: String? {
        get throws(ObjectError) {
            guard let item = try dataSet.sequence(.issuerOfAccessionNumberSequence).first else { return nil }
            if let universal = try item.text(.universalEntityID) { return universal }
            return try item.text(.localNamespaceEntityID)
        }
    }

    /// Referring Physician's Name (0008,0090).
    public var referringPhysicianName: PersonName? { get throws(ObjectError) { try dataSet.name(.referringPhysicianName) } }
}
