/// A date of the Gregorian calendar (PS3.5 6.2, DA), or of a ``DateTime`` the part that is a date: a year, a month or a day.
///
/// Equal dates are equal whatever form they were read from.
public struct CalendarDate: TemporalValue {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12; nil where only the year is known.
    public let month: Int?
    /// 1 to the month's last; nil where only the year, or year and month are known.
    public let day: Int?
    /// False for what was read from another form than YYYYMMDD: the YYYY.MM.DD of ACR-NEMA, or a year or month alone.
    public let isStandardForm: Bool

    /// Nil when the calendar has no such date.
    public init?(year: Int, month: Int? = nil, day: Int? = nil) {
        guard (1...9999).contains(year) else { return nil }
        if let month {
            guard (1...12).contains(month) else { return nil }
            if let day, !(1...Self.days(inMonth: month, of: year)).contains(day) { return nil }
        } else if day != nil {
            return nil
        }
        self.init(year, month, day, isStandardForm: day != nil)
    }

    private init(_ year: Int, _ month: Int?, _ day: Int?, isStandardForm: Bool) {
        self.year = year
        self.month = month
        self.day = day
        self.isStandardForm = isStandardForm
    }

    /// `20040119`; also `2004.01.19`, `200401` and `2004`, which ``isStandardForm`` tells.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "a date (PS3.5 6.2, DA)")
        let hasDots = cursor.bytes.count == 10 && cursor.bytes[4] == UInt8(ascii: ".")
        let date = try Self(&cursor, hasDots: hasDots)
        try cursor.expectEnd()
        self.init(date.year, date.month, date.day, isStandardForm: !hasDots && date.day != nil)
    }

    /// As much of a date as there are digits.
    init(_ cursor: inout TextCursor, hasDots: Bool = false) throws(DataSetError) {
        year = try cursor.number(digits: 4, "year", in: 1...9999)
        isStandardForm = !hasDots
        if hasDots, !cursor.take(".") { throw cursor.malformed("a point must come before the month") }
        guard hasDots || cursor.digitsAhead > 0 else {
            month = nil
            day = nil
            return
        }
        let month = try cursor.number(digits: 2, "month", in: 1...12)
        self.month = month
        if hasDots, !cursor.take(".") { throw cursor.malformed("a point must come before the day") }
        guard hasDots || cursor.digitsAhead > 0 else {
            day = nil
            return
        }
        day = try cursor.number(digits: 2, "day", in: 1...Self.days(inMonth: month, of: year))
    }

    /// `20040119`, and as much of it as is known.
    public var text: String {
        year.text(digits: 4) + (month.map { $0.text(digits: 2) } ?? "") + (day.map { $0.text(digits: 2) } ?? "")
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.year == right.year && left.month == right.month && left.day == right.day
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(year)
        hasher.combine(month)
        hasher.combine(day)
    }

    public func order(to other: Self) -> TemporalOrder? { daysSince1970.order(to: other.daysSince1970) }
}

// MARK: - The calendar

extension CalendarDate {
    /// The days that the date stands for, counted from 1970-01-01: one, or those of a month or year.
    public var daysSince1970: Range<Int> {
        let start = Self.daysSince1970(year, month ?? 1, day ?? 1)
        if day != nil { return start..<start + 1 }
        if let month { return start..<start + Self.days(inMonth: month, of: year) }
        return start..<start + (Self.isLeap(year) ? 366 : 365)
    }

    /// The day that comes so many days after 1970-01-01; nil beyond the years 1 to 9999.
    public init?(daysSince1970 days: Int) {
        guard (Self.daysSince1970(1, 1, 1)...Self.daysSince1970(9999, 12, 31)).contains(days) else { return nil }
        // A year is not longer than 366 days, so the guess is never too late, and at most a few years too early.
        var year = max(1, 1970 + (days >= 0 ? days / 366 : days / 365 - 1))
        while Self.daysSince1970(year + 1, 1, 1) <= days { year += 1 }
        var rest = days - Self.daysSince1970(year, 1, 1)
        var month = 1
        while rest >= Self.days(inMonth: month, of: year) {
            rest -= Self.days(inMonth: month, of: year)
            month += 1
        }
        self.init(year, month, rest + 1, isStandardForm: true)
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Years that begin in March put the leap day last: months before it then have fixed places.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let years = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return 365 * years + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    }
}
