/// Text in code elements, with escape sequences where there are any (PS3.5 6.1.2.5).
extension TextDecoder {
    /// What the bytes are read by at one place.
    private struct Designations {
        var g0: CodeElement
        var g1: CodeElement?
    }

    mutating func decodeCodeElements(_ bytes: Span<UInt8>, of characterSet: SpecificCharacterSet) {
        let initial = Designations(g0: characterSet.first.g0, g1: characterSet.first.g1)
        var declared = CodeElements(.isoIR6)
        for term in characterSet.allTerms { declared.formUnion(term.elements) }
        let allowsEscapes = characterSet.allowsCodeExtension
        var active = initial
        var upperHalf = initial.g1?.upperHalf ?? []
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
                    upperHalf = recent.upperHalf
                }
                position += decodeUpper(bytes, position, active.g1, upperHalf)
            } else if byte == 0x1B {
                guard let (element, length) = CodeElement.designated(by: bytes, after: position) else {
                    report(.unknownEscape, at: position)
                    append(0xFFFD)
                    position += 1
                    continue
                }
                if !allowsEscapes || !declared.contains(element) { report(.undeclaredEscape, at: position) }
                if element.isG0 {
                    active.g0 = element
                } else {
                    active.g1 = element
                    upperHalf = element.upperHalf
                    recent = element
                }
                position += 1 + length
            } else if active.g0.isDoubleByte, byte > 0x20, byte < 0x7F {
                if position >= run.end { run = KanjiRun(bytes, from: position, active.g0, self) }
                if run.delimiters.contains(position) {
                    // The sender goes on as if the delimiter were not there, and so do we.
                    report(.openEscape, at: position)
                    append(ascii: byte)
                    position += 1
                } else {
                    position += decodePair(bytes, position, active.g0)
                }
            } else {
                if byte < 0x20 || isDelimiter(byte) {
                    if active.g0.isDoubleByte { report(.openEscape, at: position) }
                    if active.g1 != initial.g1 { upperHalf = initial.g1?.upperHalf ?? [] }
                    active = initial
                }
                // The yen sign and the overline of JIS X 0201 are read as the backslash and the tilde of ASCII: what divides values must look
                // like it, and pure ASCII reads alike in every set. Python's and Windows' Shift_JIS do the same.
                append(ascii: byte)
                position += 1
            }
        }
        if active.g0.isDoubleByte { report(.openEscape, at: count) }
    }

    /// A character of two bytes in G0, and how many bytes it took.
    private mutating func decodePair(_ bytes: Span<UInt8>, _ position: Int, _ element: CodeElement) -> Int {
        let trail = position + 1 < bytes.count ? bytes[position + 1] : 0
        guard 0x21...0x7E ~= trail else {
            appendIllFormed(at: position)
            return 1
        }
        let character = element.doubleByteCharacter(bytes[position], trail)
        if character == 0 { appendIllFormed(at: position) } else { append(character) }
        return 2
    }

    /// A character that begins with a byte from 0x80, and how many bytes it took.
    @inline(__always)
    private mutating func decodeUpper(_ bytes: Span<UInt8>, _ position: Int, _ element: CodeElement?, _ upperHalf: [UInt16]) -> Int {
        let byte = bytes[position]
        if !upperHalf.isEmpty {
            let character = upperHalf[Int(byte) - 0x80]
            if character != 0 {
                append(character)
                if character < 0xA0 { report(.upperControlCharacter, at: position) }
                return 1
            }
            return decodeGap(bytes, position, element)
        }
        guard let element else {
            report(.undeclaredCharacterSet, at: position)
            append(UInt16(byte))
            return 1
        }
        let trail = position + 1 < bytes.count ? bytes[position + 1] : 0
        let character = trail < 0xA1 || byte < 0xA1 ? 0 : element.doubleByteCharacter(byte & 0x7F, trail & 0x7F)
        if character != 0 {
            append(character)
            return 2
        }
        appendIllFormed(at: position)
        // What could begin a character of its own is left to do so.
        return trail >= 0xA1 && byte >= 0xA1 ? 2 : 1
    }

    /// A byte that a single-byte set leaves free.
    @inline(never)
    private mutating func decodeGap(_ bytes: Span<UInt8>, _ position: Int, _ element: CodeElement?) -> Int {
        if element == .isoIR13 {
            let character = Self.shiftJISCharacter(bytes, position)
            if character != 0 {
                report(.largerCharacterSet, at: position)
                append(character)
                return 2
            }
        }
        appendIllFormed(at: position)
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

    init(_ bytes: Span<UInt8>, from start: Int, _ element: CodeElement, _ decoder: TextDecoder) {
        end = start
        var hasDelimiter = false
        while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F {
            hasDelimiter = hasDelimiter || decoder.isDelimiter(bytes[end])
            end += 1
        }
        guard hasDelimiter else { return }
        var pair = start
        while pair + 1 < end, element.doubleByteCharacter(bytes[pair], bytes[pair + 1]) != 0 { pair += 2 }
        guard pair < end else { return }

        // From the end: how many bytes must be single from here, and whether this one is.
        let impossible = UInt32.max / 2
        var singles = [UInt32](repeating: impossible, count: end - start + 1)
        singles[end - start] = 0
        for place in stride(from: end - 1, through: start, by: -1) {
            if decoder.isDelimiter(bytes[place]) { singles[place - start] = singles[place - start + 1] + 1 }
            if place + 1 < end, element.doubleByteCharacter(bytes[place], bytes[place + 1]) != 0 {
                singles[place - start] = min(singles[place - start], singles[place - start + 2])
            }
        }
        guard singles[0] < impossible else { return }
        var place = start
        while place < end {
            if decoder.isDelimiter(bytes[place]), singles[place - start] == singles[place - start + 1] + 1 {
                delimiters.insert(place)
                place += 1
            } else {
                place += 2
            }
        }
    }
}
