#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// A file that is being written under another name in the folder of its own, which it gets when it is whole.
///
/// One that is let go before ``commit()`` is taken away again. What a process leaves that was ended by force
/// ``Folder/removePartialFiles()`` finds.
package struct PartialFile: ~Copyable {
    private let path: String
    private let partialPath: String
    private let descriptor: Int32
    private var isOpen = true

    /// Begins a file beside the one that it will make or replace, with the rights of that.
    ///
    /// - Parameters:
    ///   - path: where the file will be; links must have been followed.
    ///   - mode: the rights; nil: those of a new file.
    package init(at path: String, mode: UInt32? = nil) throws(ByteSourceError) {
        self.path = path
        partialPath = path + ".\(getpid())-\(UInt32.random(in: 0 ... .max))\(Self.suffix)"
        // unsafe: the path is lent to C as a terminated string for this call. Readable, so that what was written can be checked.
        descriptor = unsafe open(partialPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            isOpen = false
            throw ByteSourceError(errno: errno, doing: .opening)
        }
        if let mode, fchmod(descriptor, mode_t(mode)) != 0 { throw ByteSourceError(errno: errno, doing: .writing) }
    }

    deinit {
        guard isOpen else { return }
        close(descriptor)
        // unsafe: the path is lent to C as a terminated string for this call.
        _ = unsafe unlink(partialPath)
    }

    /// What is written goes to the end of the file.
    package var sink: ByteSink { ByteSink(descriptor: descriptor) }

    /// Where the file is until it is whole.
    package var temporaryPath: String { partialPath }

    /// Writes over bytes that are there already.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(ByteSourceError) {
        // unsafe: pwrite(2) reads `count` bytes of the array, which outlives the call.
        let failure: Int32? = unsafe bytes.withUnsafeBufferPointer { memory -> Int32? in
            var written = 0
            while written < memory.count {
                // unsafe: as above.
                let step = unsafe pwrite(descriptor, memory.baseAddress! + written, memory.count - written, off_t(offset + written))
                if step < 0, errno == EINTR { continue }
                if step < 0 { return errno }
                written += step
            }
            return nil
        }
        if let failure { throw ByteSourceError(errno: failure, doing: .writing) }
    }

    /// Gives the file its name, in the place of what had it.
    package consuming func commit() throws(ByteSourceError) {
        isOpen = false
        // A full disk may say so only now. unsafe: the paths are lent to C as terminated strings for this call.
        guard close(descriptor) == 0, unsafe rename(partialPath, path) == 0 else {
            let failure = ByteSourceError(errno: errno, doing: .writing)
            // unsafe: as above.
            _ = unsafe unlink(partialPath)
            throw failure
        }
    }

    private static let suffix = ".partial"

    /// Whether a name is one that a file has before it is whole: of that of the file, a process, a number and an ending.
    static func isPartialName(_ name: String) -> Bool {
        guard name.hasSuffix(suffix) else { return false }
        let stem = name.dropLast(suffix.count)
        guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return false }
        let numbers = stem[stem.index(after: dot)...].split(separator: "-", omittingEmptySubsequences: false)
        return numbers.count == 2 && numbers.allSatisfy { UInt32($0) != nil }
    }
}
