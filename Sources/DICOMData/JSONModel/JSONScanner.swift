internal import DICOMBytes

/// The tokens of a JSON text (RFC 8259), read one after the other. No tree is made: whoever asks knows what must come.
///
/// Errors carry the place in the text; the reader of the model adds the path.
struct JSONScanner {
    let text: [UInt8]
    private(set) var position = 0

    /// - Throws: where the text is not UTF-8 (RFC 8259, section 8.1). A byte order mark is passed over, as the same section allows.
    init(_ text: [UInt8]) throws(DataSetError) {
        self.text = text
        if let offset = ByteSource(text).withSpan({ $0.firstIllFormedUTF8() }) {
            throw Self.malformed(at: offset, "The text is not UTF-8.", remedy: "Convert it to UTF-8 (RFC 8259, section 8.1).")
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// What a value is, told by its first character.
    enum Kind {
        case object, array, string, number, literal
    }

    @inline(never)
    static func malformed(
        at offset: Int, _ problem: String, remedy: String = "Have the text written anew by a tool that keeps to RFC 8259."
    ) -> DataSetError {
        DataSetError(code: .malformedText, offset: offset, problem: problem, remedy: remedy)
    }

    private func unexpected(_ wanted: String) -> DataSetError {
        Self.malformed(
            at: position, position < text.count ? "\(wanted) must stand here." : "The JSON text ends where \(wanted) must stand.")
    }
}

// MARK: - Structure

extension JSONScanner {
    /// The next byte that is not white space, which stays; nil at the end.
    mutating func peek() -> UInt8? {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// The kind of the value that begins here.
    mutating func kind() throws(DataSetError) -> Kind {
        switch peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"): return .number
        case let byte? where byte.isDigit: return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
        default: throw unexpected("a value")
        }
    }

    mutating func expect(_ character: Unicode.Scalar) throws(DataSetError) {
        guard take(character) else { throw unexpected("\(character)") }
    }

    /// Passes over this character if it is the next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Whether another element or member follows: `isFirst` right behind the opening bracket.
    mutating func hasNext(before closing: Unicode.Scalar, isFirst: Bool) throws(DataSetError) -> Bool {
        if take(closing) { return false }
        guard !isFirst else { return true }
        guard take(",") else { throw unexpected("a comma or \(closing)") }
        guard peek() != UInt8(ascii: closing) else { throw unexpected("what the comma promises") }
        return true
    }

    mutating func expectEnd() throws(DataSetError) {
        guard peek() == nil else {
            throw Self.malformed(at: position, "More text follows behind the end of the JSON value.", remedy: "Cut it off.")
        }
    }

    /// Goes back to where a value begins that was looked at before.
    mutating func move(to position: Int) { self.position = position }
}

// MARK: - Values

extension JSONScanner {
    /// A string: where it stands between its quotes, and whether it has escapes.
    struct Text {
        var range: Range<Int>
        var hasEscapes: Bool
    }

    mutating func string() throws(DataSetError) -> Text {
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a string") }
        let start = position + 1
        var hasEscapes = false
        var index = start
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") {
                position = index + 1
                return Text(range: start..<index, hasEscapes: hasEscapes)
            }
            guard byte >= 0x20 else {
                throw Self.malformed(at: index, "A control character stands in a string, not escaped.")
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index += 1
            }
            index += 1
        }
        throw Self.malformed(at: start - 1, "The string does not end.", remedy: "The text is cut short; fetch it again.")
    }

    /// The characters of a string, escapes resolved, behind what is in `target`.
    func append(_ string: Text, to target: inout [UInt8]) throws(DataSetError) {
        guard string.hasEscapes else {
            target.append(contentsOf: text[string.range])
            return
        }
        var index = string.range.lowerBound
        while index < string.range.upperBound {
            let byte = text[index]
            guard byte == UInt8(ascii: "\\") else {
                target.append(byte)
                index += 1
                continue
            }
            // The quote that ends the string is not escaped, so a byte follows.
            let letter = text[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): target.append(letter)
            case UInt8(ascii: "b"): target.append(0x08)
            case UInt8(ascii: "f"): target.append(0x0C)
            case UInt8(ascii: "n"): target.append(0x0A)
            case UInt8(ascii: "r"): target.append(0x0D)
            case UInt8(ascii: "t"): target.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = try scalar(at: &index, end: string.range.upperBound)
                target.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: throw Self.malformed(at: index - 2, "A backslash is followed by a letter that makes no escape.")
            }
        }
    }

    func bytes(_ string: Text) throws(DataSetError) -> [UInt8] {
        var bytes: [UInt8] = []
        try append(string, to: &bytes)
        return bytes
    }

    /// The scalar of the four digits behind `\u`, and of a second escape where the first is one half of a surrogate pair.
    private func scalar(at index: inout Int, end: Int) throws(DataSetError) -> Unicode.Scalar {
        let start = index - 2
        let first = try hexadecimal(at: &index, end: end)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, end - index >= 6, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
            throw Self.malformed(at: start, "An escape is one half of a surrogate pair without the other.")
        }
        index += 2
        let second = try hexadecimal(at: &index, end: end)
        guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
            throw Self.malformed(at: start, "An escape is one half of a surrogate pair without the other.")
        }
        return scalar
    }

    private func hexadecimal(at index: inout Int, end: Int) throws(DataSetError) -> UInt32 {
        var number: UInt32 = 0
        for place in index..<index + 4 {
            guard place < end, let digit = text[place].hexadecimalDigit else {
                throw Self.malformed(at: index - 2, "An escape \\u has no four hexadecimal digits.")
            }
            number = number << 4 | UInt32(digit)
        }
        index += 4
        return number
    }

    /// Where a number stands, in the grammar of RFC 8259, section 6. Its text is kept as it is.
    mutating func number() throws(DataSetError) -> Range<Int> {
        guard let first = peek(), first == UInt8(ascii: "-") || first.isDigit else { throw unexpected("a number") }
        let start = position
        var index = start
        func digits() -> Int {
            var end = index
            while end < text.count, text[end].isDigit { end += 1 }
            return end - index
        }
        func isNext(_ letters: [UInt8]) -> Bool { index < text.count && letters.contains(text[index]) }

        if isNext([UInt8(ascii: "-")]) { index += 1 }
        let whole = digits()
        guard whole == 1 || whole > 1 && text[index] != 0x30 else {
            throw Self.malformed(at: start, "A number has no digits, or a zero in front of them.")
        }
        index += whole
        if isNext([UInt8(ascii: ".")]) {
            index += 1
            let fraction = digits()
            guard fraction > 0 else { throw Self.malformed(at: start, "A number has no digits behind its point.") }
            index += fraction
        }
        if isNext([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
            index += 1
            if isNext([UInt8(ascii: "+"), UInt8(ascii: "-")]) { index += 1 }
            let exponent = digits()
            guard exponent > 0 else { throw Self.malformed(at: start, "A number has no digits in its exponent.") }
            index += exponent
        }
        position = index
        return start..<index
    }

    /// Passes over `null` if it is next.
    mutating func takeNull() throws(DataSetError) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        try literal()
        return true
    }

    /// Passes over `true`, `false` or `null`.
    private mutating func literal() throws(DataSetError) {
        for word in ["true", "false", "null"] where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return
        }
        throw unexpected("a value")
    }

    /// Passes over one value of any kind, checking its grammar.
    mutating func skipValue(depth: Int) throws(DataSetError) {
        /// The closing bracket of each object and array that is open.
        var open: [Unicode.Scalar] = []
        var isFirst = true
        repeat {
            if let closing = open.last {
                guard try hasNext(before: closing, isFirst: isFirst) else {
                    open.removeLast()
                    isFirst = false
                    continue
                }
                isFirst = false
                if closing == "}" {
                    _ = try bytes(string())
                    try expect(":")
                }
            }
            switch try kind() {
            case .string: _ = try bytes(string())
            case .number: _ = try number()
            case .literal: try literal()
            case .object, .array:
                guard open.count < depth else {
                    throw DataSetError(
                        code: .limitExceeded, offset: position, problem: "JSON values are nested deeper than \(depth).",
                        remedy: "Raise ReadingLimits.depth if the source is trusted.")
                }
                open.append(take("{") ? "}" : "]")
                if open.last == "]" { try expect("[") }
                isFirst = true
            }
        } while !open.isEmpty
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// 0 to 15; nil for any other character.
    var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}
