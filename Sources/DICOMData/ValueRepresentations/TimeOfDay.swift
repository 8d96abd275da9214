/// A time of day (PS3.5 6.2, TM), as precise as it was written: an hour, a minute, a second, or a part of one.
///
/// Equal times are equal whatever form they were read from; 10 and 1000 are not, since one is an hour and the other a minute.
public struct TimeOfDay: TemporalValue {
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59; nil where only the hour is known.
    public let minute: Int?
    /// 0 to 60, which is a leap second; nil where only hour, or hour and minute are known.
    public let second: Int?
    /// Microseconds after the second; nil where no fraction is known.
    public let microsecond: Int?
    /// How many digits of the fraction are known: 0 to 6.
    public let fractionDigits: Int
    /// False for what was read from another form than HHMMSS.FFFFFF: the HH:MM:SS of ACR-NEMA, a point without digits, or more
    /// than six of them, of which the further ones are dropped.
    public let isStandardForm: Bool

    /// Nil when there is no such time.
    ///
    /// - Parameter fractionDigits: of `microsecond`, how many are known: 1 to 6.
    public init?(hour: Int, minute: Int? = nil, second: Int? = nil, microsecond: Int? = nil, fractionDigits: Int = 6) {
        guard (0...23).contains(hour), minute.map((0...59).contains) ?? (second == nil) else { return nil }
        guard second.map((0...60).contains) ?? (microsecond == nil), microsecond.map((0...999_999).contains) ?? true else { return nil }
        guard (1...6).contains(fractionDigits) else { return nil }
        self.init(hour, minute, second, microsecond, fractionDigits: microsecond == nil ? 0 : fractionDigits, isStandardForm: true)
    }

    private init(_ hour: Int, _ minute: Int?, _ second: Int?, _ microsecond: Int?, fractionDigits: Int, isStandardForm: Bool) {
        self.hour = hour
        self.minute = minute
        self.second = second
        self.fractionDigits = fractionDigits
        // What isn't known isn't part of the value.
        self.microsecond = microsecond.map { $0 - $0 % Self.unit(ofDigits: fractionDigits) }
        self.isStandardForm = isStandardForm
    }

    /// `070907.0705`, `1010`, `02`; also `07:09:07`, which ``isStandardForm`` tells.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "a time (PS3.5 6.2, TM)")
        let hasColons = cursor.bytes.count > 2 && cursor.bytes[2] == UInt8(ascii: ":")
        self = try Self(&cursor, hasColons: hasColons)
        try cursor.expectEnd()
    }

    /// As much of a time as there are digits.
    init(_ cursor: inout TextCursor, hasColons: Bool = false) throws(DataSetError) {
        let hour = try cursor.number(digits: 2, "hour", in: 0...23)
        var minute: Int?
        var second: Int?
        var microsecond: Int?
        var digits = 0
        var isStandardForm = !hasColons
        if hasColons ? cursor.take(":") : cursor.digitsAhead > 0 {
            minute = try cursor.number(digits: 2, "minute", in: 0...59)
            if hasColons ? cursor.take(":") : cursor.digitsAhead > 0 {
                second = try cursor.number(digits: 2, "second", in: 0...60)
                if cursor.take(".") {
                    if !(1...6).contains(cursor.digitsAhead) { isStandardForm = false }
                    digits = min(cursor.digitsAhead, 6)
                    if digits > 0 { microsecond = try cursor.number(digits: digits, "fraction") * Self.unit(ofDigits: digits) }
                    _ = cursor.takeDigits()
                }
            }
        }
        self.init(hour, minute, second, microsecond, fractionDigits: digits, isStandardForm: isStandardForm)
    }

    /// `070907.0705`, and as much of it as is known.
    public var text: String {
        var text = hour.text(digits: 2)
        if let minute { text += minute.text(digits: 2) }
        if let second { text += second.text(digits: 2) }
        if let microsecond { text += "." + (microsecond / Self.unit(ofDigits: fractionDigits)).text(digits: fractionDigits) }
        return text
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.hour == right.hour && left.minute == right.minute && left.second == right.second && left.microsecond == right.microsecond
            && left.fractionDigits == right.fractionDigits
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(microseconds)
        hasher.combine(fractionDigits)
    }

    public func order(to other: Self) -> TemporalOrder? { microseconds.order(to: other.microseconds) }

    /// The microseconds that the time stands for, counted from midnight. A leap second is the first of the minute after it, as
    /// clocks that have no name for it count.
    public var microseconds: Range<Int> {
        let start = ((hour * 60 + (minute ?? 0)) * 60 + (second ?? 0)) * 1_000_000 + (microsecond ?? 0)
        if microsecond != nil { return start..<start + Self.unit(ofDigits: fractionDigits) }
        if second != nil { return start..<start + 1_000_000 }
        return start..<start + (minute == nil ? 3_600_000_000 : 60_000_000)
    }

    /// Microseconds of the last of so many digits.
    private static func unit(ofDigits digits: Int) -> Int { [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][digits] }
}
