public import DICOMData

/// How far pixels are apart, in millimetres, and where: in the patient, at the detector, or on the film that was scanned (PS3.3 10.7.1).
public struct PixelSpacing: Sendable, Hashable {
    /// What the distances are distances of.
    public struct Meaning: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// Pixel Spacing alone: in the patient, as cross-sections have it.
        public static let patient = Meaning("in the patient")
        /// Pixel Spacing that differs from the detector's or scanner's: corrected to the patient.
        public static let calibrated = Meaning("calibrated")
        /// Imager Pixel Spacing (0018,1164), which Pixel Spacing may repeat: at the front of the detector. In the patient things are
        /// smaller, by the magnification.
        public static let detector = Meaning("at the detector")
        /// Nominal Scanned Pixel Spacing (0018,2010), which Pixel Spacing may repeat: on the film or paper.
        public static let scanned = Meaning("on the scanned medium")
    }

    /// From a row to the next, down a column: the first value.
    public var betweenRows: Double
    /// From a column to the next, along a row: the second value.
    public var betweenColumns: Double
    public var meaning: Meaning
    /// Pixel Spacing Calibration Type (0028,0A02): `GEOMETRY` or `FIDUCIAL`.
    public var calibrationType: String?
    /// Pixel Spacing Calibration Description (0028,0A04).
    public var calibrationDescription: String?

    /// Distances of the caller's.
    ///
    /// - Throws: ``ObjectError`` with code `invalidPlane` where one is not above 0, or not finite.
    public init(betweenRows: Double, betweenColumns: Double, meaning: Meaning = .patient) throws(ObjectError) {
        guard betweenRows > 0, betweenColumns > 0, betweenRows.isFinite, betweenColumns.isFinite else {
            throw .invalid(.pixelSpacing, "A distance is not above 0.", code: .invalidPlane)
        }
        self.betweenRows = betweenRows
        self.betweenColumns = betweenColumns
        self.meaning = meaning
    }

    /// The spacing of a frame.
    ///
    /// - Parameter frame: counted from 0.
    /// - Returns: nil where the object gives none.
    /// - Throws: ``ObjectError``: `invalidPlane` where a distance is not above 0, `invalidAttribute` where there are not two numbers.
    public init?(_ dataSet: DataSet, frame: Int = 0) throws(ObjectError) {
        try self.init(FunctionalGroups(dataSet), frame: frame)
    }

    public init?(_ groups: FunctionalGroups, frame: Int) throws(ObjectError) {
        let dataSet = groups.dataSet
        let measures = groups.scope(.pixelMeasuresSequence, frame: frame, holding: .pixelSpacing)
        let given = try Self.pair(measures, .pixelSpacing)
        let imager = try Self.pair(dataSet, .imagerPixelSpacing)
        let source = if let imager { imager } else { try Self.pair(dataSet, .nominalScannedPixelSpacing) }
        guard let pair = given ?? source else { return nil }
        (betweenRows, betweenColumns) = (pair[0], pair[1])
        if let given, let source {
            meaning = given != source ? .calibrated : imager == nil ? .scanned : .detector
        } else if given != nil {
            meaning = .patient
        } else {
            meaning = imager == nil ? .scanned : .detector
        }
        calibrationType = try dataSet.text(.pixelSpacingCalibrationType)
        // Words in a character set that is not decoded are no reason to measure nothing.
        calibrationDescription = try? dataSet.string(.pixelSpacingCalibrationDescription)
    }

    private static func pair(_ dataSet: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> [Double]? {
        guard let pair = try dataSet.numbers(tag, count: 2) else { return nil }
        guard pair.allSatisfy({ $0 > 0 }) else { throw .invalid(tag, "A distance is not above 0.", code: .invalidPlane) }
        return pair
    }
}
