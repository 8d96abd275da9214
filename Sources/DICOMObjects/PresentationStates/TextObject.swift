public import DICOMData

/// Words of an annotation, in a box, at a point, or both (PS3.3 C.10.5, Text Object Sequence).
public struct TextObject: Sendable, Hashable {
    /// Where the words stand.
    public struct BoundingBox: Sendable, Hashable {
        /// Bounding Box Annotation Units (0070,0003).
        public var units: AnnotationUnits
        /// Bounding Box Top Left Hand Corner (0070,0010): column and row.
        public var topLeft: SIMD2<Double>
        /// Bounding Box Bottom Right Hand Corner (0070,0011).
        public var bottomRight: SIMD2<Double>
        /// Bounding Box Text Horizontal Justification (0070,0012).
        public var justification: Justification

        public init(
            from topLeft: SIMD2<Double>, to bottomRight: SIMD2<Double>, units: AnnotationUnits = .pixel,
            justification: Justification = .left
        ) {
            self.topLeft = topLeft
            self.bottomRight = bottomRight
            self.units = units
            self.justification = justification
        }
    }

    /// To which side of the box lines are set.
    public struct Justification: RawRepresentable, Sendable, Hashable {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let left = Justification(rawValue: "LEFT")
        public static let center = Justification(rawValue: "CENTER")
        public static let right = Justification(rawValue: "RIGHT")
    }

    /// What the words are about.
    public struct Anchor: Sendable, Hashable {
        /// Anchor Point Annotation Units (0070,0004).
        public var units: AnnotationUnits
        /// Anchor Point (0070,0014): column and row.
        public var point: SIMD2<Double>
        /// Anchor Point Visibility (0070,0015): whether a line leads to it.
        public var isVisible: Bool

        public init(_ point: SIMD2<Double>, units: AnnotationUnits = .pixel, isVisible: Bool = false) {
            self.point = point
            self.units = units
            self.isVisible = isVisible
        }
    }

    /// Unformatted Text Value (0070,0006), in lines.
    public var text: String
    public var boundingBox: BoundingBox?
    public var anchor: Anchor?
    public var style: TextStyle?

    public init(_ text: String, in boundingBox: BoundingBox? = nil, at anchor: Anchor? = nil) {
        self.text = text
        self.boundingBox = boundingBox
        self.anchor = anchor
    }

    /// - Throws: ``ObjectError`` with code `invalidPresentation` where there is neither a box nor an anchor point.
    public init(_ item: DataSet) throws(ObjectError) {
        text = try item.text(.unformattedTextValue) ?? ""
        if let topLeft = try item.point(.boundingBoxTopLeftHandCorner),
            let bottomRight = try item.point(.boundingBoxBottomRightHandCorner)
        {
            let term = try item.text(.boundingBoxTextHorizontalJustification)
            boundingBox = BoundingBox(
                from: topLeft, to: bottomRight, units: try AnnotationUnits(item, .boundingBoxAnnotationUnits),
                justification: term.map(Justification.init) ?? .left)
        }
        if let point = try item.point(.anchorPoint) {
            anchor = Anchor(
                point, units: try AnnotationUnits(item, .anchorPointAnnotationUnits), isVisible: try item.answer(.anchorPointVisibility))
        }
        guard boundingBox != nil || anchor != nil else {
            throw .invalid(.anchorPoint, "The text has neither a bounding box nor an anchor point.", code: .invalidPresentation)
        }
        style = try TextStyle(of: item)
    }

    func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        if let boundingBox {
            try item.set(.boundingBoxAnnotationUnits, to: .texts([boundingBox.units.rawValue]))
            try item.set(.boundingBoxTopLeftHandCorner, to: .numbers([boundingBox.topLeft.x, boundingBox.topLeft.y]))
            try item.set(.boundingBoxBottomRightHandCorner, to: .numbers([boundingBox.bottomRight.x, boundingBox.bottomRight.y]))
            try item.set(.boundingBoxTextHorizontalJustification, to: .texts([boundingBox.justification.rawValue]))
        }
        if let anchor {
            try item.set(.anchorPointAnnotationUnits, to: .texts([anchor.units.rawValue]))
            try item.set(.anchorPoint, to: .numbers([anchor.point.x, anchor.point.y]))
            try item.set(.anchorPointVisibility, to: anchor.isVisible ? "Y" : "N")
        }
        try item.set(.unformattedTextValue, to: .texts([text]))
        return item
    }
}
