#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// The bytes that a data set is an index over: immutable, shared by every copy, released with the last.
///
/// - Important: A mapped file must not be cut short while it is in use: the system answers a read beyond its new end with a signal.
///   Where files can change under the reader, ask for ``Access/loaded``.
// @unchecked: the memory is never written after init, and a mapping is removed only by deinit.
package final class ByteSource: @unchecked Sendable {
    /// How a file's bytes are brought into memory.
    package enum Access: Sendable {
        /// Loads what is small and maps what is large.
        case automatic
        /// Maps the file: opened in microseconds, only pages that are touched are read.
        case mapped
        /// Reads the whole file at once.
        case loaded
    }

    // @safe: the pointer is used only below, each use marked.
    @safe private enum Storage {
        case array([UInt8])
        case mapping(UnsafeRawBufferPointer)
    }

    /// Below this a read costs less than a mapping with its page faults (measured on Linux: they meet at 48 to 96 KiB).
    private static let mappingThreshold = 64 * 1024

    private let storage: Storage
    package let count: Int

    package init(_ bytes: [UInt8]) {
        storage = .array(bytes)
        count = bytes.count
    }

    /// Opens a regular file, or reads a pipe or `-` (standard input) to its end.
    ///
    /// - Parameter limit: the largest number of bytes that will be loaded (a mapping loads nothing and is not limited).
    package init(path: String, access: Access = .automatic, limit: Int = .max) throws(ByteSourceError) {
        // unsafe: the path is lent to C as a terminated string for this call.
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        defer { close(descriptor) }
        var status = stat()
        // unsafe: C fills the struct, whose address does not outlive the call.
        guard unsafe fstat(descriptor, &status) == 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw ByteSourceError(errno: EISDIR, doing: .opening) }

        guard status.st_mode & S_IFMT == S_IFREG else {
            let bytes = try Self.readToEnd(descriptor, limit: limit)
            storage = .array(bytes)
            count = bytes.count
            return
        }
        let size = Int(status.st_size)
        if size > 0, access == .mapped || access == .automatic && size > Self.mappingThreshold {
            // unsafe: a private read-only mapping of `size` bytes, owned by this object and removed in deinit.
            let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let address = unsafe address, unsafe address != MAP_FAILED else { throw ByteSourceError(errno: errno, doing: .mapping) }
            unsafe storage = .mapping(UnsafeRawBufferPointer(start: address, count: size))
            count = size
            // Else the first touch has the system read ahead as far as it ever does, and a data set is often far shorter: measured with 8 MiB.
            advise(.needed, 0..<min(size, Self.mappingThreshold))
            return
        }
        guard size <= limit else { throw ByteSourceError(errno: EFBIG, doing: .reading) }
        let bytes = try Self.read(descriptor, count: size)
        storage = .array(bytes)
        count = bytes.count
    }

    /// The first `length` bytes of a file, or all where it has fewer; nil for what has no place to read from, as a pipe.
    package init?(prefixOf path: String, count length: Int) throws(ByteSourceError) {
        guard path != "-" else { return nil }
        // unsafe: the path is lent to C as a terminated string for this call. A pipe must not be read here, nor waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        defer { close(descriptor) }
        guard let bytes = Self.readFront(descriptor, count: length) else { return nil }
        storage = .array(bytes)
        count = bytes.count
    }

    deinit {
        // unsafe: the mapping was made by init with this size, and no span of it can outlive the object.
        if case .mapping(let memory) = storage {
            unsafe munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
        }
    }

    /// Whether the bytes are a mapped file.
    var isMapped: Bool {
        if case .mapping = storage { true } else { false }
    }

    /// How the pages of a mapping will be used.
    enum Advice {
        /// Each as any other: the system reads ahead.
        case ordinary
        /// Few, here and there: nothing is read ahead.
        case scattered
        /// All of them, at once.
        case needed
        /// Not soon: they leave this process, and are mapped again when they are asked for.
        case unneeded
    }

    /// Tells the system how the pages of a range will be used, those that lie wholly inside it or, where they are needed, all; nothing where
    /// the bytes are no mapping. Advice only: what the bytes are never changes, and other threads may read them meanwhile.
    func advise(_ advice: Advice, _ range: Range<Int>) {
        guard case .mapping(let memory) = storage else { return }
        let page = Int(getpagesize())
        let (shortOfStart, shortOfEnd) = advice == .needed ? (0, page - 1) : (page - 1, 0)
        let start = (max(range.lowerBound, 0) + shortOfStart) / page * page
        // The last page of a mapping is its own, however much of it the file fills.
        let end = range.upperBound >= count ? count : min((range.upperBound + shortOfEnd) / page * page, count)
        guard start < end else { return }
        let code =
            switch advice {
            case .ordinary: MADV_NORMAL
            case .scattered: MADV_RANDOM
            case .needed: MADV_WILLNEED
            case .unneeded: MADV_DONTNEED
            }
        // unsafe: the pages lie inside the mapping, which is read-only and of a file, so that none can lose anything.
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: memory.baseAddress! + start), end - start, code)
    }

    /// Lends all bytes for the length of a call.
    @inline(__always)
    package func withSpan<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        switch storage {
        // unsafe only by name: bytes have no padding to show.
        case .array(let bytes): return try unsafe body(bytes.span.bytes)
        // unsafe: the memory lives as long as this object, which outlives the call.
        case .mapping(let memory): return try unsafe body(RawSpan(_unsafeBytes: memory))
        }
    }

    /// Lends a range of the bytes for the length of a call. The range must lie inside.
    package func withSpan<Result, Failure: Error>(
        of range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch storage {
        case .array(let bytes): return try body(bytes.span.extracting(range))
        // unsafe: as above; bytes are valid elements.
        case .mapping(let memory): return try unsafe body(Span(_unsafeBytes: memory).extracting(range))
        }
    }

    /// Says that a range of the bytes is about to be read whole. What is not in memory is fetched in one request, and no more than that.
    package func prepare(_ range: Range<Int>) {
        // A few pages cost less than the call.
        if range.count >= Self.mappingThreshold { advise(.needed, range) }
    }

    /// A copy of a range of the bytes. The range must lie inside.
    package func bytes(in range: Range<Int>) -> [UInt8] {
        switch storage {
        case .array(let bytes): return Array(bytes[range])
        // unsafe: as above; the slice is bounds-checked and copied.
        case .mapping(let memory): return unsafe [UInt8](UnsafeRawBufferPointer(rebasing: memory[range]))
        }
    }

    /// Appends a copy of a range of the bytes. The range must lie inside.
    package func append(_ range: Range<Int>, to target: inout [UInt8]) {
        switch storage {
        case .array(let bytes): target.append(contentsOf: bytes[range])
        // unsafe: as above; the slice is bounds-checked and copied.
        case .mapping(let memory): unsafe target.append(contentsOf: UnsafeRawBufferPointer(rebasing: memory[range]))
        }
    }

    /// Text of a range in UTF-8 (so also ASCII); ill-formed bytes become U+FFFD. The range must lie inside.
    package func utf8(in range: Range<Int>) -> String { withSpan { $0.utf8(in: range) } }
}

extension ByteSource {
    /// Exactly the file's bytes; shorter when the file shrank since its size was asked for.
    private static func read(_ descriptor: Int32, count: Int) throws(ByteSourceError) -> [UInt8] {
        var failure: Int32 = 0
        // unsafe: the array's fresh memory is filled by read(2), which is given its true size.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
            while filled < memory.count {
                let step = unsafe Self.readOnce(descriptor, memory.baseAddress! + filled, memory.count - filled)
                if step < 0 { failure = errno }
                if step <= 0 { break }
                filled += step
            }
        }
        guard failure == 0 else { throw ByteSourceError(errno: failure, doing: .reading) }
        return bytes
    }

    /// The first `count` bytes of a file that has them.
    /// A file gives all that is asked for at once, or all that it has.
    private static func readFront(_ descriptor: Int32, count: Int) -> [UInt8]? {
        var step = 0
        // unsafe: the array's fresh memory is filled by pread(2), which is given its true size.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
            // unsafe: as above.
            step = unsafe pread(descriptor, memory.baseAddress!, memory.count, 0)
            filled = max(step, 0)
        }
        return step >= 0 ? bytes : nil
    }

    private static func readToEnd(_ descriptor: Int32, limit: Int) throws(ByteSourceError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try read(descriptor, count: 1 << 20)
            bytes += part
            guard bytes.count <= limit else { throw ByteSourceError(errno: EFBIG, doing: .reading) }
            if part.count < 1 << 20 { return bytes }
        }
    }

    /// read(2), begun again when a signal interrupts it.
    private static func readOnce(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        while true {
            // unsafe: `target` has room for `count` bytes.
            #if canImport(Darwin)
                let step = unsafe Darwin.read(descriptor, target, count)
            #elseif canImport(Musl)
                let step = unsafe Musl.read(descriptor, target, count)
            #else
                let step = unsafe Glibc.read(descriptor, target, count)
            #endif
            if step >= 0 || errno != EINTR { return step }
        }
    }
}

extension ByteSource {
    /// Whether every byte is below 128 and none begins an ISO 2022 escape sequence. The range must lie inside.
    package func isASCII(in range: Range<Int>) -> Bool { withSpan(of: range) { $0.isPlainASCII } }
}

extension Span<UInt8> {
    /// Whether every byte is below 128 and none begins an ISO 2022 escape sequence.
    package var isPlainASCII: Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low: UInt64 = 0x0101_0101_0101_0101
        // unsafe only by name: bytes have no padding to show.
        let raw = unsafe bytes
        var found: UInt64 = 0
        var index = 0
        while index &+ 8 <= count {
            let word = raw.integer(at: index, .little, as: UInt64.self)
            // The highest bit of a byte of the second term is set where the byte is ESC, or beside one.
            let difference = word ^ (low &* 0x1B)
            found |= word | (difference &- low) & ~difference
            index &+= 8
        }
        var isPlain = found & high == 0
        while index < count {
            isPlain = isPlain && raw.uint8(at: index) < 0x80 && raw.uint8(at: index) != 0x1B
            index &+= 1
        }
        return isPlain
    }

    /// Text of a range in UTF-8 (so also ASCII); ill-formed bytes become U+FFFD. The range must lie inside.
    package func utf8(in range: Range<Int>) -> String {
        // unsafe only by name, as above.
        let raw = unsafe bytes
        return raw.utf8(in: range)
    }
}
