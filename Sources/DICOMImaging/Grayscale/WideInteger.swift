internal import DICOMData

/// An integer that planning a picture computes with. The planner chooses the width so that nothing overflows; both sides of an operation have
/// the same width.
protocol ExactInteger {
    /// - Parameter wordCount: width in words of 64 bits, where the type does not settle it.
    init(_ magnitude: UInt64, isNegative: Bool, wordCount: Int)

    var isNegative: Bool { get }
    var isZero: Bool { get }

    static func += (left: inout Self, right: Self)
    static func -= (left: inout Self, right: Self)
    static func < (left: Self, right: Self) -> Bool

    mutating func negate()
    mutating func multiply(by factor: UInt64)
    func multiplied(by factor: Int) -> Self
    mutating func shiftLeft(by bits: Int)

    /// Divides an integer that isn't negative by a positive one, leaves the remainder and returns the quotient; or returns nil, the remainder
    /// being meaningless, when the quotient has more than `bits` bits.
    mutating func divide(by divisor: Self, quotientBits bits: Int) -> Int64?

    /// Magnitude as `fraction` · 2^`exponent`, good to about 60 bits before `fraction` is rounded to a double.
    var estimate: (fraction: Double, exponent: Int) { get }
}

/// An integer of one word: the numbers of nearly every object fit, and planning with them takes a tenth of the time.
struct NarrowInteger: ExactInteger {
    private var value: Int64

    init(_ magnitude: UInt64, isNegative: Bool, wordCount: Int) {
        value = Int64(bitPattern: magnitude)
        if isNegative { negate() }
    }

    var isNegative: Bool { value < 0 }
    var isZero: Bool { value == 0 }

    static func += (left: inout Self, right: Self) { left.value &+= right.value }
    static func -= (left: inout Self, right: Self) { left.value &-= right.value }
    static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    mutating func negate() { value = 0 &- value }
    mutating func multiply(by factor: UInt64) { value &*= Int64(bitPattern: factor) }

    func multiplied(by factor: Int) -> Self {
        var product = self
        product.value &*= Int64(factor)
        return product
    }

    mutating func shiftLeft(by bits: Int) { value <<= Int64(bits) }

    mutating func divide(by divisor: Self, quotientBits bits: Int) -> Int64? {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor.value)
        guard quotient >> Int64(bits) == 0 else { return nil }
        value = remainder
        return quotient
    }

    var estimate: (fraction: Double, exponent: Int) { (Double(value), 0) }
}

/// An integer of a fixed number of 64-bit words, two's complement, least significant word first.
struct WideInteger: ExactInteger {
    private(set) var words: [UInt64]

    init(_ magnitude: UInt64, isNegative: Bool = false, wordCount: Int) {
        words = [UInt64](repeating: 0, count: wordCount)
        words[0] = magnitude
        if isNegative { negate() }
    }

    var isNegative: Bool { words[words.count - 1] >> 63 != 0 }
    var isZero: Bool { words.allSatisfy { $0 == 0 } }

    static func += (left: inout Self, right: Self) {
        var carry: UInt64 = 0
        for i in left.words.indices {
            let (sum, first) = left.words[i].addingReportingOverflow(right.words[i])
            let (total, second) = sum.addingReportingOverflow(carry)
            left.words[i] = total
            carry = first || second ? 1 : 0
        }
    }

    static func -= (left: inout Self, right: Self) {
        var borrow: UInt64 = 0
        for i in left.words.indices {
            let (difference, first) = left.words[i].subtractingReportingOverflow(right.words[i])
            let (total, second) = difference.subtractingReportingOverflow(borrow)
            left.words[i] = total
            borrow = first || second ? 1 : 0
        }
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        for i in left.words.indices.reversed() where left.words[i] != right.words[i] { return left.words[i] < right.words[i] }
        return false
    }

    mutating func negate() {
        var carry = true
        for i in words.indices {
            (words[i], carry) = (~words[i]).addingReportingOverflow(carry ? 1 : 0)
        }
    }

    /// Right for either sign: two's complement products are the same modulo the width.
    mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for i in words.indices {
            let (high, low) = words[i].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[i] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
    }

    func multiplied(by factor: Int) -> Self {
        var product = self
        product.multiply(by: UInt64(factor.magnitude))
        if factor < 0 { product.negate() }
        return product
    }

    mutating func shiftLeft(by bits: Int) {
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 64)
        for i in words.indices.reversed() {
            let high = i >= whole ? words[i - whole] << UInt64(rest) : 0
            let low = rest > 0 && i > whole ? words[i - whole - 1] >> UInt64(64 - rest) : 0
            words[i] = high | low
        }
    }

    /// Of an integer that isn't negative.
    private mutating func halve() {
        for i in words.indices.dropLast() { words[i] = words[i] >> 1 | words[i + 1] << 63 }
        words[words.count - 1] >>= 1
    }

    mutating func divide(by divisor: Self, quotientBits bits: Int) -> Int64? {
        var shifted = divisor
        shifted.shiftLeft(by: bits)
        guard self < shifted else { return nil }
        var quotient: Int64 = 0
        for _ in 0..<bits {
            shifted.halve()
            quotient <<= 1
            if !(self < shifted) {
                self -= shifted
                quotient |= 1
            }
        }
        return quotient
    }

    var estimate: (fraction: Double, exponent: Int) {
        var magnitude = self
        if isNegative { magnitude.negate() }
        guard let top = magnitude.words.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
        let shift = UInt64(magnitude.words[top].leadingZeroBitCount)
        let below = top > 0 && shift > 0 ? magnitude.words[top - 1] >> (64 - shift) : 0
        let bits = magnitude.words[top] << shift | below
        return (isNegative ? -Double(bits) : Double(bits), 64 * top - Int(shift))
    }
}

/// A number that has an exact value: ± `magnitude` · 10^`ten` · 2^`two`.
struct ExactNumber {
    var isNegative = false
    var magnitude: UInt64
    var ten = 0
    var two = 0

    static let zero = ExactNumber(magnitude: 0)
    static let one = ExactNumber(magnitude: 1)
    static let half = ExactNumber(magnitude: 1, two: -1)

    init(magnitude: UInt64, two: Int = 0) {
        self.magnitude = magnitude
        self.two = two
    }

    init(_ value: Int) {
        isNegative = value < 0
        magnitude = UInt64(value.magnitude)
    }

    init(_ decimal: DecimalNumber) {
        isNegative = decimal.isNegative
        magnitude = decimal.magnitude
        ten = decimal.exponent
    }

    static prefix func - (number: Self) -> Self {
        var negative = number
        negative.isNegative.toggle()
        return negative
    }

    /// Half of it.
    var halved: Self {
        var half = self
        half.two -= 1
        return half
    }

    /// A finite double.
    init(_ value: Double) {
        isNegative = value < 0
        if value == 0 {
            magnitude = 0
        } else {
            // The significand has as many bits as it needs, so this is an odd integer times a power of two.
            let bits = value.significandWidth
            magnitude = UInt64((value.significand * Double(sign: .plus, exponent: bits, significand: 1)).magnitude)
            two = Int(value.exponent) - bits
        }
    }
}

/// A common unit in which several exact numbers, and small multiples of them, are integers of one width.
struct ExactUnit {
    private var ten = Int.max
    private var two = Int.max
    /// Bits of the longest of the numbers, at least.
    private(set) var bits = 1

    /// - Parameter numbers: of which 0 may be any number.
    init(of numbers: [ExactNumber]) {
        for number in numbers where number.magnitude != 0 {
            ten = min(ten, number.ten)
            two = min(two, number.two)
        }
        if ten == .max { (ten, two) = (0, 0) }
        for number in numbers where number.magnitude != 0 {
            // 10/3 bits a digit is a little more than the true 3.32.
            let decimalBits = ((number.ten - ten) * 10 + 2) / 3
            bits = max(bits, 64 - number.magnitude.leadingZeroBitCount + decimalBits + number.two - two)
        }
    }

    /// Words for integers of the unit that may become longer than the numbers by so many bits in the computation that follows.
    func wordCount(spareBits: Int) -> Int { (bits + spareBits) / 64 + 1 }

    /// One of the numbers that the unit was made of.
    func integer<Integer: ExactInteger>(_ number: ExactNumber, wordCount: Int, as type: Integer.Type = Integer.self) -> Integer {
        var integer = Integer(number.magnitude, isNegative: false, wordCount: wordCount)
        guard number.magnitude != 0 else { return integer }
        for _ in 0..<number.ten - ten { integer.multiply(by: 10) }
        integer.shiftLeft(by: number.two - two)
        if number.isNegative { integer.negate() }
        return integer
    }
}
