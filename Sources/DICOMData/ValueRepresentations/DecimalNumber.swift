/// A number of value representation DS, kept as the decimal that was written: ± `magnitude` · 10^`exponent`.
///
/// Rounding of display values depends on ties, and 0.1 is no binary fraction: arithmetic on windows starts from this type (PS3.5 6.2).
public struct DecimalNumber: Sendable, Hashable {
    /// True for numbers below 0; never for 0.
    public let isNegative: Bool
    /// Significant digits, at most 19 of them; further ones are dropped (a DS value has room for 16).
    public let magnitude: UInt64
    /// Power of ten, -999 … 999.
    public let exponent: Int

    /// The integer `value`.
    public init(_ value: Int) {
        isNegative = value < 0
        magnitude = UInt64(value.magnitude)
        exponent = 0
    }

    /// The decimal in `text`, which may be padded with spaces; nil when it is none, or beyond 10^±999.
    public init?(_ text: some StringProtocol) { self.init(utf8: text.utf8) }

    /// The decimal in the bytes of a DS value, which may be padded with spaces (and with the NUL that some writers pad with).
    public init?(utf8 bytes: some Sequence<UInt8>) {
        var text = Array(bytes)[...]
        while let last = text.last, last == 0x20 || last == 0 { text.removeLast() }
        while text.first == 0x20 { text.removeFirst() }

        guard let syntax = try? DecimalSyntax(text) else { return nil }
        var magnitude: UInt64 = 0
        var exponent = 0
        func append(_ digits: Range<Int>, isFraction: Bool) {
            for place in digits {
                if magnitude < 1_000_000_000_000_000_000 {
                    magnitude = magnitude * 10 + UInt64(text[text.startIndex + place] - UInt8(ascii: "0"))
                    if isFraction { exponent -= 1 }
                } else if !isFraction {
                    exponent += 1
                }
            }
        }
        append(syntax.whole, isFraction: false)
        append(syntax.fraction, isFraction: true)
        if let digits = syntax.exponent {
            var written = 0
            for place in digits where written < 1_000_000 {
                written = 10 * written + Int(text[text.startIndex + place] - UInt8(ascii: "0"))
            }
            guard written < 1_000_000 else { return nil }
            exponent += syntax.hasNegativeExponent ? -written : written
        }
        self.init(isNegative: syntax.isNegative, magnitude: magnitude, exponent: exponent)
    }

    private init?(isNegative: Bool, magnitude: UInt64, exponent: Int) {
        var magnitude = magnitude
        var exponent = exponent
        while magnitude != 0, magnitude % 10 == 0 {
            magnitude /= 10
            exponent += 1
        }
        guard magnitude == 0 || (-999...999).contains(exponent) else { return nil }
        self.isNegative = isNegative && magnitude != 0
        self.magnitude = magnitude
        self.exponent = magnitude == 0 ? 0 : exponent
    }

    /// The nearest double.
    public var doubleValue: Double { Double(description) ?? 0 }
}

extension DecimalNumber: CustomStringConvertible {
    /// Digits and a power of ten, as `-125e-2`.
    public var description: String { "\(isNegative ? "-" : "")\(magnitude)e\(exponent)" }
}

extension DecimalNumber: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}
