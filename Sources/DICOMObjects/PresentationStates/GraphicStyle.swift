internal import DICOMData

/// How the line of a graphic is to look (PS3.3 C.10.5, Line Style Sequence).
public struct LineStyle: Sendable, Hashable {
    /// Pattern On CIELab Value (0070,0251).
    public var color: CIELabColor?
    /// Pattern On Opacity (0070,0284): 0 is not seen, 1 covers.
    public var opacity: Double
    /// Line Thickness (0070,0253), in pixels of the display.
    public var thickness: Double
    /// Line Pattern (0070,0255) where Line Dashing Style (0070,0254) is `DASHED`: 16 bits, each as long as the line is thick, the highest first.
    public var pattern: UInt16?

    public init(color: CIELabColor? = nil, opacity: Double = 1, thickness: Double = 1, pattern: UInt16? = nil) {
        self.color = color
        self.opacity = opacity
        self.thickness = thickness
        self.pattern = pattern
    }

    /// The style in an item's sequence; nil where it has none.
    init?(of object: DataSet) throws(ObjectError) {
        guard let item = try object.sequence(.lineStyleSequence).first else { return nil }
        color = try CIELabColor(item, .patternOnColorCIELabValue)
        opacity = try item.number(.patternOnOpacity) ?? 1
        thickness = try item.number(.lineThickness) ?? 1
        guard (0...1).contains(opacity) else { throw .invalid(.patternOnOpacity, "It is not of 0 to 1.", code: .invalidPresentation) }
        guard thickness >= 0 else { throw .invalid(.lineThickness, "It is below 0.", code: .invalidPresentation) }
        let isDashed = try item.text(.lineDashingStyle) == "DASHED"
        pattern = isDashed ? try item.wholeNumber(.linePattern).map { UInt16(truncatingIfNeeded: $0) } : nil
    }
}

/// How the inside of a graphic is to look (PS3.3 C.10.5, Fill Style Sequence).
public struct FillStyle: Sendable, Hashable {
    /// Pattern On CIELab Value (0070,0251).
    public var color: CIELabColor?
    /// Pattern On Opacity (0070,0284).
    public var opacity: Double

    public init(color: CIELabColor? = nil, opacity: Double = 1) {
        self.color = color
        self.opacity = opacity
    }

    init?(of object: DataSet) throws(ObjectError) {
        guard let item = try object.sequence(.fillStyleSequence).first else { return nil }
        color = try CIELabColor(item, .patternOnColorCIELabValue)
        opacity = try item.number(.patternOnOpacity) ?? 1
        guard (0...1).contains(opacity) else { throw .invalid(.patternOnOpacity, "It is not of 0 to 1.", code: .invalidPresentation) }
    }
}

/// How text is to look (PS3.3 C.10.5, Text Style Sequence). The typeface is the renderer's.
public struct TextStyle: Sendable, Hashable {
    /// Text Color CIELab Value (0070,0241).
    public var color: CIELabColor?
    /// Horizontal Alignment (0070,0242): `LEFT`, `CENTER` or `RIGHT`.
    public var horizontalAlignment: String?
    /// Vertical Alignment (0070,0243): `TOP`, `CENTER` or `BOTTOM`.
    public var verticalAlignment: String?

    public init(color: CIELabColor? = nil, horizontalAlignment: String? = nil, verticalAlignment: String? = nil) {
        self.color = color
        self.horizontalAlignment = horizontalAlignment
        self.verticalAlignment = verticalAlignment
    }

    init?(of object: DataSet) throws(ObjectError) {
        guard let item = try object.sequence(.textStyleSequence).first else { return nil }
        color = try CIELabColor(item, .textColorCIELabValue)
        horizontalAlignment = try item.text(.horizontalAlignment)
        verticalAlignment = try item.text(.verticalAlignment)
    }
}
