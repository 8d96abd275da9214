import DICOMCodecs
import DICOMData
import DICOMImaging
import Testing

@Suite("Frames of plain cells in fragments: deflated, and as they are (PS3.5 A.4.11, A.4.13)")
struct PlainFragmentsTests {
    private static let deflated = "1.2.840.10008.1.2.8.1"
    private static let uncompressed = "1.2.840.10008.1.2.1.98"

    @Test("decode to the cells that were put in, a frame at a time", arguments: [true, false])
    func decodeFrames(isDeflated: Bool) throws {
        let frames: [[UInt8]] = [[1, 2, 3], [4, 5, 6], [250, 251, 252]]
        var pixels = EncapsulatedPixelData()
        for frame in frames {
            if isDeflated { try pixels.append(deflating: frame.span) } else { pixels.append(frame) }
        }
        let file = try Self.file(pixels, isDeflated ? Self.deflated : Self.uncompressed, columns: 3, frames: 3)
        for (number, frame) in frames.enumerated() { #expect(try file.frame(number).decoded() == frame) }
    }

    @Test("take bare deflate data made by hand (RFC 1951 3.2.4), and note zlib's wrapping", arguments: [false, true])
    func decodeStoredBlocks(isWrapped: Bool) throws {
        let stored: [UInt8] = [0x01, 4, 0, 0xFB, 0xFF, 9, 8, 7, 6]
        // Header of RFC 1950 and Adler-32: 1 + 30 = 31; 10 + 18 + 25 + 31 = 84.
        let stream = isWrapped ? [0x78, 0x01] + stored + [0, 84, 0, 31] : stored
        var pixels = EncapsulatedPixelData()
        pixels.append(stream)
        let frame = try Self.file(pixels, Self.deflated, columns: 4, frames: 1).frame(0)
        var target = [UInt8](repeating: 0, count: 4)
        var span = target.mutableSpan
        let report = try frame.decode(into: &span)
        #expect(target == [9, 8, 7, 6])
        #expect(report.notes == (isWrapped ? [.zlibWrapped] : []))
    }

    @Test("begin with a byte of their own where a cell is a bit", arguments: [true, false])
    func decodeBits(isDeflated: Bool) throws {
        let frames: [[UInt8]] = [[1, 0, 1, 1, 0], [0, 1, 1, 1, 1]]
        var pixels = EncapsulatedPixelData()
        for frame in frames {
            let packed = try EncapsulatedPixelData.packedBits(frame.span)
            if isDeflated { try pixels.append(deflating: packed.span) } else { pixels.append(packed) }
        }
        let file = try Self.file(pixels, isDeflated ? Self.deflated : Self.uncompressed, columns: 5, frames: 2, bits: 1)
        for (number, frame) in frames.enumerated() { #expect(try file.frame(number).decoded() == frame) }
    }

    @Test("that grow beyond the frame, end early or are damaged are refused")
    func refuseHostileFrames() throws {
        let zeros = [UInt8](repeating: 0, count: 4 << 20)
        var bomb = EncapsulatedPixelData()
        try bomb.append(deflating: zeros.span, level: 9)
        #expect(try Self.failure(bomb).code == .undecodableFrame)
        let cells: [UInt8] = [1, 2, 3, 4]
        var (whole, cut) = (EncapsulatedPixelData(), EncapsulatedPixelData())
        try whole.append(deflating: cells.span)
        let stream = whole.fragment
        cut.append(Array(stream.prefix(2)))
        #expect(try Self.failure(cut).code == .undecodableFrame)
        var damaged = EncapsulatedPixelData()
        damaged.append([0xFF, 0xFF, 0xFF, 0xFF])
        #expect(try Self.failure(damaged).code == .undecodableFrame)
        var short = EncapsulatedPixelData()
        short.append([1, 2])
        #expect(throws: ImagingError.self) { try Self.file(short, Self.uncompressed, columns: 4, frames: 1).frame(0).decoded() }
    }

    @Test("may have a little more than the frame, which is noted, and no more than that", arguments: [0, 1, 700, 60_000, 70_000])
    func decodeExcess(count: Int) throws {
        let cells = (0..<4 + count).map { UInt8(truncatingIfNeeded: $0 * $0) }
        var pixels = EncapsulatedPixelData()
        try pixels.append(deflating: cells.span)
        let frame = try Self.file(pixels, Self.deflated, columns: 4, frames: 1).frame(0)
        var target = [UInt8](repeating: 0, count: 4)
        var span = target.mutableSpan
        guard count < 1 << 16 else {
            #expect(throws: ImagingError.self) { try frame.decoded() }
            return
        }
        let report = try frame.decode(into: &span)
        #expect(target == [0, 1, 4, 9])
        #expect(report.notes == (count > 0 ? [.excessData] : []))
    }

    @Test("lie in several fragments, and are cells that must be laid out anew")
    func decodeJoined() throws {
        let cells: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        var whole = EncapsulatedPixelData()
        try whole.append(deflating: cells.span)
        let stream = whole.fragment
        var image = SmallImage(fragments: [Array(stream[..<4]), Array(stream[4...])])
        (image.columns, image.frames, image.transferSyntax) = (4, 1, Self.deflated)
        (image.samples, image.photometric, image.planar) = (3, "RGB", 1)
        #expect(try DICOMFile(bytes: image.file()).frame(0).decoded() == [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12])
    }

    @Test("have their offsets in the tables (PS3.5 A.4, PS3.3 C.7.6.3.1.8)")
    func writeOffsets() throws {
        var pixels = EncapsulatedPixelData()
        pixels.append([1, 2, 3])
        pixels.append([1, 2], [3, 4])
        pixels.append([9])
        let element = try pixels.element()
        #expect(element.fragments.bytes(of: 0) == [0, 0, 0, 0, 12, 0, 0, 0, 32, 0, 0, 0])
        #expect(element.fragments.count == 5 && pixels.frameCount == 3)
        let tables = try pixels.extendedOffsetTable()
        #expect(try tables.offsets.integers() == [0, 12, 32] && tables.lengths.integers() == [3, 4, 1])
    }

    private static func failure(_ pixels: EncapsulatedPixelData) throws -> ImagingError {
        let frame = try file(pixels, deflated, columns: 4, frames: 1).frame(0)
        var target = [UInt8](repeating: 0, count: 4)
        var span = target.mutableSpan
        do throws(ImagingError) { try frame.decode(into: &span) } catch { return error }
        throw ImagingError(code: .badArgument, problem: "It was decoded.", remedy: "")
    }

    private static func file(
        _ pixels: EncapsulatedPixelData, _ syntax: String, columns: UInt16, frames: Int, bits: UInt16 = 8
    ) throws -> DICOMFile {
        let element = try pixels.element()
        var image = SmallImage(fragments: (1..<element.fragments.count).map { element.fragments.bytes(of: $0) })
        (image.columns, image.bitsAllocated, image.frames, image.transferSyntax) = (columns, bits, frames, syntax)
        return try DICOMFile(bytes: image.file())
    }
}

extension EncapsulatedPixelData {
    /// The first fragment behind the offset table.
    fileprivate var fragment: [UInt8] {
        guard let element = try? element() else { return [] }
        return element.fragments.bytes(of: 1)
    }
}
