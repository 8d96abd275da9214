internal import DICOMBytes

/// How strictly, how far and with what care bytes are read. A value: nothing about reading is global.
public struct ReadingOptions: Sendable, Hashable {
    /// What becomes of a departure from the standard.
    public enum Mode: Sendable, Hashable {
        /// It is an error.
        case strict
        /// It is got past where that loses nothing, and named in the receipt (``DICOMFile/repairs``).
        case lenient
        /// As lenient, and further: a prefix DICM is searched for throughout, reading that cannot go on ends there and keeps what came
        /// before, and each departure is named, those too of which lenient names the first alone.
        case forensic
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
    /// Reading ends in front of the first element of the data set, not of an item, whose tag is this or a higher one. What lies behind is
    /// not read: of a large file that is on disk little more than its header is loaded.
    public var stoppingBefore: DataElement.Tag?
    /// The elements of the data set to keep, each with all that it holds; nil for all. Reading ends behind the highest of them.
    ///
    /// Text needs Specific Character Set (0008,0005), and so it should be among them. A text of the JSON or XML model is Unicode in any
    /// case; there, where elements may come in any order, this and ``stoppingBefore`` say what is left out.
    public var only: Set<DataElement.Tag>?
    /// What text that is not ASCII is read as where Specific Character Set (0008,0005) is absent, empty or not known; see
    /// ``SpecificCharacterSet/detect(_:)``. By default ISO_IR 100 where it is absent or empty, and an error where it is not known.
    public var fallbackCharacterSet: SpecificCharacterSet?

    /// Elements of your own, which count before those of the built-in dictionary.
    public var dictionary: PrivateDictionary

    public init(
        mode: Mode = .lenient, fileAccess: FileAccess = .automatic, limits: ReadingLimits = ReadingLimits(),
        stoppingBefore: DataElement.Tag? = nil, only: Set<DataElement.Tag>? = nil,
        fallbackCharacterSet: SpecificCharacterSet? = nil, dictionary: PrivateDictionary = PrivateDictionary()
    ) {
        self.mode = mode
        self.fileAccess = fileAccess
        self.limits = limits
        self.stoppingBefore = stoppingBefore
        self.only = only
        self.fallbackCharacterSet = fallbackCharacterSet
        self.dictionary = dictionary
    }

    /// Any departure from the standard is an error.
    public static let strict = ReadingOptions(mode: .strict)
    /// Named repairs, in the receipt. The default.
    public static let lenient = ReadingOptions(mode: .lenient)
    /// Everything that can be had, each doubt named.
    public static let forensic = ReadingOptions(mode: .forensic)

    /// Whether an element of the outermost data set is kept.
    func keeps(_ tag: DataElement.Tag) -> Bool { tag.rawValue < stopTag && only?.contains(tag) != false }

    /// The tag in front of which reading ends, whether it is named or follows from those chosen.
    var stopTag: UInt32 {
        let behindChosen = only.map { chosen in chosen.reduce(0) { max($0, $1.rawValue) }.addingReportingOverflow(1).partialValue }
        return min(stoppingBefore?.rawValue ?? .max, behindChosen.map { $0 == 0 ? .max : $0 } ?? .max)
    }
}

/// Bounds on what a hostile or broken file can cost. The defaults suit a hospital's largest honest object.
public struct ReadingLimits: Sendable, Hashable {
    /// Sequences within sequences; 512 at most, since each level takes a part of the stack.
    public var depth = 64 {
        didSet { depth = min(depth, Self.maximumDepth) }
    }
    /// Elements, items and fragments together, each of which costs 32 bytes of index; 2³² - 1 at most.
    public var elements = 50_000_000 {
        didSet { elements = min(elements, Int(UInt32.max)) }
    }
    /// Bytes that may be loaded into memory from a file or pipe; what is mapped does not count.
    public var loadedBytes = 8 << 30
    /// Bytes that a deflated data set may have when it is inflated.
    public var inflatedBytes = 8 << 30
    /// How many times as long as its deflate stream a data set may be, beyond a first 1 MiB that is always allowed.
    public var inflationRatio = 200
    /// Repairs kept in the receipt. Reading stops with an error beyond this many: such a file is noise.
    public var repairs = 10_000

    static let maximumDepth = 512

    public init() {}
}
