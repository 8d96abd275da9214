/// The registry of data elements (PS3.6 chapters 6 to 9, PS3.7 Annex E, with the DICONDE and DICOS extensions): what the standard says of a
/// tag; and, apart from it, the private elements that are known of vendors.
///
/// A repeating group or element, as the 60xx of overlays, is one entry found by each of its tags.
public enum DataElementDictionary {
    /// What the standard says of a tag; nil for private elements, group lengths and tags the standard doesn't know.
    ///
    /// - Complexity: O(1), without allocation.
    public static func entry(for tag: DataElement.Tag) -> Entry? {
        position(of: tag.rawValue).map { Entry(tag: tag, packed: table[$0]) }
    }

    /// The tag whose keyword is `keyword`, as `PatientName`. For a repeating element it is the first: (6000,3000) for `OverlayData`.
    ///
    /// - Complexity: O(1) on average.
    public static func tag(forKeyword keyword: some StringProtocol) -> DataElement.Tag? {
        entry(forKeyword: keyword)?.tag
    }

    /// The entry whose keyword is `keyword`, as `PatientName`.
    ///
    /// - Complexity: O(1) on average.
    public static func entry(forKeyword keyword: some StringProtocol) -> Entry? {
        var slot = keywordHash(keyword.utf8)
        while keywordSlots[slot] != emptySlot {
            let candidate = Entry(packed: table[Int(keywordSlots[slot])])
            if candidate.keywordBytes.elementsEqual(keyword.utf8) { return candidate }
            slot = (slot + 1) & keywordSlotMask
        }
        return nil
    }

    /// All entries in the order of tags, each repeating element once with its first tag.
    public static var allEntries: [Entry] { table.filter { $0 != 0 }.sorted().map { Entry(packed: $0) } }
}

// MARK: - The parser's question

extension DataElementDictionary {
    /// The representation that an encoding without VR leaves to the dictionary.
    struct Representation: Equatable {
        /// What to assume where nothing decides the choice: US, or OW for OB or OW, as PS3.5 A.1 has it for Implicit VR.
        var primary: ValueRepresentation
        var choice: Choice
    }

    /// Where the standard names more than one representation. Pixel Representation decides between US and SS (PS3.5 A.1, note).
    enum Choice: UInt8 {
        case none, usOrSS, obOrOW, usOrOW, usOrSSOrOW
    }

    /// The representation of `tag`: UL for group lengths (PS3.5 7.2), LO for private creators (PS3.5 7.8.1), UN for what isn't known.
    @inline(__always)
    static func valueRepresentation(of tag: UInt32) -> Representation {
        if tag & 0xFFFF == 0 { return Representation(primary: .ul, choice: .none) }
        if tag & 0x1_0000 != 0 {
            let isCreator = (0x10...0xFF).contains(tag & 0xFFFF)
            return Representation(primary: isCreator ? .lo : .un, choice: .none)
        }
        guard let position = position(of: tag) else { return Representation(primary: .un, choice: .none) }
        return representation(ofCode: UInt8(truncatingIfNeeded: table[position] >> 6) & 0x3F)
    }

    /// What a packed entry says.
    @inline(__always)
    static func representation(ofCode code: UInt8) -> Representation {
        if let single = ValueRepresentation(rawValue: code) { return Representation(primary: single, choice: .none) }
        return representation(ofChoice: code)
    }

    /// Codes after those of the single representations, in the generator's order.
    private static func representation(ofChoice code: UInt8) -> Representation {
        switch Int(code) - ValueRepresentation.allCases.count {
        case 0: Representation(primary: .us, choice: .usOrSS)
        case 1: Representation(primary: .ow, choice: .obOrOW)
        case 2: Representation(primary: .us, choice: .usOrOW)
        case 3: Representation(primary: .us, choice: .usOrSSOrOW)
        default: Representation(primary: .un, choice: .none)  // item tags have none
        }
    }

    /// The standard's list, in its order; empty for item and delimitation tags.
    static func valueRepresentations(ofCode code: UInt8) -> [ValueRepresentation] {
        if let single = ValueRepresentation(rawValue: code) { return [single] }
        return switch representation(ofChoice: code).choice {
        case .none: []
        case .usOrSS: [.us, .ss]
        case .obOrOW: [.ob, .ow]
        case .usOrOW: [.us, .ow]
        case .usOrSSOrOW: [.us, .ss, .ow]
        }
    }
}
