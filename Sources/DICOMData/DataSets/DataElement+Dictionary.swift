internal import DICOMBytes

// What dictionaries know of an element in its data set: the caller's own first, then the standard's, then that of the vendors' elements.

extension DataElement {
    /// The representation that the value is read with: as encoded or, where the encoding says UN or nothing, as a dictionary has it. For
    /// a private element its creator decides (PS3.5 6.2.2, note 3; 7.8.1).
    public var effectiveRepresentation: ValueRepresentation {
        guard valueRepresentation == .un else { return valueRepresentation }
        // Bytes that were not read as items can't be asked for as such.
        let known = dictionaryRepresentation
        return known == .sq ? .un : known
    }

    /// What is known of a private element by its creator; nil for tags of the standard and for elements that nobody has described.
    public var privateEntry: DataElementDictionary.PrivateEntry? {
        withPrivateCreator { DataElementDictionary.privateEntry(creator: $0, tag: tag) }
    }

    /// The name of the attribute: `Patient's Name`, or of a private element `CSA Image Header Type`; nil where no dictionary knows one.
    public var name: String? { ownEntry?.name ?? tag.name ?? privateEntry?.name }

    /// What the dictionary that the data set was read with says (``ReadingOptions/dictionary``).
    private var ownEntry: PrivateDictionary.Entry? {
        let dictionary = origin.index.dictionary
        guard !dictionary.isEmpty else { return nil }
        return withPrivateCreator { dictionary.entry(creator: $0, tag: tag) } ?? dictionary[tag]
    }

    /// Lends the name of the creator who reserved the element's block where the element was read: what is moved to another data set means
    /// what it meant. Nil where there is none.
    private func withPrivateCreator<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
        guard let creator = tag.creator else { return nil }
        let siblings = Int(origin.siblings.lowerBound)..<Int(origin.siblings.upperBound)
        guard let position = origin.index.position(of: creator.rawValue, in: siblings) else { return nil }
        return origin.source.withSpan(of: origin.index.records[position].valueRange) { body($0.extracting($0.unpadded)) }
    }

    /// UN where nothing is known, or more than one representation would do.
    private var dictionaryRepresentation: ValueRepresentation {
        let standard = DataElementDictionary.valueRepresentation(of: tag.rawValue)
        if standard.choice != .none { return .un }
        if standard.primary != .un { return standard.primary }
        if let own = ownEntry { return own.valueRepresentation }
        guard let known = privateEntry?.representation, known.choice == .none else { return .un }
        return known.primary
    }
}
