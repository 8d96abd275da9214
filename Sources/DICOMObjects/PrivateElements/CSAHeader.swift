public import DICOMData

/// Siemens' CSA header: elements with names, value representations and values, all in one private value of group 0029.
///
/// The vendor has not published the format; this is what those who read it agree on. There are two of it, both little endian whatever the
/// file is. Making a header finds the elements and decodes nothing; each value is decoded when it is asked for.
///
/// ```swift
/// let header = try CSAHeader(.image, of: file.dataSet)
/// let bValue = try header?["B_value"]?.integers().first
/// ```
public struct CSAHeader: Sendable {
    /// Which header, by its element in the block of the creator `SIEMENS CSA HEADER`.
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        /// CSA Image Header Info (0029,xx10): of this image.
        case image = 0x10
        /// CSA Series Header Info (0029,xx20): what all images of the series share, the protocol among it.
        case series = 0x20
    }

    /// The two formats.
    public enum Format: Sendable, Hashable {
        /// Without a mark of its own.
        case csa1
        /// Marked `SV10`.
        case csa2
    }

    public let format: Format
    /// In the order in which they stand.
    public let elements: [Element]
    /// Why the last elements are not there, where the header is cut short or damaged and reading is not strict; nil for a sound one.
    public let departure: ObjectError?

    /// Reads a header of a data set; nil where it has none, or an empty one.
    ///
    /// - Parameter mode: `.strict` refuses a header that is cut short; otherwise what comes before is kept, and ``departure`` says why.
    /// - Throws: ``ObjectError`` with code `invalidCSAHeader`.
    public init?(_ kind: Kind, of dataSet: DataSet, mode: ReadingOptions.Mode = .lenient) throws(ObjectError) {
        guard let element = dataSet[DataElement.PrivateTag(creator: "SIEMENS CSA HEADER", group: 0x0029, element: kind.rawValue)],
            !element.isEmpty
        else { return nil }
        try self.init(element, mode: mode)
    }

    /// Reads a header from the element that holds it, whatever its tag and its representation: some writers make UN of OB.
    public init(_ element: DataElement, mode: ReadingOptions.Mode = .lenient) throws(ObjectError) {
        let content = try element.withBytes { (bytes) throws(ObjectError) in try CSAHeaderReader.read(bytes, of: element.tag) }
        if mode == .strict, let departure = content.departure { throw departure }
        format = content.format
        departure = content.departure
        let values = content.values[...]
        elements = content.entries.map { Element($0, values: values[$0.values], source: element) }
    }

    /// The first element with this name, as `B_value` or `MrPhoenixProtocol`.
    public subscript(name: String) -> Element? { elements.first { $0.name == name } }
}

extension CSAHeader {
    /// An element of a CSA header.
    public struct Element: Sendable {
        /// As Siemens names it: `SliceNormalVector`.
        public let name: String
        /// How many values it has; 0 where that is open.
        public let valueMultiplicity: Int
        /// What the values are, though all are written as text; nil where it is none of DICOM's.
        public let valueRepresentation: ValueRepresentation?
        /// The number of Siemens' own type.
        public let syngoType: Int

        /// Where the values lie in the bytes of `source`.
        private let values: ArraySlice<Range<Int>>
        private let source: DataElement

        init(_ entry: CSAHeaderReader.Entry, values: ArraySlice<Range<Int>>, source: DataElement) {
            name = entry.name
            valueMultiplicity = entry.valueMultiplicity
            valueRepresentation = ValueRepresentation(entry.representation)
            syngoType = entry.syngoType
            self.source = source
            // Places beyond the multiplicity are room that is not used.
            let count = entry.valueMultiplicity == 0 ? values.count : min(entry.valueMultiplicity, values.count)
            self.values = values.prefix(count)
        }
    }
}

extension CSAHeader.Element {
    /// The values as text, up to the first NUL of each; empty values at the end are left out.
    ///
    /// Text is UTF-8 where it can be, else ISO 8859-1: a header declares no character set.
    public func strings() -> [String] {
        var texts = source.withBytes { bytes in values.map { bytes.extracting($0).csaText } }
        while texts.last == "" { texts.removeLast() }
        return texts
    }

    /// The values up to the first empty one as decimals with their very text, which is that of DS whatever number they are.
    ///
    /// - Throws: ``ObjectError`` with code `invalidCSAHeader` where a value is no decimal.
    public func decimalStrings() throws(ObjectError) -> [DecimalString] {
        var decimals: [DecimalString] = []
        for text in strings() {
            let isEmpty = text.utf8.allSatisfy { $0 == 0x20 }
            if isEmpty { break }
            guard let decimal = try? DecimalString(parsing: text) else { throw invalid("A value is no decimal.") }
            decimals.append(decimal)
        }
        return decimals
    }

    /// The values up to the first empty one as doubles, rounded to the nearest.
    ///
    /// - Throws: ``ObjectError`` with code `invalidCSAHeader` where a value is no decimal.
    public func doubles() throws(ObjectError) -> [Double] { try decimalStrings().map(\.doubleValue) }

    /// The values up to the first empty one as integers.
    ///
    /// - Throws: ``ObjectError`` with code `invalidCSAHeader` where a value is no integer of 64 bits.
    public func integers() throws(ObjectError) -> [Int] {
        var integers: [Int] = []
        for decimal in try decimalStrings() {
            guard let integer = try? IntegerString(parsing: decimal.text) else { throw invalid("A value is no integer.") }
            integers.append(integer.value)
        }
        return integers
    }

    private func invalid(_ problem: String) -> ObjectError {
        ObjectError(code: .invalidCSAHeader, tag: source.tag, problem: problem, remedy: "Take the values as text.")
    }
}

extension Span<UInt8> {
    /// Up to the first NUL.
    fileprivate var csaText: String {
        var end = 0
        while end < count, self[end] != 0 { end += 1 }
        let bytes = (0..<end).map { self[$0] }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.unicodeScalars.contains("\u{FFFD}") else { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
