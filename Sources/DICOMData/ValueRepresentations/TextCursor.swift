/// Reads the text of one value from left to right, and says at which character it is not what it should be.
struct TextCursor {
    let bytes: [UInt8]
    private(set) var position = 0
    /// What is read, for messages: `a date (PS3.5 6.2, DA)`.
    private let subject: String
    private let code: DataSetError.Code
    private let remedy: String

    /// - Parameter text: of one value; spaces around it and NULs behind it are padding.
    init(
        _ text: some StringProtocol, subject: String, code: DataSetError.Code = .invalidValue,
        remedy: String = "Take the value as text, or correct it."
    ) {
        let all = Array(text.utf8)
        bytes = Array(all[all.span.unpadded])
        self.subject = subject
        self.code = code
        self.remedy = remedy
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte, which stays; nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func takeByte() -> UInt8? {
        defer { position = min(position + 1, bytes.count) }
        return next
    }

    /// How many digits come next.
    var digitsAhead: Int { bytes[position...].prefix { Self.isDigit($0) }.count }

    /// Passes over the digits that come next and tells how many they were.
    mutating func takeDigits() -> Int {
        let count = digitsAhead
        position += count
        return count
    }

    /// A number of so many digits, at most 18.
    mutating func number(digits count: Int, _ name: String) throws(DataSetError) -> Int {
        guard digitsAhead >= count else { throw malformed("the \(name) must have \(count) digits") }
        var number = 0
        for byte in bytes[position..<position + count] { number = 10 * number + Int(byte - UInt8(ascii: "0")) }
        position += count
        return number
    }

    /// The same, between bounds.
    mutating func number(digits count: Int, _ name: String, in range: ClosedRange<Int>) throws(DataSetError) -> Int {
        let start = position
        let number = try number(digits: count, name)
        guard range.contains(number) else {
            position = start
            throw malformed("the \(name) must be \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func expectEnd() throws(DataSetError) {
        if !isAtEnd { throw malformed("the value must end here") }
    }

    /// Names the place and never the text, which may be a patient's.
    func malformed(_ problem: String, at place: Int? = nil) -> DataSetError {
        let character = (place ?? position) + 1
        return DataSetError(code: code, problem: "The text is not \(subject): at character \(character) \(problem).", remedy: remedy)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension Int {
    /// With zeros in front, as fields of a fixed width are written.
    func text(digits count: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, count - digits.utf8.count)) + digits
    }
}
