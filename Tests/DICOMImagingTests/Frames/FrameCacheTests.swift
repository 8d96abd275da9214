import DICOMCodecs
import DICOMData
import DICOMImaging
import Testing

@Suite("Cached frames")
struct FrameCacheTests {
    private final class CountingExecutor: DecodingExecutor {
        private let threads = DecodingThreads(count: 2)
        let begun = Gate(0)

        func execute(_ work: @escaping @Sendable () -> Void) {
            begun.withLock { $0 += 1 }
            threads.execute(work)
        }
    }

    @Test("are decoded once, for however many tasks and openings of the file's pixels")
    func decodeOnce() async throws {
        let series = FrameSeries(count: 4)
        let file = try series.file(.jpegLSLossless)
        let executor = CountingExecutor()
        let cache = FrameCache(byteBudget: 1 << 20, executor: executor)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<64 {
                group.addTask { try await cache.frame(file.frame(task % 4)).samples == series.samples(of: task % 4) }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(executor.begun.withLock { $0 } == 4)
        #expect(cache.byteCount == 4 * series.samples(of: 0).count)
    }

    @Test("go in the order in which they were not asked for longest, and never exceed the budget")
    func leastRecent() async throws {
        let pixels = try FrameSeries(count: 5).file(.rleLossless).pixelData()
        let size = try #require(pixels.layout.byteCount)
        let cache = FrameCache(byteBudget: 3 * size)
        for number in [0, 1, 2, 0, 3] {
            _ = try await cache.frame(pixels.frame(number))
            #expect(cache.byteCount <= 3 * size)
        }
        let kept = try (0..<5).filter { try cache.kept(pixels.frame($0)) != nil }
        #expect(kept == [0, 2, 3])
        cache.removeAll()
        #expect(cache.byteCount == 0)
        let small = FrameCache(byteBudget: size - 1)
        _ = try await small.frame(pixels.frame(0))
        #expect(small.byteCount == 0)
    }

    @Test("are not kept where they could not be decoded, and give up with the last task that waits")
    func failures() async throws {
        var image = SmallImage(fragments: [[1, 2, 3, 4]])
        image.transferSyntax = TransferSyntax.rleLossless.uid.rawValue
        let damaged = try DICOMFile(bytes: image.file()).frame(0)
        let cache = FrameCache(byteBudget: 1 << 20)
        await #expect(throws: ImagingError.self) { try await cache.frame(damaged) }
        #expect(cache.kept(damaged) == nil)
        let frame = try FrameSeries(count: 1).file(.rleLossless).frame(0)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await cache.frame(frame)
        }
        task.cancel()
        let error = await #expect(throws: ImagingError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await cache.frame(frame).samples == frame.decoded())
    }
}
