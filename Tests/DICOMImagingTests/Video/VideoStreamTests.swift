import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

@Suite("Video streams, PS3.5 8.2.5 to 8.2.8")
struct VideoStreamTests {
    private static let videos = Corpus.entries.filter { $0.bitstreamSHA256 != nil }

    @Test("of a corpus come out as they went in, and say what they are", .enabled(if: Corpus.isPresent), arguments: videos)
    func corpusStreams(entry: Corpus.Entry) throws {
        let file = try DICOMFile(at: entry.file)
        let video = try file.videoStream()
        var bytes: [UInt8] = []
        video.withChunks { chunk in for place in chunk.indices { bytes.append(chunk[place]) } }
        #expect(bytes.count == video.byteCount && bytes == video.bytes(in: 0..<video.byteCount))
        // The byte that pads a fragment to an even length is not of the stream.
        let hashes = [bytes, bytes.last == 0 ? bytes.dropLast() : bytes].map { SHA256.hexadecimal(of: $0.span) }
        #expect(hashes.contains(try #require(entry.bitstreamSHA256)))

        let properties = try video.properties()
        #expect(properties.columns == 320 && properties.rows == 240)
        #expect(properties.codec == video.codec && properties.bitDepth == 8 && !properties.isInterlaced)
        let frames = try #require(try file.dataSet.integers(.numberOfFrames)?.first)
        if let rate = properties.frameRate { #expect(properties.duration == Double(frames) / rate.value) }
        #expect(throws: ImagingError.self) { try file.pixelData() }

        let path = FileManager.default.temporaryDirectory.appendingPathComponent("video-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try video.write(to: path)
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    }

    @Test("put in by us come out again, in one fragment or many", arguments: [nil, 2, 10, 64])
    func encapsulates(length: Int?) throws {
        let stream = (0..<101).map { UInt8($0) }
        let element = try EncapsulatedPixelData.video(stream, fragmentLength: length)
        let video = try VideoStream(Self.dataSet(element), transferSyntax: .mpeg4HP41F)
        #expect(video.byteCount == 102)
        #expect(video.bytes(in: 0..<102) == stream + [0])
        #expect(video.bytes(in: 9..<23) == Array(stream[9..<23]))
        #expect(element.fragments.count == 1 + (length.map { (101 + $0 - 1) / $0 } ?? 1) && element.fragments[0].isEmpty)
    }

    @Test("are refused where they cannot be", arguments: [0, -2, 3])
    func refuses(length: Int) throws {
        #expect(throws: ImagingError.self) { try EncapsulatedPixelData.video([1, 2, 3], fragmentLength: length) }
        #expect(throws: ImagingError.self) { try VideoStream(DataSet(), transferSyntax: .mpeg2MPML) }
        #expect(throws: ImagingError.self) { try VideoStream(DataSet(), transferSyntax: .rleLossless) }
    }

    // MARK: Headers by hand

    @Test("tell the size, rate, profile and level of MPEG-2 (H.262 6.2.2)")
    func readsMPEG2() throws {
        // 720 x 576, 16:9, 25 a second; Main Profile at Main Level, interlaced.
        var header = Bits()
        for (value, count) in [(720, 12), (576, 12), (3, 4), (3, 4), (0x3FFFF, 18), (1, 1), (112, 10), (0, 3)] { header.put(value, count) }
        var fields = Bits()
        for (value, count) in [(1, 4), (0x48, 8), (0, 1), (1, 2), (0, 2), (0, 2), (0, 12), (1, 1), (0, 8), (0, 1), (0, 2), (0, 5)] {
            fields.put(value, count)
        }
        let stream = [0, 0, 1, 0xB3] + header.bytes + [0, 0, 1, 0xB5] + fields.bytes + [0, 0, 1, 0xB8]
        let properties = try properties(stream, .mpeg2MPML)
        #expect(properties.codec == .mpeg2 && properties.columns == 720 && properties.rows == 576)
        #expect(properties.frameRate?.value == 25 && properties.profile == 4 && properties.level == "Main" && properties.isInterlaced)
        #expect(properties.duration == 2)
    }

    @Test("tell the size, rate, profile and level of AVC, cropped (H.264 7.3.2.1.1)")
    func readsAVC() throws {
        let stream: [UInt8] = [0, 0, 0, 1, 0x09, 0x10, 0, 0, 0, 1, 0x67] + Self.escaped(Self.avc) + [0, 0, 1, 0x68, 0xEE]
        let properties = try properties(stream, .mpeg4HP41)
        #expect(properties.codec == .avc && properties.container == .none && properties.columns == 1920 && properties.rows == 1080)
        #expect(properties.frameRate == properties.frameRate && properties.frameRate?.numerator == 30000)
        #expect(properties.frameRate?.denominator == 1001 && properties.profile == 100 && properties.level == "4.1")
        #expect(!properties.isInterlaced && properties.bitDepth == 8)
    }

    @Test("tell the size and rate of AVC in an MP4 (14496-15 5.3)")
    func readsMP4() throws {
        func box(_ kind: String, _ content: [UInt8]) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: (content.count + 8) >> (24 - 8 * $0)) } + Array(kind.utf8) + content
        }
        let set = [0x67] + Self.escaped(Self.avc)
        let configuration = [1, 100, 0, 41, 0xFF, 0xE1, 0, UInt8(set.count)] + set + [0]
        let entry = box("avc1", [UInt8](repeating: 0, count: 78) + box("avcC", configuration))
        let description = box("stsd", [0, 0, 0, 0, 0, 0, 0, 1] + entry)
        let tables = box("stbl", description)
        let media = box("mdia", box("minf", tables))
        // The movie behind its data.
        let stream = box("ftyp", Array("isom".utf8)) + box("mdat", [UInt8](repeating: 7, count: 3000)) + box("moov", box("trak", media))
        let properties = try properties(stream, .mpeg4HP41)
        #expect(properties.container == .mp4 && properties.columns == 1920 && properties.rows == 1080 && properties.level == "4.1")
    }

    @Test("tell the size, rate, profile and level of HEVC (H.265 7.3.2.2)")
    func readsHEVC() throws {
        let stream: [UInt8] = [0, 0, 0, 1, 0x42, 0x01] + Self.escaped(Self.hevc) + [0, 0, 1, 0x44, 0x01]
        let properties = try properties(stream, .hevcM10P51)
        #expect(properties.codec == .hevc && properties.columns == 3840 && properties.rows == 2160 && properties.bitDepth == 10)
        #expect(properties.frameRate?.value == 50 && properties.profile == 2 && properties.level == "5.1" && !properties.isInterlaced)
    }

    @Test("give properties or an error for mutations and truncations", arguments: [TransferSyntax.mpeg2MPML, .mpeg4HP41, .hevcMP51])
    func survivesMutations(syntax: TransferSyntax) throws {
        let streams = [
            [0, 0, 0, 1, 0x67] + Self.escaped(Self.avc), [0, 0, 0, 1, 0x42, 0x01] + Self.escaped(Self.hevc),
            [0, 0, 1, 0xB3, 0x2D, 0x02, 0x40, 0x33, 0xFF, 0xFF, 0xE0, 0x18, 0, 0, 1, 0xB5, 0x14, 0x82, 0, 1, 0, 0, 0, 0, 1, 0xBA, 0x44],
            [0x47, 0x41, 0x00, 0x10, 0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0] + [UInt8](repeating: 0xFF, count: 400),
        ]
        var generator = SeededGenerator(seed: 11)
        for stream in streams {
            for length in 1...stream.count { _ = try? properties(Array(stream.prefix(length)), syntax) }
            for _ in 0..<1500 {
                var changed = stream
                for _ in 0..<Int.random(in: 1...5, using: &generator) {
                    changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = try? properties(changed, syntax)
            }
        }
    }

    @Test("with a JPIP server are refused with its URL, which cannot steer a terminal")
    func refusesJPIP() throws {
        let url = try DataElement(.pixelDataProviderURL, "https://example.org/jpip?target=1")
        for syntax in [TransferSyntax.jpipReferenced, .jpipReferencedDeflate, .jpipHTJPEG2000Referenced, .jpipHTJPEG2000ReferencedDeflate] {
            let error = #expect(throws: ImagingError.self) { try PixelData(Self.dataSet(url), transferSyntax: syntax) }
            #expect(error?.code == .unsupportedTransferSyntax)
            #expect(error?.problem.contains("https://example.org/jpip?target=1") == true)
        }
        #expect(throws: ImagingError.self) { try PixelData(DataSet(), transferSyntax: .jpipReferenced) }
    }

    // MARK: Parts

    private static func dataSet(_ elements: DataElement...) -> DataSet {
        var dataSet = DataSet()
        for element in elements { dataSet.set(element) }
        return dataSet
    }

    private func properties(_ stream: [UInt8], _ syntax: TransferSyntax) throws -> VideoProperties {
        let frames = try DataElement(.numberOfFrames, 50)
        return try VideoStream(Self.dataSet(frames, EncapsulatedPixelData.video(stream)), transferSyntax: syntax).properties()
    }

    /// Puts bits one behind the other, as the tables of the standards list them.
    private struct Bits {
        private var bits: [Bool] = []

        mutating func put(_ value: Int, _ count: Int) { for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) } }

        /// ue(v)
        mutating func unsigned(_ value: Int) {
            let length = Int.bitWidth - (value + 1).leadingZeroBitCount
            put(0, length - 1)
            put(value + 1, length)
        }

        var bytes: [UInt8] {
            stride(from: 0, to: bits.count, by: 8).map { start in
                (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count && bits[start + $1] ? 1 : 0) }
            }
        }
    }

    /// With 03 behind each 00 00 that would look like a start code (H.264 7.4.1).
    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var (result, zeros): ([UInt8], Int) = ([], 0)
        for byte in bytes {
            if zeros == 2, byte <= 3 {
                result.append(3)
                zeros = 0
            }
            result.append(byte)
            zeros = byte == 0 ? zeros + 1 : 0
        }
        return result
    }

    /// High Profile, level 4.1, 1920 x 1088 cropped to 1080, 30000/1001 pictures a second.
    private static let avc: [UInt8] = {
        var bits = Bits()
        for (value, count) in [(100, 8), (0, 8), (41, 8)] { bits.put(value, count) }
        for value in [0, 1, 0, 0] { bits.unsigned(value) }
        bits.put(0, 1)
        bits.put(1, 1)  // a scaling matrix: one list of 16 with all differences 0, seven without
        bits.put(1, 1)
        for _ in 0..<16 { bits.unsigned(0) }
        bits.put(0, 7)
        for value in [0, 0, 2, 4] { bits.unsigned(value) }
        bits.put(0, 1)
        bits.unsigned(119)
        bits.unsigned(67)
        bits.put(1, 1)
        bits.put(1, 1)
        bits.put(1, 1)
        for value in [0, 0, 0, 4] { bits.unsigned(value) }
        bits.put(1, 1)
        for (value, count) in [(1, 1), (255, 8), (4, 16), (3, 16), (0, 1), (1, 1), (5, 3), (0, 1), (1, 1), (1, 8), (1, 8), (1, 8), (0, 1)] {
            bits.put(value, count)
        }
        for (value, count) in [(1, 1), (1001, 32), (60000, 32), (1, 1), (1, 1)] { bits.put(value, count) }
        return bits.bytes
    }()

    /// Main 10, level 5.1, 3840 x 2176 shown as 2160, two sets of reference pictures, 50 pictures a second.
    private static let hevc: [UInt8] = {
        var bits = Bits()
        bits.put(0, 4)
        bits.put(1, 3)  // one sub-layer below, with a level of its own
        bits.put(1, 1)
        for (value, count) in [(0, 2), (0, 1), (2, 5), (0x2000_0000, 32), (1, 1), (0, 1), (0, 1), (1, 1), (0, 32), (0, 12), (153, 8)] {
            bits.put(value, count)
        }
        for (value, count) in [(0, 1), (1, 1), (0, 14), (120, 8)] { bits.put(value, count) }
        for value in [0, 1, 3840, 2176] { bits.unsigned(value) }
        bits.put(1, 1)
        for value in [0, 0, 0, 8] { bits.unsigned(value) }
        for value in [2, 2, 4] { bits.unsigned(value) }
        bits.put(0, 1)
        for value in [4, 2, 0] { bits.unsigned(value) }
        for value in [0, 3, 0, 3, 1, 1] { bits.unsigned(value) }
        bits.put(0, 1)
        bits.put(3, 2)
        bits.put(0, 1)
        bits.unsigned(2)
        // The first set: two pictures before, one behind.
        bits.unsigned(2)
        bits.unsigned(1)
        for _ in 0..<3 {
            bits.unsigned(0)
            bits.put(1, 1)
        }
        // The second by difference to it: three of four are kept.
        bits.put(1, 1)
        bits.put(0, 1)
        bits.unsigned(0)
        for (value, count) in [(1, 1), (0, 1), (0, 1), (1, 1), (0, 1), (1, 1)] { bits.put(value, count) }
        bits.put(0, 1)
        bits.put(3, 2)
        bits.put(1, 1)
        for (value, count) in [(0, 1), (0, 1), (0, 1), (0, 1), (0, 3), (0, 1), (1, 1), (1, 32), (50, 32)] { bits.put(value, count) }
        return bits.bytes
    }()
}
