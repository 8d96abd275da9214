/// A value of PN (PS3.5 6.2.1): up to three groups that write the same name in different characters.
public struct PersonName: Sendable, Hashable {
    /// One way to write the name: five components, as `Family^Given^Middle^Prefix^Suffix`.
    public struct ComponentGroup: Sendable, Hashable {
        public var familyName = ""
        public var givenName = ""
        public var middleName = ""
        public var prefix = ""
        public var suffix = ""

        public init(familyName: String = "", givenName: String = "", middleName: String = "", prefix: String = "", suffix: String = "") {
            self.familyName = familyName
            self.givenName = givenName
            self.middleName = middleName
            self.prefix = prefix
            self.suffix = suffix
        }

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

        /// No component has a name or part of one.
        public var isEmpty: Bool { [familyName, givenName, middleName, prefix, suffix].allSatisfy(\.isEmpty) }

        /// Whether the group keeps the rules of PS3.5 6.2: at most 64 characters, and in no component a delimiter or control character.
        public var isValid: Bool {
            let components = [familyName, givenName, middleName, prefix, suffix]
            guard text.unicodeScalars.count <= 64 else { return false }
            return components.allSatisfy { component in
                component.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !"\\^=".unicodeScalars.contains($0) }
            }
        }
    }

    public var alphabetic = ComponentGroup()
    public var ideographic = ComponentGroup()
    public var phonetic = ComponentGroup()

    public init(
        alphabetic: ComponentGroup = ComponentGroup(), ideographic: ComponentGroup = ComponentGroup(),
        phonetic: ComponentGroup = ComponentGroup()
    ) {
        self.alphabetic = alphabetic
        self.ideographic = ideographic
        self.phonetic = phonetic
    }

    /// From the text of a value: groups are divided by `=`. Any text can be held, as files hold any; ``isValid`` judges it.
    public init(_ text: String) {
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        alphabetic = ComponentGroup(groups[0])
        if groups.count > 1 { ideographic = ComponentGroup(groups[1]) }
        if groups.count > 2 { phonetic = ComponentGroup(groups[2]) }
    }

    /// As it is encoded: `=` between groups, and none at the end.
    public var text: String {
        var groups = [alphabetic.text, ideographic.text, phonetic.text]
        while groups.last == "" { groups.removeLast() }
        return groups.joined(separator: "=")
    }

    /// No group has a name or part of one.
    public var isEmpty: Bool { alphabetic.isEmpty && ideographic.isEmpty && phonetic.isEmpty }

    /// Whether the name keeps the rules of PS3.5 6.2.
    public var isValid: Bool { alphabetic.isValid && ideographic.isValid && phonetic.isValid }
}
