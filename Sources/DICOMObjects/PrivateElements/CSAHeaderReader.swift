internal import DICOMData

/// Finds the elements in the bytes of a CSA header. Every number is checked against the bytes that are there before it is believed, and an
/// element or value costs no more memory than a few times the bytes that it takes.
///
/// CSA2 begins with `SV10` and four bytes; then, and in CSA1 from the start: the number of elements and the number 77. An element: a name in 64
/// bytes that a NUL ends, value multiplicity, representation in four bytes, syngo type, number of values, 77 or 205. A value: four numbers, one
/// of which tells its length, and its bytes up to a multiple of four. Numbers have 32 bits.
struct CSAHeaderReader {
    /// What a header holds.
    struct Content {
        var format: CSAHeader.Format
        var entries: [Entry] = []
        /// Those of all elements, one after the other.
        var values: [Range<Int>] = []
        var departure: ObjectError?
    }

    /// An element.
    struct Entry {
        var name: String
        var valueMultiplicity: Int
        var representation: String
        var syngoType: Int
        /// Its part of the content's values.
        var values: Range<Int>
    }

    /// Headers of about 100 elements are known; without a mark of the format, a number beyond this is a sign of another one.
    private static let maximumCount = 1000
    private static let elementSize = 84
    private static let valueHeaderSize = 16

    private let tag: DataElement.Tag
    private var position: Int
    private var content: Content
    /// Number of values of the first element: CSA1 adds it to every length.
    private var surplus: Int?

    /// - Throws: ``ObjectError`` where the bytes are no header at all; damage further on is in the content.
    static func read(_ bytes: Span<UInt8>, of tag: DataElement.Tag) throws(ObjectError) -> Content {
        let isCSA2 = bytes.count >= 4 && bytes.word(at: 0) == 0x3031_5653  // "SV10"
        let start = isCSA2 ? 8 : 0
        guard bytes.count >= start + 8, bytes.word(at: start + 4) == 77, case let count = Int(bytes.word(at: start)),
            (1...maximumCount).contains(count)
        else { throw invalid(tag, "Its bytes are neither of the format CSA1 nor of CSA2.") }
        var reader = CSAHeaderReader(tag: tag, position: start + 8, content: Content(format: isCSA2 ? .csa2 : .csa1))
        for _ in 0..<count where reader.content.departure == nil { reader.readElement(bytes) }
        return reader.content
    }

    private init(tag: DataElement.Tag, position: Int, content: Content) {
        self.tag = tag
        self.position = position
        self.content = content
    }

    private mutating func readElement(_ bytes: Span<UInt8>) {
        guard bytes.count - position >= Self.elementSize else { return depart("It is cut short: elements are missing.") }
        let multiplicity = Int(bytes.number(at: position + 64))
        let count = Int(bytes.number(at: position + 76))
        guard multiplicity >= 0, count >= 0 else { return depart("An element has a number of values below 0.") }
        var entry = Entry(
            name: bytes.text(at: position, room: 64), valueMultiplicity: multiplicity,
            representation: bytes.text(at: position + 68, room: 3),
            syngoType: Int(bytes.number(at: position + 72)), values: content.values.count..<content.values.count)
        position += Self.elementSize
        if surplus == nil { surplus = count }
        for _ in 0..<count {
            guard readValue(bytes) else { break }
        }
        entry.values = entry.values.lowerBound..<content.values.count
        content.entries.append(entry)
    }

    /// Whether there was one.
    private mutating func readValue(_ bytes: Span<UInt8>) -> Bool {
        let left = bytes.count - position - Self.valueHeaderSize
        guard left >= 0 else {
            depart("It is cut short: values are missing.")
            return false
        }
        let length =
            switch content.format {
            case .csa1: Int(bytes.number(at: position)) - (surplus ?? 0)
            case .csa2: Int(bytes.number(at: position + 4))
            }
        guard (0...left).contains(length) else {
            depart("A value of \(length) bytes does not fit in the \(left) that are left.")
            return false
        }
        position += Self.valueHeaderSize
        content.values.append(position..<position + length)
        // The last value may end before the multiple of four.
        position = min(position + (length + 3) & ~3, bytes.count)
        return true
    }

    private mutating func depart(_ problem: String) { content.departure = Self.invalid(tag, problem) }

    private static func invalid(_ tag: DataElement.Tag, _ problem: String) -> ObjectError {
        ObjectError(
            code: .invalidCSAHeader, tag: tag, problem: problem,
            remedy: "The CSA header is damaged or of another kind; take the bytes, or what DICOM's own attributes say.")
    }
}

extension Span<UInt8> {
    /// Little endian; the four bytes are there.
    fileprivate func word(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16 | UInt32(self[offset + 3]) << 24
    }

    fileprivate func number(at offset: Int) -> Int32 { Int32(bitPattern: word(at: offset)) }

    /// Latin text up to a NUL, or as much as there is room for.
    fileprivate func text(at offset: Int, room: Int) -> String {
        var text = ""
        for place in offset..<offset + room {
            if self[place] == 0 { break }
            text.unicodeScalars.append(Unicode.Scalar(self[place]))
        }
        return text
    }
}
