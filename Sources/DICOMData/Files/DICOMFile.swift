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
    /// What reading got past; empty for a file that keeps to the standard.
    public let repairs: [Repair]
    /// Where the first element stands that was not read, since ``ReadingOptions/stoppingBefore`` or ``ReadingOptions/only`` ended reading
    /// there; nil where reading went to the end. Of a deflated data set it counts from the start of the inflated bytes.
    public let stopOffset: Int?
    /// The bytes of the file that was read; nil for one that was made.
    let original: ByteSource?

    /// Elements follow that ``dataSet`` doesn't have.
    public let isPartial: Bool

    /// Opens a file.
    ///
    /// - Parameter path: of the file, or `-` for standard input.
    /// - Throws: ``DataSetError``: `unreadable`, `notDICOM`, and whatever `options` do not forgive.
    public init(at path: String, options: ReadingOptions = .lenient) throws(DataSetError) {
        do {
            if options.stopTag != .max, options.fileAccess == .automatic, options.limits.loadedBytes >= Self.prefixLength,
                let prefix = try ByteSource(prefixOf: path, count: Self.prefixLength)
            {
                // A small file is at hand as a whole.
                if prefix.count < Self.prefixLength {
                    try self.init(source: prefix, options: options)
                    return
                }
                if let file = try Self(prefix: prefix, options: options) {
                    self = file
                    return
                }
            }
            let source = try ByteSource(path: path, access: options.fileAccess.access, limit: options.limits.loadedBytes)
            try self.init(source: source, options: options)
        } catch let error as DataSetError {
            throw error
        } catch {
            throw DataSetError(
                code: .unreadable, problem: "The file cannot be read: \((error as? ByteSourceError)?.reason ?? "").",
                remedy: "Check the path and the rights.")
        }
    }

    /// Reads a file that is in memory.
    public init(bytes: [UInt8], options: ReadingOptions = .lenient) throws(DataSetError) {
        try self.init(source: ByteSource(bytes), options: options)
    }
}

// MARK: - Parts

extension DICOMFile {
    init(
        fileMetaInformation: DataSet, dataSet: DataSet, transferSyntax: TransferSyntax, repairs: [Repair] = [], stopOffset: Int? = nil,
        isPartial: Bool = false, original: ByteSource? = nil
    ) {
        self.fileMetaInformation = fileMetaInformation
        self.dataSet = dataSet
        self.transferSyntax = transferSyntax
        self.repairs = repairs
        self.stopOffset = stopOffset
        self.isPartial = isPartial
        self.original = original
    }

    /// Holds the headers of most images, and costs less to read than a mapping to set up.
    private static let prefixLength = 8 * 1024

    /// Reads a file of which only the first bytes are at hand; nil where they do not reach the tag to stop before.
    init?(prefix: ByteSource, options: ReadingOptions) throws(DataSetError) {
        do {
            try self.init(source: prefix, options: options, isPrefix: true)
        } catch {
            if error.code == .incomplete { return nil }
            throw error
        }
    }

    /// - Parameter isPrefix: more bytes follow; what they could change is `incomplete`.
    init(source: ByteSource, options: ReadingOptions, isPrefix: Bool = false) throws(DataSetError) {
        // Typical elements with their headers fill 24 bytes and more; what is larger is mostly pixels.
        let expectedCount = min(source.count / 24 + 8, 256)
        var reader = DataSetReader(options: options, source: source, isPrefix: isPrefix, expectedCount: expectedCount)
        let structure = try source.withSpan { (bytes) throws(DataSetError) in try FileStructure(bytes, &reader) }
        var position = structure.dataSetStart
        guard structure.transferSyntax.isDeflated else {
            let children = try source.withSpan { (bytes) throws(DataSetError) in
                try reader.readDataSet(bytes, at: &position, encoding: structure.encoding)
            }
            let repairs = reader.repairs
            let (stopOffset, isPartial) = (reader.stopOffset, reader.stopOffset != nil || reader.hasLeftOut)
            let index = reader.index(of: source)
            self.init(structure, meta: index, index, children, repairs, stopOffset: stopOffset, isPartial, options, source)
            return
        }

        let inflated = try source.inflatedDataSet(from: position, &reader)
        var inner = DataSetReader(options: options, expectedCount: expectedCount)
        inner.repairs = reader.repairs
        position = 0
        let children = try inflated.withSpan { (bytes) throws(DataSetError) in
            try inner.readDataSet(bytes, at: &position, encoding: structure.encoding)
        }
        let repairs = inner.repairs
        let (stopOffset, isPartial) = (inner.stopOffset, inner.stopOffset != nil || inner.hasLeftOut)
        self.init(
            structure, meta: reader.index(of: source), inner.index(of: inflated), children, repairs, stopOffset: stopOffset, isPartial,
            options, source)
    }

    private init(
        _ structure: FileStructure, meta: ElementIndex, _ index: ElementIndex, _ children: Range<Int>, _ repairs: [Repair],
        stopOffset: Int?, _ isPartial: Bool, _ options: ReadingOptions, _ original: ByteSource
    ) {
        var undeclared = SpecificCharacterSet.isoIR6
        undeclared.fallback = options.fallbackCharacterSet
        var dataSet = DataSet(index: index, children: children, encoding: structure.encoding, inheriting: undeclared)
        if structure.transferSyntax == .geImplicitBigEndianPixels {
            let encoding = DataSetEncoding(of: dataSet, in: structure.transferSyntax)
            dataSet = DataSet(index: index, children: children, encoding: encoding, inheriting: undeclared)
        }
        self.init(
            fileMetaInformation: DataSet(
                index: meta, children: structure.fileMetaInformation, encoding: .explicitLittleEndian, inheriting: .isoIR6),
            dataSet: dataSet,
            transferSyntax: structure.transferSyntax, repairs: repairs, stopOffset: stopOffset, isPartial: isPartial, original: original)
    }
}

extension ReadingOptions.FileAccess {
    var access: ByteSource.Access {
        switch self {
        case .automatic: .automatic
        case .mapped: .mapped
        case .loaded: .loaded
        }
    }
}
