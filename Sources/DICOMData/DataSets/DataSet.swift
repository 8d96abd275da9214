internal import DICOMBytes

/// A data set, or an item of a sequence (PS3.5 7.1): elements in ascending order of tags.
///
/// A value: as read it is an index over bytes that every copy shares, where nothing is decoded until it is asked for, and asking is
/// thread-safe. A copy that is edited lists its elements itself; those that are untouched still lie where they were read.
public struct DataSet: Sendable {
    enum Storage: Sendable {
        /// A run of an index.
        case run(ElementIndex, lower: UInt32, upper: UInt32)
        /// Elements of any origin.
        case list([DataElement])
    }

    var storage: Storage
    let encoding: DataSetEncoding
    /// The character set of the text in it: its own, or that of the data set around it.
    public internal(set) var characterSet: SpecificCharacterSet
    /// Whether it is an item that was written with an undefined length (PS3.5 7.5).
    let hasUndefinedLength: Bool

    /// An empty data set, for `set(_:to:as:)` to fill. Its text is Unicode in UTF-8 unless Specific Character Set says otherwise.
    public init() { self.init(in: .isoIR192) }

    init(in characterSet: SpecificCharacterSet) {
        storage = .list([])
        encoding = .explicitLittleEndian
        self.characterSet = characterSet
        hasUndefinedLength = false
    }

    init(
        index: ElementIndex, children: Range<Int>, encoding: DataSetEncoding, inheriting characterSet: SpecificCharacterSet,
        hasUndefinedLength: Bool = false
    ) {
        storage = .run(index, lower: UInt32(children.lowerBound), upper: UInt32(children.upperBound))
        self.encoding = encoding
        self.characterSet = Self.ownCharacterSet(index, children)?.withFallback(of: characterSet) ?? characterSet
        self.hasUndefinedLength = hasUndefinedLength
    }

    private static func ownCharacterSet(_ index: ElementIndex, _ children: Range<Int>) -> SpecificCharacterSet? {
        guard let found = index.position(of: DataElement.Tag(0x0008_0005).rawValue, in: children) else { return nil }
        return SpecificCharacterSet(declaredBy: index.records[found], in: index.source)
    }
}

extension DataSet: RandomAccessCollection {
    public var startIndex: Int { 0 }

    public var endIndex: Int {
        switch storage {
        case .run(_, let lower, let upper): Int(upper - lower)
        case .list(let elements): elements.count
        }
    }

    public subscript(position: Int) -> DataElement {
        precondition(position >= 0 && position < endIndex, "position \(position) is outside of the data set")
        switch storage {
        case .run(let index, let lower, let upper): return element(index.records[Int(lower) + position], of: index, lower..<upper)
        case .list(let elements): return elements[position]
        }
    }

    private func element(_ record: ElementRecord, of index: ElementIndex, _ siblings: Range<UInt32>) -> DataElement {
        DataElement(
            record: record,
            origin: DataElement.Origin(index: index, encoding: encoding, characterSet: characterSet, siblings: siblings))
    }
}

extension DataSet {
    /// The element with this tag, or nil. O(log n).
    public subscript(tag: DataElement.Tag) -> DataElement? {
        switch storage {
        case .run(let index, let lower, let upper):
            return index.position(of: tag.rawValue, in: Int(lower)..<Int(upper)).map {
                element(index.records[$0], of: index, lower..<upper)
            }
        case .list(let elements):
            let next = elements.position(of: DataElement.Tag(tag.rawValue &+ 1))
            return next > 0 && elements[next - 1].tag == tag ? elements[next - 1] : nil
        }
    }

    /// Whether there is an element with this tag, with or without a value.
    public func contains(_ tag: DataElement.Tag) -> Bool {
        switch storage {
        case .run(let index, let lower, let upper): index.position(of: tag.rawValue, in: Int(lower)..<Int(upper)) != nil
        case .list: self[tag] != nil
        }
    }
}

extension ElementIndex {
    /// The last record with this tag in a run that ascends.
    func position(of tag: UInt32, in run: Range<Int>) -> Int? {
        var low = run.lowerBound
        var high = run.upperBound
        while low < high {
            let middle = (low + high) / 2
            if records[middle].tag <= tag { low = middle + 1 } else { high = middle }
        }
        return low > run.lowerBound && records[low - 1].tag == tag ? low - 1 : nil
    }
}

extension [DataElement] {
    /// Where the first element with this tag stands, or would have to be put in.
    func position(of tag: DataElement.Tag) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
