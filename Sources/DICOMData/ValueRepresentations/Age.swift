/// An age (PS3.5 6.2, AS): `018M` is eighteen months.
///
/// Ages of different units aren't ordered: nobody knows whether twelve months or a year is more.
public struct Age: Sendable, Hashable {
    public enum Unit: Character, Sendable, Hashable, CaseIterable {
        case days = "D"
        case weeks = "W"
        case months = "M"
        case years = "Y"
    }

    /// 0 to 999.
    public let count: Int
    public let unit: Unit
    /// False for what was read from another form than three digits and a capital: `45Y`, `045y`.
    public let isStandardForm: Bool

    /// Nil when the number doesn't fit in three digits.
    public init?(_ count: Int, _ unit: Unit) {
        guard (0...999).contains(count) else { return nil }
        self.init(count: count, unit: unit, isStandardForm: true)
    }

    private init(count: Int, unit: Unit, isStandardForm: Bool) {
        self.count = count
        self.unit = unit
        self.isStandardForm = isStandardForm
    }

    /// `018M`; also `18M` and `018m`, which ``isStandardForm`` tells.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "an age (PS3.5 6.2, AS)")
        let digits = cursor.digitsAhead
        guard (1...3).contains(digits) else { throw cursor.malformed("there must be three digits") }
        let count = try cursor.number(digits: digits, "age")
        // Of ASCII letters this is the capital one.
        guard let letter = cursor.next, letter < 0x80, let unit = Unit(rawValue: Character(Unicode.Scalar(letter & 0xDF))) else {
            throw cursor.malformed("there must be D, W, M or Y")
        }
        _ = cursor.takeByte()
        try cursor.expectEnd()
        self.init(count: count, unit: unit, isStandardForm: digits == 3 && letter == unit.rawValue.asciiValue)
    }

    public var text: String { count.text(digits: 3) + String(unit.rawValue) }

    public static func == (left: Self, right: Self) -> Bool { left.count == right.count && left.unit == right.unit }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(unit)
    }
}

extension Age: CustomStringConvertible {
    public var description: String { text }
}
