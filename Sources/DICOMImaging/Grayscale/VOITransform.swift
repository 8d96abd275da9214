public import DICOMData

/// A Window Center and Width (PS3.3 C.11.2.1.2), in the unit of the modality values.
public struct VOIWindow: Sendable, Hashable {
    /// VOI LUT Function (0028,1056).
    public enum Function: Sendable, Hashable {
        /// The default (C.11.2.1.2.1): center and width name pixel values, hence the half and the one that are taken off.
        case linear
        /// C.11.2.1.3.2: center and width taken at their word.
        case linearExact
        /// C.11.2.1.3.1: a smooth S-curve.
        case sigmoid
    }

    /// Window Center (0028,1050).
    public var center: DecimalNumber
    /// Window Width (0028,1051): at least 1 for ``Function/linear``, above 0 for the others.
    public var width: DecimalNumber
    public var function: Function

    public init(center: DecimalNumber, width: DecimalNumber, function: Function = .linear) {
        self.center = center
        self.width = width
        self.function = function
    }
}

/// A VOI lookup table (PS3.3 C.11.2.1.1): modality value to display value.
public struct VOILUT: Sendable, Hashable {
    /// Second value of LUT Descriptor (0028,3002): the modality value that the first entry stands for. Smaller ones take the first entry too,
    /// those beyond the end the last.
    public let firstValueMapped: Int
    /// LUT Data (0028,3006), unsigned; at least one. Larger ones than `bitsPerEntry` allows count as the largest.
    public let entries: [UInt16]
    /// Third value of LUT Descriptor: 1 … 16.
    public let bitsPerEntry: Int

    /// - Throws: `invalidLUT` without entries, or with `bitsPerEntry` outside 1 … 16.
    public init(firstValueMapped: Int, entries: [UInt16], bitsPerEntry: Int) throws(ImagingError) {
        guard !entries.isEmpty, (1...16).contains(bitsPerEntry), Int(Int32.min)...Int(UInt32.max) ~= firstValueMapped else {
            throw ImagingError(
                code: .invalidLUT, problem: "A VOI LUT of \(entries.count) entries of \(bitsPerEntry) bits maps no values.",
                remedy: "Check LUT Descriptor (0028,3002) and LUT Data (0028,3006), or render with a window.")
        }
        self.firstValueMapped = firstValueMapped
        self.entries = entries
        self.bitsPerEntry = bitsPerEntry
    }
}

/// From modality values to display values (PS3.3 C.11.2).
public enum VOITransform: Sendable, Hashable {
    case window(VOIWindow)
    case lut(VOILUT)
    /// For an image without either: the smallest modality value of the frame becomes black, the largest white, straight in between; a frame
    /// of one value becomes black. The standard has no such rule.
    ///
    /// The range is of stored values, or of LUT entries where the modality transform is a LUT; see
    /// `GrayscalePlan.range`.
    case range(ClosedRange<Int>)
    /// ``range(_:)`` for float pixels: finite.
    case floatRange(ClosedRange<Double>)
}
