// Identifiers made of a UUID (PS3.5 B.2): 2.25 and the UUID as one decimal number.

extension UniqueIdentifier {
    /// A new identifier from random bits: no two are the same.
    public static func generated() -> Self {
        var generator = SystemRandomNumberGenerator()
        return generated(using: &generator)
    }

    /// A new identifier from the bits of a generator, which must be a good one where the identifier is to be unique.
    public static func generated(using generator: inout some RandomNumberGenerator) -> Self {
        // RFC 9562, 5.4: version 4, variant 10.
        let high: UInt64 = generator.next() & ~0xF000 | 0x4000
        let low: UInt64 = generator.next() & ~(3 << 62) | 1 << 63
        return Self(uuid: (high, low))
    }

    /// The identifier of a UUID, given by its first and its last eight bytes as big-endian numbers.
    public init(uuid: (high: UInt64, low: UInt64)) {
        // Three runs of 19 digits hold 128 bits.
        let chunk: UInt64 = 10_000_000_000_000_000_000
        var (high, low) = uuid
        var chunks: [UInt64] = []
        repeat {
            let upper = high.quotientAndRemainder(dividingBy: chunk)
            let lower = chunk.dividingFullWidth((upper.remainder, low))
            (high, low) = (upper.quotient, lower.quotient)
            chunks.append(lower.remainder)
        } while high != 0 || low != 0
        var text = "2.25." + String(chunks.removeLast())
        for rest in chunks.reversed() {
            let digits = String(rest)
            text += String(repeating: "0", count: 19 - digits.utf8.count) + digits
        }
        self.init(text)
    }

    /// The UUID that the identifier is made of, as its first and its last eight bytes; nil for other identifiers.
    public var uuid: (high: UInt64, low: UInt64)? {
        guard isValid, rawValue.hasPrefix("2.25.") else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in rawValue.utf8.dropFirst(5) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let product = low.multipliedFullWidth(by: 10)
            let sum = product.low.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            let upper = high.multipliedReportingOverflow(by: 10)
            let total = upper.partialValue.addingReportingOverflow(product.high + (sum.overflow ? 1 : 0))
            guard !upper.overflow, !total.overflow else { return nil }
            (high, low) = (total.partialValue, sum.partialValue)
        }
        return (high, low)
    }
}
