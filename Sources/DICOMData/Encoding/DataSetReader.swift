internal import DICOMBytes

/// Makes an ``ElementIndex`` of encoded data sets (PS3.5 7): one pass, nothing decoded, every length checked before it is believed.
///
/// A run of elements is gathered on `pending` while its sequences are being read and moves to `records` as one block when it ends: so
/// siblings lie side by side, whatever they hold.
///
/// Bytes that more will follow, a prefix, are read as far as they tell: where the whole could mean something else, ``incomplete(_:)`` is
/// thrown. So a prefix and the whole never give different elements.
struct DataSetReader: ~Copyable {
    private(set) var records: RecordStack<ElementRecord>
    var repairs: [Repair] = []
    let options: ReadingOptions
    /// Where the bytes lie, if they may be a mapped file.
    let source: ByteSource?
    /// More bytes follow those at hand: what is not there yet is no damage.
    let isPrefix: Bool
    let representations = ValueRepresentation.byCode
    var pending: RecordStack<ElementRecord>
    /// Sequences that are being read, and the numbers of their items.
    var path = RecordStack<PathStep>(capacity: 16)
    /// Pixel Representation of the nearest data set that has one: it decides between US and SS where the encoding is implicit (PS3.5 A.1).
    private var pixelsAreSigned = false
    var hasOddLength = false
    var hasPaddedLength = false
    /// Elements are encoded otherwise than what holds them says.
    var hasMixedEncoding = false
    private var hasGroupLength = false
    /// Elements were passed over because ``ReadingOptions/only`` does not name them.
    private(set) var hasLeftOut = false
    /// Look-aheads so far; see ``isPlausible(_:at:after:end:_:)``.
    var lookAheads = 0
    /// Elements of the outermost data set that are complete.
    private var completeCount = 0
    /// Where reading stopped, at the tag that the options name.
    private(set) var stopOffset: Int?
    // Of the options: what the inner loop asks for.
    private let stopTag: UInt32
    private let elementLimit: Int
    private let depthLimit: Int
    private let only: Set<DataElement.Tag>?

    /// - Parameter expectedCount: a guess at the number of elements, so that the common file allocates once.
    init(options: ReadingOptions, source: ByteSource? = nil, isPrefix: Bool = false, expectedCount: Int) {
        self.options = options
        self.source = source
        self.isPrefix = isPrefix
        stopTag = options.stopTag
        elementLimit = options.limits.elements
        depthLimit = options.limits.depth
        only = options.only
        pending = RecordStack(capacity: expectedCount)
        records = RecordStack(capacity: expectedCount)
    }

    /// Where a run of elements ends.
    enum Terminator {
        /// At the end of the bytes that hold it.
        case end
        /// At an Item Delimitation Item.
        case itemDelimiter
        /// In front of a Sequence Delimitation Item: elements that stand in a sequence without an item.
        case sequenceDelimiter
        /// Before the first element of a group other than 0002.
        case fileMetaInformation
        /// At the end of the bytes, or in front of the next file of an ``AgfaArchiveBlob``.
        case archiveBlob
    }

    struct PathStep: BitwiseCopyable {
        var tag: UInt32
        /// -1 outside of an item.
        var item: Int32 = -1
    }

    /// What stands in front of a value.
    struct Header {
        var representation: ValueRepresentation
        /// Bytes of tag, representation and length.
        var byteCount: Int
        /// Bytes of the value, all of them there; 0 where the length is undefined.
        var length: Int
        var isUndefined = false
    }

    /// What stands inside a value, and where it ends.
    private struct Value {
        var traits: ElementRecord.Traits = []
        var end: Int
        var children: Range<Int> = 0..<0
    }
}

// MARK: - Data sets

extension DataSetReader {
    /// Reads the outermost data set. Forensic reading keeps what comes before an error that it cannot get past.
    mutating func readDataSet(
        _ bytes: RawSpan, at position: inout Int, encoding: DataSetEncoding
    ) throws(DataSetError) -> Range<Int> {
        let base = pending.count
        let start = position
        completeCount = base
        do {
            return try readElements(bytes, at: &position, end: bytes.byteCount, encoding: encoding, until: .end).children
        } catch {
            guard options.mode == .forensic, error.code != .incomplete else { throw error }
            if isPrefix { throw incomplete(.max) }
            path.truncate(to: 0)
            let last = completeCount > base ? pending[completeCount - 1].valueRange.upperBound : start
            repairs.append(
                Repair(
                    quirk: .unreadableRest, range: last..<bytes.byteCount, departure: error,
                    action: "Reading ended behind the element before."))
            pending.truncate(to: completeCount)
            return flush(from: base)
        }
    }

    /// Reads the elements from `position` and leaves it behind them and their delimiter.
    ///
    /// - Returns: the run of records, and where the elements end (in front of the delimiter).
    mutating func readElements(
        _ bytes: RawSpan, at position: inout Int, end: Int, encoding: DataSetEncoding, until terminator: Terminator, depth: Int = 0
    ) throws(DataSetError) -> (children: Range<Int>, end: Int) {
        guard depth <= depthLimit else { throw depthExceeded(at: position) }
        let base = pending.count
        let start = position
        let isOutermost = depth == 0 && (terminator == .end || terminator == .archiveBlob)
        let mayEnd = terminator == .fileMetaInformation || terminator == .archiveBlob
        let stop = isOutermost ? stopTag : .max
        var encoding = encoding
        var previousTag: UInt32 = 0
        var ascends = true
        var contentEnd: Int?

        while position < end {
            guard try has(8, at: position, in: bytes, end: end) else {
                try passOverTail(at: &position, end: end)
                break
            }
            let tag = bytes.tag(at: position, encoding.byteOrder)
            if tag >> 16 == 0xFFFE {
                if tag == Self.itemDelimiter, terminator == .itemDelimiter, bytes.uint32(at: position + 4) == 0 {
                    contentEnd = position
                    position += 8
                    break
                }
                contentEnd = try readMarker(
                    bytes, tag: tag, at: &position, end: end, base: base, encoding: encoding, until: terminator, depth: depth)
                if contentEnd != nil { break }
                continue
            }
            if tag >= stop || mayEnd && isEnd(bytes, tag: tag, at: position, of: terminator) {
                if tag >= stop { stopOffset = position }
                contentEnd = position
                break
            }

            if tag == 0, isOutermost, bytes.uint32(at: position + 4) == 0 {
                try passOverPadding(bytes, at: &position)
                continue
            }

            // Doubt may go back to the element before, and the loop begins anew.
            guard
                let header = try readHeader(
                    bytes, tag: tag, at: &position, end: end, base: base, encoding: &encoding, isOutermost: isOutermost)
            else { continue }
            let start = position + header.byteCount
            var value = Value(end: start + header.length)
            let mark = records.count
            position = value.end
            if mayNest(bytes, tag: tag, header, at: start, encoding) {
                value = try readNested(bytes, tag: tag, header, at: start, position: &position, end: end, encoding: encoding, depth: depth)
            } else if tag == Self.pixelRepresentation, header.length >= 2 {
                pixelsAreSigned = bytes.uint16(at: start, encoding.byteOrder) == 1
            } else if tag == Self.specificCharacterSet {
                try checkCharacterSet(bytes, start..<value.end)
            }
            if tag & 0xFFFF == 0, terminator != .fileMetaInformation { hasGroupLength = true }
            if tag <= previousTag, pending.count > base { ascends = false }
            previousTag = tag
            if isOutermost, let only, !only.contains(DataElement.Tag(tag)) {
                // What stands inside goes too.
                records.truncate(to: mark)
                hasLeftOut = true
                continue
            }
            try push(
                ElementRecord(
                    tag: tag, valueRepresentation: header.representation, traits: value.traits, headerLength: UInt8(header.byteCount),
                    offset: start, length: value.end - start, firstChild: UInt32(value.children.lowerBound),
                    childCount: UInt32(value.children.count)), at: position)
            if isOutermost { completeCount = pending.count }
        }
        if contentEnd == nil {
            if isPrefix, end == bytes.byteCount { throw incomplete(end + 8) }
            if terminator == .itemDelimiter { try noteMissingItemDelimiter(at: position) }
        }
        if !ascends { try sortPending(from: base, start..<position) }
        return (flush(from: base), min(contentEnd ?? end, position))
    }

    /// Whether a run ends in front of this element.
    private func isEnd(_ bytes: RawSpan, tag: UInt32, at position: Int, of terminator: Terminator) -> Bool {
        terminator == .fileMetaInformation ? tag >> 16 != 2 : bytes.isArchiveBlobPreamble(at: position)
    }

    /// Whether `count` bytes are there from `position` on. Of a prefix that is too short it is not known.
    @inline(__always)
    func has(_ count: Int, at position: Int, in bytes: RawSpan, end: Int) throws(DataSetError) -> Bool {
        if count <= end - position { return true }
        if isPrefix, end == bytes.byteCount { throw incomplete(position + count) }
        return false
    }

    /// The header of the element at `position`; the length is checked against `end`. Nil where reading must go on at another `position`.
    @inline(__always)
    private mutating func readHeader(
        _ bytes: RawSpan, tag: UInt32, at position: inout Int, end: Int, base: Int, encoding: inout DataSetEncoding, isOutermost: Bool
    ) throws(DataSetError) -> Header? {
        var header = Header(representation: .un, byteCount: 8, length: 0)
        let length: UInt32
        if encoding.isExplicit {
            let code = ValueRepresentation.code(bytes.uint8(at: position + 4), bytes.uint8(at: position + 5))
            guard let known = representations[code] else {
                return try readUnknownHeader(
                    bytes, tag: tag, at: &position, end: end, base: base, encoding: &encoding, isOutermost: isOutermost)
            }
            header.representation = known
            if known.hasLongHeader {
                guard try has(12, at: position, in: bytes, end: end) else { return try cutHeader(tag, at: &position, end: end) }
                guard bytes.uint16(at: position + 6) == 0 else {
                    return try readReservedHeader(bytes, tag: tag, known, at: position, end: end, encoding)
                }
                header.byteCount = 12
                length = bytes.uint32(at: position + 8, encoding.byteOrder)
            } else {
                length = UInt32(bytes.uint16(at: position + 6, encoding.byteOrder))
            }
        } else {
            header.representation = implicitRepresentation(of: tag)
            length = bytes.uint32(at: position + 4, encoding.byteOrder)
            // Two letters as a length are 16 KiB and more.
            if length >= 0x4141, length != .max, let other = try readHiddenHeader(bytes, tag: tag, at: position, end: end, &encoding, base)
            {
                return other
            }
        }

        if length == .max {
            header.isUndefined = true
        } else if Int(length) > end - position - header.byteCount {
            return try readOverrunHeader(bytes, tag: tag, header, length: length, at: &position, end: end, base: base, encoding: encoding)
        } else {
            header.length = Int(length)
            if length & 1 != 0 { try noteOddLength(tag, at: position) }
        }
        return header
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
    /// Whether a value is, or looks like, a run of items.
    @inline(__always)
    private func mayNest(_ bytes: RawSpan, tag: UInt32, _ header: Header, at start: Int, _ encoding: DataSetEncoding) -> Bool {
        switch header.representation {
        case .sq: true
        case .ob, .ow, .un:
            header.isUndefined || tag == Self.pixelData
                || header.length >= 8 && header.representation != .un && bytes.tag(at: start, encoding.byteOrder) == Self.item
        default: header.isUndefined
        }
    }

    /// Reads what stands inside a sequence, an encapsulated value or an undefined length, and leaves `position` behind it.
    private mutating func readNested(
        _ bytes: RawSpan, tag: UInt32, _ header: Header, at start: Int, position: inout Int, end: Int, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) -> Value {
        let valueEnd = header.isUndefined ? end : start + header.length
        let traits: ElementRecord.Traits = header.isUndefined ? .undefinedLength : []
        path.push(PathStep(tag: tag))
        defer { path.truncate(to: path.count - 1) }
        position = start

        var inner = encoding
        var kind = Content.items
        if header.representation != .sq { kind = try content(bytes, tag: tag, header, at: start, end: valueEnd, encoding: &inner) }
        switch kind {
        case .plain:
            position = valueEnd
            return Value(traits: traits, end: valueEnd)
        case .fragments:
            let content = try readFragments(
                bytes, at: &position, end: valueEnd, isUndefined: header.isUndefined, encoding.byteOrder)
            return Value(traits: traits.union(.encapsulated), end: content.end, children: content.children)
        case .items:
            let content = try readItems(
                bytes, at: &position, end: valueEnd, outerEnd: end, isUndefined: header.isUndefined, encoding: inner, depth: depth + 1)
            // A value under the name UN is little endian whatever stands around it (PS3.5 6.2.2).
            let expected = header.representation == .un ? .little : encoding.byteOrder
            let order: ElementRecord.Traits = content.byteOrder == expected ? .sequence : [.sequence, .swappedItems]
            return Value(traits: traits.union(order), end: content.end, children: content.children)
        }
    }

    /// The items of a sequence from `position` on, which is left behind them and their delimiter.
    ///
    /// - Parameters:
    ///   - end: where the sequence says that it ends, or what holds it does.
    ///   - outerEnd: where what holds the sequence ends.
    mutating func readItems(
        _ bytes: RawSpan, at position: inout Int, end: Int, outerEnd: Int, isUndefined: Bool, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) -> (children: Range<Int>, end: Int, byteOrder: ByteOrder) {
        let base = pending.count
        let inheritsSigned = pixelsAreSigned
        var encoding = encoding
        var end = end
        var number: Int32 = 0
        var contentEnd: Int?
        while position < end {
            guard try has(8, at: position, in: bytes, end: end) else { break }
            let tag = bytes.tag(at: position, encoding.byteOrder)
            if tag != Self.item {
                if tag == Self.sequenceDelimiter, isUndefined, bytes.uint32(at: position + 4) == 0 {
                    contentEnd = position
                    position += 8
                    break
                }
                switch try readNoItem(
                    bytes, tag: tag, at: &position, end: end, isUndefined: isUndefined, isFirst: number == 0, encoding: &encoding,
                    depth: depth, base: base)
                {
                case .item: break
                case .passedOver: continue
                case .elements:
                    path[path.count - 1].item = number
                    try readBareItem(bytes, at: &position, end: end, isUndefined: isUndefined, encoding: encoding, depth: depth)
                    path[path.count - 1].item = -1
                    number &+= 1
                    continue
                case .end(let found): contentEnd = found
                }
                if contentEnd != nil { break }
            }
            path[path.count - 1].item = number
            let length = bytes.uint32(at: position + 4, encoding.byteOrder)
            let start = position + 8
            let hasDelimiter = length == .max
            var itemEnd = end
            if !hasDelimiter {
                itemEnd = start + Int(length)
                if itemEnd > end || length & 1 != 0 {
                    itemEnd = try checkedItemEnd(
                        bytes, length: length, at: position, end: &end, outerEnd: outerEnd, isUndefined: isUndefined, encoding)
                }
            }
            position = start
            let content = try readElements(
                bytes, at: &position, end: itemEnd, encoding: encoding, until: hasDelimiter ? .itemDelimiter : .end, depth: depth)
            pixelsAreSigned = inheritsSigned
            path[path.count - 1].item = -1
            if !hasDelimiter { position = itemEnd }
            try push(
                ElementRecord(
                    tag: Self.item, valueRepresentation: .un, traits: hasDelimiter ? .undefinedLength : [], headerLength: 8, offset: start,
                    length: content.end - start, firstChild: UInt32(content.children.lowerBound),
                    childCount: UInt32(content.children.count)), at: position)
            number &+= 1
        }
        if contentEnd == nil, isUndefined || position < end {
            if isPrefix, end == bytes.byteCount { throw incomplete(end + 8) }
            contentEnd = position
            try noteSequenceEnd(at: &position, end: end, isUndefined: isUndefined)
        }
        return (flush(from: base), contentEnd ?? position, encoding.byteOrder)
    }

    /// Elements that stand in a sequence without an item around them, as an item.
    @inline(never)
    private mutating func readBareItem(
        _ bytes: RawSpan, at position: inout Int, end: Int, isUndefined: Bool, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) {
        let start = position
        let content = try readElements(
            bytes, at: &position, end: end, encoding: encoding, until: isUndefined ? .sequenceDelimiter : .end, depth: depth)
        try push(
            ElementRecord(
                tag: Self.item, valueRepresentation: .un, traits: [], headerLength: 0, offset: start, length: content.end - start,
                firstChild: UInt32(content.children.lowerBound), childCount: UInt32(content.children.count)), at: position)
    }

    private mutating func readFragments(
        _ bytes: RawSpan, at position: inout Int, end: Int, isUndefined: Bool, _ order: ByteOrder
    ) throws(DataSetError) -> (children: Range<Int>, end: Int) {
        let base = pending.count
        var contentEnd: Int?
        var walk = MappedWalk(source, over: position..<end)
        while position < end, contentEnd == nil {
            guard try has(8, at: position, in: bytes, end: end) else { break }
            let tag = bytes.tag(at: position, order)
            guard tag == Self.item else {
                contentEnd = position
                try readFragmentEnd(bytes, tag: tag, at: &position, end: end, isUndefined: isUndefined, order)
                break
            }
            let start = position + 8
            var length = Int(bytes.uint32(at: position + 4, order))
            if length > end - start { length = try cutFragment(bytes, length: length, at: position, end: end) }
            if length & 1 != 0 { try noteOddLength(Self.item, at: position) }
            try push(
                ElementRecord(
                    tag: Self.item, valueRepresentation: .ob, traits: [], headerLength: 8, offset: start, length: length, firstChild: 0,
                    childCount: 0), at: position)
            position = start + length
            walk.pass(position)
        }
        walk.end(at: position)
        if contentEnd == nil, isUndefined {
            if isPrefix, end == bytes.byteCount { throw incomplete(end + 8) }
            try noteMissingPixelDelimiter(at: position)
        }
        return (flush(from: base), contentEnd ?? min(position, end))
    }
}

// MARK: - The index

extension DataSetReader {
    /// What has been read. Group lengths count as departures everywhere: whether they are right is known only when all is added up.
    consuming func index(of source: ByteSource) -> ElementIndex {
        let isDoubtful = hasOddLength || hasGroupLength || hasMixedEncoding
        var departures: [Int]? = []
        if isDoubtful {
            departures = nil
        } else if !repairs.isEmpty {
            departures = repairs.flatMap { [$0.departure.offset ?? 0, $0.range.lowerBound] }.sorted()
        }
        return ElementIndex(source: source, records: records, departures: departures, dictionary: options.dictionary)
    }

    static let item: UInt32 = 0xFFFE_E000
    static let itemDelimiter: UInt32 = 0xFFFE_E00D
    static let sequenceDelimiter: UInt32 = 0xFFFE_E0DD
    static let pixelData: UInt32 = 0x7FE0_0010
    static let pixelRepresentation: UInt32 = 0x0028_0103
    static let specificCharacterSet: UInt32 = 0x0008_0005

    @inline(__always)
    mutating func push(_ record: ElementRecord, at position: Int) throws(DataSetError) {
        guard records.count + pending.count < elementLimit else { throw elementsExceeded(at: position) }
        pending.push(record)
    }

    /// Moves the records from `base` on out of `pending`, as one block.
    @inline(__always)
    mutating func flush(from base: Int) -> Range<Int> {
        let start = records.count
        pending.move(from: base, to: &records)
        return start..<records.count
    }
}

extension RawSpan {
    /// The tag at `offset` as one number, group in the upper half.
    @inline(__always)
    func tag(at offset: Int, _ order: ByteOrder) -> UInt32 {
        let number = uint32(at: offset, order)
        return order == .little ? number << 16 | number >> 16 : number
    }
}
