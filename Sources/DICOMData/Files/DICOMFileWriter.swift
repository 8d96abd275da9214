package import DICOMBytes

/// Writes a file in parts, from the front to the end, for values that are made while it is written.
///
/// Between ``write(before:)`` and the next one elements can be put in by header and value. The data set must not have those itself. Group
/// lengths (PS3.5 7.2, retired) are left out, since they would have to be known before. The preamble is zeros: what the file that was read
/// has there tells of other bytes.
package struct DICOMFileWriter {
    private let file: DICOMFile
    private let encoding: DataSetEncoding
    private let options: WritingOptions
    private var output: Output
    /// The first element of the data set that is still to be written.
    private var position = 0

    /// Writes preamble and File Meta Information.
    ///
    /// - Parameters:
    ///   - file: without the elements that are put in.
    ///   - sink: takes blocks of bytes.
    package init(
        _ file: DICOMFile, as transferSyntax: TransferSyntax, options: WritingOptions = WritingOptions(),
        to sink: @escaping (Span<UInt8>) throws(DataSetError) -> Void
    ) throws(DataSetError) {
        self.file = file
        encoding = DataSetEncoding(transferSyntax)
        var options = options
        options.groupLengths = .removed
        self.options = options
        var blocks = BlockOutput(sink)
        let preamble = [UInt8](repeating: 0, count: FileStructure.preambleLength) + Array("DICM".utf8)
        try blocks.write(preamble.span)
        var meta: [UInt8] = []
        try file.writeFileMetaInformation(transferSyntax, to: &meta)
        try blocks.write(meta.span)
        output = try Output(blocks, isDeflated: transferSyntax.isDeflated)
        output.count = preamble.count + meta.count
    }

    /// Bytes so far: where the next one stands in a file whose data set is not deflated.
    package var count: Int { output.count }

    /// Writes what the data set has in front of an element.
    package mutating func write(before tag: DataElement.Tag) throws(DataSetError) {
        var end = position
        while end < file.dataSet.count, file.dataSet[end].tag < tag { end += 1 }
        try write(upTo: end)
    }

    /// Writes the header of an element whose value follows. Its representation must be one with a long header where the value is long.
    ///
    /// - Parameter length: even; nil: undefined.
    package mutating func writeHeader(
        _ tag: DataElement.Tag, _ representation: ValueRepresentation, length: Int?
    ) throws(DataSetError) {
        guard length ?? 0 <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(tag, length ?? 0) }
        try put { $0.appendHeader(tag, representation, length: length.map(UInt32.init) ?? ElementEncoder.undefinedLength) }
    }

    /// Writes bytes of a value, in the order of the encoding.
    package mutating func write(_ bytes: [UInt8]) throws(DataSetError) { try output.write(bytes.span) }

    /// Writes a fragment of encapsulated Pixel Data (PS3.5 A.4), brought to an even length with a 0.
    package mutating func writeFragment(_ bytes: [UInt8]) throws(DataSetError) {
        guard bytes.count <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(.pixelData, bytes.count) }
        try put { $0.appendItemHeader(length: UInt32(bytes.count + bytes.count & 1)) }
        try output.write(bytes.span)
        if bytes.count & 1 == 1 { try put { $0.bytes.append(0) } }
    }

    /// Ends a value of undefined length.
    package mutating func writeSequenceDelimiter() throws(DataSetError) {
        try put { $0.appendItemHeader(DataSetReader.sequenceDelimiter, length: 0) }
    }

    /// Writes what the data set still has, and hands on what is left.
    package mutating func finish() throws(DataSetError) {
        try write(upTo: file.dataSet.count)
        try output.finish()
    }

    private mutating func write(upTo end: Int) throws(DataSetError) {
        try DataSetWriter.write(file.dataSet, elements: position..<end, as: encoding, options, to: &output)
        position = end
    }

    private mutating func put(_ body: (inout ElementEncoder) -> Void) throws(DataSetError) {
        var encoder = ElementEncoder(encoding)
        body(&encoder)
        try output.write(encoder.bytes.span)
    }
}

/// Counts what goes through, deflated or not.
private struct Output: EncodedOutput {
    var count = 0
    private var plain: BlockOutput?
    private var deflated: DeflatedOutput<BlockOutput>?

    init(_ blocks: BlockOutput, isDeflated: Bool) throws(DataSetError) {
        if isDeflated { deflated = try DeflatedOutput(into: blocks) } else { plain = blocks }
    }

    mutating func write(_ bytes: Span<UInt8>) throws(DataSetError) {
        count += bytes.count
        try plain?.write(bytes)
        try deflated?.write(bytes)
    }

    mutating func copy(_ range: Range<Int>, of source: ByteSource) throws(DataSetError) {
        count += range.count
        try plain?.copy(range, of: source)
        try deflated?.copy(range, of: source)
    }

    mutating func finish() throws(DataSetError) {
        if let deflated {
            self.deflated = nil
            plain = try deflated.finish()
        }
        try plain?.flush()
    }
}

extension DataElement {
    /// A walk over the value from its front to its end, that gives back the pages of a mapped file which it has left behind.
    package func walk() -> MappedWalk { MappedWalk(origin.source, over: record.valueRange, readsAll: true) }
}
