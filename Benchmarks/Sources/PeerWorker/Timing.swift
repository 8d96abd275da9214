import Foundation

/// Runs an operation often enough for a sample of 30 ms and prints wall and CPU seconds of one.
struct Timing {
    let repetitions: Int
    let threads: Int

    /// The bytes of the last result.
    func run(_ operation: Operation) throws -> [UInt8] {
        var room = Operation.Room()
        var count = try operation.work(&room)
        let start = ContinuousClock.now
        count = try operation.work(&room)
        let repeats = min(200_000, max(1, Int(0.03 / max((ContinuousClock.now - start).inSeconds, 1e-9))))
        for _ in 0..<repetitions {
            let (wall, cpu) = (ContinuousClock.now, Self.cpuSeconds)
            if threads == 1 {
                for _ in 0..<repeats { count = try operation.work(&room) }
            } else {
                DispatchQueue.concurrentPerform(iterations: threads) { _ in
                    var room = Operation.Room()
                    for _ in 0..<repeats { _ = try? operation.work(&room) }
                }
            }
            let all = Double(repeats * threads * operation.frames)
            print("S \((ContinuousClock.now - wall).inSeconds / all) \((Self.cpuSeconds - cpu) / all)")
        }
        return operation.isChecked || count <= room.bytes.count ? Array(room.bytes.prefix(count)) : []
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
