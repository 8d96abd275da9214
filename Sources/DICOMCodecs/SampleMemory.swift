internal import CDICOMCodecs

/// Zeroed memory in equal parts that tasks fill side by side, once each, and that is only read from then on.
///
/// There is no copy: whoever holds the object shares the bytes. Pages that nobody writes take no memory.
// @unchecked: a part is written by the one call that claims it, by an atomic flag, and read when all calls that write have returned.
// @safe: the pointers are valid as long as the object, and nobody outside sees them.
@safe package final class SampleMemory: @unchecked Sendable {
    /// Bytes of all parts together.
    package let count: Int
    package let partBytes: Int
    private let base: UnsafeMutableRawPointer
    /// One for each part: 0 as long as nobody has asked for it.
    private let claims: UnsafeMutablePointer<UInt32>
    private var parts: Int { count / partBytes }

    /// Nil where the system has no such memory, or the count cannot be.
    package init?(parts: Int, partBytes: Int) {
        let (bytes, overflow) = parts.multipliedReportingOverflow(by: partBytes)
        guard parts > 0, parts < 1 << 32, partBytes > 0, !overflow else { return nil }
        // unsafe: owned by this object, and given back by `deinit`
        guard let memory = unsafe cdicom_zeroed(bytes) else { return nil }
        guard let flags = unsafe cdicom_zeroed(4 * parts) else {  // as above
            unsafe cdicom_give_back(memory)  // nobody has seen it
            return nil
        }
        unsafe base = memory  // as above
        unsafe claims = flags.bindMemory(to: UInt32.self, capacity: parts)  // as above
        count = bytes
        self.partBytes = partBytes
    }

    deinit {
        unsafe cdicom_give_back(claims)  // the memory of `init`, which no one can hold any more
        unsafe cdicom_give_back(base)  // as above
    }

    /// Lends a part to be written, before the memory is ``seal()``ed. To ask for a part twice is a mistake of the caller's, and ends the
    /// process.
    package func withPart<Result, Failure: Error>(
        _ part: Int, _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition((0..<parts).contains(part), "no such part")
        // unsafe: a flag of a part that exists; only the first to ask gets past it
        precondition(unsafe cdicom_claim(claims + part), "the part was written already")
        // unsafe: `partBytes` bytes inside of the memory, for this call alone
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: base + part * partBytes, count: partBytes).bindMemory(to: UInt8.self)
        var span = unsafe MutableSpan(_unsafeElements: buffer)  // as above
        return try body(&span)
    }

    /// Ends the writing: from now on no part can be asked for, and all may be read. To be called when every call of ``withPart(_:_:)`` has
    /// returned.
    package func seal() {
        for part in 0..<parts { _ = unsafe cdicom_claim(claims + part) }  // flags that exist
    }

    /// Lends all bytes to be read, by any number of tasks.
    package func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // unsafe: all of the memory, which no one writes once it is sealed
        let buffer = unsafe UnsafeRawBufferPointer(start: base, count: count).bindMemory(to: UInt8.self)
        return try body(unsafe Span(_unsafeElements: buffer))  // as above
    }
}
