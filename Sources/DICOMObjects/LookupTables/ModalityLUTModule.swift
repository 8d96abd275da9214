public import DICOMData

/// From stored values to modality values, as an object says it for a frame: a line or a table (PS3.3 C.11.1; C.7.6.16.2.9 where each frame
/// has its own).
public struct ModalityLUTModule: Sendable {
    private let scope: DataSet

    /// - Parameter frame: counted from 0.
    public init(_ dataSet: DataSet, frame: Int = 0) { self.init(FunctionalGroups(dataSet), frame: frame) }

    public init(_ groups: FunctionalGroups, frame: Int) {
        scope = groups.scope(.pixelValueTransformationSequence, frame: frame, holding: .rescaleSlope)
    }

    /// Modality LUT Sequence (0028,3000); where there is one, slope and intercept mean nothing.
    public var lookupTable: LookupTable? {
        get throws(ObjectError) {
            guard let item = try scope.sequence(.modalityLUTSequence).first, LookupTable.isPresent(in: item) else { return nil }
            return try LookupTable(item)
        }
    }

    /// Rescale Slope (0028,1053).
    public var rescaleSlope: Double? { get throws(ObjectError) { try scope.number(.rescaleSlope) } }

    /// Rescale Intercept (0028,1052).
    public var rescaleIntercept: Double? { get throws(ObjectError) { try scope.number(.rescaleIntercept) } }

    /// Rescale Slope as it is written, for exact decimal arithmetic.
    public var rescaleSlopeText: String? { get throws(ObjectError) { try scope.text(.rescaleSlope) } }

    /// Rescale Intercept as it is written, for exact decimal arithmetic.
    public var rescaleInterceptText: String? { get throws(ObjectError) { try scope.text(.rescaleIntercept) } }

    /// Rescale Type (0028,1054), or Modality LUT Type (0028,3004) of the table: the unit of modality values, as `HU`.
    public var unit: String? {
        get throws(ObjectError) {
            if let item = try scope.sequence(.modalityLUTSequence).first, LookupTable.isPresent(in: item) {
                return try item.text(.modalityLUTType)
            }
            return try scope.text(.rescaleType)
        }
    }
}
