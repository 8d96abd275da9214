/// Why a picture could not be made: what, and what to do. Holds no pixel values and no text of the data set.
public struct ImagingError: Error, Sendable, Hashable {
    /// A kind of failure. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// A window that PS3.3 C.11.2.1.2 forbids.
        public static let invalidWindow = Code("invalidWindow")
        /// A lookup table without entries, or with an impossible descriptor (PS3.3 C.11.1.1, C.11.2.1.1).
        public static let invalidLUT = Code("invalidLUT")
        /// Bits Allocated, Bits Stored and High Bit that contradict each other (PS3.5 8.1.1).
        public static let invalidPixelFormat = Code("invalidPixelFormat")
        /// Legal, but not rendered by this version.
        public static let unsupported = Code("unsupported")
        /// The system has no memory left for this picture.
        public static let outOfMemory = Code("outOfMemory")
        /// An argument of the call is impossible, whatever the image.
        public static let badArgument = Code("badArgument")
    }

    public var code: Code
    /// What was wrong, in words.
    public var problem: String
    /// What the caller can do about it.
    public var remedy: String

    public init(code: Code, problem: String, remedy: String) {
        self.code = code
        self.problem = problem
        self.remedy = remedy
    }
}

extension ImagingError: CustomStringConvertible {
    public var description: String { "\(problem). \(remedy)" }
}
