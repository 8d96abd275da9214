// A copy that is edited shares every byte that is not. Nothing is encoded anew but what is set.

extension DataSet {
    /// Sets the value of an attribute, whether it is there or not.
    ///
    /// Text is encoded in the character set of the data set. Setting Specific Character Set (0008,0005) itself declares another: what is set
    /// from then on is encoded in it, and the text that is there is converted when the data set is written.
    ///
    /// - Parameter representation: by default what the dictionary says; private elements need it.
    /// - Throws: ``DataSetError``; see ``DataElement/init(_:_:as:in:)``. The data set is then as it was.
    public mutating func set(
        _ tag: DataElement.Tag, to value: DataElement.Value, as representation: ValueRepresentation? = nil
    ) throws(DataSetError) {
        var representation = representation
        // PS3.3 C.7.6.3: such values are signed where the pixels are.
        if representation == nil, DataElementDictionary.valueRepresentation(of: tag.rawValue).choice == .usOrSS,
            try integer(.pixelRepresentation) == 1
        {
            representation = .ss
        }
        set(try DataElement(tag, value, as: representation, in: characterSet))
    }

    /// Puts an element in, one of another data set too; it takes the place of the one with its tag.
    public mutating func set(_ element: DataElement) {
        editList { elements in
            let position = elements.position(of: element.tag)
            var end = position
            while end < elements.count, elements[end].tag == element.tag { end += 1 }
            elements.replaceSubrange(position..<end, with: [element])
        }
        if element.tag == .specificCharacterSet { noteCharacterSet() }
    }

    /// Takes an element out; nil where there is none.
    @discardableResult
    public mutating func remove(_ tag: DataElement.Tag) -> DataElement? {
        guard let found = self[tag] else { return nil }
        removeAll { $0.tag == tag }
        return found
    }

    /// Takes all elements out that are asked for, of this level only.
    public mutating func removeAll(where isUnwanted: (DataElement) -> Bool) {
        editList { $0.removeAll(where: isUnwanted) }
        noteCharacterSet()
    }

    /// Takes over the elements of another data set. Its Specific Character Set stays behind: the text is converted when it is written.
    ///
    /// - Parameter replacing: whether an element takes the place of one with its tag.
    public mutating func merge(_ other: DataSet, replacing: Bool = true) {
        editList { elements in
            var merged: [DataElement] = []
            merged.reserveCapacity(elements.count + other.count)
            var mine = elements[...]
            for element in other where element.tag != .specificCharacterSet {
                while let first = mine.first, first.tag < element.tag { merged.append(mine.removeFirst()) }
                if mine.first?.tag == element.tag {
                    guard replacing else { continue }
                    while mine.first?.tag == element.tag { mine.removeFirst() }
                }
                merged.append(element)
            }
            elements = merged + mine
        }
    }

    private mutating func noteCharacterSet() {
        guard let declared = self[.specificCharacterSet] else { return }
        let fallback = characterSet.fallback
        characterSet = SpecificCharacterSet(declaredBy: declared)
        characterSet.fallback = fallback
    }

    /// Lends the elements as a list; the storage gives up its own reference meanwhile, so that nothing is copied twice.
    private mutating func editList(_ body: (inout [DataElement]) -> Void) {
        var elements: [DataElement]
        if case .list(let list) = storage { elements = list } else { elements = Array(self) }
        storage = .list([])
        body(&elements)
        storage = .list(elements)
    }
}

// MARK: - Sequences

extension DataSet {
    /// Edits the items of a sequence, which is made where there is none.
    public mutating func editItems<Failure: Error>(
        of tag: DataElement.Tag, _ edit: (inout [DataSet]) throws(Failure) -> Void
    ) throws(Failure) {
        let element = self[tag]
        var items = element.map { Array($0.items) } ?? []
        try edit(&items)
        if let element, element.isSequence {
            set(element.replacingItems(with: items))
        } else {
            set(DataElement(sequence: tag, items: items, in: characterSet))
        }
    }

    /// Sets the value of an attribute inside of sequences; the sequences must have the items that the path names.
    public mutating func set(
        _ path: TagPath, to value: DataElement.Value, as representation: ValueRepresentation? = nil
    ) throws(DataSetError) {
        try edit(at: path.steps[...], of: path) { (dataSet, step) throws(DataSetError) in
            var tag = step.tag
            if let privateTag = step.privateTag {
                let block = try dataSet.reserveBlock(of: privateTag.creator, group: privateTag.group)
                tag = DataElement.Tag(group: privateTag.group, element: block << 8 | UInt16(privateTag.element))
            }
            try dataSet.set(tag, to: value, as: representation)
        }
    }

    /// Takes an element out that stands inside of sequences; nothing happens where it is absent.
    public mutating func remove(_ path: TagPath) throws(DataSetError) {
        try edit(at: path.steps[...], of: path) { (dataSet, step) throws(DataSetError) in
            guard let element = dataSet.element(at: step) else { return }
            dataSet.remove(element.tag)
        }
    }

    private mutating func edit(
        at steps: ArraySlice<TagPath.Step>, of path: TagPath, _ body: (inout DataSet, TagPath.Step) throws(DataSetError) -> Void
    ) throws(DataSetError) {
        guard let step = steps.first else { throw Self.noSuchPlace(path) }
        if steps.count == 1 {
            guard step.item == nil else { throw Self.noSuchPlace(path) }
            return try body(&self, step)
        }
        guard let number = step.item, let sequence = element(at: step), sequence.items.indices.contains(number) else {
            throw Self.noSuchPlace(path)
        }
        try editItems(of: sequence.tag) { (items) throws(DataSetError) in
            try items[number].edit(at: steps.dropFirst(), of: path, body)
        }
    }

    private static func noSuchPlace(_ path: TagPath) -> DataSetError {
        DataSetError(
            code: .invalidValue, path: path, problem: "The path does not lead to an element of this data set.",
            remedy: "Name an item of each sequence on the way that is there, and none of the last step.")
    }
}

// MARK: - Private elements (PS3.5 7.8)

extension DataSet {
    /// Sets a private element, in the block that its creator has reserved; where there is none, the first free block is reserved.
    ///
    /// - Parameters:
    ///   - group: an odd number.
    ///   - element: the last two digits of the element number.
    public mutating func set(
        privateElement element: UInt8, group: UInt16, creator: String, to value: DataElement.Value, as representation: ValueRepresentation
    ) throws(DataSetError) {
        let block = try reserveBlock(of: creator, group: group)
        try set(DataElement.Tag(group: group, element: block << 8 | UInt16(element)), to: value, as: representation)
    }

    /// The block (10 … FF) that the creator has reserved in this group, reserved now where it has none (PS3.5 7.8.1).
    public mutating func reserveBlock(of creator: String, group: UInt16) throws(DataSetError) -> UInt16 {
        let first = DataElement.Tag(group: group, element: 0x10)
        guard first.isPrivate, group > 8 else {
            throw ElementEncoder.invalid(first, "The group is not one of private elements (PS3.5 7.8).")
        }
        var free: UInt16?
        for block in UInt16(0x10)...0xFF {
            let tag = DataElement.Tag(group: group, element: block)
            if let reserved = self[tag] {
                if try reserved.strings().first == creator { return block }
            } else if free == nil, !hasElements(inBlock: block, of: group) {
                free = block
            }
        }
        guard let free else { throw ElementEncoder.invalid(first, "Every block of the group is reserved.") }
        try set(DataElement.Tag(group: group, element: free), to: .texts([creator]), as: .lo)
        return free
    }

    /// Whether private elements stand in a block that nobody has reserved: they are not to be taken for somebody's.
    private func hasElements(inBlock block: UInt16, of group: UInt16) -> Bool {
        contains { $0.tag.group == group && $0.tag.element >> 8 == block }
    }
}
