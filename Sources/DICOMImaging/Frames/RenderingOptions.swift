public import DICOMCodecs

/// How a frame becomes a picture. Only what is said differs from the defaults.
public struct RenderingOptions: Sendable, Hashable {
    /// Which values of a grey frame are shown between black and white.
    public enum VOI: Sendable, Hashable {
        /// The object's own VOI transform with this number, counted from 0, windows before LUTs; where the object has none, the range of the
        /// frame's values.
        case stored(Int)
        /// This window, in the unit of the modality values.
        case window(VOIWindow)
    }

    public var voi: VOI
    /// The instruction set to use; the picture is the same for all.
    public var level: VectorLevel

    public init(voi: VOI = .stored(0), level: VectorLevel = .best) {
        self.voi = voi
        self.level = level
    }

    /// The object's first VOI transform.
    public static let standard = RenderingOptions()

    /// A window of the caller's.
    public static func window(_ window: VOIWindow) -> RenderingOptions { RenderingOptions(voi: .window(window)) }
}
