/// Elements of your own, beside those of the standard and of the vendors that the built-in dictionary knows: a value that you hand to
/// whoever reads, as ``ReadingOptions/dictionary``. Nothing about it is global.
///
/// ```swift
/// var dictionary = PrivateDictionary()
/// dictionary[.init(creator: "ACME 1.0", group: 0x0011, element: 0x01)] = .init(name: "Dose Map", valueRepresentation: .ow)
/// let file = try DICOMFile(at: path, options: ReadingOptions(dictionary: dictionary))
/// ```
public struct PrivateDictionary: Sendable, Hashable {
    /// What is to be known of an element.
    public struct Entry: Sendable, Hashable {
        public var name: String
        /// A word without spaces by which a ``TagPath`` can name the element; nil if there is to be none.
        public var keyword: String?
        /// What the value is read as where the encoding doesn't say: where it is implicit, or says UN.
        public var valueRepresentation: ValueRepresentation
        public var valueMultiplicity: ValueMultiplicity

        public init(
            name: String, keyword: String? = nil, valueRepresentation: ValueRepresentation,
            valueMultiplicity: ValueMultiplicity = ValueMultiplicity(minimum: 1, maximum: 1)
        ) {
            self.name = name
            self.keyword = keyword
            self.valueRepresentation = valueRepresentation
            self.valueMultiplicity = valueMultiplicity
        }
    }

    private struct Owned: Sendable, Hashable {
        var creator: String
        var entry: Entry
    }

    private var byTag: [DataElement.Tag: Entry] = [:]
    /// By group and element; few creators share them.
    private var byElement: [UInt32: [Owned]] = [:]

    public init() {}

    public var isEmpty: Bool { byTag.isEmpty && byElement.isEmpty }
}

// MARK: - Entries

extension PrivateDictionary {
    /// An element by its very tag. An attribute that the standard has keeps the standard's representation; a private element is found so
    /// when no entry names its creator.
    public subscript(tag: DataElement.Tag) -> Entry? {
        get { byTag[tag] }
        set { byTag[tag] = newValue }
    }

    /// A private element, whichever block its creator reserves.
    public subscript(tag: DataElement.PrivateTag) -> Entry? {
        get { byElement[Self.key(tag)]?.first { $0.creator == tag.creator }?.entry }
        set {
            var owned = (byElement[Self.key(tag)] ?? []).filter { $0.creator != tag.creator }
            if let newValue { owned.append(Owned(creator: tag.creator, entry: newValue)) }
            byElement[Self.key(tag)] = owned.isEmpty ? nil : owned
        }
    }

    /// Takes the entries of `other`, which replace those that are there for the same elements.
    public mutating func merge(_ other: Self) {
        byTag.merge(other.byTag) { $1 }
        for (key, owned) in other.byElement {
            let replaced = owned.map(\.creator)
            byElement[key] = (byElement[key] ?? []).filter { !replaced.contains($0.creator) } + owned
        }
    }

    /// This dictionary with the entries of `other`, which count more.
    public func merging(_ other: Self) -> Self {
        var merged = self
        merged.merge(other)
        return merged
    }

    /// The tag of the entry with this keyword, of those that were given by tag; the least where several have it.
    public func tag(forKeyword keyword: some StringProtocol) -> DataElement.Tag? {
        byTag.filter { $0.value.keyword.map { $0 == keyword } ?? false }.keys.min()
    }

    /// The creator being bytes of a data set.
    func entry(creator: Span<UInt8>, tag: DataElement.Tag) -> Entry? {
        guard let candidates = byElement[UInt32(tag.group) << 8 | UInt32(tag.element & 0xFF)] else { return nil }
        for candidate in candidates where creator.isUTF8(of: candidate.creator) { return candidate.entry }
        return nil
    }

    private static func key(_ tag: DataElement.PrivateTag) -> UInt32 { UInt32(tag.group) << 8 | UInt32(tag.element) }
}
