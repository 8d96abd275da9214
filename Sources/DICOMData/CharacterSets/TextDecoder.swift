/// Turns the bytes of one element into Unicode, value by value. The bytes are handed to each step, since they are only lent.
struct TextDecoder {
    /// Where in the text values end that another follows.
    private var ends: [Int] = []
    private let trimsLeadingSpaces: Bool
    let isMultiple: Bool
    let isPersonName: Bool
    private var departures: TextDepartures = []
    private var firstDeparture: Int?

    init(_ rules: ValueRepresentation.TextRules, isPersonName: Bool) {
        isMultiple = rules.isMultiple
        trimsLeadingSpaces = rules.trimsLeadingSpaces
        self.isPersonName = isPersonName
    }

    /// What `decode` writes of the bytes, which is three bytes for each of them at most, as values.
    mutating func decoded(
        _ bytes: Span<UInt8>, by decode: (inout TextDecoder, Span<UInt8>, inout OutputSpan<UInt8>) -> Void
    ) -> DecodedText {
        let text = [UInt8](capacity: 3 * bytes.count) { decode(&self, bytes, &$0) }
        var values: [String] = []
        values.reserveCapacity(ends.count + 1)
        var start = 0
        for end in ends {
            values.append(value(text[start..<end]))
            start = end
        }
        values.append(value(text[start...]))
        return DecodedText(values, departures: departures, firstDeparture: firstDeparture)
    }

    private func value(_ text: ArraySlice<UInt8>) -> String {
        var low = text.startIndex
        var high = text.endIndex
        while high > low, text[high - 1] == 0x20 || text[high - 1] == 0 { high -= 1 }
        while trimsLeadingSpaces, low < high, text[low] == 0x20 { low += 1 }
        return String(decoding: text[low..<high], as: UTF8.self)
    }
}

// MARK: - Writing

extension TextDecoder {
    @inline(__always)
    func isDelimiter(_ byte: UInt8) -> Bool { Self.isDelimiter(byte, isMultiple, isPersonName) }

    /// Whether a byte ends a value or a part of a name.
    @inline(__always)
    static func isDelimiter(_ byte: UInt8, _ isMultiple: Bool, _ isPersonName: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"): isMultiple
        case UInt8(ascii: "^"), UInt8(ascii: "="): isPersonName
        default: false
        }
    }

    /// An ASCII character; a backslash between values begins the next.
    @inline(__always)
    mutating func append(ascii byte: UInt8, to text: inout OutputSpan<UInt8>) {
        if byte == UInt8(ascii: "\\"), isMultiple { ends.append(text.count) } else { text.append(byte) }
    }

    /// A character of the basic plane that is no surrogate.
    @inline(__always)
    func append(_ character: UInt16, to text: inout OutputSpan<UInt8>) {
        if character < 0x80 {
            text.append(UInt8(truncatingIfNeeded: character))
        } else if character < 0x800 {
            text.append(UInt8(truncatingIfNeeded: 0xC0 | character >> 6))
            text.append(UInt8(truncatingIfNeeded: 0x80 | character & 0x3F))
        } else {
            text.append(UInt8(truncatingIfNeeded: 0xE0 | character >> 12))
            text.append(UInt8(truncatingIfNeeded: 0x80 | character >> 6 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | character & 0x3F))
        }
    }

    func append(_ scalar: Unicode.Scalar, to text: inout OutputSpan<UInt8>) {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { text.append(byte) }
    }

    mutating func appendIllFormed(at position: Int, to text: inout OutputSpan<UInt8>) {
        report(.illFormed, at: position)
        append(0xFFFD, to: &text)
    }

    @inline(never)
    mutating func report(_ departure: TextDepartures, at position: Int) {
        departures.formUnion(departure)
        if firstDeparture == nil { firstDeparture = position }
    }
}

// MARK: - Sets without escape sequences

extension TextDecoder {
    /// ASCII and a set for the bytes from 0x80; no departures are told.
    mutating func decodeSingleBytes(_ bytes: Span<UInt8>, _ upperHalf: [UInt16], to text: inout OutputSpan<UInt8>) {
        for position in bytes.indices {
            let byte = bytes[position]
            if byte < 0x80 { append(ascii: byte, to: &text) } else { append(upperHalf[Int(byte) - 0x80], to: &text) }
        }
    }

    /// GB 18030, of which GBK is a part.
    mutating func decodeGB18030(_ bytes: Span<UInt8>, isGBK: Bool, to text: inout OutputSpan<UInt8>) {
        let table = CharacterTable.gb18030
        let count = bytes.count
        var position = 0
        while position < count {
            let lead = bytes[position]
            if lead < 0x80 {
                append(ascii: lead, to: &text)
                position += 1
                continue
            }
            let trail = position + 1 < count ? bytes[position + 1] : 0
            let character = table.gb18030Character(lead, trail)
            if character != 0 {
                append(character, to: &text)
                if isGBK, !CharacterTable.isGBK(character, lead, trail) { report(.largerCharacterSet, at: position) }
                position += 2
            } else if let scalar = Self.fourByteScalar(bytes, position) {
                append(scalar, to: &text)
                if isGBK { report(.largerCharacterSet, at: position) }
                position += 4
            } else {
                appendIllFormed(at: position, to: &text)
                position += 1
            }
        }
    }

    private static func fourByteScalar(_ bytes: Span<UInt8>, _ position: Int) -> Unicode.Scalar? {
        guard bytes.count - position >= 4, 0x81...0xFE ~= bytes[position], 0x30...0x39 ~= bytes[position + 1],
            0x81...0xFE ~= bytes[position + 2], 0x30...0x39 ~= bytes[position + 3]
        else { return nil }
        return CharacterTable.gb18030Scalar(bytes[position], bytes[position + 1], bytes[position + 2], bytes[position + 3])
    }

    /// JIS X 0201, and JIS X 0208 in the places that it leaves free.
    mutating func decodeShiftJIS(_ bytes: Span<UInt8>, to text: inout OutputSpan<UInt8>) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            let katakana = lead < 0x80 ? 0 : CharacterTable.isoIR13[Int(lead) - 0x80]
            if lead < 0x80 {
                append(ascii: lead, to: &text)
            } else if katakana != 0 {
                append(katakana, to: &text)
            } else {
                let character = Self.shiftJISCharacter(bytes, position)
                if character == 0 {
                    appendIllFormed(at: position, to: &text)
                } else {
                    append(character, to: &text)
                    position += 1
                }
            }
            position += 1
        }
    }

    /// The character of JIS X 0208 in two bytes of Shift_JIS; 0 where there is none.
    static func shiftJISCharacter(_ bytes: Span<UInt8>, _ position: Int) -> UInt16 {
        guard position + 1 < bytes.count else { return 0 }
        let lead = Int(bytes[position])
        let trail = Int(bytes[position + 1])
        guard 0x81...0x9F ~= lead || 0xE0...0xEF ~= lead, 0x40...0xFC ~= trail, trail != 0x7F else { return 0 }
        // Two rows of 94 share a lead: 188 trails without 0x7F.
        let row = (lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 188 + trail - (trail < 0x7F ? 0x40 : 0x41)
        return CharacterTable.jisX0208.characters[row]
    }
}
