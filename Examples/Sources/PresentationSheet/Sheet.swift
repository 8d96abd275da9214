import Hounsfield

/// Pictures of one size in rows on a dark ground, each by a presentation state that also draws its caption.
struct Sheet {
    private static let side = 216
    private static let gap = 4

    let columns: Int
    private var tiles: [Picture] = []

    init(columns: Int) { self.columns = columns }

    /// Adds an image by a state made for it.
    mutating func add(
        _ caption: String, _ image: DICOMFile, kind: PresentationState.Kind = .grayscale, texts: [TextObject] = [],
        graphics: [GraphicObject] = [], layers: [Layer] = [], _ fill: (inout PresentationStateContent) throws -> Void = { _ in }
    ) throws {
        var content = PresentationStateContent(label: "SHEET", kind: kind)
        if kind != .color {
            content.rescale = ("1", "-1024", "HU")
            content.window = .init(centerText: "0", widthText: "2000")
        }
        content.layers = [
            GraphicLayer(name: "MARKS", order: 1, color: CIELabColor(lightness: 85, a: -10, b: 80)),
            GraphicLayer(name: "CAPTION", order: 2),
        ]
        content.annotations = [GraphicAnnotation(layer: "MARKS", graphics: graphics, texts: texts), Self.caption(caption)]
        try fill(&content)
        try add(state: content.dataSet(for: [image.dataSet], created: Phantom.created), of: image, layers: layers)
    }

    /// Adds an image by a state that is there; its caption is drawn by it too.
    mutating func add(_ caption: String, state: DataSet, of image: DICOMFile, layers: [Layer]) throws {
        var state = state
        var layer = DataSet()
        try layer.set(.graphicLayer, to: "CAPTION")
        try layer.set(.graphicLayerOrder, to: 1)
        try state.set(.graphicLayerSequence, to: .items([layer]))
        // The caption alone, as another state would hold it.
        let captioned = PresentationStateContent(label: "CAPTION", annotations: [Self.caption(caption)])
        state.merge(try captioned.dataSet(for: [image.dataSet], created: Phantom.created), replacing: false)
        try add(state: state, of: image, layers: layers)
    }

    private mutating func add(state: DataSet, of image: DICOMFile, layers: [Layer]) throws {
        var options = RenderingOptions()
        options.presentationState = try PresentationState(state)
        options.displaySize = DisplaySize(columns: Self.side, rows: Self.side)
        options.layers = layers
        tiles.append(try image.renderedFrame(with: options))
    }

    private static func caption(_ text: String) -> GraphicAnnotation {
        let box = TextObject.BoundingBox(from: SIMD2(0.03, 0.01), to: SIMD2(0.97, 0.08), units: .display)
        return GraphicAnnotation(layer: "CAPTION", texts: [TextObject(text, in: box)])
    }

    func picture() throws -> Picture {
        let pitch = Self.side + Self.gap
        let (width, height) = (columns * pitch + Self.gap, (tiles.count + columns - 1) / columns * pitch + Self.gap)
        var bytes = [UInt8](repeating: 40, count: 3 * width * height)
        for (number, tile) in tiles.enumerated() {
            let left = Self.gap + number % columns * pitch + (Self.side - tile.columns) / 2
            let top = Self.gap + number / columns * pitch + (Self.side - tile.rows) / 2
            for pixel in 0..<tile.columns * tile.rows {
                let target = 3 * ((top + pixel / tile.columns) * width + left + pixel % tile.columns)
                for sample in 0..<3 {
                    bytes[target + sample] = tile.bytes[tile.samplesPerPixel == 3 ? 3 * pixel + sample : pixel]
                }
            }
        }
        return try Picture(columns: width, rows: height, samplesPerPixel: 3, bytes: bytes)
    }
}

extension PresentationStateContent {
    init(label: String, annotations: [GraphicAnnotation]) {
        self.init(label: label)
        self.annotations = annotations
    }
}
