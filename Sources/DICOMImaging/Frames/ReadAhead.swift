/// How far, and where, frames are decoded before they are asked for.
public struct ReadAhead: Sendable {
    /// Bytes of decoded frames that wait to be taken, or are under way; a frame that is larger is decoded all the same, alone. Frames that the
    /// consumer holds do not count.
    public var byteBudget: Int
    /// Frames under way or waiting at most, within ``byteBudget``; nil: four for each thread of the executor.
    public var frameCount: Int?
    /// What decodes.
    public var executor: any DecodingExecutor

    public init(byteBudget: Int = 256 << 20, frameCount: Int? = nil, executor: any DecodingExecutor = DecodingThreads.shared) {
        self.byteBudget = byteBudget
        self.frameCount = frameCount
        self.executor = executor
    }

    /// 256 MiB, on all cores.
    public static var standard: ReadAhead { ReadAhead() }

    /// Frames of a size that may be under way or waiting; 1 or more.
    func count(frameBytes: Int) -> Int {
        max(1, min(frameCount ?? 4 * threads, byteBudget / max(frameBytes, 1)))
    }

    /// How many frames the executor decodes at once, as far as one can know.
    var threads: Int { (executor as? DecodingThreads)?.count ?? DecodingThreads.shared.count }
}
