internal import DICOMBytes

/// A data set, or an item of a sequence (PS3.5 7.1): elements in ascending order of tags.
///
/// A value: an index over bytes that every copy shares. Nothing is decoded until it is asked for, and asking is thread-safe.
public struct DataSet: Sendable {
    let index: ElementIndex
    private let lower: UInt32
    private let upper: UInt32
    let byteOrder: ByteOrder
    /// The character set of the text in it: its own, or that of the data set around it.
    public let characterSet: SpecificCharacterSet

    init(index: ElementIndex, children: Range<Int>, byteOrder: ByteOrder, inheriting characterSet: SpecificCharacterSet) {
        self.index = index
        lower = UInt32(children.lowerBound)
        upper = UInt32(children.upperBound)
        self.byteOrder = byteOrder
        self.characterSet = Self.ownCharacterSet(index, children) ?? characterSet
    }

    private static func ownCharacterSet(_ index: ElementIndex, _ children: Range<Int>) -> SpecificCharacterSet? {
        guard let found = index.position(of: DataElement.Tag(0x0008_0005).rawValue, in: children) else { return nil }
        let range = index.records[found].valueRange
        let text = index.source.withSpan { $0.utf8(in: $0.trimmingPadding(range)) }
        return SpecificCharacterSet(text)
    }
}

extension DataSet: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { Int(upper - lower) }

    public subscript(position: Int) -> DataElement {
        precondition(position >= 0 && position < endIndex, "position \(position) is outside of the data set")
        return DataElement(record: index.records[Int(lower) + position], in: self)
    }
}

extension DataSet {
    /// The element with this tag, or nil. O(log n).
    public subscript(tag: DataElement.Tag) -> DataElement? {
        index.position(of: tag.rawValue, in: Int(lower)..<Int(upper)).map { DataElement(record: index.records[$0], in: self) }
    }

    /// Whether there is an element with this tag, with or without a value.
    public func contains(_ tag: DataElement.Tag) -> Bool {
        index.position(of: tag.rawValue, in: Int(lower)..<Int(upper)) != nil
    }
}

extension ElementIndex {
    /// The first record with this tag in a run that ascends.
    func position(of tag: UInt32, in run: Range<Int>) -> Int? {
        var low = run.lowerBound
        var high = run.upperBound
        while low < high {
            let middle = (low + high) / 2
            if records[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low < run.upperBound && records[low].tag == tag ? low : nil
    }
}
