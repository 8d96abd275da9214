/// Why a codestream could not be decoded or encoded: where, what, and what to do.
public struct CodecError: Error, Sendable, Hashable {
    /// A kind of failure. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The codestream ends before the picture does.
        public static let truncated = Code("truncated")
        /// The codestream contradicts its own format.
        public static let corrupt = Code("corrupt")
        /// Legal, but not read or written by this version.
        public static let unsupported = Code("unsupported")
        /// The codestream's geometry is not the layout that was asked for.
        public static let layoutMismatch = Code("layoutMismatch")
        /// Larger than the limits allow.
        public static let limitExceeded = Code("limitExceeded")
        /// The target cannot hold the result.
        public static let targetTooSmall = Code("targetTooSmall")
        /// The system has no memory left for this frame.
        public static let outOfMemory = Code("outOfMemory")
        /// The caller gave up while the call ran.
        public static let cancelled = Code("cancelled")
        /// An argument of the call is impossible, whatever the codestream.
        public static let badArgument = Code("badArgument")
    }

    public var code: Code
    /// Bytes from the start of the codestream, or nil where no one byte is to blame.
    public var offset: Int?
    /// Rows at the top of the target that are complete; the rest of the frame is zero.
    public var completeRows: Int
    /// What was wrong, in words. Holds no sample values.
    public var problem: String
    /// What the caller can do about it.
    public var remedy: String

    public init(code: Code, offset: Int? = nil, completeRows: Int = 0, problem: String, remedy: String) {
        self.code = code
        self.offset = offset
        self.completeRows = completeRows
        self.problem = problem
        self.remedy = remedy
    }
}

extension CodecError: CustomStringConvertible {
    public var description: String {
        let place = offset.map { " at byte \($0) of the codestream" } ?? ""
        return "\(problem)\(place). \(remedy)"
    }
}
