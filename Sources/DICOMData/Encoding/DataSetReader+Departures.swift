internal import DICOMBytes

// What is not as PS3.5 has it: refused in strict mode, got past and named in lenient mode.

extension DataSetReader {
    /// Refuses in strict mode; otherwise notes the repair and returns.
    @inline(never)
    mutating func depart(
        _ code: DataSetError.Code, tag: UInt32? = nil, at offset: Int, _ problem: String, remedy: String, action: String
    ) throws(DataSetError) {
        let error = makeError(code, tag: tag, at: offset, problem, remedy: remedy)
        guard options.mode == .lenient else { throw error }
        guard repairs.count < options.limits.repairs else {
            throw makeError(
                .limitExceeded, tag: tag, at: offset, "More than \(options.limits.repairs) repairs would be needed.",
                remedy: "The file is damaged throughout; fetch it again.")
        }
        repairs.append(Repair(departure: error, action: action))
    }

    @inline(never)
    func makeError(_ code: DataSetError.Code, tag: UInt32?, at offset: Int, _ problem: String, remedy: String) -> DataSetError {
        let steps = path + (tag.map { [TagPath.Step(DataElement.Tag($0))] } ?? [])
        return DataSetError(code: code, path: TagPath(steps), offset: offset, problem: problem, remedy: remedy)
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

    @inline(never)
    mutating func cutHeader<Header>(_ tag: UInt32, at offset: Int, left: Int) throws(DataSetError) -> Header? {
        try depart(
            .lengthOverrun, tag: tag, at: offset, "\(left) bytes are left, too few for the element's header.",
            remedy: "The data set is cut short; fetch it again.", action: "They were passed over.")
        return nil
    }

    /// PS3.5 7.1.1 asks for even lengths. Who writes one that is odd writes many: a receipt that named them all would hide the rest.
    @inline(never)
    mutating func noteOddLength(_ tag: UInt32, at offset: Int) throws(DataSetError) {
        guard !hasOddLength else { return }
        try depart(
            .invalidLength, tag: tag, at: offset, "The value length is odd.", remedy: "Write the data set anew with a conforming tool.",
            action: "Odd lengths were taken as they are; this is the first.")
        hasOddLength = true
    }

    /// What is left of a value that runs past its end.
    @inline(never)
    mutating func overrunLength(
        _ tag: UInt32, length: UInt32, available: Int, at position: Int
    ) throws(DataSetError) -> UInt32 {
        try depart(
            .lengthOverrun, tag: tag, at: position,
            "The value length of \(length) bytes runs past the end of what holds it (\(available) bytes).",
            remedy: "The data set is cut short or damaged; fetch it again.", action: "The value was cut to \(available) bytes.")
        return UInt32(available)
    }

    @inline(__always)
    mutating func boundedItemLength(_ length: UInt32, available: Int, at position: Int) throws(DataSetError) -> UInt32 {
        guard Int(length) <= available else { return try overrunLength(Self.item, length: length, available: available, at: position) }
        if length & 1 != 0 { try noteOddLength(Self.item, at: position) }
        return length
    }

    /// Delimiters have length 0 (PS3.5 7.5.1).
    @inline(__always)
    mutating func checkDelimiter(_ bytes: RawSpan, at position: Int, _ order: ByteOrder) throws(DataSetError) {
        guard bytes.uint32(at: position + 4, order) != 0 else { return }
        try depart(
            .sequenceStructure, at: position, "A delimiter has a length other than 0.",
            remedy: "Write the data set anew with a conforming tool.", action: "The length was ignored.")
    }

    /// An element whose two characters are no value representation of the standard.
    @inline(never)
    mutating func readUnknownRepresentation(
        _ bytes: RawSpan, tag: UInt32, at position: Int, end: Int, _ order: ByteOrder
    ) throws(DataSetError) -> (ValueRepresentation, headerLength: Int, length: UInt32)? {
        let first = bytes.uint8(at: position + 4)
        let second = bytes.uint8(at: position + 5)
        let isLetter = { (byte: UInt8) in byte >= 0x41 && byte <= 0x5A }
        let implicitLength = bytes.uint32(at: position + 4, order)
        let isPlausiblyImplicit = implicitLength == .max || Int(implicitLength) <= end - position - 8
        if !(isLetter(first) && isLetter(second)), isPlausiblyImplicit {
            try depart(
                .encodingMismatch, tag: tag, at: position, "The element has no value representation although the encoding is explicit.",
                remedy: "Write the data set anew with a conforming tool.", action: "It was read as an implicit element.")
            return (implicitRepresentation(of: tag), 8, implicitLength)
        }
        // PS3.5 7.1.2: every representation still to come has the long header.
        guard end - position >= 12 else { return try cutHeader(tag, at: position, left: end - position) }
        try depart(
            .unknownValueRepresentation, tag: tag, at: position, "The value representation is none of the standard's.",
            remedy: "Write the data set anew with a conforming tool.", action: "It was read as UN with a 32-bit length.")
        return (.un, 12, bytes.uint32(at: position + 8, order))
    }
}
