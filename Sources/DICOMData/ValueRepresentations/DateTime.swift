/// A date and time (PS3.5 6.2, DT), as precise as it was written: from a year to a microsecond, with or without its offset from UTC.
public struct DateTime: TemporalValue {
    public let date: CalendarDate
    /// Nil where only the date is known.
    public let time: TimeOfDay?
    /// Nil where the value has none: the time is then local to wherever the object was made, or as Timezone Offset From UTC says.
    public let utcOffset: UTCOffset?
    /// False for what was read from another form than the standard's: the offset -0000, or a fraction of more than six digits.
    public let isStandardForm: Bool

    /// Nil when there is a time but no day.
    public init?(_ date: CalendarDate, _ time: TimeOfDay? = nil, utcOffset: UTCOffset? = nil) {
        guard time == nil || date.day != nil else { return nil }
        self.init(date: date, time: time, utcOffset: utcOffset, isStandardForm: true)
    }

    private init(date: CalendarDate, time: TimeOfDay?, utcOffset: UTCOffset?, isStandardForm: Bool) {
        self.date = date
        self.time = time
        self.utcOffset = utcOffset
        self.isStandardForm = isStandardForm
    }

    /// `20040119093000.25+0100` and what is left of it when fields at the end are left out; the offset may follow any of them.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "a date and time (PS3.5 6.2, DT)")
        date = try CalendarDate(&cursor)
        time = date.day != nil && cursor.digitsAhead > 0 ? try TimeOfDay(&cursor) : nil
        let isNegative = cursor.next == UInt8(ascii: "-")
        utcOffset = cursor.isAtEnd ? nil : try UTCOffset(&cursor)
        try cursor.expectEnd()
        // PS3.5 6.2: -0000 shall not be used to say UTC.
        isStandardForm = time?.isStandardForm != false && !(isNegative && utcOffset == .zero)
    }

    /// `20040119093000.25+0100`, and as much of it as is known.
    public var text: String { date.text + (time?.text ?? "") + (utcOffset?.text ?? "") }

    public static func == (left: Self, right: Self) -> Bool {
        left.date == right.date && left.time == right.time && left.utcOffset == right.utcOffset
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(date)
        hasher.combine(time)
        hasher.combine(utcOffset)
    }
}

// MARK: - Instants

extension DateTime {
    /// A point in time, to the microsecond.
    public struct Instant: Sendable, Hashable, Comparable {
        /// Leap seconds aren't counted, as on any clock of a computer.
        public var microsecondsSince1970: Int

        public init(microsecondsSince1970: Int) { self.microsecondsSince1970 = microsecondsSince1970 }

        /// For `Date(timeIntervalSince1970:)`.
        public var secondsSince1970: Double { Double(microsecondsSince1970) / 1_000_000 }

        public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince1970 < right.microsecondsSince1970 }
    }

    /// The stretch of time that the value stands for: a microsecond, or the second, minute, hour, day, month or year of which it names no part.
    ///
    /// - Parameter utcOffset: Timezone Offset From UTC of the data set: what holds where the value has no offset of its own.
    /// - Returns: nil where neither is known.
    public func instants(utcOffset fallback: UTCOffset? = nil) -> Range<Instant>? {
        guard let offset = utcOffset ?? fallback else { return nil }
        let shift = offset.minutes * 60_000_000
        let local = localMicroseconds
        return Instant(microsecondsSince1970: local.lowerBound - shift)..<Instant(microsecondsSince1970: local.upperBound - shift)
    }

    /// Which comes first; nil where they overlap without being the same, or where only one of them has an offset from UTC.
    public func order(to other: Self) -> TemporalOrder? { order(to: other, utcOffset: nil) }

    /// - Parameter utcOffset: what holds where a value has no offset of its own.
    public func order(to other: Self, utcOffset fallback: UTCOffset?) -> TemporalOrder? {
        let own = utcOffset ?? fallback
        let others = other.utcOffset ?? fallback
        guard (own == nil) == (others == nil) else { return nil }
        let shift = ((own?.minutes ?? 0) - (others?.minutes ?? 0)) * 60_000_000
        let local = localMicroseconds
        return (local.lowerBound - shift..<local.upperBound - shift).order(to: other.localMicroseconds)
    }

    private var localMicroseconds: Range<Int> {
        let days = date.daysSince1970
        let day = 86_400_000_000
        guard let time else { return days.lowerBound * day..<days.upperBound * day }
        let within = time.microseconds
        return days.lowerBound * day + within.lowerBound..<days.lowerBound * day + within.upperBound
    }
}
