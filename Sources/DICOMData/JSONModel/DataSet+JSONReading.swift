extension DataSet {
    /// Reads a data set in the DICOM JSON model (PS3.18 F): one object, or an array of one.
    ///
    /// Attributes may stand in any order. The text of JSON is Unicode, so that a declared Specific Character Set (0008,0005) is replaced by
    /// ISO_IR 192, and added where text outside of ASCII has none. Numbers of DS and IS keep their digits. Encapsulated Pixel Data is taken
    /// from InlineBinary that is a run of items, as ``json(bulkData:)`` and pydicom write it, and from the array
    /// DataFragment of dcm4che. Group 0002 and group lengths, which the model excludes, are left out in lenient mode.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - options: `.strict` refuses what `.lenient` gets past, values against PS3.5 6.2 too. Limits count as for files.
    ///   - bulkData: what becomes of values that the text only refers to.
    /// - Throws: ``DataSetError`` with the path of the attribute and the offset in the text.
    public init(
        json text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted
    ) throws(DataSetError) {
        var repairs: [Repair] = []
        try self.init(json: text, options: options, bulkData: bulkData, repairs: &repairs)
    }

    /// The same, with a receipt of what lenient reading got past; offsets in it are those in the text.
    public init(
        json text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted, repairs: inout [Repair]
    ) throws(DataSetError) {
        let found = try Self.dataSets(fromJSON: text, options: options, bulkData: bulkData, repairs: &repairs)
        guard found.count == 1 else {
            throw DataSetError(
                code: .malformedText, offset: 0, problem: "The text holds \(found.count) data sets.",
                remedy: "Read it with DataSet.dataSets(fromJSON:).")
        }
        self = found[0]
    }

    /// Reads an array of data sets in the DICOM JSON model, as DICOMweb services answer; a single object counts as an array of one.
    public static func dataSets(
        fromJSON text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted
    ) throws(DataSetError) -> [DataSet] {
        var repairs: [Repair] = []
        return try dataSets(fromJSON: text, options: options, bulkData: bulkData, repairs: &repairs)
    }

    /// The same, with a receipt of what lenient reading got past; offsets in it are those in the text.
    public static func dataSets(
        fromJSON text: [UInt8], options: ReadingOptions = .lenient, bulkData: BulkDataReferences = .omitted, repairs: inout [Repair]
    ) throws(DataSetError) -> [DataSet] {
        var reader = try JSONReader(text, options: options, bulkData: bulkData)
        do throws(DataSetError) {
            let found = try reader.readAll()
            repairs += reader.repairs
            return found
        } catch {
            throw error.inside(reader.path)
        }
    }
}
