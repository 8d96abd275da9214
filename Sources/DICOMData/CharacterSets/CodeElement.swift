/// A set of characters that ISO 2022 escape sequences can bring into G0 (bytes 0x21 to 0x7E) or G1 (0xA0 to 0xFF): PS3.3 tables C.12-3
/// and C.12-4. Named after their numbers in the ISO register. The two of Windows, which are not in it, have no escape sequence.
enum CodeElement: UInt8, CaseIterable {
    // G0
    case isoIR6, isoIR14, isoIR87, isoIR159
    // G1
    case isoIR100, isoIR101, isoIR109, isoIR110, isoIR144, isoIR127, isoIR126, isoIR138, isoIR148, isoIR203, isoIR13, isoIR166
    case isoIR149, isoIR58
    case windows1251, windows1252
}

extension CodeElement {
    var isG0: Bool { rawValue <= CodeElement.isoIR159.rawValue }

    var isDoubleByte: Bool {
        switch self {
        case .isoIR87, .isoIR159, .isoIR149, .isoIR58: true
        default: false
        }
    }

    /// What follows ESC in the sequence that designates it; empty where there is none.
    var escape: [UInt8] {
        switch self {
        case .isoIR6: [0x28, 0x42]
        case .isoIR14: [0x28, 0x4A]
        case .isoIR87: [0x24, 0x42]
        case .isoIR159: [0x24, 0x28, 0x44]
        case .isoIR100: [0x2D, 0x41]
        case .isoIR101: [0x2D, 0x42]
        case .isoIR109: [0x2D, 0x43]
        case .isoIR110: [0x2D, 0x44]
        case .isoIR144: [0x2D, 0x4C]
        case .isoIR127: [0x2D, 0x47]
        case .isoIR126: [0x2D, 0x46]
        case .isoIR138: [0x2D, 0x48]
        case .isoIR148: [0x2D, 0x4D]
        case .isoIR203: [0x2D, 0x62]
        case .isoIR13: [0x29, 0x49]
        case .isoIR166: [0x2D, 0x54]
        case .isoIR149: [0x24, 0x29, 0x43]
        case .isoIR58: [0x24, 0x29, 0x41]
        case .windows1251, .windows1252: []
        }
    }

    /// The element that the bytes after an ESC designate, and how many bytes that takes.
    static func designated(by bytes: Span<UInt8>, after escape: Int) -> (element: CodeElement, length: Int)? {
        func byte(_ distance: Int) -> UInt8 { escape + distance < bytes.count ? bytes[escape + distance] : 0 }
        switch (byte(1), byte(2), byte(3)) {
        // 04/00 is JIS C 6226 of 1978, the first edition of what became JIS X 0208.
        case (0x24, 0x42, _), (0x24, 0x40, _): return (.isoIR87, 2)
        case (0x24, 0x28, 0x42): return (.isoIR87, 3)
        case (0x24, 0x28, 0x44): return (.isoIR159, 3)
        case (0x24, 0x29, 0x43): return (.isoIR149, 3)
        case (0x24, 0x29, 0x41): return (.isoIR58, 3)
        case (0x28, 0x42, _): return (.isoIR6, 2)
        case (0x28, 0x4A, _): return (.isoIR14, 2)
        case (0x29, 0x49, _): return (.isoIR13, 2)
        case (0x2D, let final, _):
            for element in single96 where element.escape[1] == final { return (element, 2) }
            return nil
        default: return nil
        }
    }

    /// The sets of 96 characters.
    private static let single96: [CodeElement] = [
        .isoIR100, .isoIR101, .isoIR109, .isoIR110, .isoIR144, .isoIR127, .isoIR126, .isoIR138, .isoIR148, .isoIR203, .isoIR166,
    ]
}

/// Several code elements.
struct CodeElements: OptionSet {
    var rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }
    init(_ element: CodeElement) { rawValue = 1 << UInt32(element.rawValue) }

    func contains(_ element: CodeElement) -> Bool { contains(CodeElements(element)) }
    mutating func insert(_ element: CodeElement) { formUnion(CodeElements(element)) }
}

// MARK: - Characters

extension CodeElement {
    /// The characters of a single-byte set of G1 for the bytes 0x80 to 0xFF, 0 where there is none. The bytes below 0xA0 are control
    /// characters but for those of Windows.
    var upperHalf: [UInt16] {
        switch self {
        case .isoIR100: CharacterTable.isoIR100
        case .isoIR101: CharacterTable.isoIR101
        case .isoIR109: CharacterTable.isoIR109
        case .isoIR110: CharacterTable.isoIR110
        case .isoIR144: CharacterTable.isoIR144
        case .isoIR127: CharacterTable.isoIR127
        case .isoIR126: CharacterTable.isoIR126
        case .isoIR138: CharacterTable.isoIR138
        case .isoIR148: CharacterTable.isoIR148
        case .isoIR203: CharacterTable.isoIR203
        case .isoIR166: CharacterTable.isoIR166
        case .isoIR13: CharacterTable.isoIR13
        case .windows1251: CharacterTable.windows1251
        case .windows1252: CharacterTable.windows1252
        case .isoIR6, .isoIR14, .isoIR87, .isoIR159, .isoIR149, .isoIR58: []
        }
    }

    /// The characters of a double-byte set; empty where it is none.
    var doubleByteTable: CharacterTable {
        switch self {
        case .isoIR87: .jisX0208
        case .isoIR159: .jisX0212
        case .isoIR149: .ksX1001
        case .isoIR58: .gb2312
        default: .empty
        }
    }

    /// The bytes of a character as they stand in text, a single byte in the low half; nil where the set does not have it.
    func code(of scalar: Unicode.Scalar) -> UInt16? {
        let value = scalar.value
        guard value < 0x10000 else { return nil }
        let character = UInt16(value)
        switch self {
        case .isoIR6: return value < 0x80 ? character : nil
        case .isoIR14:
            switch value {
            case 0xA5: return 0x5C
            case 0x203E: return 0x7E
            default: return value < 0x80 ? character : nil
            }
        case .isoIR87: return CharacterIndex.jisX0208.position(of: character).map { Self.code($0, high: 0x21) }
        case .isoIR159: return CharacterIndex.jisX0212.position(of: character).map { Self.code($0, high: 0x21) }
        case .isoIR149: return CharacterIndex.ksX1001.position(of: character).map { Self.code($0, high: 0xA1) }
        case .isoIR58: return CharacterTable.gb2312Code(of: character)
        default:
            // Control characters are none of G1.
            guard value >= 0xA0 else { return nil }
            let upperHalf = upperHalf
            // Most letters of Latin sets are where Unicode has them.
            if value < 0x100, upperHalf[Int(value) - 0x80] == character { return character }
            return upperHalf.firstIndex(of: character).map { 0x80 + UInt16($0) }
        }
    }

    private static func code(_ position: Int, high: Int) -> UInt16 { UInt16((position / 94 + high) << 8 | (position % 94 + high)) }
}
