extension TagPath {
    /// A path in words: `(5200,9230)[3].(0028,9145)[0].(0028,1052)`.
    ///
    /// A step is a tag, with or without its parentheses and comma, `52009230[3].00280052`; or a keyword,
    /// `PerFrameFunctionalGroupsSequence[3].PixelValueTransformationSequence[0].RescaleIntercept`; or a private element by its creator,
    /// `(0029,"SIEMENS CSA HEADER",10)`. Steps are divided by a point or `>`, with spaces around it or not. What ``description`` and
    /// ``keywordDescription`` print is read back as it was.
    ///
    /// - Parameter dictionary: whose keywords count beside those of the standard.
    /// - Throws: ``DataSetError`` with code `invalidTagPath`, naming the character and what it should be.
    public init(parsing text: some StringProtocol, dictionary: PrivateDictionary = PrivateDictionary()) throws(DataSetError) {
        var cursor = TextCursor(
            text, subject: "a tag path", code: .invalidTagPath, remedy: "Write it as (0040,A730)[0].(0040,A160) or with keywords.")
        var steps: [Step] = []
        while true {
            cursor.takeSpaces()
            steps.append(try Step(&cursor, dictionary))
            cursor.takeSpaces()
            if cursor.isAtEnd { break }
            guard steps[steps.count - 1].item != nil else {
                throw cursor.malformed("the path must end, or name an item as [0] before it goes on")
            }
            guard cursor.take(".") || cursor.take(">") else { throw cursor.malformed("there must be a point before the next step") }
        }
        self.init(steps)
    }
}

extension TagPath.Step {
    fileprivate init(_ cursor: inout TextCursor, _ dictionary: PrivateDictionary) throws(DataSetError) {
        if cursor.take("(") {
            self = try Self(parenthesized: &cursor)
        } else {
            let start = cursor
            let word = cursor.takeWord()
            guard !word.isEmpty else { throw start.malformed("there must be a tag or keyword") }
            // No keyword is eight hexadecimal digits.
            if word.utf8.count == 8, let number = UInt32(word, radix: 16) {
                self.init(DataElement.Tag(number))
            } else if let tag = dictionary.tag(forKeyword: word) ?? DataElementDictionary.tag(forKeyword: word) {
                self.init(tag)
            } else {
                throw start.malformed("the word is neither eight hexadecimal digits nor a keyword of the dictionary")
            }
        }
        guard cursor.take("[") else { return }
        let digits = cursor.digitsAhead
        // An element has fewer items than 2³².
        guard (1...10).contains(digits) else {
            throw cursor.malformed("the item must be a number of at most 10 digits, the first item being 0")
        }
        item = try cursor.number(digits: digits, "item")
        guard cursor.take("]") else { throw cursor.malformed("there must be ]") }
    }

    /// What follows an opening parenthesis.
    private init(parenthesized cursor: inout TextCursor) throws(DataSetError) {
        let start = cursor
        let group = UInt16(try cursor.hexadecimal(digits: 4, "group"))
        guard cursor.take(",") else { throw cursor.malformed("there must be a comma") }
        if cursor.take("\"") {
            guard group & 1 == 1 else { throw start.malformed("the group of a private element must be odd") }
            let creator = try cursor.takeQuoted()
            guard cursor.take(",") else { throw cursor.malformed("there must be a comma") }
            let element = UInt8(try cursor.hexadecimal(digits: 2, "private element"))
            self.init(DataElement.PrivateTag(creator: creator, group: group, element: element))
        } else {
            self.init(DataElement.Tag(group: group, element: UInt16(try cursor.hexadecimal(digits: 4, "element"))))
        }
        guard cursor.take(")") else { throw cursor.malformed("there must be )") }
    }
}

extension TextCursor {
    fileprivate mutating func takeSpaces() {
        while take(" ") {}
    }

    /// ASCII letters and digits.
    fileprivate mutating func takeWord() -> String {
        var word = ""
        while let byte = next, Self.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) {
            word.unicodeScalars.append(Unicode.Scalar(byte))
            _ = takeByte()
        }
        return word
    }

    fileprivate mutating func hexadecimal(digits count: Int, _ name: String) throws(DataSetError) -> Int {
        var number = 0
        let start = self
        for _ in 0..<count {
            let digit = takeByte().flatMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard let digit else { throw start.malformed("the \(name) must have \(count) hexadecimal digits") }
            number = number << 4 | digit
        }
        return number
    }

    /// What follows an opening quotation mark, up to the closing one; a backslash takes the next character as it is.
    fileprivate mutating func takeQuoted() throws(DataSetError) -> String {
        let start = self
        var bytes: [UInt8] = []
        while var byte = takeByte() {
            if byte == UInt8(ascii: "\"") {
                guard !bytes.isEmpty else { throw start.malformed("the creator must have a name") }
                return String(decoding: bytes, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                guard let next = takeByte() else { break }
                byte = next
            }
            bytes.append(byte)
        }
        throw start.malformed("the creator must end with a quotation mark")
    }
}
