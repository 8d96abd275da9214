internal import DICOMBytes

/// One attribute of a data set (PS3.5 7.1): tag, value representation and value.
public struct DataElement: Sendable {
    var record: ElementRecord
    let origin: Origin
    /// The items of a sequence that was made or edited. Of one that was read they are a run of the index.
    let madeItems: [DataSet]?

    /// What the record is a part of, and how its bytes are to be read.
    struct Origin: Sendable {
        let index: ElementIndex
        let encoding: DataSetEncoding
        let characterSet: SpecificCharacterSet
        /// The run of the index that the element was read in, where the creators of private elements are; empty for items.
        var siblings: Range<UInt32> = 0..<0

        var source: ByteSource { index.source }
    }

    init(record: ElementRecord, origin: Origin, madeItems: [DataSet]? = nil) {
        self.record = record
        self.origin = origin
        self.madeItems = madeItems
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

    /// Where the value lies, in bytes from the start of the file: for reading it from there by other means.
    public var valueRange: Range<Int> { record.valueRange }

    /// No bytes: the attribute is there, its value is not known (Type 2, PS3.5 7.4.3).
    public var isEmpty: Bool { madeItems?.isEmpty ?? (record.length == 0) }

    /// The order of a number's bytes: a value under the name UN is always little endian (PS3.5 6.2.2).
    var byteOrder: ByteOrder { encoding.byteOrder(of: tag) }

    /// How the value and what stands inside is encoded: under the name UN always implicit little endian (PS3.5 6.2.2, note 2).
    var encoding: DataSetEncoding { record.valueRepresentation == .un ? .implicitLittleEndian : origin.encoding }

    /// How items are encoded: as the value, but for those that a vendor wrote in the other byte order.
    var itemEncoding: DataSetEncoding {
        var encoding = encoding
        encoding.hasBigEndianPixels = false
        if record.traits.contains(.swappedItems) { encoding.byteOrder = encoding.byteOrder.opposite }
        return encoding
    }

    /// What the value is a range of: the same object for every copy of the same value.
    package var storage: any AnyObject & Sendable { origin.source }

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
        try origin.source.withSpan(of: record.valueRange, body)
    }

    /// Lends a part of the value that will be read whole. The range, from the start of the value, must lie inside.
    package func withBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let value = record.valueRange
        precondition(range.lowerBound >= 0 && range.upperBound <= value.count, "the range leaves the value")
        let part = value.lowerBound + range.lowerBound..<value.lowerBound + range.upperBound
        origin.source.prepare(part)
        return try origin.source.withSpan(of: part, body)
    }

    /// A copy of the bytes of the value.
    public var bytes: [UInt8] { origin.source.bytes(in: record.valueRange) }
}

// MARK: - What stands inside

extension DataElement {
    /// The items of a sequence; empty where the element is none.
    public var items: SequenceItems { SequenceItems(self) }

    /// Whether the value is a run of items, under the name SQ or another.
    var isSequence: Bool { madeItems != nil || record.traits.contains(.sequence) }

    /// Whether the value is a run of fragments (PS3.5 A.4).
    public var isEncapsulated: Bool { record.traits.contains(.encapsulated) }

    /// The fragments of encapsulated Pixel Data, the Basic Offset Table first; empty where the value is native.
    public var fragments: Fragments { Fragments(record: record, index: origin.index) }
}

/// The items of a sequence (PS3.5 7.5), each a data set.
public struct SequenceItems: RandomAccessCollection, Sendable {
    private enum Storage: Sendable {
        case run(DataElement.Origin, Range<Int>)
        case list([DataSet])
    }

    private let storage: Storage

    init(_ element: DataElement) {
        if let items = element.madeItems {
            storage = .list(items)
        } else if element.record.traits.contains(.sequence) {
            let origin = element.origin
            storage = .run(
                DataElement.Origin(index: origin.index, encoding: element.itemEncoding, characterSet: origin.characterSet),
                element.record.children)
        } else {
            storage = .list([])
        }
    }

    /// No items.
    init() { storage = .list([]) }

    public var startIndex: Int { 0 }

    public var endIndex: Int {
        switch storage {
        case .run(_, let run): run.count
        case .list(let items): items.count
        }
    }

    public subscript(position: Int) -> DataSet {
        precondition(position >= 0 && position < endIndex, "item \(position) is outside of the sequence")
        switch storage {
        case .run(let origin, let run):
            let item = origin.index.records[run.lowerBound + position]
            return DataSet(
                index: origin.index, children: item.children, encoding: origin.encoding, inheriting: origin.characterSet,
                hasUndefinedLength: item.traits.contains(.undefinedLength))
        case .list(let items): return items[position]
        }
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

    /// Lends the bytes of neighbouring fragments, which will be read whole, without a copy, for the length of a call: the span from the first
    /// to the last, the headers between them included, and where each lies in it.
    public func withBytes<Result, Failure: Error>(
        of positions: Range<Int>, _ body: (Span<UInt8>, [Range<Int>]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = positions.first.map { self[$0].lowerBound } ?? 0
        let end = positions.last.map { self[$0].upperBound } ?? 0
        let ranges = positions.map { self[$0].lowerBound - start..<self[$0].upperBound - start }
        index.source.prepare(start..<end)
        return try index.source.withSpan(of: start..<end) { bytes throws(Failure) in try body(bytes, ranges) }
    }

    /// A copy of the bytes of a fragment.
    public func bytes(of position: Int) -> [UInt8] { index.source.bytes(in: self[position]) }

    /// The fragments behind the Basic Offset Table whose bytes are such. Little of a mapped file stays in memory.
    package func numbers(where isSuch: (Span<UInt8>) -> Bool) -> [Int] {
        guard count > 1 else { return [] }
        var walk = MappedWalk(index.source, over: self[1].lowerBound..<self[count - 1].upperBound)
        return (1..<count).filter { number in
            walk.pass(self[number].lowerBound)
            return withBytes(of: number, isSuch)
        }
    }
}
