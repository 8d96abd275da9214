/// A rotation by a multiple of 90 degrees, as a person sees it.
public enum QuarterTurns: Int, Sendable, Hashable, CaseIterable {
    case none = 0
    /// 90 degrees: the first row becomes the last column.
    case clockwise = 1
    /// 180 degrees.
    case half = 2
    /// 270 degrees: the first row becomes the first column, upside down.
    case counterclockwise = 3

    /// Image Rotation (0070,0042) of a presentation state: 0, 90, 180 or 270 degrees clockwise (PS3.3 C.10.6); nil for another angle.
    public init?(degreesClockwise degrees: Int) {
        guard degrees % 90 == 0 else { return nil }
        self.init(rawValue: (degrees / 90 % 4 + 4) % 4)
    }

    /// One rotation after another.
    public func followed(by next: QuarterTurns) -> QuarterTurns { QuarterTurns(rawValue: (rawValue + next.rawValue) % 4) ?? .none }

    /// Whether columns become rows.
    public var swapsSides: Bool { rawValue % 2 == 1 }
}
