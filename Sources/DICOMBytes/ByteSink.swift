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

    init(descriptor: Int32) { self.descriptor = descriptor }

    package static let standardOutput = ByteSink(descriptor: STDOUT_FILENO)
    package static let standardError = ByteSink(descriptor: STDERR_FILENO)

    /// Writes all bytes in order.
    package func write(_ bytes: Span<UInt8>) throws(ByteSourceError) {
        // unsafe: write(2) reads `count` bytes of the span, which outlives the call.
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

    package func write(_ bytes: [UInt8]) throws(ByteSourceError) { try write(bytes.span) }

    package func write(_ text: String) throws(ByteSourceError) { try write(Array(text.utf8)) }

    /// Makes or replaces a file with these bytes; `-` is standard output.
    package static func write(_ bytes: [UInt8], to path: String) throws(ByteSourceError) {
        try write(to: path) { (sink) throws(ByteSourceError) in try sink.write(bytes) }
    }

    /// Makes or replaces a file with what `body` writes; `-` is standard output.
    ///
    /// A file appears whole or not at all: it is written under another name in the same folder and renamed, with the rights of the one that it
    /// replaces. So what is being read may be replaced too. A link is followed; a device or pipe is written to as it is.
    package static func write<Failure: Error>(to path: String, _ body: (ByteSink) throws(Failure) -> Void) throws(Failure)
    where Failure: ByteSinkFailure {
        guard path != "-" else { return try body(standardOutput) }
        let target = try Target(path) { Failure($0) }
        let path = target.path
        if target.isSpecial {
            // unsafe: the path is lent to C as a terminated string for this call.
            let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Failure(ByteSourceError(errno: errno, doing: .opening)) }
            defer { close(descriptor) }
            return try body(ByteSink(descriptor: descriptor))
        }
        do {
            let partial = try PartialFile(at: path, mode: target.mode)
            try body(partial.sink)
            try partial.commit()
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure((error as? ByteSourceError) ?? ByteSourceError(errno: EIO, doing: .writing))
        }
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

extension PartialFile {
    /// Begins a file that makes or replaces the one that a path leads to: a link is followed, and the rights stay.
    ///
    /// - Throws: also where the path leads to a folder, a device or a pipe.
    package init(replacing path: String) throws(ByteSourceError) {
        let target = try ByteSink.Target(path) { $0 }
        guard !target.isSpecial else { throw ByteSourceError(errno: ESPIPE, doing: .opening) }
        try self.init(at: target.path, mode: target.mode)
    }
}

extension ByteSink {
    /// What lies where a file is to be written.
    fileprivate struct Target {
        /// Links followed.
        var path: String
        /// Rights of the file that is there.
        var mode: UInt32?
        /// Neither a file nor nothing.
        var isSpecial = false

        init<Failure: Error>(_ path: String, _ failure: (ByteSourceError) -> Failure) throws(Failure) {
            self.path = path
            var status = stat()
            // unsafe: the path is lent to C as a terminated string; C fills the struct, whose address does not outlive the call.
            guard unsafe stat(path, &status) == 0 else { return }
            guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(ByteSourceError(errno: EISDIR, doing: .opening)) }
            mode = UInt32(status.st_mode & 0o7777)
            isSpecial = status.st_mode & S_IFMT != S_IFREG
            // unsafe: C returns a string of its own, which is copied and freed.
            guard let real = unsafe realpath(path, nil) else { return }
            // unsafe: as above.
            defer { unsafe free(real) }
            // unsafe: as above.
            self.path = unsafe String(cString: real)
        }
    }
}

/// An error that can tell of a file that could not be written.
package protocol ByteSinkFailure: Error {
    init(_ failure: ByteSourceError)
}

extension ByteSourceError: ByteSinkFailure {
    package init(_ failure: ByteSourceError) { self = failure }
}
