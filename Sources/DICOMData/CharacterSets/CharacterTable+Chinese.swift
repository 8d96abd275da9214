// GB 2312, GBK and GB 18030: each is a part of the next but for two characters, so that one table serves.

extension CharacterTable {
    /// The character of two bytes of GB 18030; 0 where there is none.
    @inline(__always)
    func gb18030Character(_ lead: UInt8, _ trail: UInt8) -> UInt16 {
        guard lead >= 0x81, lead <= 0xFE, trail >= 0x40, trail <= 0xFE, trail != 0x7F else { return 0 }
        return characters[(Int(lead) - 0x81) * 190 + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)]
    }

    /// The code of a character in two bytes of GB 18030.
    static func gb18030Code(of character: UInt16) -> UInt16? {
        CharacterIndex.gb18030.position(of: character).map { position in
            let column = position % 190
            return UInt16((0x81 + position / 190) << 8 | (column + (column < 0x3F ? 0x40 : 0x41)))
        }
    }

    /// The code of a character in GBK.
    static func gbkCode(of character: UInt16) -> UInt16? {
        guard let code = gb18030Code(of: character), isGBK(character, UInt8(code >> 8), UInt8(code & 0xFF)) else { return nil }
        return code
    }

    /// Whether a character of GB 18030 with this code is one of GBK: not among those for private use, nor added since.
    @inline(__always)
    static func isGBK(_ character: UInt16, _ lead: UInt8, _ trail: UInt8) -> Bool {
        if 0xE000..<0xF900 ~= character { return false }
        switch lead {
        case 0xA2: return trail != 0xE3
        case 0xA8: return trail != 0xBF
        case 0xA9: return !(0x89...0x95 ~= trail)
        case 0xFE: return trail < 0x50
        default: return true
        }
    }
}

extension CharacterTable {
    /// The character of a row and a column of GB 2312, from 0; 0 where there is none.
    private static func gb2312Character(_ row: Int, _ column: Int) -> UInt16 {
        switch (row, column) {
        // Where GBK and GB 18030 have U+00B7 and U+2014.
        case (0, 3): return 0x30FB
        case (0, 9): return 0x2015
        default: return isGB2312(row, column) ? gb18030.gb18030Character(UInt8(row + 0xA1), UInt8(column + 0xA1)) : 0
        }
    }

    /// The square of its own: 94 rows of 94 columns.
    static let gb2312 = CharacterTable((0..<94 * 94).map { gb2312Character($0 / 94, $0 % 94) })

    /// The code of a character in G1. The two that GBK reads otherwise are written for both.
    static func gb2312Code(of character: UInt16) -> UInt16? {
        if character == 0x30FB { return 0xA1A4 }
        if character == 0x2015 { return 0xA1AA }
        guard let code = gb18030Code(of: character), code >> 8 >= 0xA1, code & 0xFF >= 0xA1,
            isGB2312(Int(code >> 8) - 0xA1, Int(code & 0xFF) - 0xA1)
        else { return nil }
        return code
    }

    /// Which cells of the square GB 2312 of 1980 fills.
    private static func isGB2312(_ row: Int, _ column: Int) -> Bool {
        switch row + 1 {
        case 1, 3, 16...54, 56...87: true
        case 2: 16...65 ~= column || 68...77 ~= column || 80...91 ~= column
        case 4: column < 83
        case 5: column < 86
        case 6: column < 24 || 32..<56 ~= column
        case 7: column < 33 || 48..<81 ~= column
        case 8: column < 26 || 36..<73 ~= column
        case 9: 3..<79 ~= column
        case 55: column < 89
        default: false
        }
    }
}

extension CharacterTable {
    /// The character of four bytes of GB 18030 that have the form; nil where there is none.
    static func gb18030Scalar(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) -> Unicode.Scalar? {
        let linear = ((Int(first) - 0x81) * 10 + Int(second) - 0x30) * 1260 + (Int(third) - 0x81) * 10 + Int(fourth) - 0x30
        // The other planes run on from 0x90308130.
        if linear >= 189_000 { return Unicode.Scalar(UInt32(linear - 189_000 + 0x10000)) }
        guard linear < gb18030RunsEnd else { return nil }
        var low = 0
        var high = gb18030Runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if gb18030Runs[middle] >> 16 <= linear { low = middle } else { high = middle }
        }
        return Unicode.Scalar((gb18030Runs[low] & 0xFFFF) + UInt32(linear) - gb18030Runs[low] >> 16)
    }

    /// The four bytes of a character that has none in two.
    static func gb18030Bytes(of scalar: Unicode.Scalar) -> [UInt8] {
        var linear = Int(scalar.value) - 0x10000 + 189_000
        if scalar.value < 0x10000 {
            var low = 0
            var high = gb18030Runs.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if gb18030Runs[middle] & 0xFFFF <= scalar.value { low = middle } else { high = middle }
            }
            linear = Int(gb18030Runs[low] >> 16) + Int(scalar.value) - Int(gb18030Runs[low] & 0xFFFF)
        }
        return [
            UInt8(0x81 + linear / 12600), UInt8(0x30 + linear / 1260 % 10), UInt8(0x81 + linear / 10 % 126), UInt8(0x30 + linear % 10),
        ]
    }
}
