/// How a data set is written as bytes (PS3.5 chapter 10 and Annex A). Private syntaxes are held too.
public struct TransferSyntax: Sendable, Hashable {
    public var uid: UniqueIdentifier

    @inlinable public init(uid: UniqueIdentifier) { self.uid = uid }

    /// False only for the Implicit VR syntaxes; all newer ones are explicit (PS3.5 A.4), and so a private one is taken to be.
    public var isExplicitVR: Bool {
        self != .implicitVRLittleEndian && self != .papyrus3ImplicitVRLittleEndian && self != .geImplicitBigEndianPixels
    }

    /// Whether the data set's numbers have the most significant byte first. The file meta information never has.
    public var isBigEndian: Bool { self == .explicitVRBigEndian }

    /// Whether the whole data set after the file meta information is a deflate stream (PS3.5 A.5).
    ///
    /// The deflated *frames* of Deflated Image Frame Compression are another thing: there it is the pixel data that is compressed.
    public var isDeflated: Bool {
        self == .deflatedExplicitVRLittleEndian || self == .jpipReferencedDeflate || self == .jpipHTJPEG2000ReferencedDeflate
    }

    /// Whether Pixel Data comes as a sequence of fragments (PS3.5 A.4). False for native pixel data, for syntaxes whose pixels are elsewhere
    /// (JPIP, SMPTE ST 2110) and for private ones, where only the undefined length of Pixel Data tells.
    public var isEncapsulated: Bool {
        if uid.rawValue.hasPrefix("1.2.840.10008.1.2.4.") {
            let isReferenced =
                self == .jpipReferenced || self == .jpipReferencedDeflate || self == .jpipHTJPEG2000Referenced
                || self == .jpipHTJPEG2000ReferencedDeflate
            return !isReferenced
        }
        return self == .rleLossless || self == .encapsulatedUncompressedExplicitVRLittleEndian || self == .deflatedImageFrameCompression
    }

    /// Whether PS3.6 Annex A registers the syntax.
    public var isRegistered: Bool { uid.kind == .transferSyntax }

    /// Whether the standard has withdrawn the syntax, as Explicit VR Big Endian.
    public var isRetired: Bool { uid.isRetired }

    /// The name of PS3.6 Annex A, as `JPEG-LS Lossless Image Compression`.
    public var name: String? { uid.name }

    /// The keyword of PS3.6 Annex A, as `JPEGLSLossless`.
    public var keyword: String? { uid.keyword }

    /// Whether words of native pixel data have the most significant byte first: with the data set, or alone.
    public var hasBigEndianPixels: Bool { isBigEndian || self == .geImplicitBigEndianPixels }

    /// GE's implicit syntax whose pixel data alone is big endian; archives from before 2000 still hold it.
    @inlinable public static var geImplicitBigEndianPixels: Self { Self(uid: "1.2.840.113619.5.2") }

    /// Philips' name for Explicit VR Little Endian, in CT of some years.
    @inlinable public static var philipsPrivateExplicitVRLittleEndian: Self { Self(uid: "1.3.46.670589.33.1.4.1") }

    /// The syntax that PS3.6 registers for what this one says: itself, but for the private ones that are known.
    var registered: Self {
        switch self {
        case .geImplicitBigEndianPixels: .implicitVRLittleEndian
        case .philipsPrivateExplicitVRLittleEndian: .explicitVRLittleEndian
        default: self
        }
    }

    /// The quirk that a private syntax is, where it is a known one.
    public var quirk: Quirk? {
        switch self {
        case .geImplicitBigEndianPixels: .geImplicitBigEndianPixels
        case .philipsPrivateExplicitVRLittleEndian: .philipsCTPrivateExplicit
        default: nil
        }
    }
}

extension TransferSyntax {
    /// The word that the command line takes and prints, as `jpeg-ls-lossless`; nil for a private syntax.
    public var commandLineKeyword: String? { Self.wordBySyntax[self] }

    /// The registered syntax that `text` names: by its word for the command line, its keyword or its UID.
    public init?(named text: some StringProtocol) {
        let text = String(text)
        let candidate = Self.syntaxByWord[text] ?? Self(uid: UniqueIdentifier(keyword: text) ?? UniqueIdentifier(text))
        guard candidate.isRegistered else { return nil }
        self = candidate
    }

    /// Every transfer syntax of PS3.6 Annex A, retired ones too.
    public static var allRegistered: [Self] { commandLineKeywords.map(\.syntax) }

    private static let wordBySyntax = Dictionary(uniqueKeysWithValues: commandLineKeywords.map { ($0.syntax, $0.keyword) })
    private static let syntaxByWord = Dictionary(uniqueKeysWithValues: commandLineKeywords.map { ($0.keyword, $0.syntax) })
}

extension TransferSyntax: CustomStringConvertible {
    public var description: String { name ?? uid.rawValue }
}
