/// A value of PN (PS3.5 6.2.1): up to three groups that write the same name in different characters.
public struct PersonName: Sendable, Hashable {
    /// One way to write the name: five components, as `Family^Given^Middle^Prefix^Suffix`.
    public struct ComponentGroup: Sendable, Hashable {
        public var familyName = ""
        public var givenName = ""
        public var middleName = ""
        public var prefix = ""
        public var suffix = ""

        public init() {}

        /// Components that are missing are empty; what follows a fifth caret stays in the suffix.
        init(_ text: Substring) {
            let parts = text.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
            func part(_ number: Int) -> String { number < parts.count ? parts[number] : "" }
            familyName = part(0)
            givenName = part(1)
            middleName = part(2)
            prefix = part(3)
            suffix = part(4)
        }

        /// As it is encoded: carets between components, none at the end.
        public var text: String {
            var parts = [familyName, givenName, middleName, prefix, suffix]
            while parts.last == "" { parts.removeLast() }
            return parts.joined(separator: "^")
        }
    }

    public var alphabetic = ComponentGroup()
    public var ideographic = ComponentGroup()
    public var phonetic = ComponentGroup()

    public init() {}

    /// From the text of a value: groups are divided by `=`.
    public init(_ text: String) {
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        alphabetic = ComponentGroup(groups[0])
        if groups.count > 1 { ideographic = ComponentGroup(groups[1]) }
        if groups.count > 2 { phonetic = ComponentGroup(groups[2]) }
    }
}
