internal import DICOMBytes

/// One attribute of a data set (PS3.5 7.1): tag, value representation and value.
public struct DataElement: Sendable {
    let record: ElementRecord
    let dataSet: DataSet

    init(record: ElementRecord, in dataSet: DataSet) {
        self.record = record
        self.dataSet = dataSet
    }

    public var tag: Tag { Tag(record.tag) }

    /// As encoded, or as the dictionary has it where the encoding is implicit.
    public var valueRepresentation: ValueRepresentation { record.valueRepresentation }

    /// Bytes of the value as encoded, with its padding and without delimiters.
    public var length: Int { record.length }

    /// Whether the length was written as undefined (PS3.5 7.5).
    public var hasUndefinedLength: Bool { record.traits.contains(.undefinedLength) }

    /// Where the value begins, in bytes from the start of the file.
    public var valueOffset: Int { record.offset }

    /// No bytes: the attribute is there, its value is not known (Type 2, PS3.5 7.4.3).
    public var isEmpty: Bool { record.length == 0 }

    /// The representation that the value is read with: the dictionary's where the encoding says UN (PS3.5 6.2.2, note 3).
    var effectiveRepresentation: ValueRepresentation {
        guard record.valueRepresentation == .un else { return record.valueRepresentation }
        let known = DataElementDictionary.valueRepresentation(of: record.tag)
        return known.choice == .none && known.primary != .sq ? known.primary : .un
    }

    /// The order of a number's bytes: a value under the name UN is always little endian (PS3.5 6.2.2).
    var byteOrder: ByteOrder { record.valueRepresentation == .un ? .little : dataSet.byteOrder }

    func invalid(
        _ problem: String, code: DataSetError.Code = .invalidValue, remedy: String = "Ask for the value as what it is."
    ) -> DataSetError {
        DataSetError(code: code, path: TagPath([TagPath.Step(tag)]), offset: record.offset, problem: problem, remedy: remedy)
    }
}

// MARK: - Bytes

extension DataElement {
    /// Lends the bytes of the value, without a copy, for the length of a call.
    public func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try dataSet.index.source.withSpan(of: record.valueRange, body)
    }

    /// A copy of the bytes of the value.
    public var bytes: [UInt8] { dataSet.index.source.bytes(in: record.valueRange) }
}

// MARK: - What stands inside

extension DataElement {
    /// The items of a sequence; empty where the element is none.
    public var items: SequenceItems { SequenceItems(record: record, dataSet: dataSet) }

    /// Whether the value is a run of items, under the name SQ or another.
    var isSequence: Bool { record.traits.contains(.sequence) }

    /// Whether the value is a run of fragments (PS3.5 A.4).
    public var isEncapsulated: Bool { record.traits.contains(.encapsulated) }

    /// The fragments of encapsulated Pixel Data, the Basic Offset Table first; empty where the value is native.
    public var fragments: Fragments { Fragments(record: record, index: dataSet.index) }
}

/// The items of a sequence (PS3.5 7.5), each a data set.
public struct SequenceItems: RandomAccessCollection, Sendable {
    private let dataSet: DataSet
    private let byteOrder: ByteOrder
    private let run: Range<Int>

    init(record: ElementRecord, dataSet: DataSet) {
        self.dataSet = dataSet
        byteOrder = DataElement(record: record, in: dataSet).byteOrder
        run = record.traits.contains(.sequence) ? record.children : 0..<0
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { run.count }

    public subscript(position: Int) -> DataSet {
        precondition(position >= 0 && position < run.count, "item \(position) is outside of the sequence")
        let item = dataSet.index.records[run.lowerBound + position]
        return DataSet(
            index: dataSet.index, children: item.children, byteOrder: byteOrder, inheriting: dataSet.characterSet)
    }
}

/// The fragments of encapsulated Pixel Data (PS3.5 A.4): ranges of the file.
public struct Fragments: RandomAccessCollection, Sendable {
    private let index: ElementIndex
    private let run: Range<Int>

    init(record: ElementRecord, index: ElementIndex) {
        self.index = index
        run = record.traits.contains(.encapsulated) ? record.children : 0..<0
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { run.count }

    /// The bytes of a fragment as a range of the file.
    public subscript(position: Int) -> Range<Int> {
        precondition(position >= 0 && position < run.count, "fragment \(position) is outside of the value")
        return index.records[run.lowerBound + position].valueRange
    }

    /// Lends the bytes of a fragment, without a copy, for the length of a call.
    public func withBytes<Result, Failure: Error>(
        of position: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try index.source.withSpan(of: self[position], body)
    }

    /// A copy of the bytes of a fragment.
    public func bytes(of position: Int) -> [UInt8] { index.source.bytes(in: self[position]) }
}
