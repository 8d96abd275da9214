public import DICOMData

/// How strictly pixels are read. A value: nothing about reading is global, and a file read leniently can have its pixels read strictly.
public struct PixelReadingOptions: Sendable, Hashable {
    /// What becomes of a departure from the standard that concerns pixels.
    ///
    /// - strict: It is an error, ``ImagingError/Code/departure``, when the pixels or the frame are asked for.
    /// - lenient: It is got past where that guesses nothing, and named: ``PixelData/findings()``, ``Frame/findings(decoding:)``.
    /// - forensic: Everything that can be had: frames beyond those declared, the part of a damaged frame in front of the damage (the rest is
    ///   0), each named.
    public var mode: ReadingOptions.Mode

    /// Lossless JPEG of selection value 6 and 16 bits: differences wrap, as those of some encoders of signed samples did. Nothing in the
    /// codestream tells, and frames of all other encoders would come out wrong where it matters, so no mode assumes it.
    public var assumesWrappedPredictor = false
    /// JPEG-LS of more than 12 bits: default thresholds as Java Advanced Imaging computed them. Nothing in the codestream tells.
    public var assumesJAIThresholds = false

    /// RLE Lossless: the segment of the least significant bytes of a sample stands first (PS3.5 G.2 has the most significant first). Both orders
    /// decode, so that nothing tells.
    public var assumesLowByteSegmentsFirst = false
    /// Pixels that a vendor compressed by a way of its own, in an element of its own: Philips' PMSCT_RLE1. Off by itself, since hardly anybody
    /// meets them, and what nobody needs is not to be attacked.
    public var decodesPrivateCompression = false

    public init(mode: ReadingOptions.Mode = .lenient) { self.mode = mode }

    /// Any departure from the standard is an error.
    public static let strict = PixelReadingOptions(mode: .strict)
    /// Named repairs that guess nothing. The default.
    public static let lenient = PixelReadingOptions(mode: .lenient)
    /// Everything that can be had, each doubt named.
    public static let forensic = PixelReadingOptions(mode: .forensic)
}
