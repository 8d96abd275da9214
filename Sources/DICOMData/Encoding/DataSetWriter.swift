internal import DICOMBytes

/// Writes data sets in an encoding (PS3.5 7). What is untouched is copied as it stands; the rest is encoded anew.
///
/// Lengths stand in front of what they measure. So the walk is done twice: the first time nothing is put out, and the lengths are noted
/// in the order in which their headers come; the second time they are there.
struct DataSetWriter<Output: EncodedOutput> {
    private var encoding: DataSetEncoding
    private let options: WritingOptions
    private var output: Output
    private let isMeasuring: Bool
    /// Lengths of sequences, items and groups in the order of their headers.
    private var lengths: [Int]
    private var nextLength = 0
    private var count = 0
    /// Of the items that are being written: those of a data set that was made are limited by nothing else.
    private var depth = 0
    /// Headers are made in it, one after the other.
    private var room: [UInt8] = []

    /// Writes a data set, not File Meta Information.
    ///
    /// - Parameter elements: those to write, by their positions; nil: all. What comes in parts must begin with the first.
    static func write(
        _ dataSet: DataSet, elements: Range<Int>? = nil, as encoding: DataSetEncoding, _ options: WritingOptions, to output: inout Output
    ) throws(DataSetError) {
        let elements = elements ?? 0..<dataSet.count
        var writer = DataSetWriter(
            encoding: encoding, options: options, output: output, isMeasuring: false,
            lengths: dataSet.hasLengths
                ? try DataSetWriter<NoOutput>.measure(dataSet, elements: elements, as: encoding, options).lengths : [])
        defer { output = writer.output }
        try writer.writeRoot(dataSet, elements)
    }

    private mutating func writeRoot(_ dataSet: DataSet, _ elements: Range<Int>) throws(DataSetError) {
        let characterSet = options.characterSet ?? dataSet.characterSet
        let isDeclared = characterSet == .isoIR6 || options.characterSet == nil && dataSet.contains(.specificCharacterSet)
        guard isDeclared || characterSet.isDefined else {
            throw ElementEncoder.invalid(
                .specificCharacterSet, "The character set has no Defined Term (PS3.3 C.12.1.1.2).", code: .unsupportedCharacterSet,
                remedy: "Write it in ISO_IR 192 (WritingOptions.characterSet).")
        }
        try write(
            elementsOf: dataSet, elements, in: characterSet, declaring: isDeclared || elements.lowerBound > 0 ? nil : characterSet)
    }
}

extension DataSetWriter where Output == NoOutput {
    /// The lengths that writing this data set will ask for, and its whole size in bytes.
    static func measure(
        _ dataSet: DataSet, elements: Range<Int>? = nil, as encoding: DataSetEncoding, _ options: WritingOptions
    ) throws(DataSetError) -> (lengths: [Int], size: Int) {
        var writer = DataSetWriter(encoding: encoding, options: options, output: NoOutput(), isMeasuring: true, lengths: [])
        try writer.writeRoot(dataSet, elements ?? 0..<dataSet.count)
        return (writer.lengths, writer.count)
    }
}

extension DataSet {
    /// Whether lengths stand in front of more than a value: those of sequences and of groups.
    fileprivate var hasLengths: Bool {
        switch storage {
        case .run(let index, let lower, let upper):
            (Int(lower)..<Int(upper)).contains { index.records[$0].traits.contains(.sequence) || index.records[$0].tag & 0xFFFF == 0 }
        case .list(let elements): elements.contains { $0.isSequence || $0.tag.element == 0 }
        }
    }
}

// MARK: - Output

extension DataSetWriter {
    private mutating func put(_ body: (inout ElementEncoder) throws(DataSetError) -> Void) throws(DataSetError) {
        var own: [UInt8] = []
        swap(&own, &room)  // one owner, so that the memory is used again
        var encoder = ElementEncoder(encoding, into: own)
        try body(&encoder)
        count += encoder.bytes.count
        try output.write(encoder.bytes.span)
        room = encoder.bytes
    }

    private mutating func copy(_ range: Range<Int>, of source: ByteSource) throws(DataSetError) {
        guard !range.isEmpty else { return }
        count += range.count
        try output.copy(range, of: source)
    }

    /// Writes a header with the length of what `body` writes after it, or with an undefined one and the delimiter behind.
    private mutating func write(
        isUndefined: Bool, delimiter: UInt32, header: (inout ElementEncoder, UInt32) -> Void,
        then body: (inout Self) throws(DataSetError) -> Void
    ) throws(DataSetError) {
        let slot = reserveLength()
        // What does not fit in 32 bits can only be ended by a delimiter.
        let length = isUndefined || lengths[slot] > ElementEncoder.maximumLength ? ElementEncoder.undefinedLength : UInt32(lengths[slot])
        try put { header(&$0, length) }
        let start = count
        try body(&self)
        if isMeasuring { lengths[slot] = count - start }
        if isUndefined || lengths[slot] > ElementEncoder.maximumLength { try put { $0.appendItemHeader(delimiter, length: 0) } }
    }

    private mutating func reserveLength() -> Int {
        if isMeasuring { lengths.append(0) }
        nextLength += 1
        return nextLength - 1
    }
}

// MARK: - Elements

extension DataSetWriter {
    private mutating func write(
        elementsOf dataSet: DataSet, _ elements: Range<Int>? = nil, in characterSet: SpecificCharacterSet,
        declaring declared: SpecificCharacterSet? = nil
    ) throws(DataSetError) {
        let elements = elements ?? 0..<dataSet.count
        if declared == nil, elements.count == dataSet.count, let range = dataSet.faithfulRange(in: encoding, options, characterSet),
            let source = dataSet.source
        {
            return try copy(range, of: source)
        }
        var undeclared = declared
        var openGroup: (number: UInt16, slot: Int, start: Int)?
        for position in elements {
            let element = dataSet[position]
            // Of equal tags the last counts, and only one may stand in a data set (PS3.5 7.1).
            if position + 1 < dataSet.count, dataSet[position + 1].tag == element.tag { continue }
            if let group = openGroup, element.tag.group != group.number {
                if isMeasuring { lengths[group.slot] = count - group.start }
                openGroup = nil
            }
            if element.tag == .specificCharacterSet, options.characterSet != nil { continue }
            if let set = undeclared, element.tag > .specificCharacterSet {
                undeclared = nil
                try write(DataElement(declaring: set), in: set)
            }
            if element.tag.element == 0, element.tag.group != 2 {
                // One without a group says nothing.
                let hasGroup = position + 1 < dataSet.count && dataSet[position + 1].tag.group == element.tag.group
                guard options.groupLengths == .corrected, openGroup == nil, hasGroup else { continue }
                let slot = reserveLength()
                let length = lengths[slot]
                try put { (encoder) throws(DataSetError) in
                    encoder.appendHeader(element.tag, .ul, length: 4)
                    encoder.append(UInt32(clamping: length))
                }
                openGroup = (element.tag.group, slot, count)
                continue
            }
            do throws(DataSetError) {
                try write(element.withDefinedTerms, in: characterSet)
            } catch {
                throw error.path.steps.isEmpty ? error : error.within(element.tag)
            }
        }
        if let group = openGroup, isMeasuring { lengths[group.slot] = count - group.start }
        if let undeclared { try write(DataElement(declaring: undeclared), in: undeclared) }
    }

    private mutating func write(_ element: DataElement, in characterSet: SpecificCharacterSet) throws(DataSetError) {
        if element.isSequence { return try write(sequence: element, in: characterSet) }
        if element.isEncapsulated { return try write(encapsulated: element) }
        let source = element.origin.source
        let representation = element.valueRepresentation
        if let converted = try element.converted(to: characterSet) {
            return try put { (encoder) throws(DataSetError) in try encoder.append(element.tag, representation, value: converted.span) }
        }
        if let range = element.faithfulRange(in: encoding) { return try copy(range, of: source) }

        let length = element.length
        guard length <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(element.tag, length) }
        try put { $0.appendHeader(element.tag, representation, length: UInt32(length + length & 1)) }
        let written = encoding.isExplicit ? ElementEncoder.written(representation, length: length) : representation
        // What goes under the name UN is little endian (PS3.5 6.2.2).
        if element.byteOrder != (written == .un ? .little : encoding.byteOrder(of: element.tag)), let word = representation.wordSize {
            count += length
            try output.copySwapped(element.record.valueRange, of: source, wordSize: word)
        } else {
            try copy(element.record.valueRange, of: source)
        }
        if length & 1 == 1 { try put { $0.bytes.append(representation.padding) } }
    }
}

// MARK: - Items and fragments

extension DataSetWriter {
    private mutating func write(sequence element: DataElement, in characterSet: SpecificCharacterSet) throws(DataSetError) {
        if let range = element.faithfulSequenceRange(in: encoding, options, characterSet) {
            return try copy(range, of: element.origin.source)
        }
        let isUndefined = wantsUndefined(element.hasUndefinedLength)
        try write(isUndefined: isUndefined, delimiter: DataSetReader.sequenceDelimiter) { (encoder, length) in
            encoder.appendHeader(element.tag, .sq, length: length)
        } then: { (writer) throws(DataSetError) in
            for (number, item) in element.items.enumerated() {
                do throws(DataSetError) {
                    try writer.write(item: item, in: characterSet)
                } catch {
                    throw error.within(element.tag, item: number)
                }
            }
        }
    }

    private mutating func write(item: DataSet, in characterSet: SpecificCharacterSet) throws(DataSetError) {
        guard depth < ReadingLimits.maximumDepth else {
            throw DataSetError(
                code: .limitExceeded, problem: "Sequences are nested deeper than \(ReadingLimits.maximumDepth).",
                remedy: "Nobody reads such a data set: put what it holds elsewhere.")
        }
        let outer = encoding
        encoding.hasBigEndianPixels = false
        depth += 1
        defer {
            depth -= 1
            encoding = outer
        }
        let isUndefined = wantsUndefined(item.hasUndefinedLength)
        let hasOwnSet = options.characterSet == nil && item.contains(.specificCharacterSet)
        try write(isUndefined: isUndefined, delimiter: DataSetReader.itemDelimiter) { (encoder, length) in
            encoder.appendItemHeader(length: length)
        } then: { (writer) throws(DataSetError) in
            try writer.write(elementsOf: item, in: hasOwnSet ? item.characterSet : characterSet)
        }
    }

    private mutating func write(encapsulated element: DataElement) throws(DataSetError) {
        guard encoding.encoding(of: element.tag) == .explicitLittleEndian || element.tag != .pixelData else {
            throw ElementEncoder.invalid(
                element.tag, "Encapsulated Pixel Data is always Explicit VR Little Endian (PS3.5 A.4).",
                remedy: "Decompress the object, or write it in an encapsulated transfer syntax.")
        }
        let source = element.origin.source
        if let range = element.faithfulRange(in: encoding) { return try copy(range, of: source) }
        try put { $0.appendHeader(element.tag, element.valueRepresentation, length: ElementEncoder.undefinedLength) }
        for fragment in element.fragments {
            guard fragment.count <= ElementEncoder.maximumLength else { throw ElementEncoder.tooLong(element.tag, fragment.count) }
            try put { $0.appendItemHeader(length: UInt32(fragment.count + fragment.count & 1)) }
            try copy(fragment, of: source)
            if fragment.count & 1 == 1 { try put { $0.bytes.append(0) } }
        }
        try put { $0.appendItemHeader(DataSetReader.sequenceDelimiter, length: 0) }
    }

    private func wantsUndefined(_ wasUndefined: Bool) -> Bool {
        switch options.sequenceLengths {
        case .asRead: wasUndefined
        case .defined: false
        case .undefined: true
        }
    }
}

extension DataSetError {
    /// The same error one level up.
    fileprivate func within(_ tag: DataElement.Tag, item: Int? = nil) -> DataSetError {
        var error = self
        if let item {
            error.path.steps.insert(TagPath.Step(tag, item: item), at: 0)
        } else if error.path.steps.first?.tag != tag {
            error.path.steps.insert(TagPath.Step(tag), at: 0)
        }
        return error
    }
}
