internal import DICOMBytes

/// A file of Agfa's archives that holds several DICOM files, one behind the other.
///
/// Agfa has not published the format. What is known of it is what dcm4che's tool `agfa2dcm` relies on: 16,384 bytes that say something to the
/// archive alone, then files as PS3.10 7.1 has them, whose preambles begin with `ARCHIVE-BLOB`. No length tells where one ends: its data set
/// is followed from element to element until such a preamble comes. Nothing else is guessed; what is not of this form is refused.
///
/// ```swift
/// let blob = try AgfaArchiveBlob(at: path)
/// for number in blob.objects.indices { try blob.file(number).write(to: "\(number).dcm") }
/// ```
public struct AgfaArchiveBlob: Sendable {
    /// Where the files lie, each from its preamble on, in bytes from the start of the blob.
    public let objects: [Range<Int>]
    /// What was passed over, each with the quirk `agfaBlob`. What the files themselves depart from is said by each of them.
    public let repairs: [Repair]
    private let source: ByteSource
    private let options: ReadingOptions

    /// Bytes in front of the first file.
    private static let frontLength = 16_384

    /// Opens a blob and finds the files in it. They are not loaded.
    ///
    /// - Parameter options: they count for each file; `.strict` refuses a blob, since the standard knows none.
    /// - Throws: ``DataSetError``: `unreadable`; `notDICOM` where the bytes are no such blob; `unsupportedTransferSyntax` for a deflated
    ///   file, which shows its end to nobody who does not inflate it; and what an element brings that cannot be got past.
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

    /// Finds the files in a blob that is in memory.
    public init(bytes: [UInt8], options: ReadingOptions = .lenient) throws(DataSetError) {
        try self.init(source: ByteSource(bytes), options: options)
    }

    private init(source: ByteSource, options: ReadingOptions) throws(DataSetError) {
        self.source = source
        self.options = options
        let (start, count) = (Self.frontLength, source.count)
        let isBlob = source.withSpan { $0.isArchiveBlobPreamble(at: start) }
        guard isBlob else {
            throw DataSetError(
                code: .notDICOM, offset: start, problem: "No preamble that begins with ARCHIVE-BLOB stands at byte \(start).",
                remedy: "This is not a blob of an Agfa archive; read it as a DICOM file.")
        }
        objects = try source.withSpan { (bytes) throws(DataSetError) in try Self.objects(in: bytes, from: start, options) }
        let departure = DataSetError(
            code: .notDICOM, offset: 0, problem: "Several DICOM files stand in one file, behind bytes of the archive's own.",
            remedy: "Export the objects from the archive, or write each to a file of its own.")
        guard options.mode != .strict else { throw departure }
        repairs = [
            Repair(
                quirk: .agfaBlob, range: 0..<start, departure: departure,
                action: "The first \(start) of \(count) bytes were passed over, and \(objects.count) files found.")
        ]
    }

    /// One of the files, over a copy of its bytes: offsets count from its own start.
    ///
    /// - Parameter number: of ``objects``, from 0.
    public func file(_ number: Int) throws(DataSetError) -> DICOMFile {
        precondition(objects.indices.contains(number), "the blob has no file \(number)")
        let range = objects[number]
        guard range.count <= options.limits.loadedBytes else {
            throw DataSetError(
                code: .limitExceeded, offset: range.lowerBound,
                problem: "The file has more than \(options.limits.loadedBytes) bytes.", remedy: "Raise ReadingLimits.loadedBytes.")
        }
        return try DICOMFile(source: ByteSource(source.bytes(in: range)), options: options)
    }
}

extension AgfaArchiveBlob {
    private static func objects(in bytes: RawSpan, from start: Int, _ options: ReadingOptions) throws(DataSetError) -> [Range<Int>] {
        var objects: [Range<Int>] = []
        var start = start
        while start < bytes.byteCount {
            let end = try end(of: bytes.extracting(start..<bytes.byteCount), at: start, options)
            objects.append(start..<start + end)
            start += end
        }
        return objects
    }

    /// Where the file that the bytes begin with ends: at another, or with them.
    private static func end(of bytes: RawSpan, at start: Int, _ options: ReadingOptions) throws(DataSetError) -> Int {
        do throws(DataSetError) {
            // What the file departs from is for it to say; here it counts only where it ends.
            var reader = DataSetReader(options: ReadingOptions(limits: options.limits), expectedCount: 64)
            let structure = try FileStructure(bytes, &reader)
            guard !structure.transferSyntax.isDeflated else {
                throw DataSetError(
                    code: .unsupportedTransferSyntax, offset: structure.dataSetStart,
                    problem: "A file in the blob is deflated, so that its end is not known.", remedy: "Export it from the archive.")
            }
            var position = structure.dataSetStart
            _ = try reader.readElements(
                bytes, at: &position, end: bytes.byteCount, encoding: structure.encoding, until: .archiveBlob)
            // What ends a data set for another reason is damage of this file.
            return bytes.isArchiveBlobPreamble(at: position) ? position : bytes.byteCount
        } catch {
            var error = error
            error.offset = error.offset.map { $0 + start }
            throw error
        }
    }
}

extension RawSpan {
    /// Whether a preamble stands here that begins with `ARCHIVE-BLOB`, and the prefix DICM behind it.
    func isArchiveBlobPreamble(at offset: Int) -> Bool {
        guard byteCount - offset >= FileStructure.preambleLength + 4 else { return false }
        return uint32(at: offset) == 0x4843_5241 && uint32(at: offset + 4) == 0x2D45_5649 && uint32(at: offset + 8) == 0x424F_4C42
            && FileStructure.isPrefix(self, at: offset + FileStructure.preambleLength)
    }
}
