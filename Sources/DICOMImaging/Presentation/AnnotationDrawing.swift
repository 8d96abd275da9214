internal import DICOMObjects

/// Draws the graphics and texts of a presentation state on a picture that is seen (PS3.3 C.10.5).
struct AnnotationDrawing {
    let transform: DisplayTransform
    /// Column and row of the frame's first pixel in the total pixel matrix, from 0.
    let matrixOrigin: SIMD2<Double>
    private(set) var canvas: Canvas
    private(set) var missingCharacters: [Unicode.Scalar] = []

    init(on canvas: Canvas, transform: DisplayTransform, matrixOrigin: SIMD2<Double>) {
        self.canvas = canvas
        self.transform = transform
        self.matrixOrigin = matrixOrigin
    }

    private var size: SIMD2<Double> { SIMD2(Double(canvas.columns), Double(canvas.rows)) }

    /// A line that is seen on a display of any size: one pixel for each 768 of its shorter side.
    private var thickness: Double { Double(max(1, (min(canvas.columns, canvas.rows) + 384) / 768)) }

    /// An em of text that is given no size.
    private var em: Double { Double(min(max(min(canvas.columns, canvas.rows) / 42, 12), 48)) }

    /// Pieces that a dashed line may have.
    private static let mostDashes = 100_000
    /// Points of one graphic, and those of a curve: more lie so near to each other that straight lines will do.
    private static let mostPoints = 250_000
    private static let mostCurvePoints = 5_000

    private func place(_ point: SIMD2<Double>, _ units: AnnotationUnits) -> SIMD2<Double> {
        switch units {
        case .display: (point * size).tamed
        case .matrix: transform(point - matrixOrigin).tamed
        default: transform(point).tamed
        }
    }

    mutating func draw(_ annotation: GraphicAnnotation, in layer: GraphicLayer?) throws(ImagingError) {
        let color = DrawingColor(layer)
        for graphic in annotation.graphics { try draw(graphic, color) }
        for text in annotation.texts { try draw(text, color) }
    }

    // MARK: Graphics

    private mutating func draw(_ graphic: GraphicObject, _ color: DrawingColor) throws(ImagingError) {
        guard graphic.points.count <= Self.mostPoints else {
            throw ImagingError(
                code: .limitExceeded, problem: "A graphic of \(graphic.points.count) points is more than a picture can show.",
                remedy: "Render without the presentation state.")
        }
        let points = graphic.points.map { place($0, graphic.units) }
        let style = graphic.lineStyle
        let width = style.map { $0.thickness == 0 ? 1 : min($0.thickness, size.x + size.y) } ?? thickness
        let line: [SIMD2<Double>]
        switch graphic.kind {
        case .point:
            // A disc, wide enough to be found.
            let radius = 1.5 * width + 0.5
            var disc = Outline()
            disc.appendPositive(Outline.ellipse(center: points[0], SIMD2(radius, 0), SIMD2(0, radius)))
            return try canvas.fill(disc, style?.color.map { DrawingColor($0) } ?? color, opacity: style?.opacity ?? 1)
        case .polyline: line = points
        case .interpolated: line = points.count <= Self.mostCurvePoints ? Outline.curve(through: points) : points
        case .circle:
            let radius = (points[1] - points[0]).magnitude
            line = Self.closed(Outline.ellipse(center: points[0], SIMD2(radius, 0), SIMD2(0, radius)))
        default:
            let (major, minor) = ((points[1] - points[0]) / 2, (points[3] - points[2]) / 2)
            line = Self.closed(Outline.ellipse(center: (points[0] + points[1]) / 2, major, minor))
        }
        if graphic.isFilled {
            var area = Outline()
            area.append(line)
            let fill = graphic.fillStyle
            try canvas.fill(
                area, fill?.color.map { DrawingColor($0) } ?? color, opacity: fill?.opacity ?? 1, rule: .evenOdd)
        }
        let pieces =
            style?.pattern.map { Outline.dashes(line, pattern: $0, unit: max(width, 1), most: Self.mostDashes) } ?? [line]
        var stroke = Outline()
        for piece in pieces { stroke.append(Outline.line(piece, thickness: width)) }
        try canvas.fill(stroke, style?.color.map { DrawingColor($0) } ?? color, opacity: style?.opacity ?? 1)
    }

    private static func closed(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] { points + points.prefix(1) }

    // MARK: Text

    private mutating func draw(_ text: TextObject, _ layerColor: DrawingColor) throws(ImagingError) {
        let block = TextBlock(text.text)
        for scalar in block.missing where !missingCharacters.contains(scalar) { missingCharacters.append(scalar) }
        guard !block.isEmpty else { return }
        let color = text.style?.color.map { DrawingColor($0) } ?? layerColor
        let anchor = text.anchor.map { place($0.point, $0.units) }
        var size = self.em
        var alignment = 0.0
        var topLeft: SIMD2<Double>
        if let box = text.boundingBox {
            // Text is read from left to right whatever the image is turned to: the box is where its corners come to lie.
            let (one, other) = (place(box.topLeft, box.units), place(box.bottomRight, box.units))
            let (low, high) = (pointwiseMin(one, other), pointwiseMax(one, other))
            let room = high - low
            if room.x >= 2, room.y >= 2 {
                size = min(max(min(room.x / block.size.x, room.y / block.size.y), 9), 2 * em)
            }
            switch text.style?.horizontalAlignment ?? box.justification.rawValue {
            case "CENTER": alignment = 0.5
            case "RIGHT": alignment = 1
            default: alignment = 0
            }
            topLeft = low + (room - block.size * size) * SIMD2(alignment, Self.verticalPlace(text.style))
        } else if let anchor {
            // Beside the point, so that it stays in sight.
            topLeft = anchor + SIMD2(size / 2, -size * TextBlock.lineHeight)
        } else {
            return
        }
        // What would be cut off by the edge of the picture is moved until it can be read.
        let extent = block.size * size
        let margin = SIMD2(size / 4, 0)
        topLeft = pointwiseMax(margin, pointwiseMin(topLeft, self.size - extent - margin))
        if let anchor, text.anchor?.isVisible == true {
            let end = pointwiseMax(topLeft, pointwiseMin(anchor, topLeft + extent))
            try canvas.fill(Outline.line([anchor, end], thickness: thickness), color)
        }
        // Letters keep apart from a ground of their own brightness by an edge of the other.
        let letters = block.outline(em: size, topLeft: topLeft, alignment: alignment)
        let edge = max(1, (size / 14).rounded(.down))
        for (x, y) in [(-1.0, -1.0), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
            try canvas.fill(letters.translated(by: SIMD2(x, y) * edge), color.contrast, opacity: 0.6)
        }
        try canvas.fill(letters, color)
    }

    private static func verticalPlace(_ style: TextStyle?) -> Double {
        switch style?.verticalAlignment {
        case "CENTER": 0.5
        case "BOTTOM": 1
        default: 0
        }
    }
}
