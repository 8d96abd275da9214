internal import DICOMBytes

/// A DICOM file (PS3.10 7): preamble, File Meta Information and one data set.
///
/// Opening makes an index and decodes nothing. A value: copies share the bytes, and any thread may read.
public struct DICOMFile: Sendable {
    /// Group 0002; empty when the file has none.
    public var fileMetaInformation: DataSet
    public var dataSet: DataSet
    /// How the data set is encoded: as File Meta Information says, or as the bytes themselves show where it is silent or wrong.
    public let transferSyntax: TransferSyntax
    /// What lenient reading got past; empty for a file that keeps to the standard.
    public let repairs: [Repair]

    /// Opens a file.
    ///
    /// - Parameter path: of the file, or `-` for standard input.
    /// - Throws: ``DataSetError``: `unreadable`, `notDICOM`, and whatever `options` do not forgive.
    public init(at path: String, options: ReadingOptions = .lenient) throws(DataSetError) {
        let source: ByteSource
        do {
            source = try ByteSource(path: path, access: options.fileAccess.access, limit: options.limits.loadedBytes)
        } catch {
            throw DataSetError(
                code: .unreadable, problem: "The file cannot be read: \(error.reason).", remedy: "Check the path and the rights.")
        }
        try self.init(source: source, options: options)
    }

    /// Reads a file that is in memory.
    public init(bytes: [UInt8], options: ReadingOptions = .lenient) throws(DataSetError) {
        try self.init(source: ByteSource(bytes), options: options)
    }

    init(fileMetaInformation: DataSet, dataSet: DataSet, transferSyntax: TransferSyntax, repairs: [Repair]) {
        self.fileMetaInformation = fileMetaInformation
        self.dataSet = dataSet
        self.transferSyntax = transferSyntax
        self.repairs = repairs
    }

    private init(source: ByteSource, options: ReadingOptions) throws(DataSetError) {
        // Typical elements with their headers fill 24 bytes and more; what is larger is mostly pixels.
        var reader = DataSetReader(options: options, expectedCount: min(source.count / 24 + 8, 256))
        let parts = try source.withSpan { (bytes) throws(DataSetError) in try FileStructure(bytes, &reader) }
        repairs = reader.repairs
        let index = reader.index(of: source)
        fileMetaInformation = DataSet(
            index: index, children: parts.fileMetaInformation, encoding: .explicitLittleEndian, inheriting: .isoIR6)
        dataSet = DataSet(index: index, children: parts.dataSet, encoding: parts.encoding, inheriting: .isoIR6)
        transferSyntax = parts.transferSyntax
    }
}

extension ReadingOptions.FileAccess {
    fileprivate var access: ByteSource.Access {
        switch self {
        case .automatic: .automatic
        case .mapped: .mapped
        case .loaded: .loaded
        }
    }
}
