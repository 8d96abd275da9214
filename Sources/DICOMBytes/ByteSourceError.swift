#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// Why the bytes of a file could not be had. Names no path: paths of hospitals hold patients' names.
package struct ByteSourceError: Error, Sendable, Hashable {
    package enum Step: String, Sendable {
        case opening
        case mapping
        case reading
        case writing
    }

    /// The system's number for the failure.
    package var errno: Int32
    package var step: Step

    package init(errno: Int32, doing step: Step) {
        self.errno = errno
        self.step = step
    }

    /// The system's words, such as "No such file or directory".
    package var reason: String {
        // unsafe: strerror returns a terminated string that is copied before anything else can be called.
        unsafe String(cString: strerror(errno))
    }
}
