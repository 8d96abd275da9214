import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Image Pixel Description Macro, PS3.3 C.7.6.3")
struct ImagePixelDescriptionTests {
    /// Elements of group 0028 by element number.
    private func description(
        words: [UInt16: UInt16], photometric: String? = nil, frames: String? = nil, pixels: UInt32 = 0x7FE0_0010
    ) throws -> ImagePixelDescription {
        var parts = words.map { ($0.key, DICOMBytesBuilder().element(0x0028_0000 | UInt32($0.key), "US", words: [$0.value])) }
        if let photometric { parts.append((4, DICOMBytesBuilder().element(0x0028_0004, "CS", photometric))) }
        if let frames { parts.append((8, DICOMBytesBuilder().element(0x0028_0008, "IS", frames))) }
        let builder = parts.sorted { $0.0 < $1.0 }.reduce(DICOMBytesBuilder()) { $0.raw($1.1.bytes) }
            .element(pixels, pixels == 0x7FE0_0010 ? "OW" : pixels == 0x7FE0_0008 ? "OF" : "OD", [])
        return try ImagePixelDescription(DICOMFile(bytes: builder.file(), options: .strict).dataSet)
    }

    private static let smallest: [UInt16: UInt16] = [0x10: 2, 0x11: 3, 0x100: 16]

    @Test("takes what is absent as the standard or plain sense has it")
    func takesDefaults() throws {
        let grey = try description(words: Self.smallest)
        #expect(grey.rows == 2 && grey.columns == 3 && grey.samplesPerPixel == 1 && grey.photometricInterpretation == .monochrome2)
        #expect(grey.bitsAllocated == 16 && grey.bitsStored == 16 && grey.highBit == 15)
        #expect(!grey.isSigned && !grey.isPlanar && grey.numberOfFrames == 1 && grey.content == .integers)
        let colour = try description(words: Self.smallest.merging([2: 3]) { $1 })
        #expect(colour.photometricInterpretation == .rgb)
    }

    @Test("reads every attribute")
    func readsAll() throws {
        let words = Self.smallest.merging([2: 3, 6: 1, 0x101: 12, 0x102: 13, 0x103: 1]) { $1 }
        let read = try description(words: words, photometric: "YBR_FULL", frames: "7 ")
        #expect(read.samplesPerPixel == 3 && read.isPlanar && read.bitsStored == 12 && read.highBit == 13 && read.isSigned)
        #expect(read.photometricInterpretation == .ybrFull && read.numberOfFrames == 7)
        #expect(!read.photometricInterpretation.isMonochrome)
        #expect(try description(words: Self.smallest, photometric: "MONOCHROME1").photometricInterpretation.isMonochrome)
    }

    @Test("takes no frames for one, and the planes of a single sample for none")
    func forgives() throws {
        #expect(try description(words: Self.smallest, frames: "0 ").numberOfFrames == 1)
        #expect(try !description(words: Self.smallest.merging([6: 1]) { $1 }).isPlanar)
    }

    @Test("gives float pixels the width of their representation")
    func readsFloats() throws {
        let floats = try description(words: [0x10: 2, 0x11: 3], pixels: 0x7FE0_0008)
        #expect(floats.content == .floats && floats.bitsAllocated == 32 && floats.bitsStored == 32 && floats.highBit == 31)
        let doubles = try description(words: [0x10: 2, 0x11: 3, 0x100: 64], pixels: 0x7FE0_0009)
        #expect(doubles.content == .doubles && doubles.bitsAllocated == 64)
    }

    @Test("names the attribute that must be there", arguments: [UInt16(0x10), 0x11, 0x100])
    func namesMissing(element: UInt16) throws {
        var words = Self.smallest
        words[element] = nil
        let error = try #require(throws: ObjectError.self) { try description(words: words) }
        #expect(error.code == .missingAttribute && error.tag == DataElement.Tag(group: 0x28, element: element))
    }

    @Test(
        "refuses values that cannot be",
        arguments: [([0x10: 0], 0x10), ([0x11: 0], 0x11), ([2: 0], 2), ([0x103: 2], 0x103), ([2: 3, 6: 2], 6)]
            as [([UInt16: UInt16], UInt16)])
    func refuses(words: [UInt16: UInt16], element: UInt16) throws {
        let error = try #require(throws: ObjectError.self) { try description(words: Self.smallest.merging(words) { $1 }) }
        #expect(error.code == .invalidAttribute && error.tag == DataElement.Tag(group: 0x28, element: element))
    }

    @Test(
        "refuses cells that are none by name: CVE-2024-52333, CVE-2025-25474",
        arguments: [
            ([0x100: 0], 0x100), ([0x100: 65], 0x100), ([0x100: 52, 0x101: 1], 0x100), ([0x100: 9], 0x100), ([0x101: 17], 0x101),
            ([0x101: 0], 0x101), ([0x102: 16], 0x102), ([0x101: 12, 0x102: 10], 0x102), ([0x101: 12, 0x102: 20], 0x102),
        ] as [([UInt16: UInt16], UInt16)])
    func refusesCells(words: [UInt16: UInt16], element: UInt16) throws {
        let error = try #require(throws: ObjectError.self) { try description(words: Self.smallest.merging(words) { $1 }) }
        #expect(error.code == .impossiblePixelCell && error.tag == DataElement.Tag(group: 0x28, element: element))
    }

    @Test("takes cells of 1 bit, 12 and multiples of 8", arguments: [1, 8, 12, 16, 24, 32, 40, 64] as [UInt16])
    func takesCells(bits: UInt16) throws {
        #expect(try description(words: Self.smallest.merging([0x100: bits]) { $1 }).bitsAllocated == Int(bits))
    }

    @Test(
        "refuses samples that the photometric interpretation does not have",
        arguments: [(3, "MONOCHROME2"), (1, "RGB"), (3, "PALETTE COLOR"), (2, "YBR_FULL"), (4, "YBR_FULL_422")] as [(UInt16, String)])
    func refusesSamples(samples: UInt16, photometric: String) throws {
        let error = try #require(throws: ObjectError.self) {
            try description(words: Self.smallest.merging([2: samples]) { $1 }, photometric: photometric)
        }
        #expect(error.code == .contradictorySamples && error.tag == .samplesPerPixel)
    }

    @Test("takes absent samples from the photometric interpretation, and any number with one that it does not know")
    func takesSamples() throws {
        #expect(try description(words: Self.smallest, photometric: "YBR_FULL").samplesPerPixel == 3)
        #expect(try description(words: Self.smallest.merging([2: 7]) { $1 }, photometric: "SPECTRUM").samplesPerPixel == 7)
    }

    @Test("refuses sizes under a wider representation: CVE-2026-5442", arguments: [UInt32(0x0028_0010), 0x0028_0011, 0x0028_0100])
    func refusesRepresentations(tag: UInt32) throws {
        let elements = [UInt32(0x0028_0010), 0x0028_0011, 0x0028_0100].reduce(DICOMBytesBuilder()) {
            $1 == tag ? $0.element($1, "UL", longs: [0x0001_0008]) : $0.element($1, "US", words: [8])
        }
        let dataSet = try DICOMFile(bytes: elements.file()).dataSet
        let error = try #require(throws: ObjectError.self) { try ImagePixelDescription(dataSet) }
        #expect(error.code == .unexpectedValueRepresentation && error.tag == DataElement.Tag(tag))
    }

    @Test("refuses sizes whose product overflows: CVE-2024-27628, CVE-2026-5443")
    func refusesOverflow() throws {
        let words: [UInt16: UInt16] = [2: 0xFFFF, 0x10: 0xFFFF, 0x11: 0xFFFF, 0x100: 64]
        let error = try #require(throws: ObjectError.self) { try description(words: words, frames: "2147483647") }
        #expect(error.code == .sizeOverflow)
        // 65,535³ · 64 bits of one frame can be counted.
        #expect(try description(words: words, photometric: "SPECTRUM").bitsPerFrame == 65_535 * 65_535 * 65_535 * 64)
    }

    @Test("refuses frame counts that are no count", arguments: ["-1", "x ", "2147483648"])
    func refusesFrames(text: String) throws {
        let error = try #require(throws: ObjectError.self) { try description(words: Self.smallest, frames: text) }
        #expect(error.code == .invalidAttribute && error.tag == .numberOfFrames && !error.description.contains("x "))
    }

    @Test("agrees with the shapes that numpy has", arguments: GoldenObject.all.filter { $0.frames != nil })
    func agreesWithGolden(object: GoldenObject) throws {
        let frames = try #require(object.frames)
        let read = try ImagePixelDescription(DICOMFile(at: object.path).dataSet)
        #expect([read.rows, read.columns] + (read.samplesPerPixel > 1 ? [read.samplesPerPixel] : []) == frames.shape)
        #expect(read.numberOfFrames == frames.sha256.count)
        #expect(read.isSigned == frames.dtype.contains("i"))
        #expect(max(read.bitsAllocated, 8) == 8 * Int(String(frames.dtype.last!))!)
    }
}
