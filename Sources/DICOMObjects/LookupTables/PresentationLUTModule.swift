public import DICOMData

/// From what the VOI transform gives to P-values, as an object says it (PS3.3 C.11.4, C.11.6): a shape, or a table.
public struct PresentationLUTModule: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Presentation LUT Shape (2050,0020): `IDENTITY`, `INVERSE`, or in print management `LIN OD`.
    public var shape: String? { get throws(ObjectError) { try dataSet.text(.presentationLUTShape) } }

    /// Presentation LUT Sequence (2050,0010); where there is one, the shape means nothing.
    public var lookupTable: LookupTable? {
        get throws(ObjectError) {
            guard let item = try dataSet.sequence(.presentationLUTSequence).first, LookupTable.isPresent(in: item) else { return nil }
            return try LookupTable(item)
        }
    }
}
