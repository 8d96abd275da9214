internal import CDICOMCodecs

/// Threads of the system, for those that keep some.
package enum Threads {
    /// Cores that this process may run on; 1 or more.
    package static var coreCount: Int { Int(cdicom_core_count()) }

    /// Calls `body` in a thread of its own, which ends when it returns.
    ///
    /// - Returns: False where the system starts no more threads; `body` is then not called.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = unsafe Unmanaged.passRetained(Body(body))  // given up by the thread, or below
        let run: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
            // What was retained above, once.
            if let context = unsafe context { unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        }
        // C calls `run` at most once, and only where it says so.
        let started = unsafe cdicom_start_thread(run, work.toOpaque())
        if !started { unsafe work.release() }  // as above
        return started
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
