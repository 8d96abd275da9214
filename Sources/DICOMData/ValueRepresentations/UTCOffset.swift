/// How far a local time is ahead of Coordinated Universal Time (PS3.5 6.2, DT; Timezone Offset From UTC (0008,0201), PS3.3 C.12.1.1.8).
public struct UTCOffset: Sendable, Hashable {
    /// East of Greenwich positive: -720 to 840.
    public let minutes: Int

    public static let zero = UTCOffset(unchecked: 0)

    /// Nil beyond -12:00 and +14:00, which no zone of the world has.
    public init?(minutes: Int) {
        guard (-720...840).contains(minutes) else { return nil }
        self.init(unchecked: minutes)
    }

    private init(unchecked minutes: Int) { self.minutes = minutes }

    /// `+0100`
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "an offset from UTC (PS3.5 6.2, DT)")
        self = try Self(&cursor)
        try cursor.expectEnd()
    }

    init(_ cursor: inout TextCursor) throws(DataSetError) {
        let start = cursor
        let isNegative = cursor.take("-")
        guard isNegative || cursor.take("+") else { throw cursor.malformed("the offset must begin with a sign") }
        let hours = try cursor.number(digits: 2, "hours of the offset", in: 0...14)
        let minutes = try cursor.number(digits: 2, "minutes of the offset", in: 0...59)
        guard let offset = Self(minutes: isNegative ? -60 * hours - minutes : 60 * hours + minutes) else {
            throw start.malformed("the offset must be -1200 to +1400")
        }
        self = offset
    }

    /// `+0100`
    public var text: String {
        (minutes < 0 ? "-" : "+") + (abs(minutes) / 60).text(digits: 2) + (abs(minutes) % 60).text(digits: 2)
    }
}

extension UTCOffset: CustomStringConvertible {
    public var description: String { text }
}
