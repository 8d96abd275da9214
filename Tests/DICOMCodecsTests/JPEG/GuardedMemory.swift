import Foundation

/// Memory that ends where a page begins that must not be touched: one byte too far ends the process.
struct GuardedMemory: ~Copyable {
    private let mapping: UnsafeMutableRawPointer
    private let mapped: Int
    /// The bytes, the last of them in front of the guard.
    let bytes: UnsafeMutableBufferPointer<UInt8>

    struct Unavailable: Error {}

    init(count: Int) throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let room = (count + page - 1) / page * page
        let flags = MAP_PRIVATE | MAP_ANON
        guard let mapping = mmap(nil, room + page, PROT_READ | PROT_WRITE, flags, -1, 0), mapping != MAP_FAILED,
            mprotect(mapping + room, page, PROT_NONE) == 0
        else { throw Unavailable() }
        (self.mapping, mapped) = (mapping, room + page)
        bytes = UnsafeMutableBufferPointer(start: (mapping + room - count).assumingMemoryBound(to: UInt8.self), count: count)
    }

    init(_ contents: [UInt8]) throws {
        try self.init(count: contents.count)
        _ = bytes.update(fromContentsOf: contents)
    }

    deinit { munmap(mapping, mapped) }
}
