#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// A file of lines that one process at a time adds to: what it has done, for whoever takes the work up again.
///
/// A line is there as a whole, or not at all: what a process left that was ended within one is not among ``lines``, and the next one begins
/// anew.
package final class Journal: Sendable {
    private let descriptor: Int32
    /// The lines that were there when it was opened.
    package let lines: [String]

    /// Opens a journal, or makes it. Held until it is let go: another process is told `EWOULDBLOCK` meanwhile.
    package init(at path: String) throws(ByteSourceError) {
        // unsafe: the path is lent to C as a terminated string for this call. A link there was not made by this class.
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        do throws(ByteSourceError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
            let bytes = try ByteSource(path: path, access: .loaded).contents
            let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            lines = bytes[..<end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            if end < bytes.count, ftruncate(descriptor, off_t(end)) != 0 { throw ByteSourceError(errno: errno, doing: .writing) }
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Adds a line, from any thread.
    package func append(_ line: String) throws(ByteSourceError) { try ByteSink(descriptor: descriptor).write(line + "\n") }
}

extension ByteSource {
    fileprivate var contents: [UInt8] { bytes(in: 0..<count) }
}

/// What the system says of a file, by which it is known again.
package struct FileStamp: Sendable, Hashable {
    package let size: Int
    /// When it was last written, in nanoseconds since 1970.
    package let modified: Int

    /// - Throws: where there is nothing, or what is there is no file. A link is followed.
    package init(of path: String) throws(ByteSourceError) {
        var status = stat()
        // unsafe: the path is lent to C as a terminated string; C fills the struct, whose address does not outlive the call.
        guard unsafe stat(path, &status) == 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ByteSourceError(errno: EISDIR, doing: .opening) }
        size = Int(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        modified = time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
