internal import DICOMData

/// An identifier of a patient with who issued it, without which it means nothing (PS3.3 C.2.2, 10.15).
public struct PatientIdentifier: Sendable, Hashable {
    /// Patient ID (0010,0020).
    public var id: String
    /// Issuer of Patient ID (0010,0021): a name that is known in one place only.
    public var issuer: String?
    /// Universal Entity ID (0040,0032) of Issuer of Patient ID Qualifiers Sequence (0010,0024): the issuer by a name that is known everywhere.
    public var universalEntityID: String?
    /// Universal Entity ID Type (0040,0033): `ISO` for an OID, `URI`, `UUID` and others.
    public var universalEntityIDType: String?
    /// Identifier Type Code (0040,0035), as HL7 table 0203 has them: `MR`, `NH`.
    public var identifierTypeCode: String?
    /// Type of Patient ID (0010,0022): `TEXT`, `RFID` or `BARCODE`.
    public var type: String?

    public init(id: String, issuer: String? = nil, universalEntityID: String? = nil, universalEntityIDType: String? = nil) {
        self.id = id
        self.issuer = issuer
        self.universalEntityID = universalEntityID
        self.universalEntityIDType = universalEntityIDType
    }

    /// The identifier of a data set, or of an item of Other Patient IDs Sequence (0010,1002); nil without Patient ID.
    init?(_ dataSet: DataSet) throws(ObjectError) {
        guard let id = try dataSet.text(.patientID) else { return nil }
        self.init(id: id)
        issuer = try dataSet.text(.issuerOfPatientID)
        type = try dataSet.text(.typeOfPatientID)
        guard let qualifiers = try dataSet.sequence(.issuerOfPatientIDQualifiersSequence).first else { return }
        universalEntityID = try qualifiers.text(.universalEntityID)
        universalEntityIDType = try qualifiers.text(.universalEntityIDType)
        identifierTypeCode = try qualifiers.text(.identifierTypeCode)
    }
}

extension PatientIdentifier {
    /// Whether the issuer is the NHS: by the OID or the URI of NHS numbers, by the type code for national numbers of an issuer of that name,
    /// or by the name alone. The digits play no part: a hospital's own number may pass the check by chance.
    public var isMarkedAsNHSNumber: Bool {
        if let universalEntityID { return Self.universalEntityIDs.contains(universalEntityID.lowercased()) }
        return issuer?.uppercased() == "NHS"
    }

    /// The NHS number, where the issuer marks it as one and it passes the check. The identifier itself is left as it is.
    public var nhsNumber: NHSNumber? { isMarkedAsNHSNumber ? NHSNumber(id) : nil }

    /// NHS numbers as an OID of HL7 UK and as a FHIR system.
    private static let universalEntityIDs: Set<String> = ["2.16.840.1.113883.2.1.4.1", "https://fhir.nhs.uk/id/nhs-number"]
}
