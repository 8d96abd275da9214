public import DICOMData

/// A descriptor of three values and the data that it describes, as modality LUTs, VOI LUTs and palettes share them (PS3.3 C.11.1.1.1,
/// C.11.2.1.1, C.7.6.3.1.5).
public struct LookupTable: Sendable, Hashable {
    /// What a table maps, and how wide its entries are: three numbers of 16 bits, whatever sign the encoding gives them.
    public struct Descriptor: Sendable, Hashable {
        /// Number of entries: 1 to 65,536, which the object writes as 0.
        public let count: Int
        /// Bits of an entry: 1 to 16.
        public let bitsPerEntry: Int
        private let firstPattern: UInt16

        /// The value that the first entry stands for; smaller ones take the first entry too, those beyond the end the last.
        ///
        /// - Parameter isSigned: whether the values that the table maps are; the descriptor does not say it reliably.
        public func firstValueMapped(isSigned: Bool) -> Int { isSigned ? Int(Int16(bitPattern: firstPattern)) : Int(firstPattern) }

        /// - Throws: ``ObjectError`` with code `invalidLookupTable`.
        public init(_ dataSet: DataSet, _ tag: DataElement.Tag = .lutDescriptor) throws(ObjectError) {
            let values = try dataSet.wholeNumbers(tag)
            guard values.count == 3, values.allSatisfy((Int(Int16.min)...Int(UInt16.max)).contains), (1...16).contains(values[2]) else {
                throw .invalid(
                    tag, "It is not the number of entries, the first value mapped and a width of 1 to 16 bits.", code: .invalidLookupTable)
            }
            let number = values[0] & 0xFFFF
            count = number == 0 ? 65_536 : number
            firstPattern = UInt16(truncatingIfNeeded: values[1])
            bitsPerEntry = values[2]
        }
    }

    public let descriptor: Descriptor
    /// As many as the descriptor says, unsigned; ``Descriptor/bitsPerEntry`` are meant of each.
    public let entries: [UInt16]
    /// LUT Explanation (0028,3003).
    public let explanation: String?

    /// LUT Descriptor (0028,3002), LUT Data (0028,3006) and LUT Explanation (0028,3003) of an item.
    ///
    /// - Throws: ``ObjectError`` with code `invalidLookupTable` where the data is not what the descriptor says.
    public init(_ item: DataSet) throws(ObjectError) {
        descriptor = try Descriptor(item)
        entries = try Self.entries(item, .lutData, descriptor)
        // Words in a character set that is not decoded are no reason not to use the table.
        explanation = try? item.string(.lutExplanation)
    }

    /// Some writers keep the sequence of a LUT that is not there, with an item of empty elements.
    static func isPresent(in item: DataSet) -> Bool { item[.lutDescriptor]?.isEmpty == false || item[.lutData]?.isEmpty == false }

    /// The entries that a descriptor announces: words, or bytes where entries are that narrow.
    static func entries(_ dataSet: DataSet, _ tag: DataElement.Tag, _ descriptor: Descriptor) throws(ObjectError) -> [UInt16] {
        guard let element = dataSet[tag], !element.isEmpty else {
            throw .invalid(tag, "It is absent or empty, and the table has no entries.", code: .invalidLookupTable)
        }
        let isWide = element.length >= 2 * descriptor.count
        guard isWide || descriptor.bitsPerEntry <= 8 && element.length >= descriptor.count else {
            throw .invalid(
                tag, "It has \(element.length) bytes, too few for \(descriptor.count) entries of \(descriptor.bitsPerEntry) bits.",
                code: .invalidLookupTable)
        }
        let words = try words(element, tag)
        if isWide { return Array(words.prefix(descriptor.count)) }
        // Two entries to a word, the first in the low byte (PS3.5 8.1.1).
        return (0..<descriptor.count).map { words[$0 / 2] >> UInt16(8 * ($0 % 2)) & 0xFF }
    }

    /// Words of 16 bits; the bytes of OB in pairs, the low one first.
    static func words(_ element: DataElement, _ tag: DataElement.Tag) throws(ObjectError) -> [UInt16] {
        if element.valueRepresentation == .ob {
            let bytes = element.bytes
            return (0..<(bytes.count + 1) / 2).map {
                UInt16(bytes[2 * $0]) | (2 * $0 + 1 < bytes.count ? UInt16(bytes[2 * $0 + 1]) << 8 : 0)
            }
        }
        do {
            return try element.integers().map { UInt16(truncatingIfNeeded: $0) }
        } catch {
            throw ObjectError(code: .invalidLookupTable, tag: tag, problem: error.problem, remedy: error.remedy)
        }
    }
}
