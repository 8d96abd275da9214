import DICOMCodecs
import DICOMImaging
import Testing

@Suite("Threads for decoding")
struct DecodingThreadsTests {
    @Test("do all that they are given, and no more at once than they are", arguments: [1, 2, 5])
    func doAllTheyAreGiven(count: Int) {
        struct Tally { var now = 0, most = 0, done = 0 }
        let tally = Gate(Tally())
        let threads = DecodingThreads(count: count)
        for _ in 0..<500 {
            threads.execute {
                tally.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                for _ in 0..<20 { _ = tally.withLock { $0.done } }
                tally.withLock {
                    $0.now -= 1
                    $0.done += 1
                }
                tally.wakeAll()
            }
        }
        let most = tally.wait { $0.done == 500 ? $0.most : nil }
        #expect((1...count).contains(most))
    }

    @Test("do one thing after the other where there is one of them")
    func keepTheOrder() {
        let order = Gate<[Int]>([])
        let threads = DecodingThreads(count: 1)
        for number in 0..<300 {
            threads.execute {
                order.withLock { $0.append(number) }
                order.wakeAll()
            }
        }
        #expect(order.wait { $0.count == 300 ? $0 : nil } == Array(0..<300))
    }

    @Test("do what they were given before they were given up")
    func finishWork() {
        let done = Gate(0)
        do {
            let threads = DecodingThreads(count: 2)
            for _ in 0..<50 {
                threads.execute {
                    done.withLock { $0 += 1 }
                    done.wakeAll()
                }
            }
        }
        #expect(done.wait { $0 == 50 ? $0 : nil } == 50)
    }

    @Test("run work for a task that waits, and pass on what it throws and that the task is cancelled")
    func runForTasks() async throws {
        let threads = DecodingThreads(count: 1)
        #expect(try await threads.run { _ in 6 * 7 } == 42)
        await #expect(throws: CodecError.self) {
            try await threads.run { _ in throw CodecError(code: .corrupt, problem: "", remedy: "") }
        }
        let task = Task {
            try await threads.run { cancellation in
                while !cancellation.isCancelled {}
                return true
            }
        }
        task.cancel()
        #expect(try await task.value)
    }

    /// An executor of Swift's tasks that a program might have.
    @available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
    private final class ProgramExecutor: TaskExecutor {
        private let threads = DecodingThreads(count: 1)
        let jobs = Gate(0)

        func enqueue(_ job: consuming ExecutorJob) {
            jobs.withLock { $0 += 1 }
            let job = UnownedJob(job)
            threads.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }  // self is held by the closure
        }
    }

    @Test("give way to an executor of tasks that a program has")
    func useTaskExecutor() async throws {
        guard #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) else { return }
        let executor = ProgramExecutor()
        #expect(try await TaskDecodingExecutor(executor).run { _ in 2 } == 2)
        #expect(executor.jobs.withLock { $0 } > 0)
    }
}
