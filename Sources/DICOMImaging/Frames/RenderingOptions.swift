public import DICOMCodecs
public import DICOMObjects

/// How a frame becomes a picture. Only what is said differs from the defaults.
public struct RenderingOptions: Sendable {
    /// Which values of a grey frame are shown between black and white.
    public enum VOI: Sendable, Hashable {
        /// The object's own VOI transform with this number, counted from 0, windows before LUTs; where the object has none, the range of the
        /// frame's values.
        case stored(Int)
        /// This window, in the unit of the modality values.
        case window(VOIWindow)
    }

    public var voi: VOI
    /// How the frame is to be seen, instead of as it says itself: its own windows and ``voi`` then have no say.
    public var presentationState: PresentationState?
    /// Whether the overlays of the image are drawn, in white. With a presentation state they are drawn as it says, whatever stands here.
    public var drawsOverlays = false
    /// What is laid over the frame, the first lowest.
    public var layers: [Layer] = []
    /// The room for a picture by a presentation state; nil for pixels as the image has them.
    public var display: DisplaySize?
    /// The instruction set to use; the picture is the same for all.
    public var level: VectorLevel

    public init(voi: VOI = .stored(0), level: VectorLevel = .best) {
        self.voi = voi
        self.level = level
    }

    /// Nothing is laid over the pixels, and they stay where they are.
    var showsPixelsOnly: Bool { presentationState == nil && !drawsOverlays && layers.isEmpty }

    /// The object's first VOI transform.
    public static let standard = RenderingOptions()

    /// A window of the caller's.
    public static func window(_ window: VOIWindow) -> RenderingOptions { RenderingOptions(voi: .window(window)) }
}
