/// Reads bits of a header, most significant first. Behind the end every bit is 0 and `isPast` tells so: the reader checks once, at its end.
struct BitReader {
    private let bytes: [UInt8]
    private var position = 0
    private let limit: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        limit = bytes.count * 8
    }

    /// More was read than there is.
    var isPast: Bool { position > limit }

    /// - Parameter count: 0 to 32.
    mutating func bits(_ count: Int) -> Int {
        var value = 0
        for _ in 0..<count {
            let bit = position < limit ? Int(bytes[position >> 3] >> UInt8(7 - position & 7) & 1) : 0
            value = value << 1 | bit
            if position <= limit { position += 1 }
        }
        return value
    }

    mutating func flag() -> Bool { bits(1) != 0 }

    /// Passes over any number of bits.
    mutating func skip(_ count: Int) { position = min(position + max(0, count), limit + 1) }

    /// Exp-Golomb code ue(v) (Rec. ITU-T H.264 9.1); one of more than 32 bits, which none is, passes the end.
    mutating func unsigned() -> Int {
        var zeros = 0
        while !flag() {
            zeros += 1
            if zeros > 32 || isPast {
                position = limit + 1
                return 0
            }
        }
        return (1 << zeros) - 1 + bits(zeros)
    }

    /// Exp-Golomb code se(v).
    mutating func signed() -> Int {
        let code = unsigned()
        return code & 1 == 1 ? (code + 1) / 2 : -(code / 2)
    }
}
