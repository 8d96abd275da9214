/// A value of DS (PS3.5 6.2): its very text and the decimal that the text stands for.
///
/// `1.0` and `1.00` are two strings with one ``number``.
public struct DecimalString: Sendable, Hashable {
    /// As it was written, without padding.
    public let text: String
    /// What the text stands for, to 19 significant digits.
    public let number: DecimalNumber

    /// - Throws: ``DataSetError`` with code `invalidValue`, naming the character and what it should be.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        let cursor = TextCursor(text, subject: "a decimal string (PS3.5 6.2, DS)")
        do throws(DecimalSyntax.Failure) {
            _ = try DecimalSyntax(cursor.bytes)
        } catch {
            throw cursor.malformed(error.problem, at: error.place)
        }
        let written = String(decoding: cursor.bytes, as: UTF8.self)
        guard let number = DecimalNumber(written) else { throw cursor.malformed("the exponent is beyond 999", at: cursor.bytes.count) }
        self.text = written
        self.number = number
    }

    /// `number` in as few digits as give it back, or rounded to as many as fit in the 16 characters of a DS; nil for NaN and infinity.
    public init?(_ value: Double) {
        guard value.isFinite, let exact = DecimalNumber(value.description) else { return nil }
        let sign = exact.isNegative ? "-" : ""
        let limit = Self.maximumLength - sign.utf8.count
        // Next to the largest double a digit more would be infinity to who reads it.
        let mayRoundUp = value.magnitude < 1.79e308
        var digits = String(exact.magnitude)
        var exponent = exact.exponent
        while true {
            let candidate = Self.written(digits, exponent, limit: limit)
            if candidate.utf8.count <= limit {
                // A double has a decimal of at most 17 digits and an exponent within ±324, so this is one.
                guard let number = DecimalNumber(sign + candidate) else { return nil }
                text = sign + candidate
                self.number = number
                return
            }
            (digits, exponent) = Self.rounded(exact, digits: digits.utf8.count - 1, mayRoundUp: mayRoundUp)
        }
    }

    private static var maximumLength: Int { 16 }

    /// At most 16 characters, as PS3.5 6.2 has it. Longer ones are read all the same.
    public var isStandardForm: Bool { text.utf8.count <= Self.maximumLength }

    /// The nearest double.
    public var doubleValue: Double { number.doubleValue }
}

extension DecimalString: CustomStringConvertible {
    public var description: String { text }
}

// MARK: - Writing

extension DecimalString {
    /// `0.00125`, or the shorter `1.25e-3` where that is beyond the limit.
    private static func written(_ digits: String, _ exponent: Int, limit: Int) -> String {
        let count = digits.utf8.count
        /// Digits in front of the point.
        let whole = count + exponent
        let plain =
            if exponent >= 0 {
                digits + String(repeating: "0", count: min(exponent, 2 * maximumLength))
            } else if whole > 0 {
                "\(digits.prefix(whole)).\(digits.suffix(-exponent))"
            } else {
                "0." + String(repeating: "0", count: min(-whole, 2 * maximumLength)) + digits
            }
        let scientific = (count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())") + "e\(whole - 1)"
        return plain.utf8.count <= limit || plain.utf8.count <= scientific.utf8.count ? plain : scientific
    }

    /// The number to so many significant digits, at least one, halves away from zero; digits at the end that are zeros are left out.
    private static func rounded(_ number: DecimalNumber, digits count: Int, mayRoundUp: Bool) -> (digits: String, exponent: Int) {
        let count = max(count, 1)
        var divisor: UInt64 = 1
        var exponent = number.exponent
        for _ in count..<max(String(number.magnitude).utf8.count, count) {
            divisor *= 10
            exponent += 1
        }
        let roundsUp = mayRoundUp && divisor > 1 && number.magnitude % divisor * 2 >= divisor
        var rounded = number.magnitude / divisor + (roundsUp ? 1 : 0)
        while rounded != 0, rounded % 10 == 0 {
            rounded /= 10
            exponent += 1
        }
        return (String(rounded), exponent)
    }
}
