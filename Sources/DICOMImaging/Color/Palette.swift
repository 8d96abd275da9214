internal import DICOMData
internal import DICOMObjects

/// Red, green and blue of each stored value of a PALETTE COLOR image (PS3.3 C.7.6.3.1.5, C.7.9), 8 bits each.
struct Palette {
    private let firstValueMapped: Int
    /// R G B R G B …
    let colors: [UInt8]

    /// - Throws: ``ImagingError`` or `ObjectError` where a table is missing, empty or not what its descriptor says.
    init(_ dataSet: DataSet, isSigned: Bool) throws { try self.init(PaletteColorModule(dataSet), isSigned: isSigned) }

    init(_ module: PaletteColorModule, isSigned: Bool = false) throws {
        let red = try module.table(.red)
        let tables = try [red, module.table(.green), module.table(.blue)].map(Self.bytes)
        firstValueMapped = red.descriptor.firstValueMapped(isSigned: isSigned)
        let count = tables.map(\.count).min() ?? 0
        colors = (0..<count).flatMap { index in tables.map { $0[index] } }
    }

    /// The three bytes of a stored value: below the table the first color, beyond it the last.
    func append(_ value: Int, to picture: inout [UInt8]) {
        let start = 3 * min(max(value - firstValueMapped, 0), colors.count / 3 - 1)
        picture.append(colors[start])
        picture.append(colors[start + 1])
        picture.append(colors[start + 2])
    }

    /// Entries of 16 bits give their top 8, those of 8 are taken as they are.
    private static func bytes(of table: PaletteColorModule.Table) throws(ImagingError) -> [UInt8] {
        let descriptor = table.descriptor
        let entries = table.isSegmented ? try PaletteSegments(table.words.map(Int.init)).expanded(to: descriptor.count) : table.words
        return entries.map { UInt8(truncatingIfNeeded: descriptor.bitsPerEntry > 8 ? $0 >> 8 : $0) }
    }
}
