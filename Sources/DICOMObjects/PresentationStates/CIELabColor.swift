internal import DICOMData

/// A colour that looks the same on every calibrated display: L\*a\*b\* under D50 in three words of 16 bits (PS3.3 C.10.7.1.1).
public struct CIELabColor: Sendable, Hashable {
    /// 0 to FFFF stand for L\* of 0 to 100.
    public var lightness: UInt16
    /// 0 to FFFF stand for a\* of -128 to 127; 8080 is neutral.
    public var a: UInt16
    /// As ``a``, of b\*.
    public var b: UInt16

    public init(encodedLightness: UInt16, a: UInt16 = 0x8080, b: UInt16 = 0x8080) {
        lightness = encodedLightness
        self.a = a
        self.b = b
    }

    /// L\* of 0 to 100, a\* and b\* of -128 to 127, in the nearest words.
    public init(lightness: Double, a: Double = 0, b: Double = 0) {
        func word(_ value: Double, from low: Double, to high: Double) -> UInt16 {
            // A NaN fails both comparisons and takes the middle of the range.
            let inside = value >= low ? (value <= high ? value : high) : value < low ? low : (low + high) / 2
            return UInt16((inside - low) / (high - low) * 65_535 + 0.5)
        }
        self.init(
            encodedLightness: word(lightness, from: 0, to: 100), a: word(a, from: -128, to: 127), b: word(b, from: -128, to: 127))
    }

    /// L\*, a\* and b\* as numbers.
    public var values: (lightness: Double, a: Double, b: Double) {
        (Double(lightness) * 100 / 65_535, Double(a) * 255 / 65_535 - 128, Double(b) * 255 / 65_535 - 128)
    }

    /// Three words of an attribute; nil where it is absent.
    ///
    /// - Throws: ``ObjectError`` with code `invalidAttribute` where there are not three.
    init?(_ dataSet: DataSet, _ tag: DataElement.Tag) throws(ObjectError) {
        let words = try dataSet.wholeNumbers(tag)
        guard !words.isEmpty else { return nil }
        guard words.count == 3, words.allSatisfy((0...0xFFFF).contains) else {
            throw .invalid(tag, "It is not three words of 16 bits.")
        }
        self.init(encodedLightness: UInt16(words[0]), a: UInt16(words[1]), b: UInt16(words[2]))
    }

    var value: DataElement.Value { .integers([Int(lightness), Int(a), Int(b)]) }
}
