package import DICOMBytes

extension DICOMFile {
    /// A file of a data set that was made, with File Meta Information to match (PS3.10 7.1).
    public init(_ dataSet: DataSet, transferSyntax: TransferSyntax = .explicitVRLittleEndian) {
        self.init(fileMetaInformation: DataSet(in: .isoIR6), dataSet: dataSet, transferSyntax: transferSyntax)
    }

    /// The file as bytes. What was not edited is written as it was read.
    ///
    /// - Parameter transferSyntax: the encoding of the elements is converted to it; its pixels must be of that kind already. By default the
    ///   file's own; where that is a private one which is understood, the registered one that says the same.
    /// - Throws: ``DataSetError``: `unsupportedTransferSyntax`, `limitExceeded` for a value beyond 4 GiB, `unsupportedCharacterSet`.
    public func bytes(as transferSyntax: TransferSyntax? = nil, options: WritingOptions = WritingOptions()) throws(DataSetError) -> [UInt8]
    {
        var bytes: [UInt8] = []
        try write(as: transferSyntax ?? self.transferSyntax.registered, options, to: &bytes)
        return bytes
    }

    /// Writes the file, in blocks: the memory that it takes does not grow with the file. It appears whole or not at all, and may replace the
    /// one that is being read.
    ///
    /// - Parameter path: of the file, or `-` for standard output.
    /// - Throws: ``DataSetError``: `unwritable`, and as ``bytes(as:options:)``.
    public func write(
        to path: String, as transferSyntax: TransferSyntax? = nil, options: WritingOptions = WritingOptions()
    ) throws(DataSetError) {
        try ByteSink.write(to: path) { (sink) throws(DataSetError) in
            var output = BlockOutput { (bytes) throws(DataSetError) in
                do throws(ByteSourceError) { try sink.write(bytes) } catch { throw DataSetError(error) }
            }
            try write(as: transferSyntax ?? self.transferSyntax.registered, options, to: &output)
            try output.flush()
        }
    }

    /// Hands the file on in blocks as they are written, to a network or a hash.
    ///
    /// - Throws: what `body` throws, and as ``bytes(as:options:)``.
    public func forEachBlock(
        as transferSyntax: TransferSyntax? = nil, options: WritingOptions = WritingOptions(), _ body: (Span<UInt8>) throws -> Void
    ) throws {
        try withoutActuallyEscaping(body) { body in
            var failure: (any Error)?
            do {
                var output = BlockOutput { (bytes) throws(DataSetError) in
                    do {
                        try body(bytes)
                    } catch {
                        failure = error
                        throw DataSetError(
                            code: .unwritable, problem: "What takes the bytes has refused them.", remedy: "See its own error.")
                    }
                }
                try write(as: transferSyntax ?? self.transferSyntax.registered, options, to: &output)
                try output.flush()
            } catch {
                throw failure ?? error
            }
        }
    }
}

extension DataSetError: ByteSinkFailure {
    package init(_ failure: ByteSourceError) {
        self.init(
            code: .unwritable, problem: "The file cannot be written: \(failure.reason).",
            remedy: "Check the path, the rights and the space left.")
    }
}

// MARK: - Parts

extension DICOMFile {
    func write<Output: EncodedOutput>(
        as transferSyntax: TransferSyntax, _ options: WritingOptions, to output: inout Output
    ) throws(DataSetError) {
        guard !isPartial else {
            throw DataSetError(
                code: .incomplete, problem: "Only a part of the file was read; written, the rest would be lost.",
                remedy: "Read the whole file, or make a new one of the data set.")
        }
        try checkPixels(fit: transferSyntax)
        try writePreamble(to: &output)
        try writeFileMetaInformation(transferSyntax, to: &output)
        let encoding = DataSetEncoding(of: dataSet, in: transferSyntax)
        if transferSyntax.isDeflated, isUntouched(as: transferSyntax), options == WritingOptions(), let original {
            // Deflated anew it would be other bytes for the same elements.
            return try output.copy(dataSetOffset..<original.count, of: original)
        }
        guard transferSyntax.isDeflated else { return try DataSetWriter.write(dataSet, as: encoding, options, to: &output) }
        var deflated = try DeflatedOutput(into: output)
        try DataSetWriter.write(dataSet, as: encoding, options, to: &deflated)
        output = try deflated.finish()
    }

    private func checkPixels(fit transferSyntax: TransferSyntax) throws(DataSetError) {
        guard transferSyntax != self.transferSyntax, let pixels = dataSet[.pixelData],
            pixels.isEncapsulated || transferSyntax.isEncapsulated
        else { return }
        throw DataSetError(
            code: .unsupportedTransferSyntax, path: TagPath([TagPath.Step(.pixelData)]),
            problem: "Pixel Data in \(self.transferSyntax) cannot be written as \(transferSyntax) without being decoded or encoded.",
            remedy: "Transcode the object.")
    }

    /// The preamble of the file that was read, zeros in a new one.
    private func writePreamble<Output: EncodedOutput>(to output: inout Output) throws(DataSetError) {
        if let source = original, let range = Self.preamble(in: source) {
            try output.copy(range, of: source)
        } else {
            let preamble = [UInt8](repeating: 0, count: FileStructure.preambleLength) + Array("DICM".utf8)
            try output.write(preamble.span)
        }
    }

    private static func preamble(in source: ByteSource) -> Range<Int>? {
        let range = 0..<FileStructure.preambleLength + 4
        return source.count >= range.count && source.withSpan { FileStructure.isPrefix($0, at: FileStructure.preambleLength) } ? range : nil
    }

    func writeFileMetaInformation<Output: EncodedOutput>(
        _ transferSyntax: TransferSyntax, to output: inout Output
    ) throws(DataSetError) {
        var meta = fileMetaInformation
        if !isUntouched(as: transferSyntax) { try complete(&meta, transferSyntax) }
        meta.remove(.fileMetaInformationGroupLength)
        var options = WritingOptions()
        options.groupLengths = .removed
        let size = try DataSetWriter.measure(meta, as: .explicitLittleEndian, options).size
        var encoder = ElementEncoder()
        encoder.appendHeader(.fileMetaInformationGroupLength, .ul, length: 4)
        encoder.append(UInt32(clamping: size))
        let groupLength = encoder.bytes
        try output.write(groupLength.span)
        try DataSetWriter.write(meta, as: .explicitLittleEndian, options, to: &output)
    }

    /// A file that is passed on as it came is not made to tell more than it did.
    private func isUntouched(as transferSyntax: TransferSyntax) -> Bool {
        repairs.isEmpty && !fileMetaInformation.isEdited && !dataSet.isEdited && transferSyntax == self.transferSyntax
    }

    /// Where the data set begins in the file that was read: behind the last element of File Meta Information.
    private var dataSetOffset: Int { fileMetaInformation.last?.valueRange.upperBound ?? 0 }

    /// What PS3.10 7.1 asks for and is missing or does not fit the data set; what is right stays as it was read.
    private func complete(_ meta: inout DataSet, _ transferSyntax: TransferSyntax) throws(DataSetError) {
        if meta[.fileMetaInformationVersion] == nil { try meta.set(.fileMetaInformationVersion, to: .bytes([0, 1])) }
        try meta.set(.mediaStorageSOPClassUID, unlessEqual: try dataSet.uniqueIdentifier(.sopClassUID))
        try meta.set(.mediaStorageSOPInstanceUID, unlessEqual: try dataSet.uniqueIdentifier(.sopInstanceUID))
        try meta.set(.transferSyntaxUID, unlessEqual: transferSyntax.uid)
        // Who wrote the file is told by whoever changed it.
        if meta[.implementationClassUID] == nil || dataSet.isEdited || transferSyntax != self.transferSyntax {
            try meta.set(.implementationClassUID, to: .uniqueIdentifier(Self.implementationClassUID))
            try meta.set(.implementationVersionName, to: "HOUNSFIELD")
        }
    }

    /// Of this library: made of a random UUID (PS3.5 B.2).
    static let implementationClassUID: UniqueIdentifier = "2.25.225068726210179864629925130625680212277"
}

extension DataSet {
    /// Whether it is not as it was read, or was never read.
    var isEdited: Bool { source == nil }

    fileprivate mutating func set(_ tag: DataElement.Tag, unlessEqual value: UniqueIdentifier?) throws(DataSetError) {
        guard let value, try uniqueIdentifier(tag) != value else { return }
        // A UID is written as it is: that of an object in a hospital may break the rules, and must still be found under it.
        set(try DataElement(tag, .uniqueIdentifier(value), as: .ui, in: .isoIR6, checking: false))
    }
}
