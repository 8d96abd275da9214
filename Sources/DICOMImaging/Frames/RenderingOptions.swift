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
        /// This table.
        case lut(VOILUT)
        /// From one percentile of the frame's own values to another, padding left out.
        case percentiles(PercentileWindow)
        /// From the smallest to the largest of the frame's own values, padding left out.
        case range

        /// Most of the frame's own values: ``percentiles(_:)`` from 1 to 99.
        public static let automatic = VOI.percentiles(PercentileWindow())
    }

    public var voi: VOI
    /// What follows the VOI transform of a grey frame; nil for what the object says of its polarity.
    public var presentation: PresentationTransform?
    /// The table of a calibrated display for grey frames, as ``DisplayCalibration/table``; nil for P-values.
    public var display: PresentationLUT?
    /// Bits of a sample of the picture: 1 … 16 for grey frames, 8 … 16 for colour.
    public var bitsPerSample = 8
    /// Whether pixels of Pixel Padding Value to Pixel Padding Range Limit (0028,0120), (0028,0121) are black, whatever the window says.
    public var paintsPaddingBlack = false
    /// Whether an ICC profile is applied, so that the picture is in sRGB. One that cannot be applied leaves the picture as it is, and
    /// ``Picture/profileRefusal`` says why.
    public var convertsToSRGB = false
    /// Whether stored values of a grey frame that a supplemental palette maps are shown in their colours, the others grey (Pixel Presentation
    /// (0008,9205) COLOR or MIXED, PS3.3 C.7.6.23).
    public var showsSupplementalPalette = true
    /// How the frame is to be seen, instead of as it says itself: its own windows and ``voi`` then have no say.
    public var presentationState: PresentationState?
    /// Whether the overlays of the image are drawn, in white. With a presentation state they are drawn as it says, whatever stands here.
    public var drawsOverlays = false
    /// What is laid over the frame, the first lowest.
    public var layers: [Layer] = []
    /// The room for a picture by a presentation state; nil for pixels as the image has them.
    public var displaySize: DisplaySize?
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
