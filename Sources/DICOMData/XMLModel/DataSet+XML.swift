extension DataSet {
    /// The data set in the Native DICOM Model (PS3.19 A.1), an XML 1.0 document in UTF-8. Group 0002, group lengths and padding are left
    /// out.
    ///
    /// A private element is written as the model has it: its creator as an attribute, its tag without the number of the block, which a
    /// reader finds again by the creator.
    ///
    /// - Throws: ``DataSetError`` when a value cannot be written: not decodable text, a character that XML does not have, or a binary value
    ///   of impossible size.
    public func xml(bulkData: BulkDataPlacement = .omitted) throws(DataSetError) -> [UInt8] {
        try xml(ModelWritingOptions(bulkData: bulkData))
    }

    /// The same, with all choices.
    public func xml(_ options: ModelWritingOptions) throws(DataSetError) -> [UInt8] {
        var writer = XMLWriter(options: options, output: TextOutput())
        try writer.writeDocument(self)
        return writer.output.bytes
    }

    /// The same text in pieces, of which each is handed to `sink` before the next is made: large values are never there as a whole.
    ///
    /// - Throws: ``DataSetError``, or what `sink` throws.
    public func writeXML(_ options: ModelWritingOptions = ModelWritingOptions(), to sink: ([UInt8]) throws -> Void) throws {
        try withoutActuallyEscaping(sink) { sink in
            var writer = XMLWriter(options: options, output: TextOutput(to: sink))
            do {
                try writer.writeDocument(self)
                try writer.output.flush()
            } catch {
                throw writer.output.failure ?? error
            }
        }
    }
}

extension DataSet {
    /// Reads a data set in the Native DICOM Model (PS3.19 A.1): an XML 1.0 document in UTF-8 without a document type declaration.
    ///
    /// Attributes may stand in any order. Specific Character Set (0008,0005) is treated as by ``init(json:options:bulkData:)``. A private
    /// element whose tag has no block number is given the block that its creator has in the same data set, or else a free one.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - options: `.strict` refuses what `.lenient` gets past, values against PS3.5 6.2 too. Limits count as for files.
    ///   - bulkData: what becomes of values that the text only refers to.
    /// - Throws: ``DataSetError`` with the path of the attribute and the offset in the text.
    public init(
        xml text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted
    ) throws(DataSetError) {
        var repairs: [Repair] = []
        try self.init(xml: text, options: options, bulkData: bulkData, repairs: &repairs)
    }

    /// The same, with a receipt of what lenient reading got past; offsets in it are those in the text.
    public init(
        xml text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted, repairs: inout [Repair]
    ) throws(DataSetError) {
        var reader = try XMLReader(text, options: options, bulkData: bulkData)
        do throws(DataSetError) {
            self = try reader.readDocument()
            repairs += reader.repairs
        } catch {
            throw error.inside(reader.path)
        }
    }
}

/// The namespace of the Native DICOM Model (PS3.19 A.1.6).
let nativeDICOMNamespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM"
