internal import DICOMBytes

extension DataElementDictionary {
    /// What is known of a private element: one of `creator`'s, at `tag`, whichever block its creator has reserved.
    ///
    /// - Parameters:
    ///   - creator: as the Private Creator element has it, without padding: `SIEMENS CSA HEADER`.
    ///   - tag: of a private element; only its group and the last byte of its number count (PS3.5 7.8.1).
    /// - Complexity: O(1), without allocation.
    public static func privateEntry(creator: some StringProtocol, tag: DataElement.Tag) -> PrivateEntry? {
        guard tag.isPrivate else { return nil }
        var hash = CreatorHash()
        for byte in creator.utf8 { hash.combine(byte) }
        // The group itself, then the repeating one that it may belong to.
        for mask in stride(from: 0xFFFF as UInt16, through: 0xFF00, by: -0xFF) {
            let group = tag.group & mask
            var slot = hash.slot(in: group)
            while let block = nextBlock(of: group, from: &slot) {
                guard line(at: creatorOffset(ofBlock: block)).elementsEqual(creator.utf8) else { continue }
                if let entry = PrivateEntry(tag, inBlock: block) { return entry }
            }
        }
        return nil
    }

    /// Every private element that is known, by creator, group and element; repeating groups once, with the number of the first.
    public static var allPrivateEntries: [PrivateEntry] {
        var entries: [PrivateEntry] = []
        for block in blocks.indices {
            let group = group(ofBlock: block)
            for element in UInt8.min...UInt8.max {
                guard let packed = packedElement(element, ofBlock: block) else { continue }
                entries.append(PrivateEntry(block: block, packed: packed, group: group & 1 == 1 ? group : group + 1, element: element))
            }
        }
        return entries
    }

    /// The same, the creator being bytes of a data set.
    static func privateEntry(creator: Span<UInt8>, tag: DataElement.Tag) -> PrivateEntry? {
        guard tag.isPrivate else { return nil }
        var hash = CreatorHash()
        for index in creator.indices { hash.combine(creator[index]) }
        // The group itself, then the repeating one that it may belong to.
        for mask in stride(from: 0xFFFF as UInt16, through: 0xFF00, by: -0xFF) {
            let group = tag.group & mask
            var slot = hash.slot(in: group)
            while let block = nextBlock(of: group, from: &slot) {
                guard isLine(at: creatorOffset(ofBlock: block), creator) else { continue }
                if let entry = PrivateEntry(tag, inBlock: block) { return entry }
            }
        }
        return nil
    }
}

// MARK: - The generated tables

/// FNV-1a of a creator's bytes and a group's.
private struct CreatorHash {
    private var value: UInt32 = 0x811C_9DC5

    mutating func combine(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 0x0100_0193 }

    /// Folded to the table's size.
    func slot(in group: UInt16) -> Int {
        var hash = self
        hash.combine(UInt8(truncatingIfNeeded: group >> 8))
        hash.combine(UInt8(truncatingIfNeeded: group))
        return Int(truncatingIfNeeded: hash.value ^ hash.value >> 15) & DataElementDictionary.blockSlotMask
    }
}

extension DataElementDictionary {
    fileprivate static var blockSlotMask: Int { 1 << 11 - 1 }

    /// The next block from `slot` on that may be one of `group`, where there is any; `slot` is then behind it.
    ///
    /// The repeating groups 60xx and 70xx are filed under the even number, which no private group has.
    private static func nextBlock(of group: UInt16, from slot: inout Int) -> Int? {
        while blockSlots[slot] != 0 {
            let block = Int(blockSlots[slot]) - 1
            slot = (slot + 1) & blockSlotMask
            if self.group(ofBlock: block) == group { return block }
        }
        return nil
    }

    private static func group(ofBlock block: Int) -> UInt16 { UInt16(truncatingIfNeeded: blocks[block] >> 32) }

    static func creatorOffset(ofBlock block: Int) -> Int { Int(truncatingIfNeeded: blocks[block] >> 16) & 0xFFFF }

    /// The element's place in `privateTable` is the block's start and the number of the block's elements before it.
    static func packedElement(_ element: UInt8, ofBlock block: Int) -> UInt32? {
        let (word, bit) = (Int(element >> 6), UInt64(1) << UInt64(element & 63))
        let words = 4 * block
        guard blockElements[words + word] & bit != 0 else { return nil }
        var position = Int(truncatingIfNeeded: blocks[block]) & 0xFFFF
        for earlier in 0..<word { position += blockElements[words + earlier].nonzeroBitCount }
        position += (blockElements[words + word] & (bit - 1)).nonzeroBitCount
        return privateTable[position]
    }

    static func line(at offset: Int) -> Substring.UTF8View {
        let utf8 = privateText.utf8
        let rest = Substring(privateText[utf8.index(utf8.startIndex, offsetBy: offset)...]).utf8
        return rest[..<(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)]
    }

    private static func isLine(at offset: Int, _ bytes: Span<UInt8>) -> Bool {
        var position = 0
        for byte in line(at: offset) {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
        }
        return position == bytes.count
    }
}
