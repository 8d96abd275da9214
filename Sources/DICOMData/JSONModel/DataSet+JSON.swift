extension DataSet {
    /// The data set in the DICOM JSON model (PS3.18 F), UTF-8, one object. Group 0002, group lengths and padding are left out, as the
    /// model demands.
    ///
    /// - Throws: ``DataSetError`` when a value cannot be written: not decodable text, or a binary value of impossible size.
    public func json(bulkData: BulkDataPlacement = .omitted) throws(DataSetError) -> [UInt8] {
        try json(ModelWritingOptions(bulkData: bulkData))
    }

    /// The same, with all choices.
    public func json(_ options: ModelWritingOptions) throws(DataSetError) -> [UInt8] {
        var writer = JSONWriter(options: options, output: TextOutput())
        try writer.write(self)
        return writer.output.bytes
    }

    /// The same text in pieces, of which each is handed to `sink` before the next is made: large values are never there as a whole.
    ///
    /// - Throws: ``DataSetError``, or what `sink` throws.
    public func writeJSON(_ options: ModelWritingOptions = ModelWritingOptions(), to sink: ([UInt8]) throws -> Void) throws {
        try withoutActuallyEscaping(sink) { sink in
            var writer = JSONWriter(options: options, output: TextOutput(to: sink))
            do {
                try writer.write(self)
                try writer.output.flush()
            } catch {
                throw writer.output.failure ?? error
            }
        }
    }
}
