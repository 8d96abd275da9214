internal import DICOMBytes

/// Puts together the bytes of a data set that a text of the JSON or XML model describes, and reads them: so a data set from a text is what
/// one from a file is, an index over bytes, and has passed the same checks.
///
/// The bytes are Explicit VR Little Endian, text in them UTF-8. Elements may come in any order and are sorted as each data set ends.
struct DataSetAssembler {
    let options: ReadingOptions
    /// Where the next element is, as errors name it. Left as it is when one is thrown.
    var path: [TagPath.Step] = []
    private(set) var repairs: [Repair] = []
    private var output = ElementEncoder()
    /// The elements of the data sets that are open, the innermost last.
    private var entries: [Entry] = []
    private var elementCount = 0
    private var hasLongValues = false
    /// Whether text was written that the default repertoire does not have, and which is UTF-8 therefore.
    private var hasUnicode = false
    /// The value that is being put together.
    var value: [UInt8] = []

    private struct Entry {
        var tag: UInt32
        /// Where it begins in the output.
        var start: Int
        /// Where its value begins in the output.
        var valueStart: Int
        /// Where it begins in the text.
        var offset: Int
    }

    init(options: ReadingOptions) { self.options = options }

    /// Refuses in strict mode; otherwise notes the repair and returns.
    @inline(never)
    mutating func depart(
        _ code: DataSetError.Code = .malformedText, at offset: Int, _ problem: String, remedy: String, action: String
    ) throws(DataSetError) {
        let error = DataSetError(code: code, path: TagPath(path), offset: offset, problem: problem, remedy: remedy)
        guard options.mode != .strict else { throw error }
        guard repairs.count < options.limits.repairs else {
            throw DataSetError(
                code: .limitExceeded, offset: offset, problem: "More than \(options.limits.repairs) repairs would be needed.",
                remedy: "The text is no data set; have it written anew.")
        }
        repairs.append(Repair(quirk: .modelText, range: offset..<offset, departure: error, action: action))
    }
}

// MARK: - Data sets

extension DataSetAssembler {
    /// Begins a data set or item.
    ///
    /// - Returns: what ``endDataSet(_:)`` takes.
    func beginDataSet(depth: Int, at offset: Int) throws(DataSetError) -> Int {
        guard depth <= options.limits.depth else {
            throw DataSetError(
                code: .limitExceeded, offset: offset, problem: "Sequences are nested deeper than \(options.limits.depth).",
                remedy: "Raise ReadingLimits.depth if the source is trusted.")
        }
        return entries.count
    }

    /// Ends it: its elements are put into the order of their tags.
    ///
    /// - Throws: where a tag came twice.
    mutating func endDataSet(_ base: Int) throws(DataSetError) {
        defer { entries.removeSubrange(base...) }
        guard entries.count - base > 1 else { return }
        var ascends = true
        for number in base + 1..<entries.count where entries[number].tag <= entries[number - 1].tag { ascends = false }
        if ascends { return }
        let start = entries[base].start
        var pieces: [(entry: Entry, end: Int)] = []
        for number in base..<entries.count {
            pieces.append((entries[number], number + 1 < entries.count ? entries[number + 1].start : output.bytes.count))
        }
        pieces.sort { ($0.entry.tag, $0.entry.offset) < ($1.entry.tag, $1.entry.offset) }
        for (first, second) in zip(pieces, pieces.dropFirst()) where first.entry.tag == second.entry.tag {
            path.append(TagPath.Step(DataElement.Tag(second.entry.tag)))
            throw DataSetError(
                code: .elementOrder, offset: second.entry.offset, problem: "The attribute comes twice in one data set.",
                remedy: "Have the text written anew; nothing says which of the two counts.")
        }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(output.bytes.count - start)
        for piece in pieces { sorted.append(contentsOf: output.bytes[piece.entry.start..<piece.end]) }
        output.bytes.replaceSubrange(start..., with: sorted)
    }

    /// Whether the data set that began with this mark has an element.
    func hasElement(_ tag: DataElement.Tag, since base: Int) -> Bool { entries[base...].contains { $0.tag == tag.rawValue } }

    /// Ends the outermost data set and reads what was put together.
    mutating func finish(_ base: Int) throws(DataSetError) -> DataSet {
        if hasUnicode, !hasElement(.specificCharacterSet, since: base) {
            beginElement(.specificCharacterSet, at: 0)
            value = Array("ISO_IR 192".utf8)
            try endElement(as: .cs)
            leaveElement()
        }
        try endDataSet(base)
        var reader = DataSetReader(
            options: ReadingOptions(
                mode: .strict, limits: options.limits, stoppingBefore: options.stoppingBefore, only: options.only,
                dictionary: options.dictionary), expectedCount: elementCount)
        let source = ByteSource(output.bytes)
        let count = source.count
        let run: Range<Int>
        do throws(DataSetError) {
            run = try source.withSpan { (bytes) throws(DataSetError) in
                var position = 0
                return try reader.readElements(bytes, at: &position, end: count, encoding: .explicitLittleEndian, until: .end).children
            }
        } catch {
            // Its offset is one in the bytes that were put together, which nobody has seen.
            throw DataSetError(code: error.code, path: error.path, problem: error.problem, remedy: error.remedy)
        }
        var index = reader.index(of: source)
        if hasLongValues { index = Self.restoringLongValues(index) }
        return DataSet(index: index, children: run, encoding: .explicitLittleEndian, inheriting: .isoIR192)
    }
}

// MARK: - Elements

extension DataSetAssembler {
    /// Begins an element; what is thrown from here on is in it.
    ///
    /// - Returns: what ``retagElement(_:_:)`` takes, as long as its data set is open.
    @discardableResult
    mutating func beginElement(_ tag: DataElement.Tag, at offset: Int) -> Int {
        entries.append(Entry(tag: tag.rawValue, start: output.bytes.count, valueStart: output.bytes.count, offset: offset))
        path.append(TagPath.Step(tag))
        value.removeAll(keepingCapacity: true)
        return entries.count - 1
    }

    /// Gives an element that has ended another tag: that of a private one whose block is found only when all creators are known.
    mutating func retagElement(_ entry: Int, _ tag: DataElement.Tag) {
        entries[entry].tag = tag.rawValue
        let start = entries[entry].start
        output.bytes[start + 2] = UInt8(truncatingIfNeeded: tag.element)
        output.bytes[start + 3] = UInt8(truncatingIfNeeded: tag.element >> 8)
    }

    /// The blocks of private groups in the data set that began with this mark: whose they are, and which numbers are taken.
    ///
    /// - Parameter unplaced: elements whose tags are not yet known.
    func privateBlocks(since base: Int, except unplaced: Set<Int>) -> (owned: [PrivateBlock: UInt16], taken: Set<UInt32>) {
        var owned: [PrivateBlock: UInt16] = [:]
        var taken: Set<UInt32> = []
        for number in base..<entries.count where !unplaced.contains(number) {
            let tag = DataElement.Tag(entries[number].tag)
            guard tag.isPrivateCreator else {
                if tag.isPrivate { taken.insert(UInt32(tag.group) << 16 | UInt32(tag.element >> 8)) }
                continue
            }
            taken.insert(tag.rawValue)
            let end = number + 1 < entries.count ? entries[number + 1].start : output.bytes.count
            let block = PrivateBlock(group: tag.group, creator: output.bytes[entries[number].valueStart..<end])
            if owned[block] == nil { owned[block] = tag.element }
        }
        return (owned, taken)
    }

    private var tag: DataElement.Tag { DataElement.Tag(entries[entries.count - 1].tag) }

    /// Counts an element, item or fragment.
    private mutating func count() throws(DataSetError) {
        elementCount += 1
        guard elementCount <= options.limits.elements else {
            throw DataSetError(
                code: .limitExceeded, offset: entries.last?.offset, problem: "More than \(options.limits.elements) elements.",
                remedy: "Raise ReadingLimits.elements if the source is trusted.")
        }
    }

    /// Forgets the element that was begun: it is left out.
    mutating func dropElement() {
        let entry = entries.removeLast()
        output.bytes.removeSubrange(entry.start...)
    }

    /// What is thrown from here on is no longer in the element, which has ended or was dropped.
    mutating func leaveElement() { path.removeLast() }

    /// Ends an element whose bytes are in ``value``.
    mutating func endElement(as representation: ValueRepresentation) throws(DataSetError) {
        try count()
        if value.count & 1 == 1 { value.append(representation.padding) }
        guard value.count <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(tag, value.count) }
        let isEncapsulated = tag.rawValue == DataSetReader.pixelData && (representation == .ob || representation == .ow) && isFragmentRun
        output.appendHeader(tag, representation, length: isEncapsulated ? ElementEncoder.undefinedLength : UInt32(value.count))
        if value.count > 0xFFFE, !representation.hasLongHeader {
            // Its name had to be UN; which it is stands in the reserved bytes until the index is made.
            output.bytes[output.bytes.count - 6] = representation.rawValue + 1
            hasLongValues = true
        }
        entries[entries.count - 1].valueStart = output.bytes.count
        output.bytes.append(contentsOf: value)
        if isEncapsulated { output.appendItemHeader(DataSetReader.sequenceDelimiter, length: 0) }
    }

    /// Whether Pixel Data is a run of items from its first byte to its last: encapsulated, as this library and pydicom write it inline
    /// (PS3.18 F has no other way). Native pixels that look so would need a chain of lengths that fits to the byte.
    private var isFragmentRun: Bool {
        guard value.count >= 16 else { return false }
        var position = 0
        while value.count - position >= 8 {
            guard value[position..<position + 4].elementsEqual([0xFE, 0xFF, 0x00, 0xE0]) else { return false }
            let length = (0..<4).reduce(0) { $0 | Int(value[position + 4 + $1]) << (8 * $1) }
            guard length <= value.count - position - 8 else { return false }
            position += 8 + length
        }
        return position == value.count
    }

    /// Gives elements that were too long for their header the representation back that they were given in the text.
    private static func restoringLongValues(_ index: ElementIndex) -> ElementIndex {
        var records = (0..<index.records.count).map { index.records[$0] }
        var bytes = index.source.bytes(in: 0..<index.source.count)
        for number in records.indices where records[number].valueRepresentation == .un && records[number].headerLength == 12 {
            let mark = records[number].offset - 6
            guard bytes[mark] > 0, let representation = ValueRepresentation(rawValue: bytes[mark] - 1) else { continue }
            records[number].valueRepresentation = representation
            bytes[mark] = 0
        }
        return ElementIndex(source: ByteSource(bytes), records: records, dictionary: index.dictionary)
    }
}

// MARK: - Text

extension DataSetAssembler {
    /// Checks one value of text that was appended to ``value`` from `start` on, and brings it into the characters of its representation.
    mutating func endText(from start: Int, as representation: ValueRepresentation, at offset: Int) throws(DataSetError) {
        guard let rules = representation.textRules else { return }
        var isASCII = true
        var divides = false
        for index in start..<value.count {
            if value[index] >= 0x80 { isASCII = false }
            if value[index] == UInt8(ascii: "\\") { divides = true }
        }
        if options.mode == .strict {
            let text = String(decoding: value[start...], as: UTF8.self)
            if let violation = representation.violation(in: text) {
                throw DataSetError(
                    code: .invalidValue, offset: offset, problem: violation, remedy: "Correct the value, or read with .lenient.")
            }
        } else if divides, rules.isMultiple {
            // PS3.18 F.2.4, note
            try depart(
                .invalidValue, at: offset, "A value holds a backslash, which divides values.",
                remedy: "Have the values written one by one.", action: "It was taken for several values.")
        }
        if isASCII { return }
        if rules.usesSpecificCharacterSet {
            hasUnicode = true
            return
        }
        // What reads such values takes bytes above 127 for ISO 8859-1.
        let scalars = String(decoding: value[start...], as: UTF8.self).unicodeScalars
        let isLatin = scalars.allSatisfy { $0.value < 0x100 }
        try depart(
            .invalidValue, at: offset,
            "A value with representation \(representation) has characters outside of the default repertoire (PS3.5 6.1.1).",
            remedy: "Correct the value.", action: "They were kept as \(isLatin ? "ISO 8859-1" : "UTF-8, which no reader expects there").")
        if isLatin { value.replaceSubrange(start..., with: scalars.map { UInt8(truncatingIfNeeded: $0.value) }) }
    }
}

// MARK: - Sequences and fragments

extension DataSetAssembler {
    /// Begins the value of a sequence. Nil in `fragmentsAs`, or the representation of encapsulated Pixel Data.
    mutating func beginItems(fragmentsAs representation: ValueRepresentation? = nil) throws(DataSetError) {
        try count()
        output.appendHeader(tag, representation ?? .sq, length: representation == nil ? 0 : ElementEncoder.undefinedLength)
    }

    /// Begins an item.
    ///
    /// - Returns: what ``endItem(_:)`` takes.
    mutating func beginItem(_ number: Int) throws(DataSetError) -> Int {
        try count()
        path[path.count - 1].item = number
        output.appendItemHeader(length: 0)
        return output.bytes.count
    }

    mutating func endItem(_ start: Int) throws(DataSetError) {
        try setLength(of: start)
        path[path.count - 1].item = nil
    }

    /// A fragment, whose bytes are in ``value``.
    mutating func appendFragment() throws(DataSetError) {
        try count()
        if value.count & 1 == 1 { value.append(0) }
        guard value.count <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(tag, value.count) }
        output.appendItemHeader(length: UInt32(value.count))
        output.bytes.append(contentsOf: value)
        value.removeAll(keepingCapacity: true)
    }

    /// Ends the value of a sequence, or of encapsulated Pixel Data.
    mutating func endItems(areFragments: Bool = false) throws(DataSetError) {
        if areFragments {
            output.appendItemHeader(DataSetReader.sequenceDelimiter, length: 0)
        } else {
            try setLength(of: entries[entries.count - 1].start + 12)
        }
    }

    /// Writes the length of what has been appended since `start` in front of it.
    private mutating func setLength(of start: Int) throws(DataSetError) {
        let length = output.bytes.count - start
        guard length <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(tag, length) }
        for place in 0..<4 { output.bytes[start - 4 + place] = UInt8(truncatingIfNeeded: length >> (8 * place)) }
    }
}

extension DataSetError {
    /// The same error with the way to where it was met in front, unless it names its own.
    func inside(_ path: [TagPath.Step]) -> DataSetError {
        var error = self
        if error.path.steps.isEmpty || error.path.steps.count < path.count { error.path = TagPath(path) }
        return error
    }
}

/// Who reserved a block of a private group (PS3.5 7.8.1).
struct PrivateBlock: Hashable {
    let group: UInt16
    /// In UTF-8, without padding.
    let creator: [UInt8]

    init(group: UInt16, creator: ArraySlice<UInt8>) {
        self.group = group
        var creator = creator.drop { $0 == 0x20 }
        while creator.last == 0x20 || creator.last == 0 { creator.removeLast() }
        self.creator = Array(creator)
    }
}

extension Quirk {
    /// A text of the JSON or XML model that departs from PS3.18 F or PS3.19 A.1. The range of its repair is the place in the text.
    public static let modelText = Quirk(rawValue: "model-text")
}
