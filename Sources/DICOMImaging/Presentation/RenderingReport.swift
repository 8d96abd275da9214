/// What a picture lacks of what was asked for.
public struct RenderingReport: Sendable, Hashable {
    /// Characters that the typeface of the library lacks, drawn as boxes; each once.
    public internal(set) var missingCharacters: [Unicode.Scalar] = []
    /// A presentation state asks for true size, and the pixel pitch of the display is not known: a pixel of the image became one of the display.
    public internal(set) var isTrueSizeUnknown = false
    /// Layers that have nothing to show over the frame, by their place.
    public internal(set) var emptyLayers: [Int] = []

    public init() {}

    /// Whether the picture is all that was asked for.
    public var isEmpty: Bool { missingCharacters.isEmpty && !isTrueSizeUnknown && emptyLayers.isEmpty }
}
