/// How samples become colour (PS3.3 C.7.6.3.1.2). A Defined Term: values outside of the standard's list are kept as they are.
public struct PhotometricInterpretation: RawRepresentable, Sendable, Hashable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let monochrome1 = Self(rawValue: "MONOCHROME1")
    public static let monochrome2 = Self(rawValue: "MONOCHROME2")
    public static let paletteColor = Self(rawValue: "PALETTE COLOR")
    public static let rgb = Self(rawValue: "RGB")
    public static let ybrFull = Self(rawValue: "YBR_FULL")
    public static let ybrFull422 = Self(rawValue: "YBR_FULL_422")
    public static let ybrPartial420 = Self(rawValue: "YBR_PARTIAL_420")
    public static let ybrPartial422 = Self(rawValue: "YBR_PARTIAL_422")
    public static let ybrICT = Self(rawValue: "YBR_ICT")
    public static let ybrRCT = Self(rawValue: "YBR_RCT")
    public static let xyb = Self(rawValue: "XYB")

    /// One sample a pixel that is a shade of grey.
    public var isMonochrome: Bool { self == .monochrome1 || self == .monochrome2 }

    /// Samples that a pixel has; nil for a value outside of the standard's list.
    public var samplesPerPixel: Int? { Self.sampleCounts[rawValue] }

    /// Those that PS3.3 has retired too.
    private static let sampleCounts = [
        "MONOCHROME1": 1, "MONOCHROME2": 1, "PALETTE COLOR": 1, "RGB": 3, "HSV": 3, "YBR_FULL": 3, "YBR_FULL_422": 3, "YBR_PARTIAL_422": 3,
        "YBR_PARTIAL_420": 3, "YBR_ICT": 3, "YBR_RCT": 3, "XYB": 3, "ARGB": 4, "CMYK": 4,
    ]
}
