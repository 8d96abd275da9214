internal import DICOMBytes

/// A file that comes in pieces, from a network or a pipe. However its bytes are divided, the result is that of reading them at once.
///
/// ```swift
/// var assembler = DICOMFileAssembler()
/// for try await chunk in body {
///     try assembler.append(chunk)
///     if let header = assembler.header { … }      // what stands before Pixel Data, long before the pixels are there
/// }
/// let file = try assembler.finish()
/// ```
public struct DICOMFileAssembler: Sendable {
    /// What stands before Pixel Data, as soon as it is certain; nil until then. Of a file without Pixel Data, or deflated, it is never
    /// certain before the end.
    public private(set) var header: DICOMFile?
    /// Bytes so far.
    public var count: Int { bytes.count }

    private var bytes: [UInt8] = []
    private let options: ReadingOptions
    /// Bytes that there must be before it is worth looking for the header again.
    private var nextTry = 132
    private var isHopeless = false

    /// - Parameter options: `limits.loadedBytes` bounds what is gathered. Where they say to stop early, the header ends there too.
    public init(options: ReadingOptions = .lenient) { self.options = options }

    /// Takes the next bytes of the file.
    ///
    /// - Throws: ``DataSetError``: `limitExceeded`, and `notDICOM` as soon as that is certain.
    /// - Complexity: O(bytes), amortised over all calls.
    public mutating func append(_ chunk: [UInt8]) throws(DataSetError) { try append(chunk.span) }

    /// Takes the next bytes of the file.
    public mutating func append(_ chunk: Span<UInt8>) throws(DataSetError) {
        guard chunk.count <= options.limits.loadedBytes - bytes.count else {
            throw DataSetError(
                code: .limitExceeded, problem: "The file has more than \(options.limits.loadedBytes) bytes.",
                remedy: "Raise ReadingLimits.loadedBytes, or read the file from where it can be mapped.")
        }
        bytes.append(copying: chunk)
        if header == nil, !isHopeless, bytes.count >= nextTry { try findHeader() }
    }

    /// The file, when all of its bytes have come.
    public consuming func finish() throws(DataSetError) -> DICOMFile { try DICOMFile(bytes: bytes, options: options) }

    private mutating func findHeader() throws(DataSetError) {
        var options = options
        let stop = options.stoppingBefore ?? .pixelData
        options.stoppingBefore = min(stop, .pixelData)
        var reader = DataSetReader(options: options, isPrefix: true, expectedCount: 64)
        var end = bytes.count
        do {
            try bytes.withRawSpan { (bytes) throws(DataSetError) in
                let structure = try FileStructure(bytes, &reader)
                guard !structure.transferSyntax.isDeflated else { throw reader.incomplete(.max) }
                var position = structure.dataSetStart
                _ = try reader.readDataSet(bytes, at: &position, encoding: structure.encoding)
                end = min(end, position + 12)
            }
        } catch {
            if error.code == .notDICOM { throw error }
            // What reading the whole would stumble over first is known at the end only.
            guard error.code == .incomplete, let offset = error.offset else {
                isHopeless = true
                return
            }
            isHopeless = offset == .max
            // Half as many again, so that what is read over and over stays in proportion.
            nextTry = max(offset, bytes.count + bytes.count / 2)
            return
        }
        // The header keeps its own bytes: those of the file go on growing. Where doubts looked further ahead, it takes all that there are.
        let source = ByteSource(Array(bytes[..<end]))
        header = try DICOMFile(prefix: source, options: options)
        if header == nil { header = try DICOMFile(prefix: ByteSource(bytes), options: options) }
    }
}

extension DICOMFile {
    /// Reads a file that comes in chunks, as the body of a response does.
    ///
    /// Where `options` say to stop early, no more chunks are asked for than that takes.
    public init<Chunks: AsyncSequence>(
        chunks: Chunks, options: ReadingOptions = .lenient
    ) async throws where Chunks.Element == [UInt8] {
        var assembler = DICOMFileAssembler(options: options)
        let stopsAtHeader = options.stopTag <= DataElement.Tag.pixelData.rawValue
        for try await chunk in chunks {
            try assembler.append(chunk)
            if stopsAtHeader, let header = assembler.header {
                self = header
                return
            }
        }
        self = try assembler.finish()
    }
}
