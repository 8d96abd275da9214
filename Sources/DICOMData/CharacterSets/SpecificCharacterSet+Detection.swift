extension SpecificCharacterSet {
    /// A character set that text could be in.
    public struct Guess: Sendable, Hashable {
        public var characterSet: SpecificCharacterSet
        /// From 0 to 1; those of all guesses together are at most 1. An estimate from the text alone: a name of two characters leaves much
        /// open, a report of a page next to nothing.
        public var confidence: Double

        public init(characterSet: SpecificCharacterSet, confidence: Double) {
            self.characterSet = characterSet
            self.confidence = confidence
        }
    }

    /// Character sets that bytes could be text in, the likeliest first: for objects that declare none, or the wrong one.
    ///
    /// Nothing is read by a guess unless the caller makes it ``ReadingOptions/fallbackCharacterSet``. The more text of an object is given,
    /// the surer the answer; beyond 64 KiB nothing is looked at. Delimiters may stay in it.
    public static func detect(_ bytes: Span<UInt8>) -> [Guess] {
        let text = bytes.extracting(0..<min(bytes.count, 1 << 16))
        if text.isASCII { return escapes(in: text).map { [$0] } ?? [Guess(characterSet: .isoIR6, confidence: 1)] }
        if let guess = escapes(in: text) { return [guess] }

        var costs: [(set: SpecificCharacterSet, bits: Double)] = []
        for (set, prior) in candidates {
            guard let decoded = set.decode(text, as: .ut), !decoded.departures.contains(.illFormed) else { continue }
            // Letters in the place of control characters are those of Windows.
            if set == .isoIR100, decoded.departures.contains(.upperControlCharacter) { continue }
            if set == .windows1252, !text.hasUpperControlCharacter { continue }
            var reader = Plausibility(of: set)
            for value in decoded.values { for scalar in value.unicodeScalars { reader.read(scalar) } }
            costs.append((set, prior + reader.bits))
        }
        costs.sort { $0.bits < $1.bits }
        guard let least = costs.first?.bits else { return [] }
        // Characters of a text depend on each other, so that their costs add up to less than their sum.
        let weights = costs.map { Self.power(min(($0.bits - least) * 0.4, 60)) }
        let sum = weights.reduce(0, +)
        return zip(costs, weights).map { Guess(characterSet: $0.0.set, confidence: min($0.1 / sum, 0.99)) }.filter { $0.confidence >= 0.01 }
    }

    /// 2 to the power of a negated number, without the mathematics of a C library: between powers of two by a straight line.
    private static func power(_ number: Double) -> Double {
        let whole = number.rounded(.down)
        return Double(sign: .plus, exponent: -Int(whole), significand: 1 - (number - whole) / 2)
    }

    /// What may be met undeclared, and how much rarer than UTF-8 it is, in bits.
    private static let candidates: [(SpecificCharacterSet, Double)] = [
        (.isoIR192, 0), (.isoIR100, 0), (.windows1252, 1), (.gb18030, 1), (.windows1251, 1), (.eucKR, 1), (.shiftJIS, 1.5), (.isoIR144, 2),
        (.isoIR101, 3), (.isoIR126, 3), (.isoIR127, 3), (.isoIR138, 3), (.isoIR166, 3), (.isoIR148, 5),
    ]

    /// The set whose escape sequences stand in the text.
    private static func escapes(in bytes: Span<UInt8>) -> Guess? {
        var found: CodeElements = []
        for position in bytes.indices where bytes[position] == 0x1B {
            if let (element, _) = CodeElement.designated(by: bytes, after: position) { found.insert(element) }
        }
        guard found != [] else { return nil }
        let isJapanese = found.contains(.isoIR14) || found.contains(.isoIR13)
        var terms: [Term] = [isJapanese ? .iso2022IR13 : .iso2022IR6]
        for term in Term.allCases where term.allowsCodeExtension && term != .iso2022IR13 && term != .iso2022IR6 {
            if CodeElement.allCases.contains(where: { $0 != .isoIR6 && found.contains($0) && term.elements.contains($0) }) {
                terms.append(term)
            }
        }
        let set = SpecificCharacterSet(terms)
        let isWellFormed = set.decode(bytes, as: .ut)?.departures.contains(.illFormed) == false
        return Guess(characterSet: set, confidence: isWellFormed ? 0.98 : 0.7)
    }
}

extension Span<UInt8> {
    fileprivate var isASCII: Bool {
        for index in indices where self[index] >= 0x80 { return false }
        return true
    }

    fileprivate var hasUpperControlCharacter: Bool {
        for index in indices where 0x80...0x9F ~= self[index] { return true }
        return false
    }
}

/// How unlikely characters are in a row, in bits: the measure by which sets are compared. Only characters that are not ASCII count.
private struct Plausibility {
    private(set) var bits = 0.0
    private let set: SpecificCharacterSet
    private var previous = Kind.other

    private enum Kind { case other, lower, upper, letter, thaiConsonant, thaiLead }

    init(of set: SpecificCharacterSet) { self.set = set }

    mutating func read(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x61...0x7A:
            if wasForeign { bits += 4 }
            previous = .lower
            foreign = false
        case 0x41...0x5A:
            if wasForeign { bits += 4 }
            previous = .upper
            foreign = false
        case 0..<0x80:
            previous = .other
            foreign = false
        case 0x80..<0x250: readLatin(value)
        case 0x386...0x3CE: readAlphabet(scalar, cost: Self.greek(value))
        case 0x401...0x45F: readAlphabet(scalar, cost: Self.cyrillic(value))
        case 0x5D0...0x5EA: readLetter(4.7)
        case 0x621...0x652: readLetter(4.9)
        case 0xE01...0xE5B: readThai(value)
        case 0x3041...0x30FE: readLetter(set == .shiftJIS ? 7 : 13)
        case 0xFF66...0xFF9F: readLetter(5.3)
        case 0xAC00...0xD7A3: readLetter(set == .isoIR192 ? 8 : 10.2)
        case 0x4E00...0x9FFF: readLetter(hanCost(UInt16(value)))
        case 0x3000...0x303F, 0xFF01...0xFF65: readSymbol(set.first.hasCodeElements ? 13 : 9)
        case 0xE000...0xF8FF: readSymbol(32)
        case 0x10000...: readSymbol(set == .isoIR192 ? 8 : 34)
        default: readSymbol(15)
        }
    }

    /// Whether the last character was a letter of a script that is not mixed with Latin letters.
    private var foreign = false
    private var wasForeign: Bool { foreign }

    private mutating func readSymbol(_ cost: Double) {
        bits += cost
        previous = .other
        foreign = false
    }

    /// A letter of a script without case.
    private mutating func readLetter(_ cost: Double) {
        bits += cost
        if previous == .lower || previous == .upper { bits += 4 }
        previous = .letter
        foreign = true
    }

    /// A letter of Greek or Cyrillic: capitals begin words, or words are of capitals.
    private mutating func readAlphabet(_ scalar: Unicode.Scalar, cost: Double) {
        bits += cost
        let isUpper = scalar.properties.isUppercase
        if !foreign, previous == .lower || previous == .upper { bits += 4 }
        if isUpper, previous == .lower { bits += 5 }
        if !isUpper, previous == .other { bits += 1.5 }
        previous = isUpper ? .upper : .lower
        foreign = true
    }

    private mutating func readLatin(_ value: UInt32) {
        if foreign { bits += 4 }
        let scalar = Unicode.Scalar(value) ?? "?"
        guard scalar.properties.isAlphabetic, value > 0xBF else {
            // Signs stand beside digits and spaces rather than in words.
            return readSymbol(previous == .lower || previous == .upper ? 14 : 9)
        }
        let isUpper = scalar.properties.isUppercase
        bits += Self.frequentLatin.contains(scalar) ? 4.5 : value < 0x100 ? 7.5 : 6
        if isUpper, previous == .lower { bits += 5 }
        // Two in a row are rare in every language.
        if previous == .letter { bits += 4 }
        previous = .letter
        foreign = false
    }

    private static let frequentLatin: Set<Unicode.Scalar> = [
        "é", "è", "ê", "à", "ç", "ô", "ü", "ö", "ä", "ß", "å", "ø", "æ", "ñ", "á", "í", "ó", "ú", "ã", "ë", "É", "Ö", "Ü", "Ä", "Å", "Ø",
    ]

    private mutating func readThai(_ value: UInt32) {
        let wasConsonant = previous == .thaiConsonant
        let wasLead = previous == .thaiLead
        switch value {
        case 0xE01...0xE2E:
            readLetter(5)
            previous = .thaiConsonant
        case 0xE40...0xE44:
            readLetter(wasLead ? 12 : 5)
            previous = .thaiLead
        case 0xE31, 0xE34...0xE3A, 0xE47...0xE4E:
            // Marks stand on consonants, a tone also on a vowel.
            readLetter(wasConsonant ? 4 : 9)
            previous = value < 0xE47 ? .thaiConsonant : .letter
        case 0xE30, 0xE32, 0xE33: readLetter(wasLead ? 10 : 4.5)
        default: readLetter(12)
        }
    }

    /// Standards put the characters of daily use in front of the others.
    private func hanCost(_ character: UInt16) -> Double {
        switch set.first {
        case .gb18030:
            let code = CharacterTable.gb18030Code(of: character) ?? 0
            guard code >> 8 >= 0xB0, code & 0xFF >= 0xA1 else { return 19 }
            return code >> 8 <= 0xD7 ? 10.6 : code >> 8 <= 0xF7 ? 15 : 19
        case .shiftJIS: return (CharacterIndex.jisX0208.position(of: character) ?? 8836) < 47 * 94 ? 11 : 17
        case .iso2022IR149: return 15
        default: return 8
        }
    }

    /// Letters of Greek by their frequency; those with accents are 5.
    private static func greek(_ value: UInt32) -> Double {
        let lower = value >= 0x391 && value < 0x3AA ? value + 0x20 : value
        return 0x3B1...0x3C9 ~= lower ? greekFrequency[Int(lower - 0x3B1)] : 5
    }

    /// From α to ω.
    private static let greekFrequency: [Double] = [
        3.2, 7.0, 5.9, 5.7, 3.7, 8.0, 4.3, 6.4, 3.6, 4.6, 4.9, 4.9, 4.0, 8.0, 3.4, 4.6, 4.6, 4.5, 4.3, 3.8, 4.7, 6.9, 6.5, 9.0, 5.6,
    ]

    /// Letters of Russian by their frequency.
    private static func cyrillic(_ value: UInt32) -> Double {
        let lower = value >= 0x410 && value < 0x430 ? value + 0x20 : value
        guard lower >= 0x430, lower < 0x450 else { return lower == 0x401 || lower == 0x451 ? 8 : 9 }
        return russianFrequency[Int(lower - 0x430)]
    }

    /// From а to я.
    private static let russianFrequency: [Double] = [
        3.6, 6.0, 4.4, 5.9, 5.1, 3.6, 6.7, 5.9, 3.8, 6.0, 4.7, 4.5, 5.0, 3.9, 3.2, 5.2,
        4.4, 4.2, 4.0, 5.3, 8.2, 6.7, 7.7, 6.1, 7.1, 8.1, 11, 5.7, 5.8, 8.3, 7.3, 5.6,
    ]
}
