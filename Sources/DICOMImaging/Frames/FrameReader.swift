internal import DICOMCodecs

/// Decodes frames ahead of one consumer: what ``DecodedFrames`` iterates with.
final class FrameReader: Sendable {
    private struct Progress: Sendable {
        /// Places in the list of numbers: all before have been given to the executor, or asked for by the consumer.
        var begun = 0
        var asked = 0
        var done: [Int: Result<DecodedFrame, ImagingError>] = [:]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var isCancelled = false
        /// Whether two neighbours are decoded in step; nil: nobody has looked yet.
        var pairs: Bool?
    }

    private let pixelData: PixelData
    private let numbers: FrameNumbers
    private let executor: any DecodingExecutor
    /// Frames begun before they are asked for.
    private let ahead: Int
    /// Frames from which on it is worth to decode pairs: fewer would leave a thread without work.
    private let manyFrames: Int
    private let frameBytes: Int
    private let room: FrameRoom
    private let cancellation = CodecCancellation()
    private let progress = Gate(Progress())

    init(_ pixelData: PixelData, _ numbers: FrameNumbers, _ readAhead: ReadAhead) {
        self.pixelData = pixelData
        self.numbers = numbers
        executor = readAhead.executor
        frameBytes = pixelData.layout.byteCount ?? 0
        ahead = readAhead.count(frameBytes: frameBytes)
        manyFrames = 4 * readAhead.threads
        room = FrameRoom(mostIdle: ahead)
    }

    func next() async throws(ImagingError) -> DecodedFrame? {
        let place = progress.withLock { progress in
            progress.asked += 1
            return progress.asked - 1
        }
        guard place < numbers.count else { return nil }
        begin()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = progress.withLock { progress in
                    if progress.isCancelled || progress.done[place] != nil { return true }
                    progress.waiting[place] = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            cancel()
        }
        guard let result = progress.withLock({ $0.done.removeValue(forKey: place) }) else { throw cancelled(numbers[place]) }
        return try result.get()
    }

    /// Ends decodes under way, soon, and the wait for them, at once.
    func cancel() {
        cancellation.cancel()
        let waiting = progress.withLock { progress in
            defer { progress.waiting = [:] }
            progress.isCancelled = true
            progress.done = [:]
            return progress.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    private func cancelled(_ number: Int) -> ImagingError {
        ImagingError(
            code: .cancelled, frame: number, problem: "The call was cancelled.", remedy: "Decode it again if it is still wanted.")
    }
}

// MARK: - Ahead

extension FrameReader {
    /// Gives the executor as many frames as may be under way.
    private func begin() {
        let pairs = progress.withLock { $0.pairs } ?? checkPairs()
        while let places = nextPlaces(pairs) { executor.execute { self.decode(places) } }
    }

    private func checkPairs() -> Bool {
        let pairs = ahead >= 2 && numbers.count >= manyFrames && pixelData.decodesPairs
        progress.withLock { $0.pairs = pairs }
        return pairs
    }

    /// One frame, or two neighbours, to be decoded next; nil where enough are.
    private func nextPlaces(_ pairs: Bool) -> Range<Int>? {
        progress.withLock { progress in
            let start = progress.begun
            // The frame that was asked for is begun, however little may wait.
            let free = progress.asked + ahead - 1 - start
            guard !progress.isCancelled, free > 0, start < numbers.count else { return nil }
            let isPair = pairs && start + 1 < numbers.count && numbers[start + 1] == numbers[start] + 1
            // A pair waits until there is room for both, unless the consumer does.
            if isPair, free == 1, start >= progress.asked { return nil }
            progress.begun += isPair && free > 1 ? 2 : 1
            return start..<progress.begun
        }
    }

    private func decode(_ places: Range<Int>) {
        let workspace = room.workspace(limits: pixelData.limits, cancellation: cancellation)
        let results = places.count == 2 ? pair(places.lowerBound, workspace) : [frame(places.lowerBound, workspace)]
        room.put(workspace)
        for (place, result) in zip(places, results) {
            let waiting = progress.withLock { progress in
                guard !progress.isCancelled else { return nil as CheckedContinuation<Void, Never>? }
                progress.done[place] = result
                return progress.waiting.removeValue(forKey: place)
            }
            waiting?.resume()
        }
    }

    private func frame(_ place: Int, _ workspace: FrameRoom.Workspace) -> Result<DecodedFrame, ImagingError> {
        Result { () throws(ImagingError) in
            let frame = try pixelData.frame(numbers[place])
            if cancellation.isCancelled { throw cancelled(frame.number) }
            return try frame.decoded(in: room, workspace)
        }
    }

    private func pair(_ place: Int, _ workspace: FrameRoom.Workspace) -> [Result<DecodedFrame, ImagingError>] {
        do throws(ImagingError) {
            let first = try pixelData.frame(numbers[place])
            if cancellation.isCancelled { throw cancelled(first.number) }
            var bytes = try room.buffer(of: 2 * frameBytes, for: first, workspace)
            var target = bytes.mutableSpan
            let reports = try first.decodeWithNext(using: &workspace.value, into: &target, stride: frameBytes)
            let memory = FrameMemory(bytes, from: room)
            return reports.enumerated().map { (step, report) in
                report.map { decoded(first.number + step, $0, memory, at: step) }
            }
        } catch {
            // Whatever is wrong with one of them, each is tried alone.
            return [frame(place, workspace), frame(place + 1, workspace)]
        }
    }

    private func decoded(_ number: Int, _ report: CodecReport, _ memory: FrameMemory, at step: Int) -> DecodedFrame {
        DecodedFrame(
            number: number, layout: pixelData.layout, report: report, memory: memory,
            range: step * frameBytes..<(step + 1) * frameBytes)
    }
}
