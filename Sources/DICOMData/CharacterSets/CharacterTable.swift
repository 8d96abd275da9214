/// The characters of a double-byte set in the order of their codes, 0 where there is none. All are in the basic plane of Unicode.
struct CharacterTable: Sendable {
    let characters: [UInt16]

    /// From the text of a generated table: lines divide rows and mean nothing, U+FFFD stands for no character.
    init(_ text: String) {
        var found: [UInt16] = []
        found.reserveCapacity(text.utf8.count / 3)
        for unit in text.utf16 where unit != 0x0A { found.append(unit == 0xFFFD ? 0 : unit) }
        characters = found
    }

    init(_ characters: [UInt16]) { self.characters = characters }

    /// The character of two bytes, each without its highest bit, in a table of 94 rows and columns; 0 where there is none.
    @inline(__always)
    func character(_ lead: UInt8, _ trail: UInt8) -> UInt16 {
        let row = Int(lead) - 0x21
        let column = Int(trail) - 0x21
        guard row >= 0, row < 94, column >= 0, column < 94 else { return 0 }
        let position = row * 94 + column
        return position < characters.count ? characters[position] : 0
    }

    static let empty = CharacterTable([])
    static let jisX0208 = CharacterTable(jisX0208Text)
    static let jisX0212 = CharacterTable(jisX0212Text)
    static let ksX1001 = CharacterTable(ksX1001Text)
    /// 126 rows from 0x81 of 190 columns: 0x40 to 0x7E and 0x80 to 0xFE.
    static let gb18030 = CharacterTable(gb18030Text)
}

/// Where each character stands in a ``CharacterTable``: pages of 256 characters, as many as have one.
struct CharacterIndex: Sendable {
    private var pages = [UInt16](repeating: 0, count: 256)
    /// One more than the position; 0 where there is none. The first page is empty.
    private var cells = [UInt16](repeating: 0, count: 256)

    init(_ table: CharacterTable) {
        for (position, character) in table.characters.enumerated() where character != 0 {
            let high = Int(character >> 8)
            if pages[high] == 0 {
                pages[high] = UInt16(cells.count / 256)
                cells.append(contentsOf: repeatElement(0, count: 256))
            }
            let cell = Int(pages[high]) * 256 + Int(character & 0xFF)
            // Of two codes the lower one is written.
            if cells[cell] == 0 { cells[cell] = UInt16(position + 1) }
        }
    }

    func position(of character: UInt16) -> Int? {
        let found = cells[Int(pages[Int(character >> 8)]) * 256 + Int(character & 0xFF)]
        return found == 0 ? nil : Int(found) - 1
    }

    static let jisX0208 = CharacterIndex(.jisX0208)
    static let jisX0212 = CharacterIndex(.jisX0212)
    static let ksX1001 = CharacterIndex(.ksX1001)
    static let gb18030 = CharacterIndex(.gb18030)
}
