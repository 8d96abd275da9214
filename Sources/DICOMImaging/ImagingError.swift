internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Why an object could not be turned into pixels or a picture: what, and what to do. Holds no values of the data set.
public struct ImagingError: Error, Sendable, Hashable {
    /// A kind of failure. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The object is no image.
        public static let noPixelData = Code("noPixelData")
        /// The attributes of the image are missing, impossible or contradict each other.
        public static let invalidImage = Code("invalidImage")
        /// There is no frame with this number.
        public static let noSuchFrame = Code("noSuchFrame")
        /// The bytes of the frame are missing or cannot be told apart from those of others.
        public static let missingPixels = Code("missingPixels")
        /// The codestream of a frame could not be decoded.
        public static let undecodableFrame = Code("undecodableFrame")
        /// A transfer syntax whose pixels this version does not decode.
        public static let unsupportedTransferSyntax = Code("unsupportedTransferSyntax")
        /// A kind of image that this version does not decode or render.
        public static let unsupportedImage = Code("unsupportedImage")
        /// A VOI window that the standard does not allow (PS3.3 C.11.2.1.2).
        public static let invalidWindow = Code("invalidWindow")
        /// A lookup table without entries, or with an impossible descriptor (PS3.3 C.11.1.1, C.11.2.1.1).
        public static let invalidLUT = Code("invalidLUT")
        /// Slices that make no volume: they are not parallel, not on one line, or not evenly spaced.
        public static let irregularVolume = Code("irregularVolume")
        /// Nothing says how far apart pixels are, or in what unit.
        public static let notCalibrated = Code("notCalibrated")
        /// Bytes that are no ICC profile.
        public static let invalidProfile = Code("invalidProfile")
        /// An ICC profile of a kind that this version does not apply.
        public static let unsupportedProfile = Code("unsupportedProfile")
        /// Larger than the limits allow.
        public static let limitExceeded = Code("limitExceeded")
        /// The pixels depart from the standard in a way that only strict reading refuses.
        public static let departure = Code("departure")
        /// The caller gave up while the frame was decoded.
        public static let cancelled = Code("cancelled")
        /// A file could not be written.
        public static let outputFailed = Code("outputFailed")
        /// What was encoded does not decode to what it was.
        public static let verificationFailed = Code("verificationFailed")
        /// The system has no memory left for this picture.
        public static let outOfMemory = Code("outOfMemory")
        /// An argument of the call is impossible, whatever the object.
        public static let badArgument = Code("badArgument")
    }

    public var code: Code
    /// The frame at fault, counted from 0; nil where it is no one frame.
    public var frame: Int?
    /// Bytes from the start of the frame's codestream; nil where no one byte is to blame.
    public var offset: Int?
    public var problem: String
    public var remedy: String

    public init(code: Code, frame: Int? = nil, offset: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.frame = frame
        self.offset = offset
        self.problem = problem
        self.remedy = remedy
    }

    /// An error of the metadata model in this layer's words.
    init(object error: ObjectError, frame: Int? = nil) {
        let code: Code =
            switch error.code {
            case .sizeOverflow: .limitExceeded
            case .missingPixels: .missingPixels
            case .invalidLookupTable: .invalidLUT
            case .invalidWindow: .invalidWindow
            case .noSuchFrame: .noSuchFrame
            default: .invalidImage
            }
        self.init(
            code: code, frame: frame, problem: "\(error.tag.name ?? "An attribute") \(error.tag): \(error.problem)", remedy: error.remedy)
    }

    /// An error of a layer below with the frame that it came from, or an error of this one as it is.
    init(translating error: any Error, frame: Int) {
        if let own = error as? ImagingError {
            self = own
            return
        }
        if let object = error as? ObjectError {
            self.init(object: object, frame: frame)
            return
        }
        guard let error = error as? CodecError else {
            self.init(code: .undecodableFrame, frame: frame, problem: "\(error)", remedy: "Report this: no other error is expected here.")
            return
        }
        let code: Code =
            switch error.code {
            case .limitExceeded: .limitExceeded
            case .outOfMemory: .outOfMemory
            case .cancelled: .cancelled
            case .badArgument: .badArgument
            case .unsupported: .unsupportedImage
            default: .undecodableFrame
            }
        self.init(code: code, frame: frame, offset: error.offset, problem: error.problem + ".", remedy: error.remedy)
    }
}

extension ImagingError: CustomStringConvertible {
    /// Frames are numbered from 1 in text, as in DICOMweb.
    public var description: String {
        let place = frame.map { "Frame \($0 + 1): " } ?? ""
        let byte = offset.map { " (at byte \($0) of its codestream)" } ?? ""
        return "\(place)\(problem)\(byte) \(remedy)"
    }
}
