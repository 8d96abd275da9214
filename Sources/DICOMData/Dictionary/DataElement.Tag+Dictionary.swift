extension DataElement.Tag {
    /// The keyword of PS3.6, as `PatientName`; nil for private elements, group lengths and tags the standard doesn't know.
    public var keyword: String? { DataElementDictionary.entry(for: self)?.keyword }

    /// The name of PS3.6, as `Patient's Name`; also for group lengths and private creators, whose tags are a rule and not a row.
    public var name: String? {
        if let entry = DataElementDictionary.entry(for: self) { return entry.name }
        if element == 0 { return "Group Length" }
        return isPrivateCreator ? "Private Creator" : nil
    }

    /// Whether the element reserves a block of a private group for a vendor (PS3.5 7.8.1).
    @inlinable public var isPrivateCreator: Bool { isPrivate && (0x10...0xFF).contains(element) }

    /// The tag whose keyword is `keyword`, if the standard has one.
    public init?(keyword: some StringProtocol) {
        guard let tag = DataElementDictionary.tag(forKeyword: keyword) else { return nil }
        self = tag
    }
}
