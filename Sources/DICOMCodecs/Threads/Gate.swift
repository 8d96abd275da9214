internal import CDICOMCodecs

/// A state that one thread at a time looks at or changes, and that threads can wait for.
///
/// `Mutex` of the standard library needs macOS 15, this macOS 14. It is for work of microseconds: nothing may be awaited inside.
// @unchecked: the state is touched by who holds the gate only.
// @safe: the pointer is valid as long as the object, and nobody outside sees it.
@safe package final class Gate<State: Sendable>: @unchecked Sendable {
    private let raw: OpaquePointer
    private var state: State

    package init(_ state: State) {
        // Some 100 bytes: where there are none, nothing else goes on either.
        guard let raw = unsafe cdicom_gate_create() else { fatalError("no memory") }  // freed by deinit
        unsafe self.raw = raw  // as above
        self.state = state
    }

    deinit { unsafe cdicom_gate_free(raw) }  // nobody holds it: it would hold the object too

    /// Lends the state.
    package func withLock<Result, Failure: Error>(_ body: (inout State) throws(Failure) -> Result) throws(Failure) -> Result {
        unsafe cdicom_gate_lock(raw)  // valid while self is
        defer { unsafe cdicom_gate_unlock(raw) }  // as above
        return try body(&state)
    }

    /// Lends the state again and again, whenever another thread has called ``wakeOne()`` or ``wakeAll()``, until `body` gives something.
    /// Holds the thread meanwhile.
    package func wait<Result>(for body: (inout State) -> Result?) -> Result {
        unsafe cdicom_gate_lock(raw)  // valid while self is
        defer { unsafe cdicom_gate_unlock(raw) }  // as above
        while true {
            if let result = body(&state) { return result }
            unsafe cdicom_gate_wait(raw)  // as above
        }
    }

    /// Wakes one thread that waits.
    package func wakeOne() { unsafe cdicom_gate_wake_one(raw) }  // valid while self is

    /// Wakes all threads that wait.
    package func wakeAll() { unsafe cdicom_gate_wake_all(raw) }  // valid while self is
}
