internal import DICOMBytes

extension DataElement {
    /// An element with this value, for any data set to take.
    ///
    /// - Parameters:
    ///   - representation: what the value is written as; by default what the dictionary says. Private elements need it.
    ///   - characterSet: of the text. A data set in another one converts it when it is written.
    /// - Throws: ``DataSetError`` with code `invalidValue` when the value breaks the rules of the representation (PS3.5 6.2), with
    ///   `unsupportedCharacterSet` when the character set lacks a character.
    public init(
        _ tag: Tag, _ value: Value, as representation: ValueRepresentation? = nil, in characterSet: SpecificCharacterSet = .isoIR192
    ) throws(DataSetError) {
        try self.init(tag, value, as: representation, in: characterSet, checking: true)
    }

    init(
        _ tag: Tag, _ value: Value, as representation: ValueRepresentation?, in characterSet: SpecificCharacterSet, checking: Bool
    ) throws(DataSetError) {
        guard tag.group != 0xFFFE else { throw ElementEncoder.invalid(tag, "Items and delimiters are no elements.") }
        let representation = try Self.representation(of: tag, for: value, asked: representation)
        switch value.kind {
        case .items(let items):
            guard representation == .sq else { throw ElementEncoder.wrongKind(tag, representation) }
            self.init(sequence: tag, items: items, in: characterSet)
        case .fragments(let fragments):
            guard representation == .ob || representation == .ow else { throw ElementEncoder.wrongKind(tag, representation) }
            self.init(tag, fragments: fragments, characterSet)
        case .bytes(let value) where value.isEmpty && representation == .sq:
            self.init(sequence: tag, items: [], in: characterSet)
        default:
            var encoder = ElementEncoder()
            try encoder.append(value: value, of: tag, as: representation, in: characterSet, checking: checking)
            self.init(tag, representation, [], source: ByteSource(encoder.bytes), characterSet)
        }
    }

    init(sequence tag: Tag, items: [DataSet], in characterSet: SpecificCharacterSet) {
        self.init(tag, .sq, [.sequence], source: .empty, characterSet, items: items)
    }

    /// Specific Character Set (0008,0005) itself.
    init(declaring characterSet: SpecificCharacterSet) {
        let terms = Array(characterSet.terms.joined(separator: "\\").utf8)
        self.init(.specificCharacterSet, .cs, [], source: ByteSource(terms), .isoIR6)
    }

    /// Specific Character Set with the terms that are meant where some are misspelt; any other element as it is.
    var withDefinedTerms: DataElement {
        guard tag == .specificCharacterSet, let terms = try? strings() else { return self }
        let corrections = SpecificCharacterSet.corrections(of: terms)
        guard !corrections.isEmpty, corrections.allSatisfy({ $0.term != nil }) else { return self }
        return DataElement(declaring: SpecificCharacterSet(declaredBy: self))
    }

    private init(
        _ tag: Tag, _ representation: ValueRepresentation, _ traits: ElementRecord.Traits, source: ByteSource,
        _ characterSet: SpecificCharacterSet, items: [DataSet]? = nil
    ) {
        self.init(
            record: ElementRecord(
                tag: tag.rawValue, valueRepresentation: representation, traits: traits, headerLength: 0, offset: 0, length: source.count,
                firstChild: 0, childCount: 0),
            origin: Origin(index: ElementIndex(source: source), encoding: .explicitLittleEndian, characterSet: characterSet),
            madeItems: items)
    }

    private init(_ tag: Tag, fragments: [[UInt8]], _ characterSet: SpecificCharacterSet) {
        // As they lie in a file: the value is the items with their headers.
        var encoder = ElementEncoder()
        encoder.bytes.reserveCapacity(fragments.reduce(0) { $0 + $1.count + 9 })
        var records: [ElementRecord] = []
        for fragment in fragments {
            let length = fragment.count + fragment.count & 1
            encoder.appendItemHeader(length: UInt32(clamping: length))
            records.append(
                ElementRecord(
                    tag: DataSetReader.item, valueRepresentation: .ob, traits: [], headerLength: 8, offset: encoder.bytes.count,
                    length: length, firstChild: 0, childCount: 0))
            encoder.bytes += fragment
            if fragment.count & 1 == 1 { encoder.bytes.append(0) }
        }
        let bytes = encoder.bytes
        let index = ElementIndex(source: ByteSource(bytes), records: records)
        self.init(
            record: ElementRecord(
                tag: tag.rawValue, valueRepresentation: .ob, traits: [.encapsulated, .undefinedLength], headerLength: 0, offset: 0,
                length: bytes.count, firstChild: 0, childCount: UInt32(records.count)),
            origin: Origin(index: index, encoding: .explicitLittleEndian, characterSet: characterSet))
    }

    /// The same sequence with other items.
    func replacingItems(with items: [DataSet]) -> DataElement {
        var element = DataElement(sequence: tag, items: items, in: origin.characterSet)
        element.record.traits.formUnion(record.traits.intersection(.undefinedLength))
        return element
    }

    /// What is asked for, or else what the dictionary says, with its choices decided by what is given.
    private static func representation(
        of tag: Tag, for value: Value, asked: ValueRepresentation?
    ) throws(DataSetError) -> ValueRepresentation {
        if let asked { return asked }
        let known = DataElementDictionary.valueRepresentation(of: tag.rawValue)
        switch known.choice {
        case .none:
            guard known.primary != .un else {
                if case .bytes = value.kind { return .un }
                throw ElementEncoder.invalid(
                    tag, "The dictionary does not know the tag.", remedy: "Say which value representation the element has.")
            }
            return known.primary
        case .usOrSS, .usOrSSOrOW:
            if case .integers(let values) = value.kind, values.contains(where: { $0 < 0 }) { return .ss }
            if case .bytes = value.kind, known.choice == .usOrSSOrOW { return .ow }
            return .us
        case .usOrOW:
            if case .bytes = value.kind { return .ow }
            return .us
        case .obOrOW: return .ow
        }
    }
}

extension ByteSource {
    static let empty = ByteSource([])
}
