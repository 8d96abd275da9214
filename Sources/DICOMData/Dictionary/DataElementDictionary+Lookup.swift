// Both indexes are open-addressing tables of positions in `table`, built on first use.

extension DataElementDictionary {
    static let slotMask = 1 << 14 - 1
    static let emptySlot = UInt16.max

    /// Where the entry of `tag` is in `table`.
    @inline(__always)
    static func position(of tag: UInt32) -> Int? {
        if let exact = exactPosition(of: tag) { return exact }
        return repeatingPosition(of: tag)
    }

    @inline(__always)
    private static func exactPosition(of tag: UInt32) -> Int? {
        var slot = tagHash(tag)
        while true {
            let position = tagSlots[slot]
            if position == emptySlot { return nil }
            if UInt32(truncatingIfNeeded: table[Int(position)] >> 32) == tag { return Int(position) }
            slot = (slot + 1) & slotMask
        }
    }

    @inline(never)
    private static func repeatingPosition(of tag: UInt32) -> Int? {
        let representative = representative(of: tag)
        return representative == tag ? nil : exactPosition(of: representative)
    }

    /// The tag that stands in `table` for all tags of a repeating group or element (PS3.5 7.6, PS3.6 table 6-1).
    static func representative(of tag: UInt32) -> UInt32 {
        switch tag >> 16 {
        case let group where group & 1 == 1: tag
        case 0x5000...0x50FF, 0x6000...0x60FF, 0x7F00...0x7FFF: tag & 0xFF00_FFFF
        case 0x0020 where tag & 0xFF00 == 0x3100: tag & 0xFFFF_FF00
        case 0x0028 where tag & 0xFF00 == 0x0400: tag & 0xFFFF_FF0F | 0x10  // (0028,0400) is another element
        case 0x0028 where tag & 0xFF00 == 0x0800: tag & 0xFFFF_FF0F
        case 0x1000 where tag & 0xFFFF != 0: tag & 0xFFFF_000F | 0x10
        case 0x1010 where tag & 0xFFFF != 0: 0x1010_0004
        default: tag
        }
    }

    private static let tagSlots: [UInt16] = {
        var slots = [UInt16](repeating: emptySlot, count: slotMask + 1)
        for (position, packed) in table.enumerated() {
            var slot = tagHash(UInt32(truncatingIfNeeded: packed >> 32))
            while slots[slot] != emptySlot { slot = (slot + 1) & slotMask }
            slots[slot] = UInt16(position)
        }
        return slots
    }()

    static let keywordSlots: [UInt16] = {
        var slots = [UInt16](repeating: emptySlot, count: slotMask + 1)
        for (position, packed) in table.enumerated() {
            var slot = keywordHash(Entry(packed: packed).keywordBytes)
            while slots[slot] != emptySlot { slot = (slot + 1) & slotMask }
            slots[slot] = UInt16(position)
        }
        return slots
    }()

    /// Multiplicative hashing by the golden ratio spreads the runs of neighbouring tags.
    @inline(__always)
    private static func tagHash(_ tag: UInt32) -> Int { Int(truncatingIfNeeded: (tag &* 0x9E37_79B1) >> 18) }

    /// FNV-1a, folded to the table's size.
    @inline(__always)
    static func keywordHash(_ keyword: some Sequence<UInt8>) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in keyword { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int(truncatingIfNeeded: hash ^ hash >> 14) & slotMask
    }
}
