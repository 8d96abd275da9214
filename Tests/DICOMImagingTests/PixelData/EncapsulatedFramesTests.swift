import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Encapsulated Pixel Data, PS3.5 A.4")
struct EncapsulatedFramesTests {
    /// RLE Lossless of one row of four bytes, written by hand (PS3.5 G.3): one segment at 64, a literal run of four.
    private static func rle(_ pixels: [UInt8]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 64)
        (header[0], header[4]) = (1, 64)
        return header + [UInt8(pixels.count - 1)] + pixels + (pixels.count % 2 == 0 ? [0x80] : [])
    }

    private static let frames: [[UInt8]] = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]

    private func image(_ fragments: [[UInt8]], offsets: [UInt32] = [], frames: Int? = 3) -> SmallImage {
        var image = SmallImage(fragments: fragments, offsets: offsets)
        (image.frames, image.transferSyntax) = (frames, "1.2.840.10008.1.2.5")
        return image
    }

    private func decoded(_ image: SmallImage, frames: Int = 3) throws -> [[UInt8]] {
        let pixels = try DICOMFile(bytes: image.file()).pixelData()
        return try (0..<frames).map { try pixels.frame($0).decoded() }
    }

    private static let whole = frames.map(rle)

    /// Where each frame's item begins, from the first one.
    private static let offsets: [UInt32] = {
        var offsets: [UInt32] = [0]
        for frame in whole.dropLast() { offsets.append(offsets[offsets.count - 1] + UInt32(frame.count) + 8) }
        return offsets
    }()

    @Test("finds frames by the offset table")
    func offsetTable() throws {
        #expect(try decoded(image(Self.whole, offsets: Self.offsets)) == Self.frames)
    }

    @Test(
        "finds frames by their number where the offset table is empty, too short, or points between fragments",
        arguments: [
            [], [0], [0, 1, 2], [0, 72, 60], [4_294_967_295, 0, 0],
        ] as [[UInt32]])
    func untrustworthyTables(offsets: [UInt32]) throws {
        #expect(try decoded(image(Self.whole, offsets: offsets)) == Self.frames)
    }

    @Test("joins the fragments of a frame")
    func joinedFragments() throws {
        let cut = Self.whole.flatMap { [Array($0.prefix(10)), Array($0.dropFirst(10))] }
        var offsets: [UInt32] = []
        var place: UInt32 = 0
        for (number, fragment) in cut.enumerated() {
            if number % 2 == 0 { offsets.append(place) }
            place += UInt32(fragment.count) + 8
        }
        #expect(try decoded(image(cut, offsets: offsets)) == Self.frames)
        #expect(try decoded(image(Array(cut.prefix(2)), frames: nil), frames: 1) == [Self.frames[0]])
    }

    @Test("finds frames by the Extended Offset Table, PS3.3 C.7.6.3.1.8")
    func extendedOffsetTable() throws {
        let cut = Self.whole.flatMap { [Array($0.prefix(20)), Array($0.dropFirst(20))] }
        var table = DICOMBytesBuilder()
        var place = 0
        for (number, fragment) in cut.enumerated() {
            if number % 2 == 0 { table = table.number32(UInt32(place)).number32(0) }
            place += fragment.count + 8
        }
        var extended = image(cut)
        extended.more = { $0.element(0x7FE0_0001, "OV", table.bytes) }
        #expect(try decoded(extended) == Self.frames)
    }

    @Test("refuses fragments that nothing divides among the frames")
    func ambiguity() throws {
        let cut = Self.whole.flatMap { [Array($0.prefix(10)), Array($0.dropFirst(10))] }
        #expect { try decoded(image(cut)) } throws: { ($0 as? ImagingError)?.code == .missingPixels }
    }

    @Test("tells JPEG 2000 frames apart by the marks that codestreams begin with")
    func codestreamMarks() throws {
        let golden = try DICOMFile(at: GoldenObject.named("grey-8-jpeg-2000").path)
        let element = try #require(golden.dataSet[.pixelData])
        let codestream = element.fragments.bytes(of: 1)
        let (first, rest) = (Array(codestream.prefix(32)), Array(codestream.dropFirst(32)))
        let single = try golden.frame(0)
        var twice = SmallImage(fragments: [first, rest, codestream])
        (twice.rows, twice.columns) = (UInt16(single.layout.rows), UInt16(single.layout.columns))
        (twice.frames, twice.transferSyntax) = (2, golden.transferSyntax.uid.rawValue)
        let pixels = try DICOMFile(bytes: twice.file()).pixelData()
        #expect(try pixels.frame(0).decoded() == single.decoded())
        #expect(try pixels.frame(1).decoded() == single.decoded())
    }

    @Test("that holds no fragment, or fewer than frames, is refused")
    func tooFew() throws {
        #expect { try decoded(image([])) } throws: { ($0 as? ImagingError)?.code == .missingPixels }
        #expect { try decoded(image(Array(Self.whole.prefix(2)))) } throws: { ($0 as? ImagingError)?.code == .missingPixels }
    }

    @Test("has the frames that are there, where it declares more or fewer", arguments: [2, 4, 2_000_000_000])
    func otherCount(declared: Int) throws {
        let file = try DICOMFile(bytes: image(Self.whole, offsets: Self.offsets, frames: declared).file())
        let pixels = try file.pixelData()
        #expect(pixels.frameCount == declared)
        for number in 0..<min(declared, 3) { #expect(try pixels.frame(number).decoded() == Self.frames[number]) }
        if declared > 3 {
            #expect { try pixels.frame(3).decoded() } throws: { ($0 as? ImagingError)?.code == .missingPixels }
        }
        #expect(pixels.findings().contains { $0.quirk == .wrongOffsetTable && $0.effect == .changed })
        #expect { try file.pixelData(options: .strict) } throws: { ($0 as? ImagingError)?.code == .departure }
        let all = try file.pixelData(options: .forensic)
        #expect(all.frameCount == 3)
        #expect(try all.frame(2).decoded() == Self.frames[2])
    }

    @Test("passes over an empty fragment and an entry for the end, and says so")
    func emptyFragment() throws {
        let end = Self.offsets[2] + UInt32(Self.whole[2].count) + 8
        for (fragments, offsets) in [
            (Self.whole + [[]], []), (Self.whole, Self.offsets + [end]), (Self.whole, Self.offsets.map { $0 + 8 }),
        ] {
            let image = image(fragments, offsets: offsets)
            #expect(try decoded(image) == Self.frames)
            let pixels = try DICOMFile(bytes: image.file()).pixelData()
            #expect(pixels.findings().map(\.quirk) == [.wrongOffsetTable])
            #expect(pixels.findings().map(\.effect) == [.none])
        }
        #expect(try DICOMFile(bytes: image(Self.whole, offsets: Self.offsets).file()).pixelData().findings().isEmpty)
    }

    @Test("finds RLE frames in several fragments by what their headers are, without a table")
    func headersOfRLE() throws {
        let cut = Self.whole.flatMap { [Array($0.prefix(66)), Array($0.dropFirst(66))] }
        #expect(try decoded(image(cut)) == Self.frames)
    }

    @Test(
        "divides a fragment with several codestreams by their ends, and says so",
        arguments: [TransferSyntax.jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless])
    func sharedFragment(syntax: TransferSyntax) throws {
        let series = FrameSeries(count: 3)
        var image = series.image(SmallImage(fragments: [try series.codestreams(syntax).flatMap { $0 }]))
        image.transferSyntax = syntax.uid.rawValue
        let pixels = try DICOMFile(bytes: image.file()).pixelData()
        for number in 0..<3 { #expect(try pixels.frame(number).decoded() == series.samples(of: number)) }
        #expect(pixels.findings().map(\.quirk) == [.wrongOffsetTable])
    }

    @Test("with a damaged codestream is refused with the frame and the place in it")
    func damagedFrame() throws {
        var frames = Self.whole
        frames[1] = Array(frames[1].prefix(66))
        let pixels = try DICOMFile(bytes: image(frames).file()).pixelData()
        #expect(try pixels.frame(0).decoded() == Self.frames[0])
        #expect { try pixels.frame(1).decoded() } throws: {
            let error = $0 as? ImagingError
            return error?.code == .undecodableFrame && error?.frame == 1 && error?.offset != nil
        }
    }
}
