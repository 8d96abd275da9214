internal import DICOMBytes

/// The markup of an XML 1.0 text, read one piece after the other: elements, attributes, character data, references, CDATA sections,
/// comments and processing instructions.
///
/// No document type declaration is read, so there are no entities but the five that XML knows: nothing can be fetched, and nothing grows.
/// Errors carry the place in the text; the reader of the model adds the path.
struct XMLScanner {
    let text: [UInt8]
    private(set) var position = 0
    /// Whether references to control characters are taken, which XML 1.0 forbids and DCMTK writes.
    let takesControlCharacters: Bool
    /// Where the first of them stands.
    private(set) var firstControlCharacter: Int?
    /// Of the tag that was read last.
    private(set) var attributes: [Attribute] = []

    struct Attribute {
        var name: Range<Int>
        /// Between the quotes.
        var value: Range<Int>
    }

    /// What ends a run of character data.
    enum Markup {
        /// `<name …>`, or `<name …/>`, which no end tag follows.
        case start(name: Range<Int>, isEmpty: Bool)
        case end(name: Range<Int>)
        case endOfText
    }

    /// More attributes than this on one tag are refused.
    private static let maximumAttributes = 32

    /// - Throws: where the text is not UTF-8, or its declaration names another version or encoding.
    init(_ text: [UInt8], takesControlCharacters: Bool) throws(DataSetError) {
        self.text = text
        self.takesControlCharacters = takesControlCharacters
        let start = Array(text.prefix(2))
        if start == [0xFE, 0xFF] || start == [0xFF, 0xFE] || start.contains(0) {
            throw Self.malformed(at: 0, "The text is in UTF-16 or UTF-32.", remedy: "Convert it to UTF-8.")
        }
        if let offset = ByteSource(text).withSpan({ $0.firstIllFormedUTF8() }) {
            throw Self.malformed(at: offset, "The text is not UTF-8.", remedy: "Convert it to UTF-8, and correct its XML declaration.")
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if starts(with: "<?xml"), position + 5 < text.count, text[position + 5].isXMLSpace { try readDeclaration() }
    }

    @inline(never)
    static func malformed(
        at offset: Int, _ problem: String, remedy: String = "Have the text written anew by a tool that keeps to XML 1.0."
    ) -> DataSetError {
        DataSetError(code: .malformedText, offset: offset, problem: problem, remedy: remedy)
    }

    func isEqual(_ range: Range<Int>, _ word: String) -> Bool { text[range].elementsEqual(word.utf8) }

    private func starts(with word: String) -> Bool { text[position...].starts(with: word.utf8) }
}

// MARK: - Markup

extension XMLScanner {
    /// Reads up to the next tag and behind it; the characters on the way go behind what is in `characters`.
    mutating func next(_ characters: inout [UInt8]) throws(DataSetError) -> Markup {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "<"):
                if starts(with: "</") { return try readEndTag() }
                if starts(with: "<!--") {
                    try skipComment()
                } else if starts(with: "<![CDATA[") {
                    try readCharacterDataSection(&characters)
                } else if starts(with: "<!") {
                    throw Self.malformed(
                        at: position, "The text has a document type declaration, which is refused.",
                        remedy: "Remove DOCTYPE; the Native DICOM Model needs none, and its entities could ask for other files or grow.")
                } else if starts(with: "<?") {
                    try skipInstruction()
                } else {
                    return try readStartTag()
                }
            case UInt8(ascii: "&"): try readReference(&characters)
            default: try readCharacters(&characters)
            }
        }
        return .endOfText
    }

    private mutating func readStartTag() throws(DataSetError) -> Markup {
        position += 1
        let name = try readName()
        attributes.removeAll(keepingCapacity: true)
        while true {
            let hadSpace = skipSpace()
            guard position < text.count else { throw Self.malformed(at: position, "The text ends within a tag.") }
            if starts(with: "/>") {
                position += 2
                return .start(name: name, isEmpty: true)
            }
            if text[position] == UInt8(ascii: ">") {
                position += 1
                return .start(name: name, isEmpty: false)
            }
            guard hadSpace else { throw Self.malformed(at: position, "A character stands in a tag that does not belong there.") }
            guard attributes.count < Self.maximumAttributes else {
                throw DataSetError(
                    code: .limitExceeded, offset: position, problem: "A tag has more than \(Self.maximumAttributes) attributes.",
                    remedy: "The text is not of the Native DICOM Model.")
            }
            let attribute = try readAttribute()
            for other in attributes where text[other.name] == text[attribute.name] {
                throw Self.malformed(at: attribute.name.lowerBound, "An attribute comes twice in one tag.")
            }
            attributes.append(attribute)
        }
    }

    private mutating func readAttribute() throws(DataSetError) -> Attribute {
        let name = try readName()
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: "=") else {
            throw Self.malformed(at: position, "An attribute has no value.")
        }
        position += 1
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: "\"") || text[position] == UInt8(ascii: "'") else {
            throw Self.malformed(at: position, "The value of an attribute stands in no quotes.")
        }
        let quote = text[position]
        let start = position + 1
        position = start
        while position < text.count, text[position] != quote {
            try checkCharacter(at: position)
            guard text[position] != UInt8(ascii: "<") else { throw Self.malformed(at: position, "The value of an attribute holds a <.") }
            position += 1
        }
        guard position < text.count else { throw Self.malformed(at: start - 1, "The value of an attribute does not end.") }
        position += 1
        return Attribute(name: name, value: start..<position - 1)
    }

    private mutating func readEndTag() throws(DataSetError) -> Markup {
        position += 2
        let name = try readName()
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: ">") else { throw Self.malformed(at: position, "A tag does not end.") }
        position += 1
        return .end(name: name)
    }

    private mutating func readName() throws(DataSetError) -> Range<Int> {
        let start = position
        while position < text.count, text[position].isXMLName { position += 1 }
        guard position > start, !text[start].isDigit, text[start] != UInt8(ascii: "-"), text[start] != UInt8(ascii: ".") else {
            throw Self.malformed(at: start, "A name must stand here.")
        }
        return start..<position
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < text.count, text[position].isXMLSpace { position += 1 }
        return position > start
    }

    private mutating func skipComment() throws(DataSetError) {
        let start = position
        position += 4
        while position < text.count {
            try checkCharacter(at: position)
            if starts(with: "--") {
                guard starts(with: "-->") else { throw Self.malformed(at: position, "Two hyphens stand within a comment.") }
                position += 3
                return
            }
            position += 1
        }
        throw Self.malformed(at: start, "A comment does not end.")
    }

    private mutating func skipInstruction() throws(DataSetError) {
        let start = position
        position += 2
        let target = try readName()
        if text[target].elementsEqual("xml".utf8, by: { $0 | 0x20 == $1 }) {
            throw Self.malformed(at: start, "An XML declaration stands elsewhere than at the start.")
        }
        while position < text.count {
            try checkCharacter(at: position)
            if starts(with: "?>") {
                position += 2
                return
            }
            position += 1
        }
        throw Self.malformed(at: start, "A processing instruction does not end.")
    }

    /// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`. Other attributes are passed over: PS3.18 F.2.1.1 puts xml:space there.
    private mutating func readDeclaration() throws(DataSetError) {
        let start = position
        position += 5
        while skipSpace(), !starts(with: "?>") {
            let attribute = try readAttribute()
            let value = String(decoding: text[attribute.value], as: UTF8.self)
            if isEqual(attribute.name, "version"), value != "1.0" {
                throw Self.malformed(at: attribute.value.lowerBound, "The XML declaration names a version other than 1.0.")
            }
            if isEqual(attribute.name, "encoding"), !["UTF-8", "US-ASCII", "ASCII"].contains(value.uppercased()) {
                throw Self.malformed(
                    at: attribute.value.lowerBound, "The XML declaration names an encoding other than UTF-8.",
                    remedy: "Convert the text to UTF-8, and correct its XML declaration.")
            }
        }
        guard starts(with: "?>") else { throw Self.malformed(at: start, "The XML declaration does not end.") }
        position += 2
    }
}

// MARK: - Characters

extension XMLScanner {
    /// The value of an attribute, references resolved.
    mutating func value(_ attribute: Attribute) throws(DataSetError) -> [UInt8] {
        var value: [UInt8] = []
        let end = position
        defer { position = end }
        position = attribute.value.lowerBound
        while position < attribute.value.upperBound {
            let byte = text[position]
            if byte == UInt8(ascii: "&") {
                try readReference(&value)
                continue
            }
            // XML 1.0, 3.3.3
            value.append(byte.isXMLSpace ? 0x20 : byte)
            position += 1
        }
        return value
    }

    /// Plain characters, up to the next `<` or `&`.
    private mutating func readCharacters(_ characters: inout [UInt8]) throws(DataSetError) {
        var start = position
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") { break }
            if byte == UInt8(ascii: ">"), position >= 2, text[position - 1] == UInt8(ascii: "]"), text[position - 2] == UInt8(ascii: "]") {
                throw Self.malformed(at: position - 2, "]]> stands outside of a CDATA section.")
            }
            try checkCharacter(at: position)
            if byte == 0x0D { appendLine(from: &start, to: &characters) }
            position += 1
        }
        characters.append(contentsOf: text[start..<position])
    }

    /// `<![CDATA[…]]>`
    private mutating func readCharacterDataSection(_ characters: inout [UInt8]) throws(DataSetError) {
        let opening = position
        position += 9
        var start = position
        while position < text.count {
            if text[position] == UInt8(ascii: "]"), starts(with: "]]>") {
                characters.append(contentsOf: text[start..<position])
                position += 3
                return
            }
            try checkCharacter(at: position)
            if text[position] == 0x0D { appendLine(from: &start, to: &characters) }
            position += 1
        }
        throw Self.malformed(at: opening, "A CDATA section does not end.")
    }

    /// At a carriage return: what stands before it, and a line feed if none follows (XML 1.0, 2.11).
    private func appendLine(from start: inout Int, to characters: inout [UInt8]) {
        characters.append(contentsOf: text[start..<position])
        start = position + 1
        if start == text.count || text[start] != 0x0A { characters.append(0x0A) }
    }

    /// XML 1.0, 2.2: no control characters but tab, line feed and carriage return, and neither U+FFFE nor U+FFFF.
    @inline(__always)
    private func checkCharacter(at index: Int) throws(DataSetError) {
        let byte = text[index]
        guard byte < 0x20 || byte == 0xEF else { return }
        if byte.isXMLSpace { return }
        if byte == 0xEF, text[index + 1] != 0xBF || text[index + 2] < 0xBE { return }
        throw Self.malformed(at: index, "A character stands here that XML 1.0 does not have.")
    }

    /// `&amp;` and the like, `&#13;`, `&#xD;`
    private mutating func readReference(_ characters: inout [UInt8]) throws(DataSetError) {
        let start = position
        let limit = min(text.count, start + 12)
        guard let end = text[start..<limit].firstIndex(of: UInt8(ascii: ";")) else {
            throw Self.malformed(at: start, "An ampersand begins no reference.", remedy: "An ampersand itself is written &amp;.")
        }
        position = end + 1
        let name = start + 1..<end
        if !name.isEmpty, text[name.lowerBound] == UInt8(ascii: "#") {
            let scalar = try readCharacterReference(name.dropFirst(), at: start)
            characters.append(contentsOf: Array(String(Character(scalar)).utf8))
            return
        }
        let entities: [(String, Unicode.Scalar)] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")]
        for (entity, character) in entities where isEqual(name, entity) {
            characters.append(UInt8(ascii: character))
            return
        }
        throw Self.malformed(at: start, "A reference names an entity that XML does not know.")
    }

    private mutating func readCharacterReference(_ digits: Range<Int>, at start: Int) throws(DataSetError) -> Unicode.Scalar {
        let isHexadecimal = !digits.isEmpty && text[digits.lowerBound] == UInt8(ascii: "x")
        let digits = isHexadecimal ? digits.dropFirst() : digits
        var number: UInt32 = 0
        for index in digits {
            guard let digit = text[index].hexadecimalDigit, isHexadecimal || digit < 10 else {
                throw Self.malformed(at: start, "A character reference is no number.")
            }
            // At most nine digits fit between the ampersand and the semicolon; none that is too large gets by.
            number = min(number * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
        }
        guard !digits.isEmpty, number > 0, let scalar = Unicode.Scalar(number), number & 0xFFFE != 0xFFFE || number > 0xFFFF else {
            throw Self.malformed(at: start, "A character reference names no character of XML 1.0.")
        }
        if number < 0x20, number != 9, number != 10, number != 13 {
            guard takesControlCharacters else {
                throw Self.malformed(at: start, "A character reference names a control character, which XML 1.0 does not have.")
            }
            firstControlCharacter = firstControlCharacter ?? start
        }
        return scalar
    }
}

extension UInt8 {
    var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    fileprivate var isXMLName: Bool {
        switch self {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...: true
        default: false
        }
    }
}
