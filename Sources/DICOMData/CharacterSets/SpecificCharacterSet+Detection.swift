extension SpecificCharacterSet {
    /// A character set that text could be in.
    public struct Guess: Sendable, Hashable {
        public var characterSet: SpecificCharacterSet
        /// From 0 to 1: what share of guesses like this one can be expected to be right.
        public var confidence: Double
    }
}
