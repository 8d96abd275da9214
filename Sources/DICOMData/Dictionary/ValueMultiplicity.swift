/// How many values an element may hold (PS3.5 6.4, PS3.6 table 6-1): `1`, `1-2`, `1-n`, `2-2n`.
public struct ValueMultiplicity: Sendable, Hashable {
    public var minimum: Int
    /// Nil where the standard writes `n`.
    public var maximum: Int?
    /// Values come in groups of so many: 2 for `2-2n`.
    public var step: Int

    public init(minimum: Int, maximum: Int?, step: Int = 1) {
        self.minimum = minimum
        self.maximum = maximum
        self.step = step
    }

    /// Whether a value of `count` parts is in keeping with the standard. An empty value (count 0) is for the attribute's type to judge.
    public func allows(_ count: Int) -> Bool {
        guard count >= minimum, step > 0 else { return false }
        if let maximum, count > maximum { return false }
        return maximum != nil || count % step == minimum % step
    }
}

extension ValueMultiplicity: CustomStringConvertible {
    /// As the standard prints it.
    public var description: String {
        guard let maximum else { return step == 1 ? "\(minimum)-n" : "\(minimum)-\(step)n" }
        return minimum == maximum ? "\(minimum)" : "\(minimum)-\(maximum)"
    }
}
