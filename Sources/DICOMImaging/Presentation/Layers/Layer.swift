public import DICOMData
public import DICOMObjects

/// What is laid over a frame: a segmentation, a parametric map or another image, each as far as it can be seen through. The first is the lowest.
public struct Layer: Sendable {
    enum Content: Sendable {
        case segmentation(Segmentation, PixelData, segments: Set<Int>?)
        case parametricMap(PixelData, range: ClosedRange<Double>?, palette: PaletteColorModule?)
        case frame(Frame)
    }

    let content: Content
    /// 0 is not seen, 1 covers.
    public var opacity: Double

    private init(_ content: Content, opacity: Double) {
        self.content = content
        self.opacity = opacity
    }

    /// The segments of a segmentation, in their recommended colours; those that have none take colours of the library's.
    ///
    /// - Parameters:
    ///   - file: of a segmentation: binary, fractional or label map.
    ///   - segments: numbers of those to show; nil for all.
    /// - Throws: ``ImagingError`` where it is none.
    public static func segmentation(_ file: DICOMFile, segments: Set<Int>? = nil, opacity: Double = 0.4) throws(ImagingError) -> Layer {
        do {
            return Layer(.segmentation(try Segmentation(file.dataSet), try file.pixelData(), segments: segments), opacity: opacity)
        } catch {
            throw ImagingError(translating: error, frame: 0)
        }
    }

    /// The quantities of a parametric map.
    ///
    /// - Parameters:
    ///   - file: with integers or floats, which its Real World Value Mapping makes quantities.
    ///   - range: the quantities that are seen from the first to the last colour; nil for those of the frame.
    ///   - palette: nil for that of the object, or grey where it has none.
    public static func parametricMap(
        _ file: DICOMFile, range: ClosedRange<Double>? = nil, palette: PaletteColorModule? = nil, opacity: Double = 0.5
    ) throws(ImagingError) -> Layer {
        Layer(.parametricMap(try file.pixelData(), range: range, palette: palette), opacity: opacity)
    }

    /// Another frame, by its own window; the superimposed one of a blending presentation state, which has its own.
    public static func frame(_ frame: Frame, opacity: Double = 0.5) -> Layer { Layer(.frame(frame), opacity: opacity) }

    /// Whether it is drawn by a blending state itself.
    func isInput(of state: PresentationState) -> Bool {
        if case .frame = content { return state.kind == .blending }
        return false
    }
}

extension Frame {
    /// Draws layers on a picture in pixels of the image, and notes those with nothing over the frame.
    func draw(_ layers: [Layer], on canvas: inout Canvas, _ options: RenderingOptions, _ report: inout RenderingReport) throws {
        for (place, layer) in layers.enumerated() {
            let isSeen: Bool
            switch layer.content {
            case .segmentation(let segmentation, let pixels, let segments):
                isSeen = try draw(segmentation, pixels, segments, opacity: layer.opacity, on: &canvas)
            case .parametricMap(let pixels, let range, let palette):
                isSeen = try draw(pixels, range, palette, opacity: layer.opacity, on: &canvas)
            case .frame(let frame):
                let mapping = try PlaneMapping(from: self, to: frame)
                if let mapping {
                    let picture = try frame.rendered(with: RenderingOptions(level: options.level))
                    canvas.draw(picture, mapping, opacity: layer.opacity)
                }
                isSeen = mapping != nil
            }
            if !isSeen { report.emptyLayers.append(place) }
        }
    }
}
