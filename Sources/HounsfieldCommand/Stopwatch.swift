internal import Dispatch
internal import Synchronization

/// Takes times of repeated work.
struct Stopwatch {
    /// One operation, with a buffer that stays with its thread.
    typealias Work = @Sendable (inout [UInt8]) throws -> Void

    /// MB/s of several runs.
    struct Speeds {
        var median: Double
        var least: Double
        var most: Double
    }

    let runs: Int
    let threads: Int

    /// Times `work`, which handles `bytes` bytes: as often in each run as fills 30 ms, and once beforehand to warm up.
    func speeds(bytes: Int, work: Work) throws -> Speeds {
        let clock = ContinuousClock()
        var buffer: [UInt8] = []
        try work(&buffer)
        let first = try clock.measure { try work(&buffer) }
        let repeats = max(1, Int((0.03 / max(first.inSeconds, 1e-9)).rounded(.up)))
        var samples: [Double] = []
        for _ in 0..<runs {
            let time =
                threads == 1
                ? try clock.measure { for _ in 0..<repeats { try work(&buffer) } } : slowest(of: work, repeats: repeats, clock)
            samples.append(Double(bytes) * Double(repeats * threads) / time.inSeconds / 1e6)
        }
        samples.sort()
        return Speeds(median: samples[samples.count / 2], least: samples[0], most: samples[samples.count - 1])
    }

    /// The longest time of `threads` threads that work side by side, each with a warm buffer of its own.
    private func slowest(of work: Work, repeats: Int, _ clock: ContinuousClock) -> Duration {
        let longest = Mutex(Duration.zero)
        // The closure does not outlive the call.
        withoutActuallyEscaping(work) { work in
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                var buffer: [UInt8] = []
                // Calls before this one showed that the work does not throw.
                try? work(&buffer)
                let time = clock.measure { for _ in 0..<repeats { try? work(&buffer) } }
                longest.withLock { $0 = max($0, time) }
            }
        }
        return longest.withLock { $0 }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
