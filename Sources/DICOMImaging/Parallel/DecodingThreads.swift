internal import DICOMCodecs

/// A fixed number of threads that do what they are given in its order.
///
/// Threads start when there is work for them, and sleep when there is none. They are the system's own and not those of Dispatch, which starts
/// ever more of them where work takes long, and need nothing that macOS 14 has not. Work that was given is done even where the object is given
/// up; its threads end then.
public final class DecodingThreads: DecodingExecutor {
    /// One for each core that the process may run on. What names no executor of its own decodes here, so that all together keep the cores
    /// busy, and no busier.
    public static let shared = DecodingThreads()

    /// Threads at most.
    public let count: Int
    private let gate: Gate<Queue>

    /// - Parameter count: 1 or more; nil: one for each core that the process may run on.
    public init(count: Int? = nil) {
        self.count = max(count ?? Threads.coreCount, 1)
        gate = Gate(Queue())
    }

    deinit {
        gate.withLock { $0.isClosed = true }
        gate.wakeAll()
    }

    public func execute(_ work: @escaping @Sendable () -> Void) {
        let needsThread = gate.withLock { queue in
            queue.append(work)
            guard queue.count > queue.sleepers, queue.threads < count else { return false }
            queue.threads += 1
            return true
        }
        guard needsThread else { return gate.wakeOne() }
        let gate = gate
        if Threads.start({ Self.work(at: gate) }) { return }
        let isAlone = gate.withLock { queue in
            queue.threads -= 1
            return queue.threads == 0
        }
        // Without any thread the caller does it: late is better than never.
        while isAlone, let next = gate.withLock({ $0.next() }) { next() }
    }

    /// The life of a thread.
    private static func work(at gate: Gate<Queue>) {
        while true {
            var sleeps = false
            let next: Next = gate.wait { queue in
                if let work = queue.next() {
                    if sleeps { queue.sleepers -= 1 }
                    return .work(work)
                }
                if queue.isClosed { return .end }
                if !sleeps { queue.sleepers += 1 }
                sleeps = true
                return nil
            }
            guard case .work(let work) = next else { return }
            work()
        }
    }

    private enum Next {
        case work(@Sendable () -> Void)
        case end
    }

    /// Work that no thread has begun, first come first served.
    private struct Queue: Sendable {
        private var work: [(@Sendable () -> Void)?] = []
        private var head = 0
        var threads = 0
        /// Threads that wait for work, those that were woken and have not come yet included.
        var sleepers = 0
        var isClosed = false

        var count: Int { work.count - head }

        mutating func append(_ next: @escaping @Sendable () -> Void) { work.append(next) }

        mutating func next() -> (@Sendable () -> Void)? {
            guard head < work.count else { return nil }
            let next = work[head]
            work[head] = nil
            head += 1
            // The front is given up when it is the larger half, so that each piece of work is moved once on average.
            if head >= 64, 2 * head >= work.count {
                work.removeFirst(head)
                head = 0
            }
            return next
        }
    }
}
