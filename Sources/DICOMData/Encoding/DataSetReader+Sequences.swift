internal import DICOMBytes

// Sequences, items and delimiters that are not as PS3.5 7.5 has them.

extension DataSetReader {
    private static let byteSwappedItem: UInt32 = 0xFEFF_00E0
    private static let philipsItem: UInt32 = 0x3F3F_3F00

    private func continues(_ tag: UInt32) -> Bool { tag == Self.item || tag == Self.sequenceDelimiter }

    /// The tag at `position`, if there is one.
    private func nextTag(_ bytes: RawSpan, at position: Int, end: Int, _ order: ByteOrder) throws(DataSetError) -> UInt32? {
        try has(8, at: position, in: bytes, end: end) ? bytes.tag(at: position, order) : nil
    }
}

// MARK: - What a value holds

extension DataSetReader {
    enum Content {
        case plain
        case items
        case fragments
    }

    /// What the value of an element is that may be a run of items; `encoding` becomes that of the items.
    mutating func content(
        _ bytes: RawSpan, tag: UInt32, _ header: Header, at start: Int, end: Int, encoding: inout DataSetEncoding
    ) throws(DataSetError) -> Content {
        let representation = header.representation
        if tag == Self.pixelData {
            if header.isUndefined { return .fragments }
            guard isFragmentRun(bytes, start..<end, encoding) else { return .plain }
            try depart(
                .explicitLengthEncapsulated, .invalidLength, in: start - header.byteCount..<start,
                "Encapsulated Pixel Data has a defined length (PS3.5 A.4).", action: "Its fragments were read all the same.")
            return .fragments
        }
        switch representation {
        case .un where header.isUndefined:
            return try contentOfUN(bytes, tag: tag, at: start, end: end, &encoding)
        case .ob, .ow:
            let isKnown = DataElementDictionary.valueRepresentation(of: tag).primary == .sq
            guard isKnown || tag & 0x1_0000 != 0, let first = try firstContent(bytes, at: start, end: end, encoding),
                try isPlausible(bytes, at: first.lowerBound, after: 0, end: first.upperBound, encoding)
            else { return header.isUndefined ? .fragments : .plain }
            try depart(
                .sequenceAsOW, .unknownValueRepresentation, in: start - header.byteCount..<start,
                "A sequence has the value representation \(representation).", action: "Its items were read as those of a sequence.")
            return .items
        default:
            guard header.isUndefined else { return .plain }
            try depart(
                .undefinedLength, .invalidLength, in: start - header.byteCount..<start, at: start,
                "A value with representation \(representation) has an undefined length.", action: "It was read as a sequence.")
            return .items
        }
    }

    /// PS3.5 6.2.2, note 2: a sequence under the name UN is encoded as implicit little endian. Some writers leave it explicit, and some
    /// put fragments there.
    private mutating func contentOfUN(
        _ bytes: RawSpan, tag: UInt32, at start: Int, end: Int, _ encoding: inout DataSetEncoding
    ) throws(DataSetError) -> Content {
        encoding = .implicitLittleEndian
        guard let content = try firstContent(bytes, at: start, end: end, encoding) else { return .items }
        if try isPlausible(bytes, at: content.lowerBound, after: 0, end: content.upperBound, .implicitLittleEndian) { return .items }
        if try isPlausible(bytes, at: content.lowerBound, after: 0, end: content.upperBound, .explicitLittleEndian) {
            try depart(
                .explicitInUN, .encodingMismatch, in: start..<content.lowerBound,
                "A sequence with the value representation UN holds explicit elements (PS3.5 6.2.2).", action: "They were read as such.")
            hasMixedEncoding = true
            encoding = .explicitLittleEndian
            return .items
        }
        guard tag & 0x1_0000 != 0 else { return .items }
        try depart(
            .siemens7FE1, .sequenceStructure, in: start..<content.upperBound,
            "A private value with the value representation UN holds items that are no data sets.", action: "They were read as fragments.")
        return .fragments
    }

    /// The content of the first item that has any; nil where there is none.
    private func firstContent(
        _ bytes: RawSpan, at start: Int, end: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Range<Int>? {
        var position = start
        for _ in 0..<16 {
            guard let tag = try nextTag(bytes, at: position, end: end, encoding.byteOrder), tag == Self.item else { return nil }
            let length = bytes.uint32(at: position + 4, encoding.byteOrder)
            position += 8
            if length == .max { return position..<end }
            guard try has(Int(length), at: position, in: bytes, end: end) else { return nil }
            if length > 0 { return position..<position + Int(length) }
        }
        return nil
    }

    /// Pixel Data with a defined length that holds fragments all the same, against PS3.5 A.4: an item, then items to the very end.
    private func isFragmentRun(_ bytes: RawSpan, _ value: Range<Int>, _ encoding: DataSetEncoding) -> Bool {
        var position = value.lowerBound
        guard encoding.isExplicit, value.count >= 16, bytes.tag(at: position, encoding.byteOrder) == Self.item else { return false }
        var walk = MappedWalk(source, over: value)
        while value.upperBound - position >= 8 {
            walk.pass(position)
            let tag = bytes.tag(at: position, encoding.byteOrder)
            let length = Int(bytes.uint32(at: position + 4, encoding.byteOrder))
            if tag == Self.sequenceDelimiter { return true }
            guard tag == Self.item, length <= value.upperBound - position - 8 else { return false }
            position += 8 + length
        }
        return position == value.upperBound
    }
}

// MARK: - Among elements

extension DataSetReader {
    /// An item or a delimiter where an element could stand.
    ///
    /// - Returns: where the elements end; nil where they go on at `position`.
    @inline(never)
    mutating func readMarker(
        _ bytes: RawSpan, tag: UInt32, at position: inout Int, end: Int, base: Int, encoding: DataSetEncoding,
        until terminator: Terminator, depth: Int
    ) throws(DataSetError) -> Int? {
        let start = position
        let order = encoding.byteOrder
        if tag == Self.itemDelimiter, terminator == .itemDelimiter {
            try checkDelimiter(bytes, at: start, order)
            position += 8
            return start
        }
        if tag == Self.sequenceDelimiter, terminator == .sequenceDelimiter { return start }
        if try isSurplusDelimiter(bytes, tag: tag, at: start, end: end, base: base, encoding, terminator) {
            try depart(
                .philipsExplicitLengthWithDelimiter, .sequenceStructure, in: start..<start + 8,
                "A delimiter stands behind a sequence or item of defined length.", action: "It was passed over.")
            position += 8
            return nil
        }
        if terminator == .itemDelimiter, continues(tag) {
            var isSwapped = false
            if tag == Self.sequenceDelimiter { isSwapped = try isSwappedDelimiter(bytes, at: start, end: end, order, depth: depth) }
            try depart(
                .wrongDelimiter, .sequenceStructure, in: isSwapped ? start..<start + 8 : start..<start,
                isSwapped ? "The item ends with a Sequence Delimitation Item." : "The item has no Item Delimitation Item.",
                action: isSwapped ? "It was taken for the item's delimiter." : "It was ended where its sequence goes on or ends.")
            if isSwapped { position += 8 }
            return start
        }
        if tag == Self.item, try adoptItems(bytes, at: &position, end: end, base: base, encoding: encoding, depth: depth) { return nil }
        // What a stray item holds belongs to a sequence that is lost, not to this data set.
        let length = Int(bytes.uint32(at: start + 4, order))
        position += 8
        if tag == Self.item, length != Int(UInt32.max), try has(8 + length, at: start, in: bytes, end: end) { position += length }
        try depart(
            .strayItem, .sequenceStructure, in: start..<position, "An item or delimiter stands among the elements.",
            action: "It was passed over, with what an item holds.")
        return nil
    }

    /// A delimiter behind a sequence of defined length, or at the end of an item of defined length.
    private mutating func isSurplusDelimiter(
        _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, base: Int, _ encoding: DataSetEncoding, _ terminator: Terminator
    ) throws(DataSetError) -> Bool {
        guard tag != Self.item else { return false }
        if tag == Self.itemDelimiter, terminator == .end, position + 8 == end, path.count > 0 { return true }
        guard tag == Self.sequenceDelimiter, pending.count > base else { return false }
        let last = pending[pending.count - 1]
        guard last.traits.contains(.sequence), !last.traits.contains(.undefinedLength), last.valueRange.upperBound == position else {
            return false
        }
        guard terminator == .itemDelimiter else { return true }
        // It could also end the sequence around this item, whose delimiter is missing then: what follows tells.
        guard let next = try nextTag(bytes, at: position + 8, end: end, encoding.byteOrder), next != Self.item else { return false }
        return next == Self.itemDelimiter ? true : try isPlausible(bytes, at: position + 8, after: last.tag, end: end, encoding)
    }

    /// Whether a Sequence Delimitation Item was written for an Item Delimitation Item: its sequence goes on behind it, or ends with the
    /// other one.
    private func isSwappedDelimiter(
        _ bytes: RawSpan, at position: Int, end: Int, _ order: ByteOrder, depth: Int
    ) throws(DataSetError) -> Bool {
        guard let next = try nextTag(bytes, at: position + 8, end: end, order) else { return false }
        // Inside of another item its delimiter can follow a sequence.
        return next == Self.item && depth == 1 || next == Self.itemDelimiter && depth == 1
    }

    /// Items right behind a sequence of defined length belong to it: it is longer than it says. Empty ones prove nothing.
    private mutating func adoptItems(
        _ bytes: RawSpan, at position: inout Int, end: Int, base: Int, encoding: DataSetEncoding, depth: Int
    ) throws(DataSetError) -> Bool {
        guard pending.count > base else { return false }
        var last = pending[pending.count - 1]
        guard last.valueRepresentation == .sq, last.traits == .sequence, last.valueRange.upperBound == position,
            let content = try firstContent(bytes, at: position, end: end, encoding), content.lowerBound == position + 8,
            try isPlausible(bytes, at: content.lowerBound, after: 0, end: content.upperBound, encoding)
        else { return false }
        var itemsEnd = position
        while let tag = try nextTag(bytes, at: itemsEnd, end: end, encoding.byteOrder), tag == Self.item {
            let length = Int(bytes.uint32(at: itemsEnd + 4, encoding.byteOrder))
            guard length != Int(UInt32.max), try has(8 + length, at: itemsEnd, in: bytes, end: end) else { break }
            itemsEnd += 8 + length
        }
        // Sequences in sequences could each ask to be read twice; what that costs is bounded with the look-aheads.
        guard itemsEnd > position, mayLookAhead(by: (itemsEnd - last.offset) / 8) else { return false }
        // What is read again is named again.
        while let repair = repairs.last, repair.range.lowerBound >= last.offset {
            if repair.quirk == .oddLength { (hasOddLength, hasPaddedLength) = (false, false) }
            repairs.removeLast()
        }
        try depart(
            .sequenceOverrun, .lengthOverrun, tag: last.tag, in: position..<itemsEnd, "The sequence is longer than it says.",
            action: "The items behind it were taken as its own.")
        path.push(PathStep(tag: last.tag))
        defer { path.truncate(to: path.count - 1) }
        // Its records so far stay behind unused: the items must lie side by side.
        position = last.offset
        let run = try readItems(
            bytes, at: &position, end: itemsEnd, outerEnd: end, isUndefined: false, encoding: encoding, depth: depth + 1)
        position = itemsEnd
        last.length = itemsEnd - last.offset
        last.firstChild = UInt32(run.children.lowerBound)
        last.childCount = UInt32(run.children.count)
        pending[pending.count - 1] = last
        return true
    }
}

// MARK: - Among items

extension DataSetReader {
    enum NoItem {
        /// It begins an item all the same.
        case item
        case passedOver
        /// Elements without an item around them.
        case elements
        /// The sequence ends; its content did at this byte.
        case end(Int)
    }

    /// Something other than an item where one could begin.
    @inline(never)
    mutating func readNoItem(
        _ bytes: RawSpan, tag: UInt32, at position: inout Int, end: Int, isUndefined: Bool, isFirst: Bool,
        encoding: inout DataSetEncoding, depth: Int, base: Int
    ) throws(DataSetError) -> NoItem {
        let start = position
        if tag == Self.sequenceDelimiter {
            if !isUndefined {
                try depart(
                    .philipsExplicitLengthWithDelimiter, .sequenceStructure, in: start..<start + 8,
                    "A sequence of defined length carries a Sequence Delimitation Item.", action: "It was passed over.")
            }
            try checkDelimiter(bytes, at: start, encoding.byteOrder)
            position = isUndefined ? start + 8 : end
            return .end(start)
        }
        if isFirst, tag == Self.byteSwappedItem {
            hasMixedEncoding = true
            encoding.byteOrder = encoding.byteOrder.opposite
            if let content = try firstContent(bytes, at: start, end: end, encoding) {
                encoding.isExplicit = try isPlausible(
                    bytes, at: content.lowerBound, after: 0, end: content.upperBound,
                    DataSetEncoding(isExplicit: true, byteOrder: encoding.byteOrder))
            }
            try depart(
                .philipsByteSwappedSQ, .encodingMismatch, in: start..<start + 8, "The items are in the other byte order.",
                action: "The sequence was read in that order.")
            return .item
        }
        if tag == Self.philipsItem {
            try depart(
                .philips3F3FItem, .sequenceStructure, in: start..<start + 8, "An item begins with the tag (3F3F,3F00).",
                action: "It was taken for an item.")
            return .item
        }
        if tag == Self.itemDelimiter, let answer = try readItemDelimiter(bytes, at: &position, end: end, isUndefined, encoding, depth, base)
        {
            return answer
        }
        let isPrivate = path.count > 0 && path[path.count - 1].tag & 0x1_0000 != 0
        if isFirst, isPrivate, try isPlausible(bytes, at: start, after: 0, end: end, encoding) {
            try depart(
                .siemensPrivateIcon, .sequenceStructure, in: start..<start, "A private sequence holds elements without an item.",
                action: "They were taken for its one item.")
            return .elements
        }
        try depart(
            .strayItem, .sequenceStructure, in: isUndefined ? start..<start : start..<end,
            "\(DataElement.Tag(tag)) stands where an item must begin.", action: "The sequence was ended here.")
        // Of a defined length the rest is passed over; of an undefined one the element belongs to what holds the sequence.
        if !isUndefined { position = end }
        return .end(start)
    }

    /// An Item Delimitation Item among items: one too many, or written for the sequence's.
    private mutating func readItemDelimiter(
        _ bytes: RawSpan, at position: inout Int, end: Int, _ isUndefined: Bool, _ encoding: DataSetEncoding, _ depth: Int, _ base: Int
    ) throws(DataSetError) -> NoItem? {
        let start = position
        let next = try nextTag(bytes, at: start + 8, end: end, encoding.byteOrder)
        let followsDefined = pending.count > base && !pending[pending.count - 1].traits.contains(.undefinedLength)
        let goesOn = next.map { continues($0) } ?? false
        if followsDefined && goesOn || !isUndefined && start + 8 == end {
            try depart(
                .philipsExplicitLengthWithDelimiter, .sequenceStructure, in: start..<start + 8,
                "A delimiter stands behind an item of defined length.", action: "It was passed over.")
        } else if goesOn, depth == 1 {
            try depart(
                .wrongDelimiter, .sequenceStructure, in: start..<start + 8, "An Item Delimitation Item stands among items.",
                action: "It was passed over.")
        } else if isUndefined, depth == 1 || !goesOn {
            try depart(
                .wrongDelimiter, .sequenceStructure, in: start..<start + 8, "The sequence ends with an Item Delimitation Item.",
                action: "It was taken for the sequence's delimiter.")
            position += 8
            return .end(start)
        } else {
            return nil
        }
        position += 8
        return .passedOver
    }

    /// Where an item of defined length ends that is odd or runs past its sequence. A sequence behind whose end nothing is plausible, but
    /// behind the item's is, was longer than it says.
    @inline(never)
    mutating func checkedItemEnd(
        _ bytes: RawSpan, length: UInt32, at position: Int, end: inout Int, outerEnd: Int, isUndefined: Bool, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Int {
        let start = position + 8
        var itemEnd = start + Int(length)
        if itemEnd > end {
            let limit = isUndefined ? end : outerEnd
            let isThere = try has(8 + Int(length), at: position, in: bytes, end: limit)
            if isThere, try isLongerSequence(bytes, itemEnd: itemEnd, end: end, outerEnd: outerEnd, encoding) {
                try depart(
                    .sequenceOverrun, .lengthOverrun, tag: Self.item, in: position..<start,
                    "The item runs past the end of its sequence, and the data set goes on behind the item.",
                    action: "The sequence was taken to end there.")
                end = itemEnd
            } else {
                itemEnd =
                    start + (try cutValue(Self.item, .sequenceOverrun, length: length, available: end - start, at: position))
            }
        }
        if length & 1 != 0, itemEnd == start + Int(length) { try noteOddLength(Self.item, at: position) }
        return itemEnd
    }

    private mutating func isLongerSequence(
        _ bytes: RawSpan, itemEnd: Int, end: Int, outerEnd: Int, _ encoding: DataSetEncoding
    ) throws(DataSetError) -> Bool {
        let tag = path.count > 0 ? path[path.count - 1].tag : 0
        if try isPlausible(bytes, at: end, after: tag, end: outerEnd, encoding) { return false }
        return try isPlausible(bytes, at: itemEnd, after: tag, end: outerEnd, encoding)
    }
}

// MARK: - Among fragments

extension DataSetReader {
    /// The end of the fragments: their delimiter, or something that should not be there.
    @inline(never)
    mutating func readFragmentEnd(
        _ bytes: RawSpan, tag: UInt32, at position: inout Int, end: Int, isUndefined: Bool, _ order: ByteOrder
    ) throws(DataSetError) {
        let start = position
        if tag == Self.sequenceDelimiter {
            try checkDelimiter(bytes, at: start, order)
            position = isUndefined ? start + 8 : end
            return
        }
        try depart(
            .missingPixelDelimiter, .sequenceStructure, in: start..<start, "\(DataElement.Tag(tag)) stands where a fragment must begin.",
            remedy: "The object is damaged; fetch it again.", action: "The fragments were ended here.")
        if !isUndefined { position = end }
    }
}
