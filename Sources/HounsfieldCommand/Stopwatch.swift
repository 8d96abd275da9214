internal import Hounsfield

/// Takes times of repeated work.
struct Stopwatch {
    /// One operation, with a buffer and a workspace that stay with its thread.
    typealias Work = @Sendable (inout [UInt8], inout CodecWorkspace) throws -> Void

    /// MB/s of several runs.
    struct Speeds {
        var median: Double
        var least: Double
        var most: Double
    }

    let runs: Int
    /// Operations at once: as many as the machine has cores, or fewer.
    let threads: Int

    /// Times `work`, which handles `bytes` bytes: as often in each run as fills 30 ms, and once beforehand to warm up.
    func speeds(bytes: Int, work: @escaping Work) async throws -> Speeds {
        let clock = ContinuousClock()
        var buffer: [UInt8] = []
        var workspace = CodecWorkspace()
        try work(&buffer, &workspace)
        let first = try clock.measure { try work(&buffer, &workspace) }
        let repeats = max(1, Int((0.03 / max(first.inSeconds, 1e-9)).rounded(.up)))
        var samples: [Double] = []
        for _ in 0..<runs {
            let time: Duration
            if threads == 1 {
                time = try clock.measure { for _ in 0..<repeats { try work(&buffer, &workspace) } }
            } else {
                time = try await slowest(of: work, repeats: repeats)
            }
            samples.append(Double(bytes) * Double(repeats * threads) / time.inSeconds / 1e6)
        }
        samples.sort()
        return Speeds(median: samples[samples.count / 2], least: samples[0], most: samples[samples.count - 1])
    }

    /// The longest time of `threads` tasks that work side by side, each in warm memory of its own.
    private func slowest(of work: @escaping Work, repeats: Int) async throws -> Duration {
        try await withThrowingTaskGroup(of: Duration.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    var buffer: [UInt8] = []
                    var workspace = CodecWorkspace()
                    try work(&buffer, &workspace)
                    return try ContinuousClock().measure { for _ in 0..<repeats { try work(&buffer, &workspace) } }
                }
            }
            return try await group.reduce(.zero, max)
        }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
