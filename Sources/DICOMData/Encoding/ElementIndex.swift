internal import DICOMBytes

/// The flat index that one pass over the bytes makes. Nothing is decoded; a record says where each value lies.
///
/// The elements of each data set and item stand side by side in ascending order of tags, so that a look-up is a binary search at every
/// depth. A sequence names the run of its items, an item the run of its elements, encapsulated Pixel Data the run of its fragments.
final class ElementIndex: Sendable {
    let source: ByteSource
    let records: RecordStack<ElementRecord>
    /// What the reader's caller knows beside the built-in dictionary.
    let dictionary: PrivateDictionary

    /// Where the bytes depart from the standard, ascending; nil where they may do so anywhere.
    private let departures: [Int]?

    init(source: ByteSource, records: consuming RecordStack<ElementRecord>, departures: [Int]?, dictionary: PrivateDictionary) {
        self.source = source
        self.records = records
        self.departures = departures
        self.dictionary = dictionary
    }

    /// An index of few records, over bytes that were made.
    init(source: ByteSource, records: [ElementRecord] = [], dictionary: PrivateDictionary = PrivateDictionary()) {
        self.source = source
        var stack = RecordStack<ElementRecord>(capacity: records.count)
        for record in records { stack.push(record) }
        self.records = stack
        departures = nil
        self.dictionary = dictionary
    }

    /// Whether the bytes in a range keep to the standard throughout, so that they may be copied as they stand.
    func isFaithful(_ range: Range<Int>) -> Bool {
        guard let departures else { return false }
        var low = 0
        var high = departures.count
        while low < high {
            let middle = (low + high) / 2
            if departures[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        // What is wrong with an element's end is noted behind it.
        return low == departures.count || departures[low] > range.upperBound
    }
}

/// One element, item or fragment of an ``ElementIndex``: 32 bytes.
struct ElementRecord: Sendable, BitwiseCopyable {
    var tag: UInt32
    var valueRepresentation: ValueRepresentation
    var traits: Traits
    /// Bytes of tag, representation and length in front of the value.
    var headerLength: UInt8
    /// Where the value begins, from the start of the source.
    var offset: Int
    /// Bytes of the value, without delimiters. Of an undefined length: up to the delimiter.
    var length: Int
    /// The run of items, elements or fragments inside the value.
    var firstChild: UInt32
    var childCount: UInt32

    struct Traits: OptionSet, Sendable, BitwiseCopyable {
        var rawValue: UInt8
        static let undefinedLength = Traits(rawValue: 1)
        /// The value is a run of fragments (PS3.5 A.4).
        static let encapsulated = Traits(rawValue: 2)
        /// The value is a run of items.
        static let sequence = Traits(rawValue: 4)
        /// The items are in the other byte order than a value of this element would be.
        static let swappedItems = Traits(rawValue: 8)
    }

    var children: Range<Int> { Int(firstChild)..<Int(firstChild) + Int(childCount) }
    var valueRange: Range<Int> { offset..<offset + length }
}
