import DICOMCodecs
import DICOMData
import DICOMImaging
import Testing

@Suite("Frames decoded one after the other")
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
        for try await frame in pixelData.decodedFrames { frames.append(frame) }
        #expect(frames == [[0, 2, 3, 4], [1, 2, 3, 4], [2, 2, 3, 4]])
        var some: [[UInt8]] = []
        for try await frame in pixelData.decodedFrames(1..<2) { some.append(frame) }
        #expect(some == [[1, 2, 3, 4]])
    }

    @Test("throw where a frame does not exist")
    func throwForMissingFrames() async throws {
        let pixelData = try Self.pixelData()
        let error = await #expect(throws: ImagingError.self) {
            for try await _ in pixelData.decodedFrames(2..<5) {}
        }
        #expect(error?.code == .noSuchFrame)
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
