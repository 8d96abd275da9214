internal import DICOMCodecs

/// How one sample lies in the little-endian cells of a frame (PS3.5 8.1.1; PS3.3 C.7.6.24 for float pixels).
public struct StoredValueFormat: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case integer(SampleCell)
        case float32
        case float64
    }

    let kind: Kind

    /// Float Pixel Data (7FE0,0008): IEEE 754 binary32.
    public static let float32 = StoredValueFormat(kind: .float32)
    /// Double Float Pixel Data (7FE0,0009): IEEE 754 binary64.
    public static let float64 = StoredValueFormat(kind: .float64)

    private init(kind: Kind) { self.kind = kind }

    /// Integers.
    ///
    /// - Parameters:
    ///   - bitsAllocated: 8, 16 or 32. (Single-bit pixels are unpacked to bytes first: then 8, with 1 bit stored and high bit 0.)
    ///   - bitsStored: 1 … `bitsAllocated`.
    ///   - highBit: `bitsStored` - 1 … `bitsAllocated` - 1. What lies above or below the value is ignored.
    ///   - isSigned: Whether Pixel Representation is 1.
    /// - Throws: `unsupportedImage` for another `bitsAllocated`, `invalidImage` where the numbers contradict each other.
    public init(bitsAllocated: Int, bitsStored: Int, highBit: Int, isSigned: Bool) throws(ImagingError) {
        guard [8, 16, 32].contains(bitsAllocated) else {
            throw ImagingError(
                code: .unsupportedImage, problem: "Grey pixels of \(bitsAllocated) bits are not rendered.",
                remedy: "Bring them to cells of 8, 16 or 32 bits first.")
        }
        guard let cell = SampleCell(bytes: bitsAllocated / 8, bitsStored: bitsStored, highBit: highBit, isSigned: isSigned) else {
            throw ImagingError(
                code: .invalidImage,
                problem: "\(bitsStored) bits stored with high bit \(highBit) do not lie in \(bitsAllocated) bits allocated.",
                remedy: "Check Bits Stored (0028,0101) and High Bit (0028,0102).")
        }
        kind = .integer(cell)
    }

    var samples: SampleKind {
        switch kind {
        case .integer(let cell): .integers(cell)
        case .float32: .floats
        case .float64: .doubles
        }
    }

    /// Bytes from one sample to the next: 1, 2, 4 or 8.
    public var bytesPerSample: Int {
        switch kind {
        case .integer(let cell): cell.bytes
        case .float32: 4
        case .float64: 8
        }
    }
}

/// Stored values from one to another, such as those of Pixel Padding Value to Pixel Padding Range Limit (PS3.3 C.7.5.1.1.2).
public enum StoredValueRange: Sendable, Hashable {
    case integers(ClosedRange<Int>)
    /// Of float pixels: finite or infinite, but numbers.
    case floats(ClosedRange<Double>)

    var integers: ClosedRange<Int> {
        get throws(ImagingError) {
            guard case .integers(let range) = self else { throw GrayscalePlan.mismatch("A range of floats is none of integer pixels.") }
            return range
        }
    }

    var floats: ClosedRange<Double> {
        get throws(ImagingError) {
            guard case .floats(let range) = self else { throw GrayscalePlan.mismatch("A range of integers is none of float pixels.") }
            return range
        }
    }
}

extension SampleCell {
    /// Every value that the format can store.
    var values: ClosedRange<Int64> {
        let half = Int64(1) << Int64(bitsStored - 1)
        return isSigned ? -half...half - 1 : 0...2 * half - 1
    }
}
