internal import DICOMBytes

extension DataSet {
    /// What bytes in Explicit VR Little Endian hold.
    init(encoded bytes: [UInt8], inheriting characterSet: SpecificCharacterSet) throws(DataSetError) {
        let source = ByteSource(bytes)
        var reader = DataSetReader(options: .lenient, source: source, expectedCount: bytes.count / 16 + 1)
        var position = 0
        let children = try source.withSpan { (bytes) throws(DataSetError) in
            try reader.readDataSet(bytes, at: &position, encoding: .explicitLittleEndian)
        }
        self.init(index: reader.index(of: source), children: children, encoding: .explicitLittleEndian, inheriting: characterSet)
    }

    /// The same elements over bytes of their own, so that the file that they were read from can go.
    func compacted() throws(DataSetError) -> DataSet {
        var bytes: [UInt8] = []
        try DataSetWriter.write(self, as: .explicitLittleEndian, WritingOptions(), to: &bytes)
        return try DataSet(encoded: bytes, inheriting: characterSet)
    }

    /// A data set of these elements, in any order.
    init(elements: [DataElement], in characterSet: SpecificCharacterSet) {
        self.init(in: characterSet)
        storage = .list(elements.sorted { $0.tag < $1.tag })
    }
}
