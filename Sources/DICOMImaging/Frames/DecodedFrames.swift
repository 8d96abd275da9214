internal import DICOMCodecs

/// The stored values of frames in the order asked for, decoded ahead in parallel.
///
/// Frames are decoded by a ``ReadAhead/executor`` while the consumer looks at those before, as far ahead as ``ReadAhead/byteBudget`` goes, so
/// memory does not grow with the number of frames. Nothing is decoded before the first is asked for. Cancelling the task that iterates, and
/// leaving its loop, end the decodes under way.
///
/// Lossless JPEG is decoded two frames in step where many are asked for, which takes a thread less time than one after the other.
public struct DecodedFrames: AsyncSequence, Sendable {
    public typealias Element = DecodedFrame

    let pixelData: PixelData
    let numbers: FrameNumbers
    let readAhead: ReadAhead

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(FrameReader(pixelData, numbers, readAhead)) }

    /// Copies of an iterator take frames by turns.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let handle: Handle

        /// The consumer's hold on the reader: decodes under way do not keep it.
        private final class Handle: Sendable {
            let reader: FrameReader
            init(_ reader: FrameReader) { self.reader = reader }
            deinit { reader.cancel() }
        }

        init(_ reader: FrameReader) { handle = Handle(reader) }

        /// The next frame; nil after the last.
        ///
        /// - Throws: ``ImagingError`` as ``Frame/decode(into:)`` does, `noSuchFrame` for a number that is none, or `cancelled` where the task
        ///   was. After an error about one frame the next call gives the frame behind it.
        public mutating func next() async throws -> DecodedFrame? { try await handle.reader.next() }
    }
}

extension PixelData {
    /// The stored values of all frames, in their order.
    public var decodedFrames: DecodedFrames { decodedFrames(0..<frameCount) }

    /// The stored values of some frames, in their order.
    ///
    /// - Parameters:
    ///   - numbers: counted from 0; a frame that does not exist throws when its turn comes.
    ///   - readAhead: How far ahead, and where, they are decoded.
    public func decodedFrames(_ numbers: Range<Int>, readAhead: ReadAhead = .standard) -> DecodedFrames {
        DecodedFrames(pixelData: self, numbers: .range(numbers), readAhead: readAhead)
    }

    /// The stored values of some frames, in the order in which they are named.
    public func decodedFrames(_ numbers: [Int], readAhead: ReadAhead = .standard) -> DecodedFrames {
        DecodedFrames(pixelData: self, numbers: .list(numbers), readAhead: readAhead)
    }
}

/// Which frames. A range costs nothing, however many frames an object claims to have.
enum FrameNumbers: Sendable {
    case range(Range<Int>)
    case list([Int])

    var count: Int {
        switch self {
        case .range(let range): range.count
        case .list(let list): list.count
        }
    }

    subscript(place: Int) -> Int {
        switch self {
        case .range(let range): range.lowerBound + place
        case .list(let list): list[place]
        }
    }
}
