public import DICOMData

// MARK: - Where frames lie

extension Quirk {
    /// An offset table that is wrong, has too many entries, or offsets beyond 32 bits; fragments that are empty; frames that are more or fewer
    /// than declared, or share a fragment (PS3.5 A.4).
    public static let wrongOffsetTable = Quirk(rawValue: "empty-or-wrong-bot")
    /// Native Pixel Data with other than the bytes of its frames, or bits beside Bits Stored that are not 0 (PS3.5 8.1.1).
    public static let embeddedOverlay = Quirk(rawValue: "embedded-overlay")
    /// Pixel Data under another representation than its cells ask for, or words in the other byte order (PS3.5 8.2, A).
    public static let pixelVRAndSwap = Quirk(rawValue: "pixel-vr-and-swap")
    /// Philips' (Elscint's) compressed pixels in a private element instead of Pixel Data.
    public static let pmsctRLE1 = Quirk(rawValue: "pmsct-rle1")
    /// Pixels in (00FF,4AA5) instead of Pixel Data.
    public static let digitexNo7FE0 = Quirk(rawValue: "digitex-no-7fe0")
}

// MARK: - Codestreams

extension Quirk {
    /// A frame whose codestream is damaged or cut short.
    public static let corruptFragment = Quirk(rawValue: "corrupt-fragment")
    /// JPEG of another process than the transfer syntax says or another precision than Bits Stored, overfull tables, wrapped differences.
    public static let jpegLosslessLies = Quirk(rawValue: "jpeg-lossless-lies")
    /// JPEG-LS with thresholds of Java Advanced Imaging, or a colour transform of Hewlett-Packard's.
    public static let jpegLSJAI = Quirk(rawValue: "jpegls-jai")
    /// A codestream in boxes, without its end, or with something around it.
    public static let codestreamWrapping = Quirk(rawValue: "j2k-wrapping")
    /// JPEG 2000 with other sign or precision than the data set says.
    public static let jpeg2000SignPrecision = Quirk(rawValue: "j2k-sign-precision")
    /// RLE with gaps, offsets of segments that are not there, or more data than samples (PS3.5 Annex G).
    public static let rleVariants = Quirk(rawValue: "rle-variants")
}

// MARK: - Colour

extension Quirk {
    /// A Photometric Interpretation that the codestream contradicts (PS3.5 8.2).
    public static let photometricMismatch = Quirk(rawValue: "photometric-mismatch")
    /// A Planar Configuration where there is none to have, or that the samples contradict (PS3.3 C.7.6.3.1.3).
    public static let planarConfiguration = Quirk(rawValue: "planar-config-lies")
    /// Palettes in an image without palette colour, or entries in another width than the descriptor says (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6).
    public static let paletteEdge = Quirk(rawValue: "palette-edge")
}
