public import DICOMData

/// A line, a curve or an area of an annotation (PS3.3 C.10.5, Graphic Object Sequence).
public struct GraphicObject: Sendable, Hashable {
    /// Graphic Type (0070,0023).
    public struct Kind: RawRepresentable, Sendable, Hashable {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// One point.
        public static let point = Kind(rawValue: "POINT")
        /// Straight lines from point to point.
        public static let polyline = Kind(rawValue: "POLYLINE")
        /// A curve through the points.
        public static let interpolated = Kind(rawValue: "INTERPOLATED")
        /// The center, and a point of the circumference.
        public static let circle = Kind(rawValue: "CIRCLE")
        /// The ends of the major axis, then those of the minor axis.
        public static let ellipse = Kind(rawValue: "ELLIPSE")
    }

    public var kind: Kind
    /// Graphic Annotation Units (0070,0005).
    public var units: AnnotationUnits
    /// Graphic Data (0070,0022): columns and rows.
    public var points: [SIMD2<Double>]
    /// Graphic Filled (0070,0024).
    public var isFilled: Bool
    public var lineStyle: LineStyle?
    public var fillStyle: FillStyle?

    public init(_ kind: Kind, _ points: [SIMD2<Double>], units: AnnotationUnits = .pixel, isFilled: Bool = false) {
        self.kind = kind
        self.points = points
        self.units = units
        self.isFilled = isFilled
    }

    /// - Throws: ``ObjectError`` with code `invalidPresentation` where the points are not those of the kind.
    public init(_ item: DataSet) throws(ObjectError) {
        guard let term = try item.text(.graphicType) else { throw .missing(.graphicType) }
        kind = Kind(rawValue: term)
        units = try AnnotationUnits(item, .graphicAnnotationUnits)
        let dimensions = try item.wholeNumber(.graphicDimensions) ?? 2
        guard dimensions == 2 else { throw .invalid(.graphicDimensions, "It is not 2.", code: .invalidPresentation) }
        let given = try item.points(.graphicData)
        let count = try item.wholeNumber(.numberOfGraphicPoints) ?? given.count
        guard (0...given.count).contains(count) else {
            throw .invalid(
                .numberOfGraphicPoints, "It is \(count), and Graphic Data has \(given.count) points.", code: .invalidPresentation)
        }
        points = Array(given.prefix(count))
        isFilled = try item.answer(.graphicFilled)
        lineStyle = try LineStyle(of: item)
        fillStyle = try FillStyle(of: item)
        try check()
    }

    /// How many points the kind needs (C.10.5.1.2).
    func check() throws(ObjectError) {
        let isRight =
            switch kind {
            case .point: points.count == 1
            case .polyline, .interpolated: points.count >= 2
            case .circle: points.count == 2
            case .ellipse: points.count == 4
            default: false
            }
        guard isRight else {
            throw .invalid(.graphicData, "\(points.count) points do not make a graphic of this type.", code: .invalidPresentation)
        }
    }

    func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        try item.set(.graphicAnnotationUnits, to: .texts([units.rawValue]))
        try item.set(.graphicDimensions, to: 2)
        try item.set(.numberOfGraphicPoints, to: .integers([points.count]))
        try item.set(.graphicData, to: .numbers(points.flatMap { [$0.x, $0.y] }))
        try item.set(.graphicType, to: .texts([kind.rawValue]))
        // Type 1C: of what can be closed.
        let isClosed = kind == .circle || kind == .ellipse || points.count > 2 && points.first == points.last
        if isClosed { try item.set(.graphicFilled, to: isFilled ? "Y" : "N") }
        return item
    }
}
