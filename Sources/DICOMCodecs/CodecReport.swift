/// What a codec has to say about a frame that it did decode.
public struct CodecReport: Sendable, Hashable {
    /// Departures from the standard that were tolerated, each at most once; empty for a clean codestream.
    public var notes: [CodecNote]

    public init(notes: [CodecNote] = []) {
        self.notes = notes
    }
}

/// A departure from the standard that a decoder tolerated. Compare with the static members; new ones may be added.
public struct CodecNote: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    private init(_ description: String) { self.description = description }

    /// RLE: a segment holds more data than its plane takes. JPEG, JPEG-LS: bytes lie between the last sample of a scan and the next marker.
    /// Deflated and uncompressed frames: a fragment holds more than its frame.
    public static let excessData = CodecNote("excessData")
    /// The codestream is of another format than its transfer syntax says, and was decoded as what it is.
    public static let otherFormat = CodecNote("otherFormat")
    /// RLE: the first segment does not begin right behind the header.
    public static let headerGap = CodecNote("headerGap")
    /// RLE: an offset of a segment that is not there is not 0 (PS3.5 G.5).
    public static let unusedOffset = CodecNote("unusedOffset")
    /// Deflated Image Frame: the stream has the header and checksum of zlib, where PS3.5 A.4.13 has bare deflate data.
    public static let zlibWrapped = CodecNote("zlibWrapped")
    /// JPEG 2000: the codestream is wrapped in JP2 boxes, which DICOM does not allow (PS3.5 A.4.4).
    public static let boxed = CodecNote("boxed")
    /// JPEG, JPEG-LS, JPEG 2000: bytes other than padding follow the codestream.
    public static let trailingData = CodecNote("trailingData")
    /// JPEG, JPEG-LS, JPEG 2000: the end marker is missing.
    public static let missingEndMarker = CodecNote("missingEndMarker")
    /// JPEG 2000, progressive JPEG: the codestream is cut short, and a part of the picture is missing or coarse. Only when leniency was asked for.
    public static let partialPicture = CodecNote("partialPicture")
    /// JPEG, JPEG-LS, JPEG 2000: components of lower resolution were brought to full size.
    public static let upsampledComponents = CodecNote("upsampledComponents")
    /// JPEG 2000: components differ in precision or sign.
    public static let mixedComponents = CodecNote("mixedComponents")
    /// JPEG-LS: samples are entries of a mapping table in the codestream (T.87 C.2.4.1.2).
    public static let mappedSamples = CodecNote("mappedSamples")
    /// JPEG-LS: a colour transform of Hewlett-Packard's encoder was undone; T.87 has none.
    public static let undoneColorTransform = CodecNote("undoneColorTransform")
    /// JPEG-LS: thresholds of an encoder's own were used in place of the default ones. Only when leniency was asked for.
    public static let assumedThresholds = CodecNote("assumedThresholds")
    /// JPEG: zeros or bytes of ones stand in front of the codestream.
    public static let paddingBefore = CodecNote("paddingBefore")
    /// JPEG: more than the byte of 0 that makes a fragment even follows the codestream.
    public static let paddingAfter = CodecNote("paddingAfter")
    /// JPEG: the number of lines stands behind the first scan (DNL), which DICOM does not forbid, but most decoders do not read.
    public static let linesDefined = CodecNote("linesDefined")
    /// JPEG: a parameter of a scan header that has only one legal value has another, and was not heeded.
    public static let scanParameters = CodecNote("scanParameters")
    /// JPEG: a marker segment of no known meaning was skipped.
    public static let unknownMarker = CodecNote("unknownMarker")
    /// JPEG: ``JPEG/DecodingOptions/toleratesPredictorOverflow`` changed the picture.
    public static let predictorOverflow = CodecNote("predictorOverflow")
    /// JPEG: ``JPEG/DecodingOptions/toleratesOverfullTables`` was needed.
    public static let overfullTable = CodecNote("overfullTable")
}
