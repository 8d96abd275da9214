internal import DICOMBytes

// What is not as PS3.5 has it: refused in strict mode, got past and named otherwise.

extension DataSetReader {
    static let writeAnew = "Write the data set anew with a conforming tool."
    static let fetchAgain = "The data set is cut short or damaged; fetch it again."

    /// Refuses in strict mode; otherwise notes the repair and returns.
    ///
    /// - Parameter range: the bytes concerned; the departure's offset is where it begins, unless `offset` says otherwise.
    @inline(never)
    mutating func depart(
        _ quirk: Quirk, _ code: DataSetError.Code, tag: UInt32? = nil, in range: Range<Int>, at offset: Int? = nil, _ problem: String,
        remedy: String = writeAnew, action: String
    ) throws(DataSetError) {
        let error = makeError(code, tag: tag, at: offset ?? range.lowerBound, problem, remedy: remedy)
        guard options.mode != .strict else { throw error }
        guard repairs.count < options.limits.repairs else {
            throw makeError(
                .limitExceeded, tag: tag, at: error.offset ?? 0, "More than \(options.limits.repairs) repairs would be needed.",
                remedy: "The file is damaged throughout; fetch it again.")
        }
        repairs.append(Repair(quirk: quirk, range: range, departure: error, action: action))
    }

    @inline(never)
    func makeError(_ code: DataSetError.Code, tag: UInt32?, at offset: Int, _ problem: String, remedy: String) -> DataSetError {
        var steps = (0..<path.count).map { index in
            TagPath.Step(DataElement.Tag(path[index].tag), item: path[index].item < 0 ? nil : Int(path[index].item))
        }
        if let tag { steps.append(TagPath.Step(DataElement.Tag(tag))) }
        return DataSetError(code: code, path: TagPath(steps), offset: offset, problem: problem, remedy: remedy)
    }

    /// That a prefix tells nothing more before it has `count` bytes.
    @inline(never)
    func incomplete(_ count: Int) -> DataSetError {
        DataSetError(code: .incomplete, offset: count, problem: "The bytes end before the data set does.", remedy: "Bring more of them.")
    }

    @inline(never)
    func depthExceeded(at offset: Int) -> DataSetError {
        makeError(
            .limitExceeded, tag: nil, at: offset, "Sequences are nested deeper than \(options.limits.depth).",
            remedy: "Raise ReadingLimits.depth if the source is trusted.")
    }

    @inline(never)
    func elementsExceeded(at offset: Int) -> DataSetError {
        makeError(
            .limitExceeded, tag: nil, at: offset, "More than \(options.limits.elements) elements.",
            remedy: "Raise ReadingLimits.elements if the source is trusted.")
    }
}

// MARK: - What is cut short

extension DataSetReader {
    @inline(never)
    mutating func passOverTail(at position: inout Int, end: Int) throws(DataSetError) {
        try depart(
            .trailingBytes, .lengthOverrun, in: position..<end, "\(end - position) bytes are left, too few for an element.",
            remedy: "The data set is cut short or padded; fetch it again.", action: "They were passed over.")
        position = end
    }

    /// Bytes behind the outermost data set that begin with zeros, or are no elements in another way.
    @inline(never)
    mutating func passOverPadding(_ bytes: RawSpan, at position: inout Int) throws(DataSetError) {
        let end = bytes.byteCount
        if isPrefix { throw incomplete(.max) }
        try depart(
            .trailingBytes, .lengthOverrun, in: position..<end, "\(end - position) bytes behind the last element are none.",
            remedy: "The data set is padded or damaged; fetch it again.", action: "They were passed over.")
        position = end
    }

    @inline(never)
    mutating func cutHeader(_ tag: UInt32, at position: inout Int, end: Int) throws(DataSetError) -> Header? {
        try depart(
            .trailingBytes, .lengthOverrun, tag: tag, in: position..<end,
            "\(end - position) bytes are left, too few for the element's header.", remedy: "The data set is cut short; fetch it again.",
            action: "They were passed over.")
        position = end
        return nil
    }

    /// What is left of a value that runs past its end.
    @inline(never)
    mutating func cutValue(_ tag: UInt32, _ quirk: Quirk, length: UInt32, available: Int, at position: Int) throws(DataSetError) -> Int {
        try depart(
            quirk, .lengthOverrun, tag: tag, in: position..<position + 8,
            "The value length of \(length) bytes runs past the end of what holds it (\(available) bytes).", remedy: Self.fetchAgain,
            action: "The value was cut to \(available) bytes.")
        return available
    }

    @inline(never)
    mutating func cutFragment(_ bytes: RawSpan, length: Int, at position: Int, end: Int) throws(DataSetError) -> Int {
        if isPrefix, end == bytes.byteCount { throw incomplete(position + 8 + length) }
        return try cutValue(Self.item, .missingPixelDelimiter, length: UInt32(length), available: end - position - 8, at: position)
    }

    @inline(never)
    mutating func noteMissingItemDelimiter(at position: Int) throws(DataSetError) {
        try depart(
            .wrongDelimiter, .sequenceStructure, in: position..<position, "The item has no Item Delimitation Item.",
            remedy: "The data set is cut short; fetch it again.", action: "The item was ended where its bytes end.")
    }

    @inline(never)
    mutating func noteMissingPixelDelimiter(at position: Int) throws(DataSetError) {
        try depart(
            .missingPixelDelimiter, .sequenceStructure, in: position..<position, "The fragments have no Sequence Delimitation Item.",
            remedy: "The object is cut short; fetch it again.", action: "They were ended where the bytes end.")
    }

    /// A sequence whose bytes ended before it did, or that has bytes left.
    @inline(never)
    mutating func noteSequenceEnd(at position: inout Int, end: Int, isUndefined: Bool) throws(DataSetError) {
        if isUndefined {
            try depart(
                .wrongDelimiter, .sequenceStructure, in: position..<position, "The sequence has no Sequence Delimitation Item.",
                remedy: "The data set is cut short; fetch it again.", action: "The sequence was ended where its bytes end.")
            return
        }
        try depart(
            .trailingBytes, .lengthOverrun, in: position..<end, "\(end - position) bytes are left in the sequence, too few for an item.",
            action: "They were passed over.")
        position = end
    }
}

// MARK: - Lengths

extension DataSetReader {
    /// PS3.5 7.1.1 asks for even lengths. Who writes one that is odd writes many: a receipt that named them all would hide the rest, so
    /// only forensic reading does.
    @inline(never)
    mutating func noteOddLength(_ tag: UInt32, at position: Int) throws(DataSetError) {
        guard !hasOddLength || options.mode == .forensic else { return }
        try depart(
            .oddLength, .invalidLength, tag: tag, in: position..<position + 8, "The value length is odd.",
            action: options.mode == .forensic ? "It was taken as it is." : "Odd lengths were taken as they are; this is the first.")
        hasOddLength = true
    }

    /// Delimiters have length 0 (PS3.5 7.5.1).
    @inline(__always)
    mutating func checkDelimiter(_ bytes: RawSpan, at position: Int, _ order: ByteOrder) throws(DataSetError) {
        guard bytes.uint32(at: position + 4, order) != 0 else { return }
        try depart(
            .wrongDelimiter, .sequenceStructure, in: position..<position + 8, "A delimiter has a length other than 0.",
            action: "The length was ignored.")
    }
}

// MARK: - Order

extension DataSetReader {
    /// Puts elements that came out of order into ascending order; those with the same tag keep theirs. The last of them is found: who
    /// corrects an object by writing an element once more means the correction (pydicom, fo-dicom and dicom-rs read it so).
    @inline(never)
    mutating func sortPending(from base: Int, _ range: Range<Int>) throws(DataSetError) {
        let sorted = (base..<pending.count).map { (offset: $0, record: pending[$0]) }
            .sorted { ($0.record.tag, $0.offset) < ($1.record.tag, $1.offset) }
        let hasDuplicates = zip(sorted, sorted.dropFirst()).contains { $0.record.tag == $1.record.tag }
        try depart(
            hasDuplicates ? .duplicateElement : .elementOrder, .elementOrder, in: range, at: range.upperBound,
            "The elements before this byte are not in ascending order of tags, or a tag comes twice.",
            action: "They were sorted; of equal tags the last counts.")
        for (index, element) in sorted.enumerated() { pending[base + index] = element.record }
    }

    /// PS3.3 C.12.1.1.2: the values of Specific Character Set are Defined Terms.
    @inline(never)
    mutating func checkCharacterSet(_ bytes: RawSpan, _ range: Range<Int>) throws(DataSetError) {
        let text = bytes.utf8(in: bytes.trimmingPadding(range))
        // What most files have, without the search.
        if text == "ISO_IR 100" || text == "ISO_IR 192" || text.isEmpty { return }
        guard let wrong = SpecificCharacterSet.corrections(of: SpecificCharacterSet.terms(in: text)).first else { return }
        try depart(
            .charsetMisspelling, .unsupportedCharacterSet, tag: Self.specificCharacterSet, in: range,
            "A value of Specific Character Set is no Defined Term (PS3.3 C.12.1.1.2).",
            remedy: "Correct the value, or name what is meant as ReadingOptions.fallbackCharacterSet.",
            action: wrong.term.map { "It was read as \($0)." } ?? "Text that is not ASCII is read only with a fallback.")
    }
}
