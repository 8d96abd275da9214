/// Something that can be asked for any range of a file's bytes: HTTP ranges, an object store, a file on a slow disk.
public protocol ByteRangeReader: Sendable {
    /// Bytes of the whole.
    var count: Int { get async throws }
    /// The bytes of a range that lies inside: all of them, in order.
    func bytes(in range: Range<Int>) async throws -> [UInt8]
}

extension DICOMFile {
    /// Reads a file by ranges: from the front, and no further than `options` ask for.
    ///
    /// With ``ReadingOptions/stoppingBefore`` little more than the header is fetched. A value behind it can then be had by its own range;
    /// see ``DataElement/valueRange``.
    public init(reading source: some ByteRangeReader, options: ReadingOptions = .lenient) async throws {
        let count = try await source.count
        guard count <= options.limits.loadedBytes || options.stopTag != .max else {
            throw DataSetError(
                code: .limitExceeded, problem: "The file has \(count) bytes.",
                remedy: "Raise ReadingLimits.loadedBytes, or stop before Pixel Data.")
        }
        var assembler = DICOMFileAssembler(options: options)
        let stopsAtHeader = options.stopTag <= DataElement.Tag.pixelData.rawValue
        // Most headers are shorter; each step doubles what there is.
        var step = stopsAtHeader ? 16 * 1024 : count
        while assembler.count < count {
            let chunk = try await source.bytes(in: assembler.count..<assembler.count + min(step, count - assembler.count))
            guard !chunk.isEmpty else { break }
            try assembler.append(chunk)
            if stopsAtHeader, let header = assembler.header {
                self = header
                return
            }
            step = max(step, assembler.count)
        }
        self = try assembler.finish()
    }
}
