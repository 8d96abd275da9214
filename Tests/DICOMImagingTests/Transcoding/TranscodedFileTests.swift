import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

@Suite("Files of transcoded frames", .serialized)
struct TranscodedFileTests {
    private static let frameCount = 10_000

    /// 10,000 frames of 16 × 16 pixels, each unlike the others.
    private static func file() throws -> ScratchFile {
        let cells = (0..<frameCount).flatMap { frame in (0..<256).map { UInt8(truncatingIfNeeded: $0 / 3 + frame * 7 + frame / 256) } }
        var image = SmallImage(cells: cells, representation: "OB")
        (image.rows, image.columns, image.frames) = (16, 16, frameCount)
        return try ScratchFile(image.file())
    }

    /// Offsets of the items behind the first one, from the header of the second one on, by hand from the bytes (PS3.5 A.4).
    private static func offsets(_ element: DataElement) -> [UInt64] {
        let fragments = element.fragments
        return (1..<fragments.count).map { UInt64(fragments[$0].lowerBound - fragments[1].lowerBound) }
    }

    private static func numbers(_ bytes: [UInt8], width: Int) -> [UInt64] {
        stride(from: 0, to: bytes.count, by: width).map { start in
            (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
    }

    @Test("have a Basic Offset Table of every frame, and every frame in its place", arguments: [1, 4])
    func basicOffsets(framesAtOnce: Int) async throws {
        let source = try Self.file()
        let output = ScratchFile()
        let file = try DICOMFile(at: source.path)
        let receipt = try await Transcoder(to: .jpegLSLossless).transcode(file, to: output.path, framesAtOnce: framesAtOnce)
        #expect(receipt.frameCount == Self.frameCount)
        let result = try DICOMFile(at: output.path, options: .strict)
        let element = try #require(result.dataSet[.pixelData])
        #expect(element.fragments.count == Self.frameCount + 1)
        #expect(Self.numbers(element.fragments.bytes(of: 0), width: 4) == Self.offsets(element))
        for frame in stride(from: 0, to: Self.frameCount, by: 997) {
            #expect(try result.frame(frame).decoded() == file.frame(frame).decoded())
        }
    }

    @Test("have an Extended Offset Table and an empty Basic one where 32 bits might not do (PS3.3 C.7.6.3.1.8)")
    func extendedOffsets() throws {
        let source = try Self.file()
        let output = ScratchFile()
        var options = TranscodingOptions()
        options.largestBasicOffset = 1 << 20
        let file = try DICOMFile(at: source.path)
        _ = try Transcoder(to: .rleLossless, options: options).transcode(file, to: output.path)
        let result = try DICOMFile(at: output.path, options: .strict)
        let element = try #require(result.dataSet[.pixelData])
        #expect(element.fragments[0].isEmpty)
        let table = try #require(result.dataSet[.extendedOffsetTable])
        #expect(table.valueRepresentation == .ov)
        #expect(Self.numbers(table.bytes, width: 8) == Self.offsets(element))
        let lengths = try #require(result.dataSet[.extendedOffsetTableLengths]?.bytes)
        #expect(Self.numbers(lengths, width: 8) == (1..<element.fragments.count).map { UInt64(element.fragments[$0].count) })
        #expect(try result.frame(9_999).decoded() == file.frame(9_999).decoded())
    }

    @Test("do not keep offset tables of other bytes")
    func staleTables() throws {
        var file = try DICOMFile(at: GoldenObject.named("rle-multiframe-offset-table").path)
        try file.dataSet.set(.extendedOffsetTable, to: .bytes([UInt8](repeating: 0, count: 16)), as: .ov)
        let output = ScratchFile()
        _ = try Transcoder(to: .explicitVRLittleEndian).transcode(file, to: output.path)
        #expect(try DICOMFile(at: output.path).dataSet.contains(.extendedOffsetTable) == false)
    }

    @Test(
        "are written in the same memory however many frames they have",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/smaps")))
    func mappedPages() throws {
        // 80 MB, of which no more than some megabytes may stay in memory once they are behind.
        let frames = 5_000
        var image = SmallImage(cells: [UInt8](repeating: 7, count: frames * 128 * 128), representation: "OB")
        (image.rows, image.columns, image.frames) = (128, 128, frames)
        let source = try ScratchFile(image.file())
        let output = ScratchFile()
        let file = try DICOMFile(at: source.path, options: ReadingOptions(fileAccess: .mapped))
        _ = try Transcoder(to: .rleLossless).transcode(file, to: output.path)
        let resident = try withExtendedLifetime(file) { try Self.residentKiB(of: source) }
        #expect(resident < 16 * 1024, "\(resident) KiB")
    }

    /// What this process has mapped of a file and holds in memory.
    private static func residentKiB(of file: ScratchFile) throws -> Int {
        let name = URL(fileURLWithPath: file.path).lastPathComponent
        let handle = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps"))
        var bytes = Data()
        while let part = try handle.read(upToCount: 1 << 16), !part.isEmpty { bytes += part }
        var isFile = false
        var sum = 0
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if !words[0].hasSuffix(":") { isFile = line.hasSuffix(name) }
            if isFile, words[0] == "Rss:" { sum += Int(words[1]) ?? 0 }
        }
        return sum
    }
}
