internal import DICOMBytes

/// A folder of DICOM files with the DICOMDIR that tells what they are (PS3.10 8): a CD, a stick, an export.
public struct FileSet: Sendable {
    /// The folder, as an absolute path without links.
    public var root: String { folder.path }
    public var directory: DICOMDirectory
    private let folder: Folder

    /// Opens a file-set by its DICOMDIR.
    ///
    /// - Throws: ``DataSetError``: `unreadable`, and what reading the DICOMDIR brings.
    public init(at root: String, options: ReadingOptions = .lenient) throws(DataSetError) {
        folder = try Self.folder(at: root)
        guard let path = folder.path(of: ["DICOMDIR"]) else {
            throw DataSetError(code: .unreadable, problem: "The folder has no DICOMDIR.", remedy: "Index the files in it first.")
        }
        directory = try DICOMDirectory(try DICOMFile(at: path, options: options))
    }

    /// A new file-set in a folder that is there; what lies in it is not in the directory before it is added.
    public init(new root: String, fileSetID: String = "") throws(DataSetError) {
        folder = try Self.folder(at: root)
        directory = DICOMDirectory(fileSetID: fileSetID)
    }

    private static func folder(at path: String) throws(DataSetError) -> Folder {
        do {
            return try Folder(at: path)
        } catch {
            throw DataSetError(
                code: .unreadable, problem: "The folder cannot be opened: \(error.reason).", remedy: "Check the path and the rights.")
        }
    }
}

// MARK: - Reading

extension FileSet {
    /// The file that a record refers to. It lies inside of the root whatever the record says: a name that leads out of it, by itself or by a
    /// link, is refused.
    ///
    /// - Throws: ``DataSetError`` with code `unreadable` where there is no such file inside.
    public func path(of record: DirectoryRecord) throws(DataSetError) -> String {
        guard let fileID = record.fileID, let path = folder.path(of: fileID) else {
            throw DataSetError(
                code: .unreadable, path: TagPath([TagPath.Step(.directoryRecordSequence), TagPath.Step(.referencedFileID)]),
                problem: "The Referenced File ID leads to no file inside of the file-set.",
                remedy: "The medium is incomplete or damaged; index its files anew.")
        }
        return path
    }
}

// MARK: - Writing

extension FileSet {
    /// A file that could not be added, and why.
    public struct Refusal: Sendable {
        /// Names that lead from the root to it.
        public var fileID: [String]
        public var reason: DataSetError
    }

    /// Adds every file that lies in the folder, in the order of names.
    ///
    /// - Returns: those that are no DICOM instances or have no valid File ID.
    public mutating func addAll() -> [Refusal] {
        var refusals: [Refusal] = []
        for fileID in folder.files() where fileID.last?.uppercased() != "DICOMDIR" {
            do throws(DataSetError) {
                try directory.add(try Self.header(at: path(ofFound: fileID)), fileID: fileID)
            } catch {
                refusals.append(Refusal(fileID: fileID, reason: error))
            }
        }
        return refusals
    }

    /// Copies a file into the folder, under a name of its own, and adds it. What it holds is not changed.
    public mutating func add(copyOf path: String) throws(DataSetError) {
        let file = try Self.header(at: path)
        let fileID = try freeFileID(for: file)
        let place: String?
        do throws(ByteSourceError) {
            let bytes = try ByteSource(path: path)
            place = try folder.place(for: fileID)
            if let place {
                try ByteSink.write(to: place) { (sink) throws(ByteSourceError) in
                    try bytes.withSpan(of: 0..<bytes.count) { (span) throws(ByteSourceError) in try sink.write(span) }
                }
            }
        } catch {
            throw DataSetError(error)
        }
        guard place != nil else {
            throw DataSetError(
                code: .unreadable, problem: "The place for the file leads out of the folder.", remedy: "Take the link in it away.")
        }
        try directory.add(file, fileID: fileID)
    }

    /// Writes the DICOMDIR. It appears whole or not at all.
    public func write() throws(DataSetError) {
        try directory.file().write(to: folder.path + "/DICOMDIR")
    }

    /// The path of a file that was found in the folder, or is to be made there.
    private func path(ofFound fileID: [String]) -> String { folder.path + "/" + fileID.joined(separator: "/") }

    /// What a directory needs of a file: not its pixels.
    private static func header(at path: String) throws(DataSetError) -> DICOMFile {
        try DICOMFile(at: path, options: ReadingOptions(stoppingBefore: .pixelData))
    }

    /// `PT000000/ST000000/SE000000/IM000000`, each by its place in the directory, and the first that is not taken.
    private func freeFileID(for file: DICOMFile) throws(DataSetError) -> [String] {
        var tree = directory
        try tree.add(file, fileID: ["NEW"])
        var names: [String] = []
        var siblings = tree.records
        for prefix in ["PT", "ST", "SE"] {
            guard let position = siblings.firstIndex(where: { $0.all.contains { $0.fileID == ["NEW"] } }) else { break }
            names.append(Self.name(prefix, position))
            siblings = siblings[position].children
        }
        var number = max(0, siblings.count - 1)
        while folder.path(of: names + [Self.name("IM", number)]) != nil { number += 1 }
        return names + [Self.name("IM", number)]
    }

    private static func name(_ prefix: String, _ number: Int) -> String {
        let digits = String(number, radix: 36, uppercase: true)
        return prefix + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
