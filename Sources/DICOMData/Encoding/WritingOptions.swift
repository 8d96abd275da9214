/// How a data set is written, where the standard leaves a choice. The defaults change nothing that was not edited.
public struct WritingOptions: Sendable, Hashable {
    /// How the end of sequences and items is told (PS3.5 7.5).
    public enum SequenceLengths: Sendable, Hashable {
        /// As they were read; what was made or edited has defined lengths.
        case asRead
        case defined
        /// By delimiters.
        case undefined
    }

    /// What becomes of group lengths (PS3.5 7.2, retired) in the data set. That of File Meta Information is always there and right.
    public enum GroupLengths: Sendable, Hashable {
        /// Those that are there are made right.
        case corrected
        case removed
    }

    public var sequenceLengths: SequenceLengths
    public var groupLengths: GroupLengths
    /// The character set that all text is converted to; nil leaves each data set its own.
    public var characterSet: SpecificCharacterSet?

    public init(
        sequenceLengths: SequenceLengths = .asRead, groupLengths: GroupLengths = .corrected, characterSet: SpecificCharacterSet? = nil
    ) {
        self.sequenceLengths = sequenceLengths
        self.groupLengths = groupLengths
        self.characterSet = characterSet
    }
}
