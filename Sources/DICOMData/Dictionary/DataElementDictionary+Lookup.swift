// By tag the generator's perfect hash leads to the one slot that can hold the entry: two loads, no loop, nothing to build at launch.

extension DataElementDictionary {
    /// Where the entry of `tag` is in `table`.
    @inline(__always)
    static func position(of tag: UInt32) -> Int? {
        if let exact = exactPosition(of: tag) { return exact }
        return repeatingPosition(of: tag)
    }

    @inline(__always)
    private static func exactPosition(of tag: UInt32) -> Int? {
        let displacement = displacements[Int(truncatingIfNeeded: (tag &* bucketMultiplier) >> 21)]
        let slot = Int(truncatingIfNeeded: (tag &* 0x9E37_79B1) >> 19 &+ UInt32(displacement)) & (1 << 13 - 1)
        return UInt32(truncatingIfNeeded: table[slot] >> 32) == tag ? slot : nil
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

    static let keywordSlotMask = 1 << 14 - 1
    static let emptySlot = UInt16.max

    /// An open-addressing table of positions in `table`, by keyword. Built on first use: few programs look up keywords.
    static let keywordSlots: [UInt16] = {
        var slots = [UInt16](repeating: emptySlot, count: keywordSlotMask + 1)
        for (position, packed) in table.enumerated() where packed != 0 {
            var slot = keywordHash(Entry(packed: packed).keywordBytes)
            while slots[slot] != emptySlot { slot = (slot + 1) & keywordSlotMask }
            slots[slot] = UInt16(position)
        }
        return slots
    }()

    /// FNV-1a, folded to the table's size.
    @inline(__always)
    static func keywordHash(_ keyword: some Sequence<UInt8>) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in keyword { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int(truncatingIfNeeded: hash ^ hash >> 14) & keywordSlotMask
    }
}
