/// One Directory Record of a DICOMDIR (PS3.3 F.2.2.2) with what stands below it: a patient, a study, a series, an instance.
public struct DirectoryRecord: Sendable {
    /// Directory Record Type (0004,1430), as `PATIENT`.
    public let type: RecordType
    /// The attributes of the record: its keys (PS3.3 F.5), and what it refers to.
    public let dataSet: DataSet
    /// The records of the lower-level directory entity.
    public internal(set) var children: [DirectoryRecord] {
        get { entity.records }
        set { entity = DirectoryEntity(newValue) }
    }
    var entity: DirectoryEntity
    /// What tells records of one type apart: Patient ID and Issuer, or the UID of study, series or instance.
    let identity: String

    /// The kind of a record (PS3.3 F.4, F.5). Open: later editions add more.
    public struct RecordType: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let patient = RecordType(rawValue: "PATIENT")
        public static let study = RecordType(rawValue: "STUDY")
        public static let series = RecordType(rawValue: "SERIES")
        public static let image = RecordType(rawValue: "IMAGE")
        public static let hangingProtocol = RecordType(rawValue: "HANGING PROTOCOL")
        public static let palette = RecordType(rawValue: "PALETTE")
        public static let `private` = RecordType(rawValue: "PRIVATE")

        /// Depth in the tree of patients: 0 for a patient, 3 for an instance.
        var level: Int {
            switch self {
            case .patient, .hangingProtocol, .palette: 0
            case .study: 1
            case .series: 2
            default: 3
            }
        }
    }

    init(type: RecordType, dataSet: DataSet, children: [DirectoryRecord] = []) {
        self.type = type
        self.dataSet = dataSet
        entity = DirectoryEntity(children)
        identity = Self.identity(type, dataSet)
    }

    /// Text that cannot be decoded tells nothing apart.
    static func identity(_ type: RecordType, _ dataSet: DataSet) -> String {
        func text(_ tag: DataElement.Tag) -> String? { (try? dataSet.string(tag)) ?? nil }
        let identity =
            switch type {
            case .patient: text(.patientID).map { "\($0)\\\(text(.issuerOfPatientID) ?? "")" } ?? text(.patientName).map { "name \($0)" }
            case .study: text(.studyInstanceUID) ?? text(.referencedSOPInstanceUIDInFile)
            case .series: text(.seriesInstanceUID)
            default: text(.referencedSOPInstanceUIDInFile)
            }
        return identity ?? ""
    }
}

extension DirectoryRecord {
    /// Referenced File ID (0004,1500): the names that lead from the root of the file-set to the file; nil where the record refers to none.
    public var fileID: [String]? {
        guard let names = try? dataSet.strings(.referencedFileID), names != [""] else { return nil }
        return names
    }

    /// Referenced SOP Class UID in File (0004,1510); nil where the record refers to no file.
    public var sopClassUID: UniqueIdentifier? { try? dataSet.uniqueIdentifier(.referencedSOPClassUIDInFile) }
    /// Referenced SOP Instance UID in File (0004,1511).
    public var sopInstanceUID: UniqueIdentifier? { try? dataSet.uniqueIdentifier(.referencedSOPInstanceUIDInFile) }

    /// Referenced Transfer Syntax UID in File (0004,1512).
    public var transferSyntax: TransferSyntax? {
        (try? dataSet.uniqueIdentifier(.referencedTransferSyntaxUIDInFile)).map { TransferSyntax(uid: $0) }
    }

    /// Whether the record is in use; others are left over from deletions (PS3.3 F.3.2.2, retired).
    var isInUse: Bool { (try? dataSet.integer(.recordInUseFlag)) != 0 }

    /// The record and all below it, from the top.
    public var all: [DirectoryRecord] { [self] + children.flatMap(\.all) }
}
