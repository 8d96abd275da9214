internal import DICOMBytes

extension SpecificCharacterSet {
    /// The values of a text element, without their padding.
    ///
    /// The bytes are divided here and not before: the second byte of a character can be that of a backslash.
    ///
    /// - Parameter representation: one of text: it says whether backslashes divide values, where code extensions end (PS3.5 6.1.2.5.3), and
    ///   whether this character set holds at all; AE, AS, CS, DA, DS, DT, IS, TM, UI and UR are in the default repertoire.
    /// - Returns: nil where the representation is not one of text, or the character set is unknown, the text not ASCII, and there is no
    ///   ``fallback``.
    public func decode(_ bytes: Span<UInt8>, as representation: ValueRepresentation) -> DecodedText? {
        guard let rules = representation.textRules else { return nil }
        return decode(bytes, rules, isPersonName: representation == .pn)
    }

    func decode(_ bytes: Span<UInt8>, _ rules: ValueRepresentation.TextRules, isPersonName: Bool) -> DecodedText? {
        if bytes.isEmpty { return DecodedText([]) }
        if bytes.isPlainASCII { return DecodedText(Self.utf8Values(bytes, rules)) }
        guard rules.usesSpecificCharacterSet else {
            var decoder = TextDecoder(rules, isPersonName: false)
            return decoder.decoded(bytes) { $0.decodeSingleBytes($1, CharacterTable.isoIR100, to: &$2) }
        }
        return decodeExtended(bytes, rules, isPersonName: isPersonName)
    }

    @inline(never)
    private func decodeExtended(_ bytes: Span<UInt8>, _ rules: ValueRepresentation.TextRules, isPersonName: Bool) -> DecodedText? {
        var decoder = TextDecoder(rules, isPersonName: isPersonName)
        switch first {
        case .isoIR192:
            var text = DecodedText(Self.utf8Values(bytes, rules))
            if let place = bytes.firstIllFormedUTF8 { (text.departures, text.firstDeparture) = (.illFormed, place) }
            return text
        case .gb18030: return decoder.decoded(bytes) { $0.decodeGB18030($1, isGBK: false, to: &$2) }
        case .gbk: return decoder.decoded(bytes) { $0.decodeGB18030($1, isGBK: true, to: &$2) }
        case .shiftJIS: return decoder.decoded(bytes) { $0.decodeShiftJIS($1, to: &$2) }
        case .unknown: return decodeFallback(bytes, rules, isPersonName: isPersonName)
        default:
            // Escape sequences say by themselves what they mean; a fallback is for bytes that say nothing.
            if isDefaultRepertoire, !bytes.hasEscape, let text = decodeFallback(bytes, rules, isPersonName: isPersonName) { return text }
            return decoder.decoded(bytes) { $0.decodeCodeElements($1, of: self, to: &$2) }
        }
    }

    private func decodeFallback(_ bytes: Span<UInt8>, _ rules: ValueRepresentation.TextRules, isPersonName: Bool) -> DecodedText? {
        guard let fallback, fallback.first != .unknown else { return nil }
        guard var text = fallback.decodeExtended(bytes, rules, isPersonName: isPersonName) else { return nil }
        text.departures.formUnion(.fallback)
        text.firstDeparture = 0
        return text
    }

    /// Values of text in UTF-8 (so also ASCII), where a backslash is always one.
    private static func utf8Values(_ bytes: Span<UInt8>, _ rules: ValueRepresentation.TextRules) -> [String] {
        guard rules.isMultiple, let second = bytes.firstIndex(of: UInt8(ascii: "\\"), from: 0) else {
            return [bytes.utf8(in: bytes.trimmingPadding(0..<bytes.count, leading: rules.trimsLeadingSpaces))]
        }
        var values: [String] = []
        var start = 0
        var end = second
        while true {
            values.append(bytes.utf8(in: bytes.trimmingPadding(start..<end, leading: rules.trimsLeadingSpaces)))
            guard end < bytes.count else { return values }
            start = end + 1
            end = bytes.firstIndex(of: UInt8(ascii: "\\"), from: start) ?? bytes.count
        }
    }
}

extension Span<UInt8> {
    /// The range without the padding of text: spaces and NULs at the end, and spaces in front where `leading` says that they mean nothing.
    @inline(__always)
    fileprivate func trimmingPadding(_ range: Range<Int>, leading: Bool) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while high > low, self[high - 1] == 0x20 || self[high - 1] == 0 { high -= 1 }
        while leading, low < high, self[low] == 0x20 { low += 1 }
        return low..<high
    }

    fileprivate var hasEscape: Bool { firstIndex(of: 0x1B, from: 0) != nil }

    @inline(__always)
    fileprivate func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Where the first sequence begins that is not well-formed (Unicode, table 3-7).
    var firstIllFormedUTF8: Int? {
        var index = 0
        while index < count {
            let lead = self[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            var lowest: UInt8 = 0x80
            var highest: UInt8 = 0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0...0xEF:
                length = 3
                if lead == 0xE0 { lowest = 0xA0 }
                if lead == 0xED { highest = 0x9F }
            case 0xF0...0xF4:
                length = 4
                if lead == 0xF0 { lowest = 0x90 }
                if lead == 0xF4 { highest = 0x8F }
            default: return index
            }
            guard count - index >= length, lowest...highest ~= self[index + 1] else { return index }
            for more in 2..<max(length, 2) where self[index + more] & 0xC0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}
