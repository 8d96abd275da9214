/// Why bytes could not be read as a data set, or a value not as what was asked for: where, what, and what to do.
///
/// No field holds a value of the data set: messages can be logged without naming a patient.
public struct DataSetError: Error, Sendable, Hashable {
    /// A kind of departure from the standard, or of refusal. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The file could not be opened or read.
        public static let unreadable = Code("unreadable")
        /// The file could not be written.
        public static let unwritable = Code("unwritable")
        /// The bytes are no DICOM data set.
        public static let notDICOM = Code("notDICOM")
        /// No preamble, no `DICM`, or File Meta Information that departs from PS3.10 7.1.
        public static let fileMetaInformation = Code("fileMetaInformation")
        /// A transfer syntax that this version does not read.
        public static let unsupportedTransferSyntax = Code("unsupportedTransferSyntax")
        /// The data set is not encoded as its transfer syntax says.
        public static let encodingMismatch = Code("encodingMismatch")
        /// A value or item runs past the end of what holds it.
        public static let lengthOverrun = Code("lengthOverrun")
        /// A length that cannot be: undefined where PS3.5 7.1.1 forbids it, or odd.
        public static let invalidLength = Code("invalidLength")
        /// Two characters that are no value representation.
        public static let unknownValueRepresentation = Code("unknownValueRepresentation")
        /// An item, delimiter or fragment where PS3.5 7.5 has none, or none where it must have one.
        public static let sequenceStructure = Code("sequenceStructure")
        /// Elements that are not in ascending order, or a tag that comes twice.
        public static let elementOrder = Code("elementOrder")
        /// More depth, elements or bytes than ``ReadingLimits`` allow.
        public static let limitExceeded = Code("limitExceeded")
        /// A value that is not what its representation demands, or is asked for as something it is not.
        public static let invalidValue = Code("invalidValue")
        /// Text that is no ``TagPath``.
        public static let invalidTagPath = Code("invalidTagPath")
        /// A text that is no JSON or XML, or not of the DICOM model that it is said to be.
        public static let malformedText = Code("malformedText")
        /// Text in a character set that this version does not decode.
        public static let unsupportedCharacterSet = Code("unsupportedCharacterSet")
        /// Bytes that more must follow before they can be read: of a prefix, never of a whole file.
        public static let incomplete = Code("incomplete")
    }

    public var code: Code
    public var path: TagPath
    /// Bytes from the start of the file, or nil where no place in it is to blame.
    public var offset: Int?
    /// What was wrong.
    public var problem: String
    /// What the caller can do about it.
    public var remedy: String

    public init(code: Code, path: TagPath = TagPath(), offset: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.problem = problem
        self.remedy = remedy
    }
}

extension DataSetError: CustomStringConvertible {
    public var description: String {
        let place = path.steps.isEmpty ? "" : "\(path): "
        let byte = offset.map { " (at byte \($0))" } ?? ""
        return "\(place)\(problem)\(byte) \(remedy)"
    }
}
