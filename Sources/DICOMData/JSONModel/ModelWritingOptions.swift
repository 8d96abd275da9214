/// What becomes of bulk data in the DICOM JSON model and the Native DICOM Model.
public enum BulkDataPlacement: Sendable, Hashable {
    /// The attribute is left out.
    case omitted
    /// Base64 in InlineBinary; of encapsulated Pixel Data the items with their headers, as encoded.
    case inline
    /// A reference: this text, then `#offset=…&length=…` of the value in the file.
    case uri(String)
}

/// How a data set is written in the DICOM JSON model or the Native DICOM Model.
public struct ModelWritingOptions: Sendable, Hashable {
    /// What becomes of Pixel Data, Float Pixel Data and Double Float Pixel Data.
    public var bulkData: BulkDataPlacement
    /// Other binary values (OB, OD, OF, OL, OV, OW, UN) with more bytes than this are treated as Pixel Data is. Smaller ones are inline.
    public var bulkDataThreshold = Int.max
    /// Whether Specific Character Set (0008,0005) says ISO_IR 192, which is what the text is (PS3.18 F.2), rather than what the data set
    /// has there. The default keeps it, so that whoever encodes the data set again knows what it came from.
    public var declaresUnicode = false
    /// In XML alone: whether characters that XML 1.0 does not have, control characters mostly, become U+FFFD. Else they are an error.
    public var replacesForbiddenCharacters = false

    public init(bulkData: BulkDataPlacement = .omitted) { self.bulkData = bulkData }
}

extension ModelWritingOptions {
    /// Elements that the models have at all, and that are not left out here. Of equal tags the last counts, as in a look-up.
    func includes(_ element: DataElement, at position: Int, of dataSet: DataSet) -> Bool {
        let tag = element.tag
        if position + 1 < dataSet.count, dataSet[position + 1].tag == tag { return false }
        if tag.element == 0 || tag.group == 2 || tag.rawValue == 0xFFFC_FFFC { return false }
        return bulkData != .omitted || !isBulk(element)
    }

    func isBulk(_ element: DataElement) -> Bool {
        element.tag.isPixelData || element.length > bulkDataThreshold && element.valueRepresentation.isBinary && !element.isSequence
    }

    /// The reference in whose place the value stands; nil where the value is written.
    func reference(to element: DataElement) -> String? {
        guard isBulk(element), case .uri(let base) = bulkData else { return nil }
        return "\(base)#offset=\(element.valueOffset)&length=\(element.length)"
    }
}

extension DataElement.Tag {
    /// Pixel Data, Float Pixel Data or Double Float Pixel Data (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).
    var isPixelData: Bool { rawValue == 0x7FE0_0010 || rawValue == 0x7FE0_0008 || rawValue == 0x7FE0_0009 }
}
