internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Red, green and blue of each stored value of a PALETTE COLOR image (PS3.3 C.7.6.3.1.5, C.7.9).
struct Palette {
    let firstValueMapped: Int
    /// Red, green and blue tables of equal length: entries of ``bits``.
    private let tables: [[UInt16]]
    private let bits: [Int]

    /// R G B R G B …, 8 bits each.
    var colors: [UInt8] { entries(bits: 8).flatMap { entry in [0, 8, 16].map { UInt8(truncatingIfNeeded: entry >> $0) } } }

    /// - Throws: ``ImagingError`` or `ObjectError` where a table is missing, empty or not what its descriptor says.
    init(_ dataSet: DataSet, isSigned: Bool) throws { try self.init(PaletteColorModule(dataSet), isSigned: isSigned) }

    init(_ module: PaletteColorModule, isSigned: Bool = false) throws {
        let parts = try [module.table(.red), module.table(.green), module.table(.blue)]
        firstValueMapped = parts[0].descriptor.firstValueMapped(isSigned: isSigned)
        let expanded = try parts.map { table throws(ImagingError) in
            table.isSegmented ? try PaletteSegments(table.words.map(Int.init)).expanded(to: table.descriptor.count) : table.words
        }
        let count = expanded.map(\.count).min() ?? 0
        tables = expanded.map { Array($0.prefix(count)) }
        bits = parts.map(\.descriptor.bitsPerEntry)
    }

    /// Red in the lowest byte, or in the lowest two for more than 8 bits, then green, then blue. Entries of more bits give their top ones; those of 8
    /// bits or fewer are taken as 8, and brought to more in proportion.
    func entries(bits wanted: Int) -> [UInt64] {
        let shift = wanted > 8 ? 16 : 8
        return (0..<tables[0].count).map { index in
            (0..<3).reduce(UInt64(0)) { entry, color in
                entry | UInt64(Self.value(tables[color][index], of: bits[color], wanted)) << UInt64(shift * color)
            }
        }
    }

    private static func value(_ entry: UInt16, of bits: Int, _ wanted: Int) -> UInt16 {
        if bits > 8 {
            // 16 bits whatever the descriptor says beyond 8: left-aligned or not is not to be known, and 16 is all that occurs.
            return entry >> UInt16(16 - wanted)
        }
        let byte = Int(entry & 0xFF)
        let white = 1 << wanted - 1
        return wanted == 8 ? UInt16(byte) : UInt16((2 * byte * white + 255) / 510)
    }
}
