extension SpecificCharacterSet {
    /// The bytes of several values, backslashes between them.
    func encode(_ values: [String], as representation: ValueRepresentation) -> [UInt8]? {
        encode(values.joined(separator: "\\"), as: representation)
    }

    /// The bytes of text in this set, without padding; nil where it has a character that the set does not.
    ///
    /// With code extensions as few escape sequences are written as the declared terms allow, and the first term is brought back where
    /// PS3.5 6.1.2.5.3 demands it: before delimiters and control characters, and at the end.
    ///
    /// - Parameter representation: what the text is to be the value of. Where backslashes divide values, those in the text do so too.
    public func encode(_ text: String, as representation: ValueRepresentation) -> [UInt8]? {
        guard let rules = representation.textRules else { return nil }
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1B }
        if isASCII { return Array(text.utf8) }
        guard rules.usesSpecificCharacterSet else { return nil }
        switch first {
        case .isoIR192: return Array(text.utf8)
        case .gb18030:
            return Self.encode(text) {
                CharacterTable.gb18030Code(of: $0)
            } or: {
                CharacterTable.gb18030Bytes(of: $0)
            }
        case .gbk:
            return Self.encode(text) {
                CharacterTable.gbkCode(of: $0)
            } or: { _ in
                nil
            }
        case .shiftJIS:
            return Self.encode(text) {
                Self.shiftJISCode(of: $0)
            } or: { _ in
                nil
            }
        case .unknown: return nil
        default:
            // ESC in text would be taken for the start of a sequence.
            guard !text.utf8.contains(0x1B) else { return nil }
            var encoder = CodeElementEncoder(self, isMultiple: rules.isMultiple, isPersonName: representation == .pn)
            return encoder.encode(Array(text.unicodeScalars))
        }
    }

    private static func encode(
        _ text: String, _ code: (UInt16) -> UInt16?, or otherwise: (Unicode.Scalar) -> [UInt8]?
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else if scalar.value < 0x10000, let found = code(UInt16(scalar.value)) {
                if found > 0xFF { bytes.append(UInt8(found >> 8)) }
                bytes.append(UInt8(found & 0xFF))
            } else if let found = otherwise(scalar) {
                bytes += found
            } else {
                return nil
            }
        }
        return bytes
    }

    private static func shiftJISCode(of character: UInt16) -> UInt16? {
        if 0xFF61...0xFF9F ~= character { return character - 0xFF61 + 0xA1 }
        return CharacterIndex.jisX0208.position(of: character).map { position in
            let lead = position / 188
            let trail = position % 188
            return UInt16((lead + (lead < 0x1F ? 0x81 : 0xC1)) << 8 | (trail + (trail < 0x3F ? 0x40 : 0x41)))
        }
    }
}

/// Writes text in code elements, with escape sequences where they are allowed (PS3.5 6.1.2.5).
private struct CodeElementEncoder {
    private let initialG0: CodeElement
    private let initialG1: CodeElement?
    /// What escape sequences may bring in, in the order of the terms.
    private var available: [CodeElement] = []
    private let isMultiple: Bool
    private let isPersonName: Bool
    private var g0: CodeElement
    private var g1: CodeElement?
    private var bytes: [UInt8] = []

    init(_ characterSet: SpecificCharacterSet, isMultiple: Bool, isPersonName: Bool) {
        self.isMultiple = isMultiple
        self.isPersonName = isPersonName
        g0 = characterSet.first.g0
        // Value 1 may not name a double-byte set: who does so means that it can come in.
        g1 = characterSet.first.g1.flatMap { $0.isDoubleByte ? nil : $0 }
        initialG0 = g0
        initialG1 = g1
        guard characterSet.allowsCodeExtension else { return }
        for term in characterSet.allTerms {
            for element in CodeElement.allCases where term.elements.contains(element) && !available.contains(element) {
                available.append(element)
            }
        }
    }

    mutating func encode(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
        bytes.reserveCapacity(scalars.count * 2 + 8)
        for position in scalars.indices {
            let scalar = scalars[position]
            if let byte = resetting(scalar) {
                reset()
                bytes.append(byte)
                continue
            }
            if code(scalar) == nil {
                guard let next = furthest(from: position, scalars) else { return nil }
                designate(next)
            }
            guard let code = code(scalar) else { return nil }
            if code > 0xFF { bytes.append(UInt8(code >> 8)) }
            bytes.append(UInt8(code & 0xFF))
        }
        reset()
        return bytes
    }

    /// The byte of a character before which the first term must hold.
    private func resetting(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "\\" where isMultiple, "^" where isPersonName, "=" where isPersonName: UInt8(scalar.value)
        default: scalar.value < 0x20 ? UInt8(scalar.value) : nil
        }
    }

    /// The code of a character in what is designated.
    private func code(_ scalar: Unicode.Scalar) -> UInt16? {
        if let code = code(scalar, in: g0) { return code }
        return g1.flatMap { code(scalar, in: $0) }
    }

    private func code(_ scalar: Unicode.Scalar, in element: CodeElement) -> UInt16? {
        guard let code = element.code(of: scalar) else { return nil }
        // As the yen sign of JIS X 0201 it would divide values.
        return element == .isoIR14 && scalar == "\u{A5}" && isMultiple ? nil : code
    }

    /// The element that carries the text from here for the longest way.
    private func furthest(from position: Int, _ scalars: [Unicode.Scalar]) -> CodeElement? {
        var best: CodeElement?
        var reached = position
        for element in available {
            let other = element.isG0 ? g1 : g0
            var end = position
            while end < scalars.count, resetting(scalars[end]) == nil,
                code(scalars[end], in: element) != nil || end > position && other.flatMap({ code(scalars[end], in: $0) }) != nil
            {
                end += 1
            }
            if end > reached { (best, reached) = (element, end) }
        }
        return best
    }

    private mutating func designate(_ element: CodeElement) {
        bytes.append(0x1B)
        bytes += element.escape
        if element.isG0 { g0 = element } else { g1 = element }
    }

    private mutating func reset() {
        if g0 != initialG0 { designate(initialG0) }
        if let initialG1, g1 != initialG1 { designate(initialG1) }
        g1 = initialG1
    }
}
