#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// Where bytes go: a file, or one of the process's standard streams.
package struct ByteSink: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    package static let standardOutput = ByteSink(descriptor: STDOUT_FILENO)
    package static let standardError = ByteSink(descriptor: STDERR_FILENO)

    /// Writes all bytes in order.
    package func write(_ bytes: [UInt8]) throws(ByteSourceError) {
        // unsafe: write(2) reads `count` bytes of the array, which outlives the call.
        let failure: Int32? = unsafe bytes.withUnsafeBufferPointer { memory -> Int32? in
            var written = 0
            while written < memory.count {
                let step = unsafe Self.writeOnce(descriptor, memory.baseAddress! + written, memory.count - written)
                if step < 0, errno == EINTR { continue }
                if step < 0 { return errno }
                written += step
            }
            return nil
        }
        if let failure { throw ByteSourceError(errno: failure, doing: .writing) }
    }

    package func write(_ text: String) throws(ByteSourceError) { try write(Array(text.utf8)) }

    /// Makes or replaces a file with these bytes; `-` is standard output.
    package static func write(_ bytes: [UInt8], to path: String) throws(ByteSourceError) {
        guard path != "-" else { return try standardOutput.write(bytes) }
        // unsafe: the path is lent to C as a terminated string for this call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ByteSourceError(errno: errno, doing: .opening) }
        defer { close(descriptor) }
        try ByteSink(descriptor: descriptor).write(bytes)
    }

    /// Whether a person is looking.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal; nil where there is none.
    package var terminalWidth: Int? {
        var size = winsize()
        // unsafe: C fills the struct, whose address does not outlive the call.
        guard isTerminal, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func writeOnce(_ descriptor: Int32, _ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
        #if canImport(Darwin)
            unsafe Darwin.write(descriptor, source, count)
        #elseif canImport(Musl)
            unsafe Musl.write(descriptor, source, count)
        #else
            unsafe Glibc.write(descriptor, source, count)
        #endif
    }
}
