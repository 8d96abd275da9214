import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

@Suite("Files of 10,000 frames", .serialized)
struct ManyFramesTests {
    enum Table: CaseIterable {
        case none
        case basic
        case extended
        /// Native cells, which need none.
        case native
    }

    private static let frameCount = 10_000

    /// Four cells that name their frame.
    private static func cells(_ frame: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: frame >> 8), UInt8(truncatingIfNeeded: frame), 0x5A, UInt8(frame % 251)]
    }

    /// RLE Lossless by hand (PS3.5 G.3): one segment at 64, a literal run of four, and bytes behind it that nothing reads.
    private static func rle(_ frame: Int, padding: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 64)
        (header[0], header[4]) = (1, 64)
        return header + [3] + cells(frame) + [0x80] + [UInt8](repeating: 0x80, count: padding)
    }

    /// - Parameter padding: an even number of bytes behind each codestream.
    private static func file(_ table: Table, padding: Int) throws -> ScratchFile {
        guard table != .native else {
            var image = SmallImage(cells: (0..<frameCount).flatMap(cells), representation: "OB")
            image.frames = frameCount
            return try ScratchFile(image.file())
        }
        let fragment = 70 + padding
        let offsets = (0..<frameCount).map { UInt32($0 * (fragment + 8)) }
        var image = SmallImage(fragments: [])
        image.pixels = { builder in
            let basic = table == .basic ? offsets : []
            var bytes = basic.reduce(DICOMBytesBuilder()) { $0.number32($1) }.bytes
            bytes = DICOMBytesBuilder().marker(DICOMBytesBuilder.item, length: UInt32(bytes.count)).raw(bytes).bytes
            bytes.reserveCapacity(bytes.count + frameCount * (fragment + 8) + 8)
            let item = DICOMBytesBuilder().marker(DICOMBytesBuilder.item, length: UInt32(fragment)).bytes
            for frame in 0..<frameCount {
                bytes += item
                bytes += rle(frame, padding: padding)
            }
            bytes += DICOMBytesBuilder().marker(DICOMBytesBuilder.sequenceDelimiter).bytes
            return builder.header(0x7FE0_0010, "OB", length: .max).raw(bytes)
        }
        (image.frames, image.transferSyntax) = (frameCount, "1.2.840.10008.1.2.5")
        if table == .extended {
            var value: [UInt8] = []
            for offset in offsets { value += DICOMBytesBuilder().number32(offset).number32(0).bytes }
            let extended = value
            image.more = { $0.element(0x7FE0_0001, "OV", extended) }
        }
        return try ScratchFile(image.file())
    }

    @Test("give 8 tasks at once the cells of each frame", arguments: Table.allCases)
    func concurrentFrames(table: Table) async throws {
        // Above 4 MiB, from where the walk gives pages back.
        let file = try Self.file(table, padding: 430)
        let pixels = try DICOMFile(at: file.path, options: ReadingOptions(fileAccess: .mapped)).pixelData()
        #expect(pixels.frameCount == Self.frameCount)
        let right = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var right = 0
                    // 7,919 is prime to 10,000: each task goes through all frames in an order of its own.
                    for step in 0..<Self.frameCount {
                        let frame = (step * 7_919 + task * 1_250) % Self.frameCount
                        if try pixels.frame(frame).decoded() == Self.cells(frame) { right += 1 }
                    }
                    return right
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(right == 8 * Self.frameCount)
    }

    @Test(
        "leave nearly all of a large file out of memory when one frame is read",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/smaps"), "needs /proc"), arguments: [Table.none, .basic, .extended])
    func residentPages(table: Table) throws {
        // 80 MB, of which an index without care maps all.
        let file = try Self.file(table, padding: 8_000)
        let pixels = try DICOMFile(at: file.path, options: ReadingOptions(fileAccess: .mapped)).pixelData()
        #expect(try pixels.frame(4_999).decoded() == Self.cells(4_999))
        // The file is mapped for as long as something refers to it.
        let resident = try withExtendedLifetime(pixels) { try Self.residentKiB(of: file) }
        #expect(resident > 0 && resident < 8 * 1024, "\(resident) KiB")
    }

    /// What this process has mapped of a file and holds in memory, whatever other tests do meanwhile.
    private static func residentKiB(of file: ScratchFile) throws -> Int {
        let name = URL(fileURLWithPath: file.path).lastPathComponent
        var isFile = false
        var sum = 0
        // Its size is said to be 0, so it is read in parts until nothing comes.
        let handle = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps"))
        var bytes = Data()
        while let part = try handle.read(upToCount: 1 << 16), !part.isEmpty { bytes += part }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if !words[0].hasSuffix(":") { isFile = line.hasSuffix(name) }
            if isFile, words[0] == "Rss:" { sum += Int(words[1]) ?? 0 }
        }
        return sum
    }
}
