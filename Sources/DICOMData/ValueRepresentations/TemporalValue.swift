/// A value of DA, TM or DT: a stretch of time, as long as what its text leaves out.
public protocol TemporalValue: Sendable, Hashable, CustomStringConvertible {
    /// - Throws: ``DataSetError`` with code `invalidValue`, naming the character and what it should be.
    init(parsing text: some StringProtocol) throws(DataSetError)

    /// As the standard has it written, whatever form it was read from.
    var text: String { get }

    /// Which of the two comes first; nil where they overlap without being the same, so that nobody can tell.
    func order(to other: Self) -> TemporalOrder?
}

extension TemporalValue {
    public var description: String { text }
}

/// How one date or time lies to another.
public enum TemporalOrder: Sendable, Hashable {
    case before, same, after
}

extension Range<Int> {
    /// Of two stretches of time.
    func order(to other: Self) -> TemporalOrder? {
        if self == other { return .same }
        if upperBound <= other.lowerBound { return .before }
        return other.upperBound <= lowerBound ? .after : nil
    }
}
