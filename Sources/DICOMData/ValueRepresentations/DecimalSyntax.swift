/// The form of a decimal string (PS3.5 6.2, DS), the one place that knows it: a sign, digits with a point before, among or behind them, and an
/// exponent, of which the digits alone must be there. Padding is no part of it.
struct DecimalSyntax {
    /// Why a text is none, and at which byte.
    struct Failure: Error {
        var place: Int
        var problem: String
    }

    private(set) var isNegative = false
    /// The digits in front of the point, and those behind it; one of the two may be empty.
    private(set) var whole = 0..<0
    private(set) var fraction = 0..<0
    /// The digits of the exponent; nil where there is none.
    private(set) var exponent: Range<Int>?
    private(set) var hasNegativeExponent = false

    /// - Parameter bytes: of one value, without padding.
    init(_ bytes: some Sequence<UInt8>) throws(Failure) {
        var iterator = bytes.makeIterator()
        var next = iterator.next()
        var place = 0
        func step() {
            next = iterator.next()
            place += 1
        }
        func takesSign() -> Bool {
            guard next == UInt8(ascii: "-") || next == UInt8(ascii: "+") else { return false }
            defer { step() }
            return next == UInt8(ascii: "-")
        }
        func takesDigits() -> Range<Int> {
            let start = place
            while let byte = next, TextCursor.isDigit(byte) { step() }
            return start..<place
        }
        isNegative = takesSign()
        whole = takesDigits()
        if next == UInt8(ascii: ".") {
            step()
            fraction = takesDigits()
        }
        guard !whole.isEmpty || !fraction.isEmpty else { throw Failure(place: place, problem: "there must be a digit") }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            step()
            hasNegativeExponent = takesSign()
            let digits = takesDigits()
            guard !digits.isEmpty else { throw Failure(place: place, problem: "the exponent must have a digit") }
            exponent = digits
        }
        guard next == nil else { throw Failure(place: place, problem: "the value must end here") }
    }

    /// Whether a text is a decimal string.
    static func isDecimal(_ text: some StringProtocol) -> Bool { (try? DecimalSyntax(text.utf8)) != nil }
}
