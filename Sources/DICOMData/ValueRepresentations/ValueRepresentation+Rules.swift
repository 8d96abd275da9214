extension ValueRepresentation {
    /// What a value of text does against the rules of PS3.5 6.2, table 6.2-1; nil where it keeps them. An empty value keeps all.
    ///
    /// Speaks of the rule, never of the value.
    func violation(in text: String) -> String? {
        if text.isEmpty { return nil }
        if let limit = maximumCharacters, text.unicodeScalars.count > limit { return "The value has more than \(limit) characters." }
        switch self {
        case .cs where !text.utf8.allSatisfy(Self.isCodeCharacter):
            return "A code string has capital letters, digits, spaces and underscores only."
        case .ui where !UniqueIdentifier(text).isValid:
            return "The value is no unique identifier (PS3.5 9.1)."
        case .is where Int32(text.trimmingSpaces) == nil:
            return "The value is no integer string within ±2³¹."
        case .ds where !DecimalSyntax.isDecimal(text.trimmingSpaces) || Double(text.trimmingSpaces)?.isFinite != true:
            return "The value is no decimal string."
        case .as where !text.isAge:
            return "An age is three digits and D, W, M or Y."
        case .da, .dt, .tm:
            return text.utf8.allSatisfy { 0x30...0x39 ~= $0 || "+-. ".utf8.contains($0) } ? nil : "The value is no date or time."
        case .pn where text.split(separator: "=", omittingEmptySubsequences: false).contains { $0.unicodeScalars.count > 64 }:
            return "A component group of the name has more than 64 characters."
        default: break
        }
        let isMultiple = textRules?.isMultiple ?? false
        let isParagraph = self == .st || self == .lt || self == .ut
        for scalar in text.unicodeScalars {
            if isMultiple, scalar == "\\" { return "A value holds no backslash: it divides values." }
            if scalar.value < 0x20, scalar.value != 0x1B, !(isParagraph && [9, 10, 12, 13].contains(scalar.value)) {
                return "The value has a control character."
            }
            if scalar.value > 0x7E, textRules?.usesSpecificCharacterSet != true {
                return "The value has a character outside of the default repertoire (PS3.5 6.1.1)."
            }
        }
        return nil
    }

    /// Characters that a value may have; nil where its bytes alone are limited.
    private var maximumCharacters: Int? {
        switch self {
        case .as: 4
        case .da: 8
        case .is: 12
        case .tm: 14
        case .ae, .cs, .ds, .sh: 16
        case .dt: 26
        case .lo, .ui: 64
        case .st: 1024
        case .lt: 10240
        default: nil
        }
    }

    private static func isCodeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x30...0x39, 0x20, 0x5F: true
        default: false
        }
    }
}

extension String {
    /// Without the spaces around it, which mean nothing in numbers (PS3.5 6.2).
    fileprivate var trimmingSpaces: Substring {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }

    fileprivate var isAge: Bool {
        utf8.count == 4 && utf8.prefix(3).allSatisfy { 0x30...0x39 ~= $0 } && ["D", "W", "M", "Y"].contains(last)
    }
}
