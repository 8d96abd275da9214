internal import DICOMObjects

/// A colour of 8 bits a sample to draw with.
struct DrawingColor: Sendable, Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    static let black = DrawingColor(grey: 0)
    static let white = DrawingColor(grey: 255)

    var isGrey: Bool { red == green && green == blue }

    /// What stands out from it: black, and white from what is nearly black itself.
    var contrast: DrawingColor { 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) >= 60_000 ? .black : .white }

    init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init(grey: UInt8) { self.init(red: grey, green: grey, blue: grey) }

    /// A P-Value of 16 bits, as grey: 255 v / 65535 to nearest.
    init(presentationValue value: UInt16) { self.init(grey: UInt8((Int(value) * 255 + 32_767) / 65_535)) }

    /// The colour in sRGB: L\*a\*b\* under D50 to XYZ, by Bradford's matrix to D65, and to IEC 61966-2-1. What sRGB does not have is cut.
    init(_ color: CIELabColor) {
        // Whole numbers tell the neutral ones, which must stay so whatever is rounded below.
        let isNeutral = color.a == 0x8080 && color.b == 0x8080
        let (lightness, a, b) = color.values
        let y = (lightness + 16) / 116
        let xyz = (
            0.9642 * Self.linear(y + (isNeutral ? 0 : a / 500)), Self.linear(y), 0.8249 * Self.linear(y - (isNeutral ? 0 : b / 200))
        )
        if isNeutral {
            self.init(grey: Self.level(xyz.1))
            return
        }
        // The product of Bradford's adaptation of D50 to D65 and of XYZ to linear sRGB.
        self.init(
            red: Self.level(3.1338561 * xyz.0 - 1.6168667 * xyz.1 - 0.4906146 * xyz.2),
            green: Self.level(-0.9787684 * xyz.0 + 1.9161415 * xyz.1 + 0.0334540 * xyz.2),
            blue: Self.level(0.0719453 * xyz.0 - 0.2289914 * xyz.1 + 1.4052427 * xyz.2))
    }

    /// The inverse of CIE's f.
    private static func linear(_ f: Double) -> Double {
        f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29)
    }

    /// The nearest byte of a linear value. A power of 2.4 is not the same on every machine, its twelfth and fifth powers in products are: the
    /// byte is the number of steps k whose middle, k - 1/2, is not above the value.
    private static func level(_ value: Double) -> UInt8 {
        var (low, high) = (0, 255)
        while low < high {
            let middle = (low + high + 1) / 2
            if reaches(value, (Double(middle) - 0.5) / 255) { low = middle } else { high = middle - 1 }
        }
        return UInt8(low)
    }

    private static func reaches(_ value: Double, _ encoded: Double) -> Bool {
        guard encoded > 0.04045 else { return value * 12.92 >= encoded }
        guard value > 0 else { return false }
        let base = (encoded + 0.055) / 1.055
        let (second, square) = (base * base, value * value)
        let sixth = second * second * second
        return square * square * value >= sixth * sixth
    }
}
