public import DICOMData

/// The Standardized Uptake Value by body weight (SUVbw, in g/ml) of a PET image: what its modality values are to be multiplied by.
///
/// The computation is the vendor-neutral one of the Quantitative Imaging Biomarkers Alliance, with what General Electric and Philips keep in
/// private elements. It refuses rather than guesses: an ``ObjectError`` names the attribute that is missing or does not allow the step.
public struct BodyWeightUptake: Sendable, Hashable {
    /// How the factor was found.
    public enum Method: Sendable, Hashable {
        /// Units (0054,1001) are BQML: body weight over the dose that was left when the scan began.
        case doseAtScanStart
        /// The same, pixels being corrected to the time of administration (Decay Correction ADMIN): body weight over the dose given.
        case doseAtAdministration
        /// Units are CNTS, and Philips' SUV Scale Factor (7053,xx00) is there.
        case philipsScaleFactor
        /// Units are CNTS, and Philips' Activity Concentration Scale Factor (7053,xx09) makes them BQML.
        case philipsActivity
        /// Units are GML: the values are SUV by body weight already.
        case alreadyUptake
    }

    /// SUVbw = modality value · factor.
    public let factor: Double
    public let method: Method

    /// - Parameter dataSet: an object of Positron Emission Tomography Image Storage (PS3.3 A.21). Enhanced PET objects state uptake by Real
    ///   World Value Mapping.
    public init(_ dataSet: DataSet) throws(ObjectError) {
        guard let units = try dataSet.text(.units) else { throw .missing(.units) }
        switch units {
        case "GML":
            if let type = try dataSet.text(.suvType), type != "BW" {
                throw .unusable(.suvType, "The uptake values are not by body weight but by \(type.prefix(16)).")
            }
            (factor, method) = (1, .alreadyUptake)
        case "BQML":
            let (dose, method) = try Self.dose(dataSet)
            (factor, self.method) = (try Self.grams(dataSet) / dose, method)
        case "CNTS":
            if let factor = try Self.philips(dataSet, 0x00) {
                (self.factor, method) = (factor, .philipsScaleFactor)
            } else if let activity = try Self.philips(dataSet, 0x09) {
                (factor, method) = (activity * (try Self.grams(dataSet) / Self.dose(dataSet).dose), .philipsActivity)
            } else {
                throw .unusable(
                    .units, "They are counts, and neither Philips' SUV nor activity scale factor (7053,xx00), (7053,xx09) is there.")
            }
        default: throw .unusable(.units, "Values in \(units.prefix(16)) are not brought to uptake; BQML, GML and Philips' CNTS are.")
        }
    }

    /// Patient's Weight (0010,1030) in grams, a gram for each millilitre.
    private static func grams(_ dataSet: DataSet) throws(ObjectError) -> Double { try positive(dataSet, .patientWeight) * 1_000 }

    /// The dose in Bq that the pixels refer to.
    private static func dose(_ dataSet: DataSet) throws(ObjectError) -> (dose: Double, method: Method) {
        let corrections = try dataSet.texts(.correctedImage)
        guard corrections.contains("ATTN"), corrections.contains("DECY") else {
            throw .unusable(.correctedImage, "It does not say that attenuation (ATTN) and decay (DECY) are corrected for.")
        }
        guard let isotope = try dataSet.sequence(.radiopharmaceuticalInformationSequence).first else {
            throw .missing(.radiopharmaceuticalInformationSequence)
        }
        let given = try positive(isotope, .radionuclideTotalDose)
        switch try dataSet.text(.decayCorrection) {
        case "ADMIN": return (given, .doseAtAdministration)
        case "START":
            let halfLife = try positive(isotope, .radionuclideHalfLife)
            let scan = try scanStart(dataSet, halfLife: halfLife)
            let elapsed = scan - (try administration(isotope, scan))
            // Beyond a few half-lives there is no dose left to speak of, and a date is wrong.
            guard elapsed >= 0, elapsed <= 20 * halfLife else {
                throw .unusable(.radiopharmaceuticalStartTime, "The dose was given after the scan, or 20 half-lives before it.")
            }
            return (given * exponential(-elapsed / halfLife * 0.693_147_180_559_945_3), .doseAtScanStart)
        case nil: throw .missing(.decayCorrection)
        default:
            throw .unusable(.decayCorrection, "Pixels are not corrected for decay to the start of the scan (START) or the dose (ADMIN).")
        }
    }

    /// When the scan began, in seconds since 1970 by the clock on the wall.
    private static func scanStart(_ dataSet: DataSet, halfLife: Double) throws(ObjectError) -> Double {
        let acquisition = try seconds(dataSet, .acquisitionDate, .acquisitionTime)
        if let series = try? seconds(dataSet, .seriesDate, .seriesTime), series <= acquisition { return series }
        // Series Time was changed when the series was processed. General Electric keeps the start.
        let kept = DataElement.PrivateTag(creator: "GEMS_PETD_01", group: 0x0009, element: 0x0D)
        if let element = dataSet[kept], let text = try? element.strings().first, let moment = try? DateTime(parsing: text),
            let time = moment.time
        {
            return seconds(moment.date, time)
        }
        // The time of the mean count rate of this bed position, less what Frame Reference Time says it is after the start.
        let reference = try positive(dataSet, .frameReferenceTime) / 1_000
        let decay = 0.693_147_180_559_945_3 / halfLife * (try positive(dataSet, .actualFrameDuration) / 1_000)
        guard decay <= 14 else { throw .unusable(.actualFrameDuration, "It is more than 20 half-lives.") }
        let mean = halfLife / 0.693_147_180_559_945_3 * logarithm(decay / (1 - exponential(-decay)))
        return acquisition - reference + mean
    }

    /// When the dose was given.
    private static func administration(_ isotope: DataSet, _ scan: Double) throws(ObjectError) -> Double {
        if let moment = try isotope.moment(.radiopharmaceuticalStartDateTime), let time = moment.time { return seconds(moment.date, time) }
        guard let time = try isotope.clockTime(.radiopharmaceuticalStartTime) else { throw .missing(.radiopharmaceuticalStartTime) }
        // Without a date: the last such time before the scan.
        let sinceMidnight = Double(time.microseconds.lowerBound) / 1_000_000
        let midnight = (scan / 86_400).rounded(.down) * 86_400
        return midnight + sinceMidnight <= scan ? midnight + sinceMidnight : midnight + sinceMidnight - 86_400
    }

    private static func seconds(_ dataSet: DataSet, _ date: DataElement.Tag, _ time: DataElement.Tag) throws(ObjectError) -> Double {
        guard let day = try dataSet.day(date) else { throw .missing(date) }
        guard let clock = try dataSet.clockTime(time) else { throw .missing(time) }
        return seconds(day, clock)
    }

    private static func seconds(_ day: CalendarDate, _ time: TimeOfDay) -> Double {
        Double(day.daysSince1970.lowerBound) * 86_400 + Double(time.microseconds.lowerBound) / 1_000_000
    }

    private static func positive(_ dataSet: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> Double {
        guard let value = try dataSet.number(tag) else { throw .missing(tag) }
        guard value > 0 else { throw .unusable(tag, "It is not above 0.") }
        return value
    }

    private static func philips(_ dataSet: DataSet, _ element: UInt8) throws(ObjectError) -> Double? {
        let tag = DataElement.PrivateTag(creator: "Philips PET Private Group", group: 0x7053, element: element)
        guard let element = dataSet[tag], let text = try? element.strings().first, let value = Double(text), value > 0, value.isFinite
        else {
            return nil
        }
        return value
    }
}

extension ObjectError {
    fileprivate static func unusable(_ tag: DataElement.Tag, _ problem: String) -> ObjectError {
        ObjectError(
            code: .invalidAttribute, tag: tag, problem: problem,
            remedy: "Take the modality values, or correct the object at its source; no uptake can be computed from what it says.")
    }
}

/// e to a power of -14 … 1, within a few units in the last place. Written out so that all platforms round alike, and without a C library.
private func exponential(_ power: Double) -> Double {
    // e^x = (e^(x/64))^64, and the 10th term of the series is below 1e-17 for |x/64| < 1/4.
    let part = power / 64
    var sum = 1.0
    for n in (1...12).reversed() { sum = 1 + part / Double(n) * sum }
    for _ in 0..<6 { sum *= sum }
    return sum
}

/// Natural logarithm of 1 … 16, by Newton's steps on ``exponential(_:)``.
private func logarithm(_ value: Double) -> Double {
    var x = 0.0
    for _ in 0..<24 { x -= 1 - value / exponential(x) }
    return x
}
