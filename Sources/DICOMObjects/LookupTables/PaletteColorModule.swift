public import DICOMData

/// The colours of a palette as an object states them (PS3.3 C.7.9): three tables, and a fourth where colours are seen through.
public struct PaletteColorModule: Sendable {
    public enum Component: Sendable, Hashable, CaseIterable {
        case red
        case green
        case blue
        case alpha
    }

    /// The table of one component.
    public struct Table: Sendable, Hashable {
        public var descriptor: LookupTable.Descriptor
        /// Whether ``words`` are segments that have to be expanded to entries first (PS3.3 C.7.9.2).
        public var isSegmented: Bool
        /// The entries, as many as the descriptor says; or the words of segments.
        public var words: [UInt16]
    }

    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Whether the object has a palette.
    public var isPresent: Bool { dataSet[.redPaletteColorLookupTableDescriptor]?.isEmpty == false }

    /// Palette Color Lookup Table UID (0028,1199).
    public var uid: UniqueIdentifier? { get throws(ObjectError) { try dataSet.uid(.paletteColorLookupTableUID) } }

    /// - Throws: ``ObjectError`` with code `invalidLookupTable` where the table is absent or not what its descriptor says.
    public func table(_ component: Component) throws(ObjectError) -> Table {
        let tags = component.tags
        let descriptor = try LookupTable.Descriptor(dataSet, tags.descriptor)
        if let segmented = tags.segmented, !dataSet.contains(tags.data), let element = dataSet[segmented], !element.isEmpty {
            let pairs = try LookupTable.words(element, segmented)
            // Segments of 8 bits are bytes, the first in the low half of a word, as in the palettes of PS3.6 Annex B.
            let words = descriptor.bitsPerEntry > 8 ? pairs : pairs.flatMap { [$0 & 0xFF, $0 >> 8] }
            return Table(descriptor: descriptor, isSegmented: true, words: words)
        }
        return Table(descriptor: descriptor, isSegmented: false, words: try LookupTable.entries(dataSet, tags.data, descriptor))
    }
}

extension PaletteColorModule.Component {
    fileprivate var tags: (descriptor: DataElement.Tag, data: DataElement.Tag, segmented: DataElement.Tag?) {
        switch self {
        case .red:
            (
                .redPaletteColorLookupTableDescriptor, .redPaletteColorLookupTableData, .segmentedRedPaletteColorLookupTableData
            )
        case .green:
            (
                .greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData, .segmentedGreenPaletteColorLookupTableData
            )
        case .blue:
            (
                .bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData, .segmentedBluePaletteColorLookupTableData
            )
        case .alpha:
            (.alphaPaletteColorLookupTableDescriptor, .alphaPaletteColorLookupTableData, .segmentedAlphaPaletteColorLookupTableData)
        }
    }
}
