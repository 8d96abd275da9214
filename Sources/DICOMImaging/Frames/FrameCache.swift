internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Decoded frames that are kept for when they are asked for again, up to a number of bytes; those that were not asked for longest go first.
///
/// Nothing is cached unless a program makes a cache. One can serve any number of objects and tasks: a frame that several tasks ask for at once
/// is decoded once. It keeps the files of its frames open.
public final class FrameCache: Sendable {
    /// Bytes of the frames kept at most. A larger frame is decoded, and not kept.
    public let byteBudget: Int

    private let executor: any DecodingExecutor
    private let room = FrameRoom(mostIdle: 0)
    private let state: Gate<State>

    public init(byteBudget: Int, executor: any DecodingExecutor = DecodingThreads.shared) {
        self.byteBudget = byteBudget
        self.executor = executor
        state = Gate(State())
    }

    /// The stored values of a frame: kept, decoded by another task at this moment, or decoded now.
    ///
    /// A decode ends early when all tasks that wait for it are cancelled.
    ///
    /// - Throws: ``ImagingError`` as ``Frame/decode(into:)`` does, and `cancelled`. Errors are not kept.
    public func frame(_ frame: Frame) async throws -> DecodedFrame {
        if let kept = kept(frame) { return kept }
        let key = Key(frame)
        let waiter = state.withLock { $0.newWaiter() }
        defer { state.withLock { $0.forget(waiter) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch state.withLock({ $0.join(key, waiter, continuation) }) {
                case .kept(let frame): continuation.resume(returning: frame)
                case .cancelled: continuation.resume(throwing: Self.cancelled(frame))
                case .waits: break
                case .decodes(let flight): executor.execute { self.decode(frame, key, flight) }
                }
            }
        } onCancel: {
            state.withLock { $0.leave(key, waiter) }?.resume(throwing: Self.cancelled(frame))
        }
    }

    /// The stored values of a frame where they are kept.
    public func kept(_ frame: Frame) -> DecodedFrame? {
        let key = Key(frame)
        return state.withLock { $0.frames.use(key) }
    }

    /// Bytes of the frames that are kept.
    public var byteCount: Int { state.withLock { $0.frames.byteCount } }

    /// Forgets all frames; decodes under way go on.
    public func removeAll() { state.withLock { $0.frames = RecentFrames() } }

    private func decode(_ frame: Frame, _ key: Key, _ flight: Flight) {
        let workspace = room.workspace(limits: frame.pixelData.limits, cancellation: flight.cancellation)
        let result = Result { () throws(ImagingError) in try frame.decoded(in: room, workspace) }
        room.put(workspace)
        let waiting = state.withLock { state in
            if case .success(let decoded) = result { state.frames.keep(decoded, for: key, budget: byteBudget) }
            return state.land(key, flight)
        }
        for continuation in waiting { continuation.resume(with: result.mapError { $0 as any Error }) }
    }

    private static func cancelled(_ frame: Frame) -> ImagingError {
        ImagingError(
            code: .cancelled, frame: frame.number, problem: "The call was cancelled.", remedy: "Decode it again if it is still wanted.")
    }
}

// MARK: - State

extension FrameCache {
    /// What tells a frame from all others: the bytes that it comes from, and everything that decides what they decode to.
    struct Key: Hashable, Sendable {
        /// Held, so that no other object can come to lie where this one did.
        private let storage: any AnyObject & Sendable
        private let place: Range<Int>
        private let transferSyntax: TransferSyntax
        private let image: ImagePixelDescription
        private let options: PixelReadingOptions
        private let number: Int

        init(_ frame: Frame) {
            let pixels = frame.pixelData
            (storage, place, transferSyntax) = (pixels.element.storage, pixels.element.valueRange, pixels.transferSyntax)
            (image, options, number) = (pixels.description, pixels.options, frame.number)
        }

        static func == (left: Key, right: Key) -> Bool {
            left.storage === right.storage && left.place == right.place && left.number == right.number && left.options == right.options
                && left.transferSyntax == right.transferSyntax && left.image == right.image
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(ObjectIdentifier(storage))
            hasher.combine(place.lowerBound)
            hasher.combine(number)
        }
    }

    /// A decode that is under way.
    final class Flight: Sendable {
        let cancellation = CodecCancellation()
    }

    private typealias Waiter = CheckedContinuation<DecodedFrame, any Error>

    private enum Joining {
        case kept(DecodedFrame)
        case cancelled
        case waits
        case decodes(Flight)
    }

    private struct State: Sendable {
        var frames = RecentFrames()
        private var flights: [Key: (flight: Flight, waiters: [Int: Waiter])] = [:]
        private var lastWaiter = 0
        /// Waiters that were cancelled before they could wait.
        private var lost: Set<Int> = []

        mutating func newWaiter() -> Int {
            lastWaiter += 1
            return lastWaiter
        }

        mutating func forget(_ waiter: Int) { lost.remove(waiter) }

        mutating func join(_ key: Key, _ waiter: Int, _ continuation: Waiter) -> Joining {
            if lost.remove(waiter) != nil { return .cancelled }
            if let frame = frames.use(key) { return .kept(frame) }
            if flights[key] != nil {
                flights[key]?.waiters[waiter] = continuation
                return .waits
            }
            let flight = Flight()
            flights[key] = (flight, [waiter: continuation])
            return .decodes(flight)
        }

        /// Gives up waiting; the decode that nobody waits for ends, and the next who asks begins another.
        mutating func leave(_ key: Key, _ waiter: Int) -> Waiter? {
            guard let continuation = flights[key]?.waiters.removeValue(forKey: waiter) else {
                lost.insert(waiter)
                return nil
            }
            if let flight = flights[key], flight.waiters.isEmpty {
                flight.flight.cancellation.cancel()
                flights[key] = nil
            }
            return continuation
        }

        /// Those who waited for a decode that has ended.
        mutating func land(_ key: Key, _ flight: Flight) -> [Waiter] {
            guard let landed = flights[key], landed.flight === flight else { return [] }
            flights[key] = nil
            return Array(landed.waiters.values)
        }
    }
}
