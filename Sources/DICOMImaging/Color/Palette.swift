internal import DICOMData

/// Red, green and blue of each stored value of a PALETTE COLOR image (PS3.3 C.7.6.3.1.5, C.7.9), 8 bits each.
struct Palette {
    private let firstValueMapped: Int
    /// R G B R G B …
    private let colors: [UInt8]

    /// - Throws: `invalidLUT` where a table is missing, empty or not what its descriptor says.
    init(_ dataSet: DataSet, isSigned: Bool) throws {
        let red = try Self.table(
            dataSet, .redPaletteColorLookupTableDescriptor, .redPaletteColorLookupTableData,
            .segmentedRedPaletteColorLookupTableData, isSigned)
        let green = try Self.table(
            dataSet, .greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData,
            .segmentedGreenPaletteColorLookupTableData, isSigned)
        let blue = try Self.table(
            dataSet, .bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData,
            .segmentedBluePaletteColorLookupTableData, isSigned)
        let count = min(red.entries.count, green.entries.count, blue.entries.count)
        guard count > 0 else { throw LookupTable.incomplete }
        firstValueMapped = red.firstValueMapped
        colors = (0..<count).flatMap { index in [red, green, blue].map { $0.byte(at: index) } }
    }

    /// The three bytes of a stored value: below the table the first color, beyond it the last.
    func append(_ value: Int, to picture: inout [UInt8]) {
        let start = 3 * min(max(value - firstValueMapped, 0), colors.count / 3 - 1)
        picture.append(colors[start])
        picture.append(colors[start + 1])
        picture.append(colors[start + 2])
    }

    private static func table(
        _ dataSet: DataSet, _ descriptor: DataElement.Tag, _ data: DataElement.Tag, _ segmented: DataElement.Tag, _ isSigned: Bool
    ) throws -> LookupTable {
        if dataSet.contains(data) {
            return try LookupTable(dataSet, descriptor: descriptor, data: data, firstIsSigned: isSigned)
        }
        let shape = try LookupTable.Descriptor(dataSet, descriptor, firstIsSigned: isSigned)
        guard let element = dataSet[segmented] else { throw LookupTable.incomplete }
        // The words of segments: of 8 bits they are bytes (PS3.3 C.7.9.2).
        let words = shape.bitsPerEntry == 8 && element.valueRepresentation != .ow ? element.bytes.map(Int.init) : try element.integers()
        return LookupTable(shape, entries: try PaletteSegments(words).expanded(to: shape.count))
    }
}

extension LookupTable {
    /// Entries of 16 bits give their top 8, those of 8 are taken as they are.
    fileprivate func byte(at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: bitsPerEntry > 8 ? entries[index] >> 8 : entries[index])
    }
}
