public import DICOMData

/// Who an object is of (PS3.3 C.7.1.1, Patient Module). A view: each property reads its attribute when it is asked for.
public struct Patient: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Patient ID (0010,0020) with its issuer.
    public var identifier: PatientIdentifier? { get throws(ObjectError) { try PatientIdentifier(dataSet) } }

    /// The items of Other Patient IDs Sequence (0010,1002).
    public var otherIdentifiers: [PatientIdentifier] {
        get throws(ObjectError) {
            var identifiers: [PatientIdentifier] = []
            for item in try dataSet.sequence(.otherPatientIDsSequence) {
                if let identifier = try PatientIdentifier(item) { identifiers.append(identifier) }
            }
            return identifiers
        }
    }

    /// The first identifier that is marked as an NHS number and passes its check.
    public var nhsNumber: NHSNumber? {
        get throws(ObjectError) {
            if let number = try identifier?.nhsNumber { return number }
            return try otherIdentifiers.lazy.compactMap(\.nhsNumber).first
        }
    }

    /// Patient's Name (0010,0010).
    public var name: PersonName? { get throws(ObjectError) { try dataSet.name(.patientName) } }

    /// Patient's Birth Date (0010,0030).
    public var birthDate: CalendarDate? { get throws(ObjectError) { try dataSet.day(.patientBirthDate) } }

    /// Patient's Sex (0010,0040): `M`, `F` or `O`.
    public var sex: String? { get throws(ObjectError) { try dataSet.text(.patientSex) } }
}
