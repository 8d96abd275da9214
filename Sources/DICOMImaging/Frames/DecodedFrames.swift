internal import DICOMCodecs

/// The stored values of frames one after the other, each decoded when it is asked for.
///
/// One iterator decodes in one workspace, so that only the first frame takes memory to work in. Cancelling the task that iterates ends the
/// decode of the frame that is under way.
public struct DecodedFrames: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    let pixelData: PixelData
    let numbers: Range<Int>

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pixelData: pixelData, numbers: numbers) }

    /// Not shared between tasks.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// An iterator is copyable, its workspace is not: copies decode by turns in the same one.
        private final class Place {
            var workspace: CodecWorkspace

            init(limits: CodecLimits) { workspace = CodecWorkspace(limits: limits) }
        }

        private let pixelData: PixelData
        private var numbers: Range<Int>.Iterator
        private let place: Place

        init(pixelData: PixelData, numbers: Range<Int>) {
            self.pixelData = pixelData
            self.numbers = numbers.makeIterator()
            place = Place(limits: pixelData.limits)
        }

        /// The next frame as ``Frame/decoded()`` gives it; nil after the last.
        ///
        /// - Throws: ``ImagingError``, with `cancelled` where the task was.
        public mutating func next() async throws -> [UInt8]? {
            guard let number = numbers.next() else { return nil }
            let frame = try pixelData.frame(number)
            let place = place
            return try await CodecCancellation.followingTask { cancellation in
                place.workspace.cancellation = cancellation
                return try frame.decoded(using: &place.workspace)
            }
        }
    }
}

extension PixelData {
    /// The stored values of all frames, in their order.
    public var decodedFrames: DecodedFrames { DecodedFrames(pixelData: self, numbers: 0..<frameCount) }

    /// The stored values of some frames, in their order.
    ///
    /// - Parameter numbers: counted from 0; a frame that does not exist throws when its turn comes.
    public func decodedFrames(_ numbers: Range<Int>) -> DecodedFrames { DecodedFrames(pixelData: self, numbers: numbers) }
}
