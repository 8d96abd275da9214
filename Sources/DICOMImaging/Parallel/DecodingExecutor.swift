public import DICOMCodecs

/// Where frames are decoded when many are asked for.
///
/// Decoding fills a core for milliseconds to seconds. On the threads that Swift's tasks share it would keep every other task of the program
/// waiting for as long, so it is done elsewhere: in ``DecodingThreads``, or where a program does such work already.
public protocol DecodingExecutor: Sendable {
    /// Runs `work` soon, once, in another thread than the caller's; `work` does not wait for other work.
    func execute(_ work: @escaping @Sendable () -> Void)
}

extension DecodingExecutor {
    /// Runs work that fills a core, and waits for it without holding a thread.
    ///
    /// - Parameter work: gets a cancellation that is raised when the current task is cancelled, for `CodecWorkspace.cancellation`.
    public func run<Result: Sendable>(_ work: @escaping @Sendable (CodecCancellation) throws -> Result) async throws -> Result {
        try await CodecCancellation.followingTask { cancellation in
            try await withCheckedThrowingContinuation { continuation in
                execute { continuation.resume(with: Swift.Result { try work(cancellation) }) }
            }
        }
    }
}

/// An executor of Swift's tasks as one for decoding: that of a program which keeps threads for such work.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
public struct TaskDecodingExecutor: DecodingExecutor {
    private let executor: any TaskExecutor

    public init(_ executor: any TaskExecutor) { self.executor = executor }

    public func execute(_ work: @escaping @Sendable () -> Void) {
        Task(executorPreference: executor) { work() }
    }
}
