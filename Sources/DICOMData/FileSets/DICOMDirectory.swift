internal import DICOMBytes

/// What a DICOMDIR tells of a file-set (PS3.3 Annex F): patients, their studies, series and instances, and where each instance lies.
public struct DICOMDirectory: Sendable {
    /// File-set ID (0004,1130): up to 16 capitals, digits, spaces and underscores.
    public var fileSetID: String
    /// The records of the root directory entity.
    public var records: [DirectoryRecord] { entity.records }
    /// Links between records that were broken, and what was made of them; empty for a directory that keeps to the standard.
    public let repairs: [Repair]

    private var entity: DirectoryEntity

    /// The data set that was read, for what it says beside the records: descriptor files, private attributes.
    let root: DataSet

    /// An empty directory.
    public init(fileSetID: String = "") {
        self.fileSetID = fileSetID
        entity = DirectoryEntity()
        repairs = []
        root = DataSet(in: .isoIR6)
    }

    /// What the file `DICOMDIR` says.
    ///
    /// Links that lead nowhere, in circles, or are missing, are replaced by the order of the records and what kind they are.
    public init(_ file: DICOMFile) throws(DataSetError) {
        guard let sequence = file.dataSet[.directoryRecordSequence] else {
            throw DataSetError(
                code: .invalidValue, path: TagPath([TagPath.Step(.directoryRecordSequence)]), problem: "The file has no Directory Records.",
                remedy: "This is not a DICOMDIR.")
        }
        root = file.dataSet
        fileSetID = (try? file.dataSet.string(.fileSetID)) ?? ""
        var links = DirectoryLinks(
            sequence, root: (try? file.dataSet.integer(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity)) ?? 0)
        entity = DirectoryEntity(links.tree())
        repairs = file.repairs + links.repairs
    }

    /// Every record, from the top.
    public var all: [DirectoryRecord] { records.flatMap(\.all) }

    /// The records that refer to a file.
    public var instances: [DirectoryRecord] { all.filter { $0.fileID != nil } }
}

// MARK: - Adding

extension DICOMDirectory {
    /// Adds an instance under its patient, study and series, which are added where they are not there yet. An instance that is there already
    /// is replaced.
    ///
    /// - Parameter fileID: names that lead from the root to the file: up to 8 of up to 8 capitals, digits and underscores (PS3.10 8.5).
    public mutating func add(_ file: DICOMFile, fileID: [String]) throws(DataSetError) {
        guard (1...8).contains(fileID.count), fileID.allSatisfy(Self.isComponent) else {
            throw DataSetError(
                code: .invalidValue, path: TagPath([TagPath.Step(.referencedFileID)]),
                problem: "The name is no File ID: up to 8 components of up to 8 capitals, digits and underscores (PS3.10 8.5).",
                remedy: "Rename the file, or copy it into the file-set under a name of its own.")
        }
        let instance = try DirectoryRecord(file, fileID: fileID)
        // Both stand beside patients (PS3.3 F.4).
        if instance.type.level == 0 { return entity.put(instance) }
        let first = try Self.position(of: .patient, above: file.dataSet, in: &entity)
        let second = try Self.position(of: .study, above: file.dataSet, in: &entity.records[first].entity)
        let third = try Self.position(of: .series, above: file.dataSet, in: &entity.records[first].entity.records[second].entity)
        entity.records[first].entity.records[second].entity.records[third].entity.put(instance)
    }

    /// Where the record that an instance belongs to stands; it is added where there is none.
    private static func position(
        of type: DirectoryRecord.RecordType, above instance: DataSet, in entity: inout DirectoryEntity
    ) throws(DataSetError) -> Int {
        if let position = entity.position(of: type, DirectoryRecord.identity(type, instance)) { return position }
        entity.records.append(try DirectoryRecord(type, of: instance))
        return entity.records.count - 1
    }

    static func isComponent(_ name: String) -> Bool {
        (1...8).contains(name.utf8.count)
            && name.utf8.allSatisfy { 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "_") }
    }
}
