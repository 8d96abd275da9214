internal import DICOMBytes

/// Makes an ``ElementIndex`` of encoded data sets (PS3.5 7): one pass, nothing decoded, every length checked before it is believed.
///
/// A run of elements is gathered on `pending` while its sequences are being read and moves to `records` as one block when it ends: so
/// siblings lie side by side, whatever they hold.
struct DataSetReader: ~Copyable {
    private(set) var records: [ElementRecord] = []
    var repairs: [Repair] = []
    let options: ReadingOptions
    private let representations = ValueRepresentation.byCode
    /// A stack: what lies beyond `pendingCount` is left over and written anew.
    private var pending: [ElementRecord] = []
    private var pendingCount = 0
    var path: [TagPath.Step] = []
    /// Pixel Representation of the nearest data set that has one: it decides between US and SS where the encoding is implicit (PS3.5 A.1).
    private var pixelsAreSigned = false
    var hasOddLength = false
    private var hasGroupLength = false

    /// - Parameter expectedCount: a guess at the number of elements, so that the common file allocates once.
    init(options: ReadingOptions, expectedCount: Int) {
        self.options = options
        records.reserveCapacity(expectedCount)
        pending.reserveCapacity(expectedCount)
    }

    /// Where a run of elements ends.
    enum Terminator {
        /// At the end of the bytes that hold it.
        case end
        /// At an Item Delimitation Item.
        case itemDelimiter
        /// Before the first element of a group other than 0002.
        case fileMetaInformation
    }
}

// MARK: - Elements

extension DataSetReader {
    /// Reads the elements from `position` and leaves it behind them and their delimiter.
    ///
    /// - Returns: the run of records, and where the elements end (in front of the delimiter).
    mutating func readElements(
        _ bytes: RawSpan, at position: inout Int, end: Int, encoding: DataSetEncoding, until terminator: Terminator, depth: Int = 0
    ) throws(DataSetError) -> (children: Range<Int>, end: Int) {
        guard depth <= options.limits.depth else { throw depthExceeded(at: position) }
        let base = pendingCount
        let order = encoding.byteOrder
        var previousTag: UInt32 = 0
        var ascends = true
        var contentEnd = end
        var isTerminated = terminator != .itemDelimiter

        while position < end {
            guard end - position >= 8 else {
                try depart(
                    .lengthOverrun, at: position, "\(end - position) bytes are left, too few for an element.",
                    remedy: "The data set is cut short or padded; fetch it again.", action: "They were passed over.")
                position = end
                break
            }
            let group = bytes.uint16(at: position, order)
            let tag = UInt32(group) << 16 | UInt32(bytes.uint16(at: position + 2, order))
            if group == 0xFFFE {
                if tag == Self.itemDelimiter, terminator == .itemDelimiter {
                    contentEnd = position
                    isTerminated = true
                    try checkDelimiter(bytes, at: position, order)
                    position += 8
                    break
                }
                if tag == Self.sequenceDelimiter || tag == Self.item, terminator == .itemDelimiter {
                    try depart(
                        .sequenceStructure, at: position, "The item has no Item Delimitation Item.",
                        remedy: "Write the data set anew with a conforming tool.",
                        action: "It was ended where its sequence goes on or ends.")
                    contentEnd = position
                    isTerminated = true
                    break
                }
                try depart(
                    .sequenceStructure, at: position, "An item or delimiter stands among the elements.",
                    remedy: "Write the data set anew with a conforming tool.", action: "It was passed over, with what an item holds.")
                // What a stray item holds belongs to a sequence that is lost, not to this data set.
                let length = Int(bytes.uint32(at: position + 4, order))
                position += tag == Self.item && length <= end - position - 8 ? 8 + length : 8
                continue
            }
            if terminator == .fileMetaInformation, group != 2 {
                contentEnd = position
                break
            }

            guard let header = try readHeader(bytes, tag: tag, at: position, end: end, encoding: encoding) else {
                position = end
                break
            }
            let start = position + header.byteCount
            var value = Value(traits: [], end: start + header.length, children: 0..<0)
            position = value.end
            if header.representation == .sq || header.isUndefined || tag == Self.pixelData {
                value = try readNested(bytes, tag: tag, header, at: start, position: &position, end: end, encoding: encoding, depth: depth)
            } else if tag == Self.pixelRepresentation, header.length >= 2 {
                pixelsAreSigned = bytes.uint16(at: start, order) == 1
            }
            if tag & 0xFFFF == 0, group != 2 { hasGroupLength = true }
            if tag <= previousTag, pendingCount > base { ascends = false }
            previousTag = tag
            try push(
                ElementRecord(
                    tag: tag, valueRepresentation: header.representation, traits: value.traits, headerLength: UInt8(header.byteCount),
                    offset: start, length: value.end - start, firstChild: UInt32(value.children.lowerBound),
                    childCount: UInt32(value.children.count)), at: position)
        }
        if !isTerminated {
            try depart(
                .sequenceStructure, at: position, "The item has no Item Delimitation Item.",
                remedy: "The data set is cut short; fetch it again.", action: "The item was ended where its bytes end.")
        }
        if !ascends { try sortPending(from: base, at: position) }
        return (flush(from: base), min(contentEnd, position))
    }

    /// What stands in front of a value.
    private struct Header {
        var representation: ValueRepresentation
        /// Bytes of tag, representation and length.
        var byteCount: Int
        /// Bytes of the value, all of them there; 0 where the length is undefined.
        var length: Int
        var isUndefined: Bool
    }

    /// What stands inside a value, and where it ends.
    private struct Value {
        var traits: ElementRecord.Traits
        var end: Int
        var children: Range<Int>
    }

    /// The header of the element at `position`; the length is checked against `end`. Nil where the bytes end before the header does.
    @inline(__always)
    private mutating func readHeader(
        _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, encoding: DataSetEncoding
    ) throws(DataSetError) -> Header? {
        let order = encoding.byteOrder
        var representation = ValueRepresentation.un
        var headerLength = 8
        var length: UInt32
        if encoding.isExplicit {
            let code = ValueRepresentation.code(bytes.uint8(at: position + 4), bytes.uint8(at: position + 5))
            if let known = representations[code] {
                representation = known
                if known.hasLongHeader {
                    guard end - position >= 12 else { return try cutHeader(tag, at: position, left: end - position) }
                    headerLength = 12
                    length = bytes.uint32(at: position + 8, order)
                } else {
                    length = UInt32(bytes.uint16(at: position + 6, order))
                }
            } else {
                guard let header = try readUnknownRepresentation(bytes, tag: tag, at: position, end: end, order) else { return nil }
                (representation, headerLength, length) = header
            }
        } else {
            representation = implicitRepresentation(of: tag)
            length = bytes.uint32(at: position + 4, order)
        }

        let isUndefined = length == .max
        let available = end - position - headerLength
        if !isUndefined, Int(length) > available {
            length = try overrunLength(tag, length: length, available: available, at: position)
        } else if length & 1 != 0, !isUndefined {
            try noteOddLength(tag, at: position)
        }
        return Header(
            representation: representation, byteCount: headerLength, length: isUndefined ? 0 : Int(length), isUndefined: isUndefined)
    }

    /// The representation that the dictionary gives (PS3.5 A.1), with its choices decided.
    func implicitRepresentation(of tag: UInt32) -> ValueRepresentation {
        let entry = DataElementDictionary.valueRepresentation(of: tag)
        return switch entry.choice {
        case .none: entry.primary
        case .usOrSS: pixelsAreSigned ? .ss : .us
        case .obOrOW, .usOrOW, .usOrSSOrOW: .ow
        }
    }
}

// MARK: - Sequences, items and fragments

extension DataSetReader {
    /// Reads what stands inside a sequence, an encapsulated value or an undefined length, and leaves `position` behind it.
    private mutating func readNested(
        _ bytes: RawSpan, tag: UInt32, _ header: Header, at start: Int, position: inout Int, end: Int, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) -> Value {
        let isUndefined = header.isUndefined
        let valueEnd = isUndefined ? end : start + header.length
        let representation = header.representation
        let traits: ElementRecord.Traits = isUndefined ? .undefinedLength : []
        path.append(TagPath.Step(DataElement.Tag(tag)))
        defer { path.removeLast() }
        position = start

        if representation == .sq || isUndefined && representation != .ob && representation != .ow {
            if representation != .sq, representation != .un {
                try depart(
                    .invalidLength, at: position, "A value with representation \(representation) has an undefined length.",
                    remedy: "Write the data set anew with a conforming tool.", action: "It was read as a sequence.")
            }
            // PS3.5 6.2.2, note 2: a sequence under the name UN is encoded as implicit little endian.
            let inner = representation == .un ? DataSetEncoding.implicitLittleEndian : encoding
            let content = try readItems(bytes, at: &position, end: valueEnd, isUndefined: isUndefined, encoding: inner, depth: depth + 1)
            return Value(traits: traits.union(.sequence), end: content.end, children: content.children)
        }
        if isUndefined || isFragmentRun(bytes, start..<valueEnd, encoding) {
            let content = try readFragments(bytes, at: &position, end: valueEnd, isUndefined: isUndefined, encoding.byteOrder)
            return Value(traits: traits.union(.encapsulated), end: content.end, children: content.children)
        }
        position = valueEnd
        return Value(traits: traits, end: valueEnd, children: 0..<0)
    }

    /// Pixel Data with a defined length that holds fragments all the same, against PS3.5 A.4: an item, then items to the very end.
    private func isFragmentRun(_ bytes: RawSpan, _ value: Range<Int>, _ encoding: DataSetEncoding) -> Bool {
        var position = value.lowerBound
        guard encoding.isExplicit, value.count >= 16, bytes.tag(at: position, encoding.byteOrder) == Self.item else { return false }
        while value.upperBound - position >= 8 {
            let tag = bytes.tag(at: position, encoding.byteOrder)
            let length = Int(bytes.uint32(at: position + 4, encoding.byteOrder))
            if tag == Self.sequenceDelimiter { return true }
            guard tag == Self.item, length <= value.upperBound - position - 8 else { return false }
            position += 8 + length
        }
        return position == value.upperBound
    }

    private mutating func readItems(
        _ bytes: RawSpan, at position: inout Int, end: Int, isUndefined: Bool, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) -> (children: Range<Int>, end: Int) {
        let base = pendingCount
        let order = encoding.byteOrder
        let inheritsSigned = pixelsAreSigned
        var number = 0
        var contentEnd = end
        var isTerminated = !isUndefined
        while end - position >= 8 {
            let tag = bytes.tag(at: position, order)
            let length = bytes.uint32(at: position + 4, order)
            if tag == Self.sequenceDelimiter {
                if !isUndefined {
                    try depart(
                        .sequenceStructure, at: position, "A sequence of defined length carries a Sequence Delimitation Item.",
                        remedy: "Write the data set anew with a conforming tool.", action: "It was passed over.")
                }
                contentEnd = position
                isTerminated = true
                try checkDelimiter(bytes, at: position, order)
                position = isUndefined ? position + 8 : end
                break
            }
            guard tag == Self.item else {
                try depart(
                    .sequenceStructure, at: position, "\(DataElement.Tag(tag)) stands where an item must begin.",
                    remedy: "Write the data set anew with a conforming tool.", action: "The sequence was ended here.")
                // Of a defined length the rest is passed over; of an undefined one the element belongs to what holds the sequence.
                contentEnd = position
                isTerminated = true
                if !isUndefined { position = end }
                break
            }
            path[path.count - 1].item = number
            let start = position + 8
            position = start
            let hasDelimiter = length == .max
            var itemEnd = end
            if !hasDelimiter {
                itemEnd = start + Int(try boundedItemLength(length, available: end - start, at: start - 8))
            }
            let content = try readElements(
                bytes, at: &position, end: itemEnd, encoding: encoding, until: hasDelimiter ? .itemDelimiter : .end, depth: depth)
            pixelsAreSigned = inheritsSigned
            path[path.count - 1].item = nil
            if !hasDelimiter { position = itemEnd }
            try push(
                ElementRecord(
                    tag: Self.item, valueRepresentation: .un, traits: hasDelimiter ? .undefinedLength : [], headerLength: 8, offset: start,
                    length: content.end - start, firstChild: UInt32(content.children.lowerBound),
                    childCount: UInt32(content.children.count)), at: position)
            number += 1
        }
        if !isTerminated {
            try depart(
                .sequenceStructure, at: position, "The sequence has no Sequence Delimitation Item.",
                remedy: "The data set is cut short; fetch it again.", action: "The sequence was ended where its bytes end.")
        }
        if !isUndefined, position < end {
            try depart(
                .lengthOverrun, at: position, "\(end - position) bytes are left in the sequence, too few for an item.",
                remedy: "Write the data set anew with a conforming tool.", action: "They were passed over.")
            position = end
        }
        return (flush(from: base), min(contentEnd, position))
    }

    private mutating func readFragments(
        _ bytes: RawSpan, at position: inout Int, end: Int, isUndefined: Bool, _ order: ByteOrder
    ) throws(DataSetError) -> (children: Range<Int>, end: Int) {
        let base = pendingCount
        var contentEnd = end
        var isTerminated = !isUndefined
        while end - position >= 8 {
            let tag = bytes.tag(at: position, order)
            if tag == Self.sequenceDelimiter {
                contentEnd = position
                isTerminated = true
                try checkDelimiter(bytes, at: position, order)
                position += 8
                break
            }
            guard tag == Self.item else {
                try depart(
                    .sequenceStructure, at: position, "\(DataElement.Tag(tag)) stands where a fragment must begin.",
                    remedy: "The object is damaged; fetch it again.", action: "The fragments were ended here.")
                contentEnd = position
                isTerminated = true
                break
            }
            let start = position + 8
            let length = Int(try boundedItemLength(bytes.uint32(at: position + 4, order), available: end - start, at: position))
            try push(
                ElementRecord(
                    tag: Self.item, valueRepresentation: .ob, traits: [], headerLength: 8, offset: start, length: length, firstChild: 0,
                    childCount: 0), at: position)
            position = start + length
        }
        if !isTerminated {
            try depart(
                .sequenceStructure, at: position, "The fragments have no Sequence Delimitation Item.",
                remedy: "The object is cut short; fetch it again.", action: "They were ended where the bytes end.")
        }
        return (flush(from: base), min(contentEnd, position))
    }
}

// MARK: - The index

extension DataSetReader {
    /// What has been read. Group lengths count as departures everywhere: whether they are right is known only when all is added up.
    consuming func index(of source: ByteSource) -> ElementIndex {
        let departures = hasOddLength || hasGroupLength ? nil : repairs.compactMap(\.departure.offset).sorted()
        return ElementIndex(source: source, records: records, departures: departures)
    }

    static let item: UInt32 = 0xFFFE_E000
    static let itemDelimiter: UInt32 = 0xFFFE_E00D
    static let sequenceDelimiter: UInt32 = 0xFFFE_E0DD
    static let pixelData: UInt32 = 0x7FE0_0010
    static let pixelRepresentation: UInt32 = 0x0028_0103

    @inline(__always)
    private mutating func push(_ record: ElementRecord, at position: Int) throws(DataSetError) {
        guard records.count + pendingCount < options.limits.elements else { throw elementsExceeded(at: position) }
        if pendingCount < pending.count { pending[pendingCount] = record } else { pending.append(record) }
        pendingCount += 1
    }

    /// Moves the records from `base` on out of `pending`, as one block.
    private mutating func flush(from base: Int) -> Range<Int> {
        let start = records.count
        let needed = start + pendingCount - base
        // Fourfold growth: a large index is mostly page faults, and twofold growth touches twice the pages.
        if needed > records.capacity { records.reserveCapacity(max(needed, 4 * start)) }
        for index in base..<pendingCount { records.append(pending[index]) }
        pendingCount = base
        return start..<records.count
    }

    /// Puts elements that came out of order into ascending order; those with the same tag keep theirs, and the first is found.
    @inline(never)
    private mutating func sortPending(from base: Int, at position: Int) throws(DataSetError) {
        try depart(
            .elementOrder, at: position, "The elements before this byte are not in ascending order of tags, or a tag comes twice.",
            remedy: "Write the data set anew with a conforming tool.", action: "They were sorted; of equal tags the first counts.")
        let sorted = pending[base..<pendingCount].enumerated().sorted { ($0.element.tag, $0.offset) < ($1.element.tag, $1.offset) }
        pending.replaceSubrange(base..<pendingCount, with: sorted.map(\.element))
    }
}

extension RawSpan {
    /// The tag at `offset` as one number, group in the upper half.
    @inline(__always)
    func tag(at offset: Int, _ order: ByteOrder) -> UInt32 {
        UInt32(uint16(at: offset, order)) << 16 | UInt32(uint16(at: offset + 2, order))
    }
}
