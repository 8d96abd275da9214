internal import CDICOMCodecs

/// A way to end calls of codecs that are under way, from any thread.
///
/// A decode that is given one through its ``CodecWorkspace`` ends soon after ``cancel()`` with ``CodecError/Code/cancelled``: before its next
/// row or strip, or where a foreign library works, its next tile. It cannot be used again.
// @unchecked: the flag is written and read by atomic operations of the C core only, and freed by deinit.
// @safe: the pointer is valid as long as the object.
@safe public final class CodecCancellation: @unchecked Sendable {
    let flag: UnsafeMutablePointer<UInt32>

    public init() {
        unsafe flag = .allocate(capacity: 1)  // freed by deinit
        unsafe flag.initialize(to: 0)  // allocated above
    }

    deinit { unsafe flag.deallocate() }  // nothing keeps the pointer longer than a call that holds the object

    /// Ends every call that was given this, now and later.
    public func cancel() { unsafe cdicom_raise(flag) }  // atomic, of a valid flag

    /// Whether ``cancel()`` was called.
    public var isCancelled: Bool { unsafe cdicom_is_raised(flag) }  // as above

    /// Runs `body` with a cancellation that is raised when the current task is cancelled.
    public static func followingTask<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: (CodecCancellation) async throws -> Result
    ) async rethrows -> Result {
        let cancellation = CodecCancellation()
        return try await withTaskCancellationHandler {
            try await body(cancellation)
        } onCancel: {
            cancellation.cancel()
        }
    }
}
