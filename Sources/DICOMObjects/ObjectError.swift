public import DICOMData

/// Why a data set is not the object that it was taken for. Holds no values of the data set.
public struct ObjectError: Error, Sendable, Hashable {
    /// A kind of failure. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// An attribute that the object must have is absent or empty.
        public static let missingAttribute = Code("missingAttribute")
        /// An attribute has a value that the standard does not allow.
        public static let invalidAttribute = Code("invalidAttribute")
        /// An attribute is encoded as something else than PS3.6 has it: Rows as UL, a sequence as text.
        public static let unexpectedValueRepresentation = Code("unexpectedValueRepresentation")
        /// Bits Allocated, Bits Stored and High Bit describe no pixel cell (PS3.5 8.1.1).
        public static let impossiblePixelCell = Code("impossiblePixelCell")
        /// Samples per Pixel is not what Photometric Interpretation needs (PS3.3 C.7.6.3.1.2).
        public static let contradictorySamples = Code("contradictorySamples")
        /// The product of rows, columns, samples, bits and frames is beyond what can be counted.
        public static let sizeOverflow = Code("sizeOverflow")
        /// Pixel Data holds fewer bytes or fragments than its geometry asks for.
        public static let missingPixels = Code("missingPixels")
        /// The descriptor of a lookup table is none, or its data is not what the descriptor says (PS3.3 C.11.1.1, C.7.6.3.1.5, C.7.9.2).
        public static let invalidLookupTable = Code("invalidLookupTable")
        /// A window that PS3.3 C.11.2.1.2 does not allow.
        public static let invalidWindow = Code("invalidWindow")
        /// An overlay whose geometry cannot be, or whose bits are not there (PS3.3 C.9.2).
        public static let invalidOverlay = Code("invalidOverlay")
        /// What a presentation state asks for cannot be drawn: points that are no points, an area or a shutter without extent (PS3.3 C.7.6.11,
        /// C.10.4, C.10.5, C.11.11).
        public static let invalidPresentation = Code("invalidPresentation")
        /// Positions, direction cosines or spacings that describe no plane (PS3.3 C.7.6.2).
        public static let invalidPlane = Code("invalidPlane")
        /// The functional groups, or what points into them, do not fit the frames (PS3.3 C.7.6.16, C.7.6.17).
        public static let invalidFunctionalGroups = Code("invalidFunctionalGroups")
        /// A private value that is not the CSA header that Siemens' creator promises, or a value in one that is not what is asked for.
        public static let invalidCSAHeader = Code("invalidCSAHeader")
        /// There is no frame with this number.
        public static let noSuchFrame = Code("noSuchFrame")
    }

    public var code: Code
    public var tag: DataElement.Tag
    public var problem: String
    public var remedy: String

    public init(code: Code, tag: DataElement.Tag, problem: String, remedy: String) {
        self.code = code
        self.tag = tag
        self.problem = problem
        self.remedy = remedy
    }
}

extension ObjectError: CustomStringConvertible {
    public var description: String { "\(tag.name ?? "Element") \(tag): \(problem) \(remedy)" }
}
