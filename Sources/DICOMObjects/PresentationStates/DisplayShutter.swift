public import DICOMData

/// What of an image is covered (PS3.3 C.7.6.11, C.7.6.15, C.11.12): all that lies outside of any of its shapes.
public struct DisplayShutter: Sendable, Hashable {
    /// RECTANGULAR: the first and last columns and rows that are seen, counted from 1.
    public struct Rectangle: Sendable, Hashable {
        /// Shutter Left Vertical Edge (0018,1602).
        public var left: Int
        /// Shutter Right Vertical Edge (0018,1604).
        public var right: Int
        /// Shutter Upper Horizontal Edge (0018,1606).
        public var upper: Int
        /// Shutter Lower Horizontal Edge (0018,1608).
        public var lower: Int

        public init(left: Int, right: Int, upper: Int, lower: Int) {
            self.left = left
            self.right = right
            self.upper = upper
            self.lower = lower
        }
    }

    /// CIRCULAR.
    public struct Circle: Sendable, Hashable {
        /// Center of Circular Shutter (0018,1610), its row first in the attribute: column and row of a pixel, counted from 1.
        public var center: SIMD2<Int>
        /// Radius of Circular Shutter (0018,1612), in pixels along a row.
        public var radius: Int

        public init(center: SIMD2<Int>, radius: Int) {
            self.center = center
            self.radius = radius
        }
    }

    public var rectangle: Rectangle?
    public var circle: Circle?
    /// POLYGONAL, Vertices of the Polygonal Shutter (0018,1620): columns and rows of pixels, counted from 1; the last is joined to the first.
    public var polygon: [SIMD2<Int>]?
    /// BITMAP, Shutter Overlay Group (0018,1623): the overlay of the presentation state whose bits cover.
    public var overlayGroup: UInt16?
    /// Shutter Presentation Value (0018,1622): the P-Value that covers, 0 black to FFFF white.
    public var presentationValue: UInt16?
    /// Shutter Presentation Color CIELab Value (0018,1624).
    public var presentationColor: CIELabColor?

    public init(
        rectangle: Rectangle? = nil, circle: Circle? = nil, polygon: [SIMD2<Int>]? = nil, overlayGroup: UInt16? = nil,
        presentationValue: UInt16? = nil, presentationColor: CIELabColor? = nil
    ) {
        self.rectangle = rectangle
        self.circle = circle
        self.polygon = polygon
        self.overlayGroup = overlayGroup
        self.presentationValue = presentationValue
        self.presentationColor = presentationColor
    }

    /// The shutter of an image or a presentation state; nil where it has none.
    ///
    /// - Throws: ``ObjectError`` with code `invalidPresentation` where a shape is not described.
    public init?(_ dataSet: DataSet) throws(ObjectError) {
        let shapes = try dataSet.texts(.shutterShape)
        guard shapes.contains(where: { !$0.isEmpty }) else { return nil }
        for shape in shapes {
            switch shape {
            case "RECTANGULAR":
                rectangle = Rectangle(
                    left: try Self.number(dataSet, .shutterLeftVerticalEdge), right: try Self.number(dataSet, .shutterRightVerticalEdge),
                    upper: try Self.number(dataSet, .shutterUpperHorizontalEdge),
                    lower: try Self.number(dataSet, .shutterLowerHorizontalEdge))
            case "CIRCULAR":
                let center = try dataSet.wholeNumbers(.centerOfCircularShutter)
                guard center.count == 2 else {
                    throw .invalid(.centerOfCircularShutter, "It is not a row and a column.", code: .invalidPresentation)
                }
                circle = Circle(center: SIMD2(center[1], center[0]), radius: try Self.number(dataSet, .radiusOfCircularShutter))
            case "POLYGONAL":
                let numbers = try dataSet.wholeNumbers(.verticesOfThePolygonalShutter)
                guard numbers.count >= 6, numbers.count % 2 == 0 else {
                    throw .invalid(.verticesOfThePolygonalShutter, "It is not three vertices or more.", code: .invalidPresentation)
                }
                polygon = stride(from: 0, to: numbers.count, by: 2).map { SIMD2(numbers[$0 + 1], numbers[$0]) }
            case "BITMAP":
                let group = try Self.number(dataSet, .shutterOverlayGroup)
                guard (0x6000...0x601E).contains(group), group % 2 == 0 else {
                    throw .invalid(.shutterOverlayGroup, "It is no group of an overlay.", code: .invalidPresentation)
                }
                overlayGroup = UInt16(group)
            default: throw .invalid(.shutterShape, "It is none of PS3.3 C.7.6.11 and C.7.6.15.", code: .invalidPresentation)
            }
        }
        presentationValue = try dataSet.wholeNumber(.shutterPresentationValue).map { UInt16(clamping: $0) }
        presentationColor = try CIELabColor(dataSet, .shutterPresentationColorCIELabValue)
    }

    private static func number(_ dataSet: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> Int {
        guard let number = try dataSet.wholeNumber(tag) else { throw .missing(tag) }
        return number
    }

    func write(to dataSet: inout DataSet) throws(DataSetError) {
        var shapes: [String] = []
        if let rectangle {
            shapes.append("RECTANGULAR")
            try dataSet.set(.shutterLeftVerticalEdge, to: .integers([rectangle.left]))
            try dataSet.set(.shutterRightVerticalEdge, to: .integers([rectangle.right]))
            try dataSet.set(.shutterUpperHorizontalEdge, to: .integers([rectangle.upper]))
            try dataSet.set(.shutterLowerHorizontalEdge, to: .integers([rectangle.lower]))
        }
        if let circle {
            shapes.append("CIRCULAR")
            try dataSet.set(.centerOfCircularShutter, to: .integers([circle.center.y, circle.center.x]))
            try dataSet.set(.radiusOfCircularShutter, to: .integers([circle.radius]))
        }
        if let polygon {
            shapes.append("POLYGONAL")
            try dataSet.set(.verticesOfThePolygonalShutter, to: .integers(polygon.flatMap { [$0.y, $0.x] }))
        }
        if let overlayGroup {
            shapes.append("BITMAP")
            try dataSet.set(.shutterOverlayGroup, to: .integers([Int(overlayGroup)]))
        }
        try dataSet.set(.shutterShape, to: .texts(shapes))
        try dataSet.set(.shutterPresentationValue, to: .integers([Int(presentationValue ?? 0)]))
        if let presentationColor { try dataSet.set(.shutterPresentationColorCIELabValue, to: presentationColor.value) }
    }
}
