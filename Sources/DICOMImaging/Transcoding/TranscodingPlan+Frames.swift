internal import DICOMCodecs

extension TranscodingPlan {
    /// Has memory of its own, which one frame after the other uses.
    private actor Lane {
        private var transcoder: FrameTranscoder

        init(_ plan: TranscodingPlan, _ pixels: PixelData, _ cancellation: CodecCancellation) {
            transcoder = FrameTranscoder(plan, pixels, cancellation: cancellation)
        }

        func transcode(_ number: Int) throws -> TranscodedFrame { try transcoder.transcode(number) }
    }

    /// Hands on the frames in their new form and their order, several made at once. As many are held as are made at once.
    ///
    /// Cancelling the task ends those that are under way, and so does an error.
    func forEachFrame(of pixels: PixelData, atOnce: Int, _ body: (TranscodedFrame) throws -> Void) async throws {
        try await CodecCancellation.followingTask { cancellation in
            let lanes = (0..<max(1, min(atOnce, pixels.frameCount))).map { _ in Lane(self, pixels, cancellation) }
            try await withThrowingTaskGroup(of: (number: Int, frame: TranscodedFrame).self) { group in
                func start(_ number: Int) {
                    guard number < pixels.frameCount else { return }
                    let lane = lanes[number % lanes.count]
                    group.addTask { (number, try await lane.transcode(number)) }
                }
                do {
                    var early: [Int: TranscodedFrame] = [:]
                    for number in lanes.indices { start(number) }
                    for number in 0..<pixels.frameCount {
                        while early[number] == nil, let done = try await group.next() { early[done.number] = done.frame }
                        guard let frame = early.removeValue(forKey: number) else { return }
                        try body(frame)
                        start(number + lanes.count)
                    }
                } catch {
                    cancellation.cancel()
                    throw error
                }
            }
        }
    }
}
