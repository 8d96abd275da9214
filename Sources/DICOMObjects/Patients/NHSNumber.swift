/// A number of the health services of the United Kingdom: ten digits, the last of which checks the others by modulus 11.
///
/// NHS numbers of England, Wales and the Isle of Man, CHI numbers of Scotland and Health and Care numbers of Northern Ireland share the
/// space. One of eleven wrong numbers passes the check: it refuses slips of the hand and proves nothing.
public struct NHSNumber: Sendable, Hashable {
    /// Who gives a number out.
    public enum Allocation: Sendable, Hashable {
        /// 400 000 0000 to 499 999 9999 and 600 000 0000 to 799 999 9999.
        case englandWalesIsleOfMan
        /// Below 320 000 0000: a CHI number, which begins with a date of birth.
        case scotland
        /// 320 000 0010 to 399 999 9999.
        case northernIreland
        /// 999 000 0000 and above: never a patient's.
        case test
        /// None of the above.
        case none
    }

    /// Ten digits without spaces.
    public let digits: String

    /// The number in a text; nil where it is not ten digits, alone or in groups of 3, 3 and 4 with a space or hyphen between, or where the
    /// last digit does not check the others.
    public init?(_ text: some StringProtocol) {
        var digits: [UInt8] = []
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x30...0x39: digits.append(byte - 0x30)
            case UInt8(ascii: " "), UInt8(ascii: "-"): guard position == 3 || position == 7 else { return nil }
            default: return nil
            }
            guard digits.count <= 10 else { return nil }
        }
        let separators = text.utf8.count - digits.count
        guard digits.count == 10, separators == 0 || separators == 2, Self.checkDigit(of: digits.dropLast()) == digits[9],
            // Ten times the same digit passes the check, and is what forms are filled with.
            Set(digits).count > 1
        else { return nil }
        self.digits = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }

    /// In groups of 3, 3 and 4, as it is printed for people.
    public var formatted: String {
        let text = Array(digits)
        return [text[0..<3], text[3..<6], text[6..<10]].map { String($0) }.joined(separator: " ")
    }

    /// Who gives out numbers of this range.
    public var allocation: Allocation {
        switch Int(digits) ?? 0 {
        case 100_000_000..<3_200_000_000: .scotland
        case 3_200_000_010..<4_000_000_000: .northernIreland
        case 4_000_000_000..<5_000_000_000, 6_000_000_000..<8_000_000_000: .englandWalesIsleOfMan
        case 9_990_000_000...: .test
        default: .none
        }
    }

    /// 11 less the remainder of Σ digit · weight by 11, the weights going from 10 down to 2; 11 counts as 0, and 10 is no digit.
    private static func checkDigit(of digits: some Sequence<UInt8>) -> UInt8? {
        let sum = zip(digits, stride(from: 10, through: 2, by: -1)).reduce(0) { $0 + Int($1.0) * $1.1 }
        let check = 11 - sum % 11
        return check == 10 ? nil : check == 11 ? 0 : UInt8(check)
    }
}
