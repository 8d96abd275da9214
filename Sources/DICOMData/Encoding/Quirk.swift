/// A way in which bytes depart from the standard, by a name that stays the same from version to version.
///
/// Open: an adapter of an archive or a vendor adds its own with ``init(rawValue:)``, in words joined by hyphens.
public struct Quirk: RawRepresentable, Sendable, Hashable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

extension Quirk: CustomStringConvertible {
    public var description: String { rawValue }
}

// MARK: - Transfer syntaxes

extension Quirk {
    /// GE's private transfer syntax 1.2.840.113619.5.2: an implicit little-endian data set whose pixel words are big endian.
    public static let geImplicitBigEndianPixels = Quirk(rawValue: "ge-implicit-be-pixels")
    /// Philips' private transfer syntax 1.3.46.670589.33.1.4.1, which is Explicit VR Little Endian.
    public static let philipsCTPrivateExplicit = Quirk(rawValue: "philips-ct-private-ele")
    /// The data set is not encoded as its Transfer Syntax UID says.
    public static let transferSyntaxMismatch = Quirk(rawValue: "transfer-syntax-mismatch")
    /// A deflated data set with the header of zlib (RFC 1950) around the deflate stream (RFC 1951) that PS3.5 A.5 asks for.
    public static let zlibWrappedDeflate = Quirk(rawValue: "zlib-wrapped-deflate")
    /// A deflate stream that ends before its end, or is damaged.
    public static let deflateCut = Quirk(rawValue: "deflate-cut")
}

// MARK: - Preamble and File Meta Information

extension Quirk {
    /// No preamble, a preamble of another length, or File Meta Information without the prefix DICM (PS3.10 7.1).
    public static let noPreamble = Quirk(rawValue: "no-preamble")
    /// File Meta Information that is missing, implicit, of another length than it says, or without a Transfer Syntax UID (PS3.10 7.1).
    public static let implicitMeta = Quirk(rawValue: "implicit-meta")
}

// MARK: - Files

extension Quirk {
    /// Several DICOM files in one file of an Agfa archive.
    public static let agfaBlob = Quirk(rawValue: "agfa-blob")
}

// MARK: - Values and their headers

extension Quirk {
    /// Implicit elements in an explicit data set, or the reverse.
    public static let implicitInExplicit = Quirk(rawValue: "implicit-in-explicit")
    /// UN with a 16-bit length, or letters that are no value representation.
    public static let vr16UN = Quirk(rawValue: "vr16-un")
    /// UL in group 0009 with a value length of 6 where 4 bytes follow.
    public static let siemensLeonardoUL6 = Quirk(rawValue: "siemens-leonardo-ul6")
    /// A private value of 64 KiB or more whose 32-bit length was cut to 16 bits.
    public static let truncatedLO = Quirk(rawValue: "truncated-lo")
    /// Odd lengths (PS3.5 7.1.1), with or without a byte of padding that they do not count.
    public static let oddLength = Quirk(rawValue: "odd-length")
    /// A value that runs past the end of what holds it.
    public static let valueOverrun = Quirk(rawValue: "value-overrun")
    /// An undefined length where PS3.5 7.1.1 allows none.
    public static let undefinedLength = Quirk(rawValue: "undefined-length")
    /// Bytes behind the last element or item that are none themselves.
    public static let trailingBytes = Quirk(rawValue: "trailing-bytes")
    /// Elements that are not in ascending order of tags (PS3.5 7.1).
    public static let elementOrder = Quirk(rawValue: "element-order")
    /// A tag that comes twice in one data set or item (PS3.5 7.1).
    public static let duplicateElement = Quirk(rawValue: "duplicate-element")
    /// Text that breaks the rules of its representation (PS3.5 6.2): DS that is no number, LO that is too long, UI with leading zeros.
    public static let dsGarbage = Quirk(rawValue: "ds-garbage")
    /// A Defined Term of Specific Character Set that is misspelt.
    public static let charsetMisspelling = Quirk(rawValue: "charset-misspelling")
    /// What follows could not be read at all: reading ended there (forensic reading only).
    public static let unreadableRest = Quirk(rawValue: "unreadable-rest")
}

// MARK: - Sequences, items and fragments

extension Quirk {
    /// A sequence whose items are in the other byte order.
    public static let philipsByteSwappedSQ = Quirk(rawValue: "philips-byteswapped-sq")
    /// Items that begin with (3F3F,3F00).
    public static let philips3F3FItem = Quirk(rawValue: "philips-3f3f-item")
    /// A sequence or item of defined length that carries a delimiter all the same.
    public static let philipsExplicitLengthWithDelimiter = Quirk(rawValue: "philips-explicit-len-with-delim")
    /// A private sequence, Siemens' icon for one, whose elements stand there without an item around them.
    public static let siemensPrivateIcon = Quirk(rawValue: "siemens-private-icon")
    /// Private fragments under the name UN, as Siemens' (7FE1,xx60).
    public static let siemens7FE1 = Quirk(rawValue: "siemens-7fe1")
    /// A sequence under the name OB or OW.
    public static let sequenceAsOW = Quirk(rawValue: "sq-as-ow")
    /// A sequence under the name UN whose items are explicit, against PS3.5 6.2.2.
    public static let explicitInUN = Quirk(rawValue: "explicit-in-un")
    /// A delimiter that is missing, of the wrong kind, or has a length (PS3.5 7.5).
    public static let wrongDelimiter = Quirk(rawValue: "wrong-delimiter")
    /// A sequence longer than it says, or an item longer than its sequence or the file.
    public static let sequenceOverrun = Quirk(rawValue: "sq-overrun")
    /// An item or a delimiter among the elements, or something else among the items.
    public static let strayItem = Quirk(rawValue: "stray-item")
    /// Encapsulated Pixel Data of defined length (PS3.5 A.4).
    public static let explicitLengthEncapsulated = Quirk(rawValue: "explicit-length-encapsulated")
    /// Fragments without their Sequence Delimitation Item, or cut short (PS3.5 A.4).
    public static let missingPixelDelimiter = Quirk(rawValue: "missing-pixel-delim")
}

// MARK: - Text

extension Quirk {
    /// A code extension that is not reset where PS3.5 6.1.2.5.3 demands it, or that no declared term has.
    public static let iso2022NoReset = Quirk(rawValue: "iso2022-no-reset")
    /// Text that is not ASCII, or not of the declared set, without a term that says so.
    public static let undeclaredCharacterSet = Quirk(rawValue: "undeclared-charset")
    /// Bytes that are no characters of the declared set, or text in a set that nobody knows.
    public static let undecodableText = Quirk(rawValue: "undecodable-text")
}

// MARK: - Consequences

extension Quirk {
    /// A group length (PS3.5 7.2, retired) that is not the length of its group.
    public static let groupLength = Quirk(rawValue: "group-length")
    /// Bytes that change because of repairs elsewhere: lengths of what holds them, padding, File Meta Information.
    public static let consequence = Quirk(rawValue: "consequence")
}

// MARK: - DICOMDIR

extension Quirk {
    /// Directory Records whose offsets lead nowhere, in circles, or are missing (PS3.3 F.2.2.2).
    public static let directoryLinks = Quirk(rawValue: "directory-links")
}
