public import DICOMObjects

/// A number that was measured in a picture, its unit, and what makes it that.
public struct Measure: Sendable, Hashable, CustomStringConvertible {
    public enum Unit: Sendable, Hashable, CaseIterable {
        case millimetres
        case squareMillimetres
        case degrees
        /// Pixels of the picture, as wide as high.
        case pixels
        case squarePixels
    }

    /// What says how long a pixel is.
    public enum Basis: Sendable, Hashable {
        /// Pixel Spacing, or what stands for it; its meaning says whether the length is one in the patient, or at the detector or on the
        /// film, where all is magnified.
        case spacing(PixelSpacing.Meaning)
        /// Sequence of Ultrasound Regions (0018,6011), the item with this number, counted from 0.
        case ultrasoundRegion(Int)
        /// Nothing: the measure is one of pixels.
        case none
    }

    public var value: Double
    public var unit: Unit
    public var basis: Basis

    public var description: String {
        let symbol =
            switch unit {
            case .millimetres: "mm"
            case .squareMillimetres: "mm²"
            case .degrees: "°"
            case .pixels: "px"
            case .squarePixels: "px²"
            }
        return "\(value) \(symbol)"
    }
}
