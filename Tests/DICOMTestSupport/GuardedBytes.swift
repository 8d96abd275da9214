#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bytes that end where an unreadable page begins: reading or writing one byte too far ends the test run.
@safe public final class GuardedBytes {
    private let mapping: UnsafeMutableRawPointer
    private let mapped: Int
    private let start: Int
    private let count: Int

    /// `bytes`, in memory of their own.
    public init(_ bytes: [UInt8]) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let pages = (bytes.count + page - 1) / page * page
        mapped = pages + page
        count = bytes.count
        start = pages - bytes.count
        #if canImport(Glibc)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        // A fresh mapping of `mapped` bytes, owned by this object until `deinit`.
        let address = unsafe mmap(nil, mapped, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else { fatalError("No memory for a test") }  // mmap's own contract
        unsafe mapping = address  // kept until `deinit`
        // The last page of the mapping.
        precondition(unsafe mprotect(mapping + pages, page, PROT_NONE) == 0)
        // `count` bytes from `start` on are mapped and writable.
        unsafe UnsafeMutableRawBufferPointer(start: mapping + start, count: count).copyBytes(from: bytes)
    }

    deinit {
        // The mapping of `init`, whole.
        _ = unsafe munmap(mapping, mapped)
    }

    public func withSpan<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // `count` initialised bytes that end at the guard page; `self` keeps them alive.
        let buffer = unsafe UnsafeRawBufferPointer(start: mapping + start, count: count).assumingMemoryBound(to: UInt8.self)
        return try body(unsafe Span(_unsafeElements: buffer))  // as above
    }

    public func withMutableSpan<Result, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // As in `withSpan`.
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: mapping + start, count: count).assumingMemoryBound(to: UInt8.self)
        var span = unsafe MutableSpan(_unsafeElements: buffer)  // as above
        return try body(&span)
    }

    /// A copy of the bytes.
    public var array: [UInt8] {
        // As in `withSpan`.
        unsafe [UInt8](UnsafeRawBufferPointer(start: mapping + start, count: count))
    }
}
