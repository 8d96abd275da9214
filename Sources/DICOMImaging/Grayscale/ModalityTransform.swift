public import DICOMData

/// Rescale Slope and Intercept: modality value = stored value · slope + intercept (PS3.3 C.11.1.1.2), in the unit of Rescale Type.
public struct RescaleTransform: Sendable, Hashable {
    /// Rescale Slope (0028,1053).
    public var slope: DecimalNumber
    /// Rescale Intercept (0028,1052).
    public var intercept: DecimalNumber

    public init(slope: DecimalNumber, intercept: DecimalNumber) {
        self.slope = slope
        self.intercept = intercept
    }

    /// Slope 1 and intercept 0: an image without a modality transform.
    public static let identity = RescaleTransform(slope: 1, intercept: 0)
}

/// A modality lookup table (PS3.3 C.11.1.1.1): stored value to modality value.
public struct ModalityLUT: Sendable, Hashable {
    /// Second value of LUT Descriptor (0028,3002): the stored value that the first entry stands for. Smaller ones take the first entry too,
    /// those beyond the end the last.
    public let firstValueMapped: Int
    /// LUT Data (0028,3006), unsigned; at least one.
    public let entries: [UInt16]

    /// - Throws: `invalidLUT` without entries.
    public init(firstValueMapped: Int, entries: [UInt16]) throws(ImagingError) {
        guard !entries.isEmpty, Int(Int32.min)...Int(UInt32.max) ~= firstValueMapped else {
            throw ImagingError(
                code: .invalidLUT, problem: "A modality LUT of \(entries.count) entries maps no values.",
                remedy: "Check LUT Descriptor (0028,3002) and LUT Data (0028,3006), or render without the LUT.")
        }
        self.firstValueMapped = firstValueMapped
        self.entries = entries
    }

    /// Index of the entry for a stored value.
    func index(of stored: Int64) -> Int {
        Int(min(max(stored - Int64(firstValueMapped), 0), Int64(entries.count - 1)))
    }
}

/// From stored values to modality values (PS3.3 C.11.1): a LUT or a straight line, never both.
public enum ModalityTransform: Sendable, Hashable {
    case rescale(RescaleTransform)
    case lut(ModalityLUT)

    /// An image without a modality transform.
    public static let identity = ModalityTransform.rescale(.identity)
}
