internal import DICOMData

/// A descriptor of three values and the data that it describes, as modality and VOI LUTs and palettes share them (PS3.3 C.11.1.1.1,
/// C.7.6.3.1.5).
struct LookupTable {
    var firstValueMapped: Int
    var bitsPerEntry: Int
    var entries: [UInt16]

    /// Some writers keep the sequence of a LUT that is not there, with an item of empty elements.
    static func isPresent(in item: DataSet) -> Bool { item[.lutDescriptor]?.isEmpty == false || item[.lutData]?.isEmpty == false }

    /// LUT Descriptor (0028,3002) and LUT Data (0028,3006) of an item.
    init(_ item: DataSet, firstIsSigned: Bool) throws {
        try self.init(item, descriptor: .lutDescriptor, data: .lutData, firstIsSigned: firstIsSigned)
    }

    init(_ dataSet: DataSet, descriptor: DataElement.Tag, data: DataElement.Tag, firstIsSigned: Bool) throws {
        let shape = try Descriptor(dataSet, descriptor, firstIsSigned: firstIsSigned)
        guard let element = dataSet[data] else { throw Self.incomplete }
        // Tables of 8 bits come as words or, from some writers, as bytes.
        let words = element.length >= 2 * shape.count ? try element.integers() : element.bytes.map(Int.init)
        self.init(shape, entries: words.prefix(shape.count).map { UInt16(truncatingIfNeeded: $0) })
    }

    init(_ descriptor: Descriptor, entries: [UInt16]) {
        firstValueMapped = descriptor.firstValueMapped
        bitsPerEntry = descriptor.bitsPerEntry
        self.entries = entries
    }

    /// Number of entries, first value mapped, bits of an entry: three numbers of 16 bits, whatever sign the encoding gives them.
    struct Descriptor {
        /// 0 in the object stands for 65,536.
        var count: Int
        var firstValueMapped: Int
        var bitsPerEntry: Int

        init(_ dataSet: DataSet, _ tag: DataElement.Tag, firstIsSigned: Bool) throws {
            guard let values = try dataSet.integers(tag), values.count == 3 else { throw LookupTable.incomplete }
            let pattern = values.map { $0 & 0xFFFF }
            count = pattern[0] == 0 ? 65_536 : pattern[0]
            firstValueMapped = firstIsSigned ? Int(Int16(truncatingIfNeeded: pattern[1])) : pattern[1]
            bitsPerEntry = pattern[2]
        }
    }

    static var incomplete: ImagingError {
        ImagingError(
            code: .invalidLUT, problem: "A lookup table has no descriptor of three values, or no data.",
            remedy: "Correct the object at its source, or take the decoded samples.")
    }
}
