internal import DICOMBytes

/// How strictly, how far and with what care bytes are read. A value: nothing about reading is global.
public struct ReadingOptions: Sendable, Hashable {
    /// What becomes of a departure from the standard.
    public enum Mode: Sendable, Hashable {
        /// It is an error.
        case strict
        /// It is got past where that loses nothing, and named in the receipt (``DICOMFile/repairs``).
        case lenient
    }

    /// How a file's bytes come into memory.
    public enum FileAccess: Sendable, Hashable {
        /// Small files are loaded, large ones mapped.
        case automatic
        /// Mapped: opened in microseconds, and only pages that are touched are read. The file must not be cut short while it is in use.
        case mapped
        /// Loaded whole, so that nothing which happens to the file afterwards matters.
        case loaded
    }

    public var mode: Mode
    public var fileAccess: FileAccess
    public var limits: ReadingLimits

    public init(mode: Mode = .lenient, fileAccess: FileAccess = .automatic, limits: ReadingLimits = ReadingLimits()) {
        self.mode = mode
        self.fileAccess = fileAccess
        self.limits = limits
    }

    /// Any departure from the standard is an error.
    public static let strict = ReadingOptions(mode: .strict)
    /// Named repairs, in the receipt. The default.
    public static let lenient = ReadingOptions(mode: .lenient)
}

/// Bounds on what a hostile or broken file can cost. The defaults suit a hospital's largest honest object.
public struct ReadingLimits: Sendable, Hashable {
    /// Sequences within sequences; 512 at most, since each level takes a part of the stack.
    public var depth = 64 {
        didSet { depth = min(depth, 512) }
    }
    /// Elements, items and fragments together, each of which costs 32 bytes of index; 2³² - 1 at most.
    public var elements = 50_000_000 {
        didSet { elements = min(elements, Int(UInt32.max)) }
    }
    /// Bytes that may be loaded into memory from a file or pipe; what is mapped does not count.
    public var loadedBytes = 8 << 30
    /// Repairs kept in the receipt. Reading stops with an error beyond this many: such a file is noise.
    public var repairs = 10_000

    public init() {}
}
