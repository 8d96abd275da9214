import DICOMCodecs
import DICOMData
import DICOMImaging
import Testing

@Suite("Frames decoded ahead")
struct DecodedFramesTests {
    /// RLE Lossless by hand (PS3.5 G.3): a literal of four.
    private static func rle(_ cells: [UInt8]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 64)
        (header[0], header[4]) = (1, 64)
        return header + [3] + cells + [0x80]
    }

    private static func pixelData() throws -> PixelData {
        var image = SmallImage(fragments: (0..<3).map { Self.rle([UInt8($0), 2, 3, 4]) })
        (image.frames, image.transferSyntax) = (3, "1.2.840.10008.1.2.5")
        return try DICOMFile(bytes: image.file()).pixelData()
    }

    @Test("come in their order")
    func comeInOrder() async throws {
        let pixelData = try Self.pixelData()
        var frames: [[UInt8]] = []
        for try await frame in pixelData.decodedFrames { frames.append(frame.samples) }
        #expect(frames == [[0, 2, 3, 4], [1, 2, 3, 4], [2, 2, 3, 4]])
        var some: [[UInt8]] = []
        for try await frame in pixelData.decodedFrames([1, 0, 1]) { some.append(frame.samples) }
        #expect(some == [[1, 2, 3, 4], [0, 2, 3, 4], [1, 2, 3, 4]])
    }

    @Test(
        "are those that are decoded one by one, however far ahead and by however many threads",
        arguments: [
            TransferSyntax.explicitVRLittleEndian, .rleLossless, .jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless,
            .deflatedImageFrameCompression,
        ],
        [
            ReadAhead(), ReadAhead(byteBudget: 1), ReadAhead(frameCount: 3, executor: DecodingThreads(count: 1)),
            ReadAhead(executor: DecodingThreads(count: 4)),
        ])
    func equalSingleFrames(syntax: TransferSyntax, readAhead: ReadAhead) async throws {
        let series = FrameSeries(count: 37)
        let pixelData = try series.file(syntax).pixelData()
        var number = 0
        for try await frame in pixelData.decodedFrames(0..<37, readAhead: readAhead) {
            #expect(frame.number == number)
            let expected = series.samples(of: number)
            #expect(frame.withSamples { samples in samples.indices.allSatisfy { samples[$0] == expected[$0] } })
            #expect(frame.byteCount == expected.count)
            number += 1
        }
        #expect(number == 37)
    }

    @Test("stay as they are when their samples or they themselves are kept", arguments: [TransferSyntax.rleLossless, .jpegLosslessSV1])
    func mayBeKept(syntax: TransferSyntax) async throws {
        let series = FrameSeries(count: 30)
        let pixelData = try series.file(syntax).pixelData()
        var arrays: [[UInt8]] = []
        var frames: [DecodedFrame] = []
        for try await frame in pixelData.decodedFrames {
            if frame.number % 2 == 0 { arrays.append(frame.samples) } else { frames.append(frame) }
        }
        #expect(arrays == (0..<15).map { series.samples(of: 2 * $0) })
        #expect(frames.map(\.samples) == (0..<15).map { series.samples(of: 2 * $0 + 1) })
    }

    /// Counts what it is given, and does it.
    private final class CountingExecutor: DecodingExecutor {
        private let threads = DecodingThreads(count: 2)
        let begun = Gate(0)

        func execute(_ work: @escaping @Sendable () -> Void) {
            begun.withLock { $0 += 1 }
            threads.execute(work)
        }
    }

    @Test("are no further ahead than the budget goes", arguments: [1, 2, 5])
    func keepToTheBudget(frames: Int) async throws {
        let series = FrameSeries(count: 40)
        let pixelData = try series.file(.rleLossless).pixelData()
        let executor = CountingExecutor()
        let size = try #require(pixelData.layout.byteCount)
        var readAhead = ReadAhead(byteBudget: frames * size, executor: executor)
        readAhead.frameCount = 100
        var taken = 0
        for try await _ in pixelData.decodedFrames(0..<40, readAhead: readAhead) {
            taken += 1
            #expect(executor.begun.withLock { $0 } <= taken + frames - 1)
        }
        #expect(executor.begun.withLock { $0 } == 40)
    }

    @Test("use the same memory again and again")
    func reuseMemory() async throws {
        let pixelData = try FrameSeries(count: 60).file(.jpegLSLossless).pixelData()
        var places: Set<UInt> = []
        for try await frame in pixelData.decodedFrames(0..<60, readAhead: ReadAhead(frameCount: 4)) {
            // unsafe: the address is looked at only as a number.
            places.insert(frame.withSamples { unsafe $0.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } })
        }
        // Those ahead, the consumer's, and one that is given back while the next is begun.
        #expect(places.count <= 6)
    }

    @Test("throw where a frame does not exist")
    func throwForMissingFrames() async throws {
        let pixelData = try Self.pixelData()
        let error = await #expect(throws: ImagingError.self) {
            for try await _ in pixelData.decodedFrames(2..<5) {}
        }
        #expect(error?.code == .noSuchFrame)
    }

    @Test("can be gone on with behind a damaged one, alone or in a pair", arguments: [TransferSyntax.rleLossless, .jpegLosslessSV1])
    func goOnAfterDamage(syntax: TransferSyntax) async throws {
        let series = FrameSeries(count: 24)
        var fragments = try series.codestreams(syntax)
        fragments[7] = Array(fragments[7].prefix(fragments[7].count / 2 & ~1))
        var image = series.image(SmallImage(fragments: fragments))
        image.transferSyntax = syntax.uid.rawValue
        var frames = try DICOMFile(bytes: image.file()).pixelData().decodedFrames.makeAsyncIterator()
        var errors: [ImagingError] = []
        var good: [Int] = []
        while true {
            do {
                guard let frame = try await frames.next() else { break }
                #expect(frame.samples == series.samples(of: frame.number))
                good.append(frame.number)
            } catch {
                errors.append(try #require(error as? ImagingError))
            }
        }
        #expect(good == (0..<24).filter { $0 != 7 })
        #expect(errors.map(\.code) == [.undecodableFrame])
        #expect(errors.first?.frame == 7)
    }

    @Test("end when their task is cancelled")
    func endWithTask() async throws {
        let pixelData = try Self.pixelData()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            for try await _ in pixelData.decodedFrames {}
        }
        task.cancel()
        let error = await #expect(throws: ImagingError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    /// Tells when work has begun, and how long each piece took.
    private final class TimingExecutor: DecodingExecutor {
        private let threads = DecodingThreads(count: 1)
        let times = Gate<[Duration]>([])
        let hasBegun = Gate(false)

        func execute(_ work: @escaping @Sendable () -> Void) {
            threads.execute { [self] in
                hasBegun.withLock { $0 = true }
                hasBegun.wakeAll()
                let time = ContinuousClock().measure(work)
                times.withLock { $0.append(time) }
                times.wakeAll()
            }
        }
    }

    @Test("end decodes under way when their task is cancelled")
    func endDecodesUnderWay() async throws {
        // A frame of some 20 megapixels takes a good part of a second.
        let series = FrameSeries(count: 1, columns: 6_000, rows: 3_500)
        let codestream = try series.codestreams(.jpegLSLossless)[0]
        var image = FrameSeries(count: 2, columns: 6_000, rows: 3_500).image(SmallImage(fragments: [codestream, codestream]))
        image.transferSyntax = TransferSyntax.jpegLSLossless.uid.rawValue
        let pixelData = try DICOMFile(bytes: image.file()).pixelData()
        let whole = try ContinuousClock().measure { _ = try pixelData.frame(0).decoded() }
        let executor = TimingExecutor()
        let frames = pixelData.decodedFrames(0..<2, readAhead: ReadAhead(executor: executor))
        let task = Task { for try await _ in frames {} }
        _ = executor.hasBegun.wait { $0 ? true : nil }
        task.cancel()
        _ = await task.result
        let time = executor.times.wait { $0.first }
        #expect(time < whole * 0.75)
    }

    @Test("can be decoded in one workspace by hand, several fragments a frame")
    func decodeInOneWorkspace() throws {
        let whole = Self.rle([9, 8, 7, 6])
        var image = SmallImage(fragments: [Array(whole[..<30]), Array(whole[30..<64]), Array(whole[64...])])
        image.transferSyntax = "1.2.840.10008.1.2.5"
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        var workspace = CodecWorkspace()
        for _ in 0..<3 { #expect(try frame.decoded(using: &workspace) == [9, 8, 7, 6]) }
        workspace.limits.maximumWorkingBytes = whole.count - 1
        let error = #expect(throws: ImagingError.self) { try frame.decoded(using: &workspace) }
        #expect(error?.code == .limitExceeded)
    }
}
