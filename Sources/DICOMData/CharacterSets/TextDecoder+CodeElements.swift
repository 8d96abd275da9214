/// Text in code elements, with escape sequences where there are any (PS3.5 6.1.2.5).
extension TextDecoder {
    /// What the bytes are read by at one place, with its tables at hand.
    private struct Designations {
        var g0: CodeElement { didSet { lower = g0.doubleByteTable } }
        var g1: CodeElement? { didSet { noteG1() } }
        /// Of a double-byte G0.
        private(set) var lower = CharacterTable.empty
        /// Of a single-byte G1.
        private(set) var upperHalf: [UInt16] = []
        /// Of a double-byte G1.
        private(set) var upper = CharacterTable.empty

        init(g0: CodeElement, g1: CodeElement?) {
            self.g0 = g0
            self.g1 = g1
            noteG1()
        }

        private mutating func noteG1() {
            upperHalf = g1?.upperHalf ?? []
            upper = g1?.doubleByteTable ?? .empty
        }
    }

    mutating func decodeCodeElements(_ bytes: Span<UInt8>, of characterSet: SpecificCharacterSet, to text: inout OutputSpan<UInt8>) {
        let initial = Designations(g0: characterSet.first.g0, g1: characterSet.first.g1)
        var declared = CodeElements(.isoIR6)
        for term in characterSet.allTerms { declared.formUnion(term.elements) }
        let allowsEscapes = characterSet.allowsCodeExtension
        var active = initial
        var isInitial = true
        // The element that was last brought into G1, should one be used after its end.
        var recent: CodeElement?
        var run = KanjiRun()

        let count = bytes.count
        var position = 0
        while position < count {
            let byte = bytes[position]
            if byte >= 0x80 {
                if active.g1 == nil, let recent {
                    report(.openEscape, at: position)
                    active.g1 = recent
                    isInitial = false
                }
                position += decodeUpper(bytes, position, active, to: &text)
            } else if byte == 0x1B {
                guard let (element, length) = CodeElement.designated(by: bytes, after: position) else {
                    report(.unknownEscape, at: position)
                    append(0xFFFD, to: &text)
                    position += 1
                    continue
                }
                if !allowsEscapes || !declared.contains(element) { report(.undeclaredEscape, at: position) }
                isInitial = false
                if element.isG0 {
                    active.g0 = element
                } else {
                    active.g1 = element
                    recent = element
                }
                position += 1 + length
            } else if !isInitial, active.g0.isDoubleByte, byte > 0x20, byte < 0x7F {
                if position >= run.end {
                    run = KanjiRun(bytes, from: position, active.lower, isMultiple: isMultiple, isPersonName: isPersonName)
                }
                if run.delimiters.isEmpty || !run.delimiters.contains(position) {
                    position += decodePair(bytes, position, active.lower, to: &text)
                } else {
                    // The sender goes on as if the delimiter were not there, and so do we.
                    report(.openEscape, at: position)
                    append(ascii: byte, to: &text)
                    position += 1
                }
            } else {
                if !isInitial, byte < 0x20 || isDelimiter(byte) {
                    if active.g0.isDoubleByte { report(.openEscape, at: position) }
                    active = initial
                    isInitial = true
                }
                // The yen sign and the overline of JIS X 0201 are read as the backslash and the tilde of ASCII: what divides values must look
                // like it, and pure ASCII reads alike in every set. Python's and Windows' Shift_JIS do the same.
                append(ascii: byte, to: &text)
                position += 1
            }
        }
        if active.g0.isDoubleByte { report(.openEscape, at: count) }
    }

    /// A character of two bytes in G0, and how many bytes it took.
    @inline(__always)
    private mutating func decodePair(_ bytes: Span<UInt8>, _ position: Int, _ table: CharacterTable, to text: inout OutputSpan<UInt8>)
        -> Int
    {
        let trail = position + 1 < bytes.count ? bytes[position + 1] : 0
        guard 0x21...0x7E ~= trail else {
            appendIllFormed(at: position, to: &text)
            return 1
        }
        let character = table.character(bytes[position], trail)
        if character == 0 { appendIllFormed(at: position, to: &text) } else { append(character, to: &text) }
        return 2
    }

    /// A character that begins with a byte from 0x80, and how many bytes it took.
    @inline(__always)
    private mutating func decodeUpper(
        _ bytes: Span<UInt8>, _ position: Int, _ active: borrowing Designations, to text: inout OutputSpan<UInt8>
    ) -> Int {
        let byte = bytes[position]
        if !active.upperHalf.isEmpty {
            let character = active.upperHalf[Int(byte) - 0x80]
            if character != 0 {
                append(character, to: &text)
                if character < 0xA0 { report(.upperControlCharacter, at: position) }
                return 1
            }
            return decodeGap(bytes, position, active.g1, to: &text)
        }
        guard active.g1 != nil else {
            report(.undeclaredCharacterSet, at: position)
            append(UInt16(byte), to: &text)
            return 1
        }
        let trail = position + 1 < bytes.count ? bytes[position + 1] : 0
        let character = trail < 0xA1 || byte < 0xA1 ? 0 : active.upper.character(byte & 0x7F, trail & 0x7F)
        if character != 0 {
            append(character, to: &text)
            return 2
        }
        appendIllFormed(at: position, to: &text)
        // What could begin a character of its own is left to do so.
        return trail >= 0xA1 && byte >= 0xA1 ? 2 : 1
    }

    /// A byte that a single-byte set leaves free.
    @inline(never)
    private mutating func decodeGap(_ bytes: Span<UInt8>, _ position: Int, _ element: CodeElement?, to text: inout OutputSpan<UInt8>) -> Int
    {
        if element == .isoIR13 {
            let character = Self.shiftJISCharacter(bytes, position)
            if character != 0 {
                report(.largerCharacterSet, at: position)
                append(character, to: &text)
                return 2
            }
        }
        appendIllFormed(at: position, to: &text)
        return 1
    }
}

/// Bytes of a double-byte set in G0 up to the next that can be none: where in them delimiters stand.
///
/// The standard has a set left before a delimiter. Where it was not, a delimiter is a single byte among pairs, though it could also begin a
/// pair or end one. The run is divided such that every pair is a character, with the fewest delimiters that make it so.
private struct KanjiRun {
    var end = 0
    var delimiters: Set<Int> = []

    init() {}

    init(_ bytes: Span<UInt8>, from start: Int, _ table: CharacterTable, isMultiple: Bool, isPersonName: Bool) {
        func isDelimiter(_ byte: UInt8) -> Bool { TextDecoder.isDelimiter(byte, isMultiple, isPersonName) }
        end = start
        var hasDelimiter = false
        while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F {
            hasDelimiter = hasDelimiter || isDelimiter(bytes[end])
            end += 1
        }
        guard hasDelimiter else { return }
        var pair = start
        while pair + 1 < end, table.character(bytes[pair], bytes[pair + 1]) != 0 { pair += 2 }
        guard pair < end else { return }

        // From the end: how many bytes must be single from here, and whether this one is.
        let impossible = UInt32.max / 2
        var singles = [UInt32](repeating: impossible, count: end - start + 1)
        singles[end - start] = 0
        for place in stride(from: end - 1, through: start, by: -1) {
            if isDelimiter(bytes[place]) { singles[place - start] = singles[place - start + 1] + 1 }
            if place + 1 < end, table.character(bytes[place], bytes[place + 1]) != 0 {
                singles[place - start] = min(singles[place - start], singles[place - start + 2])
            }
        }
        guard singles[0] < impossible else { return }
        var place = start
        while place < end {
            if isDelimiter(bytes[place]), singles[place - start] == singles[place - start + 1] + 1 {
                delimiters.insert(place)
                place += 1
            } else {
                place += 2
            }
        }
    }
}
