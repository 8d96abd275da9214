import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Findings about pixels")
struct FindingsTests {
    private func findings(_ image: SmallImage) throws -> [PixelFinding] {
        try DICOMFile(bytes: image.file()).pixelData().findings()
    }

    @Test(
        "are none for objects that keep to the standard",
        arguments: ["grey-8-explicit", "grey-16-signed-explicit", "rgb-planar", "grey-8-rle"])
    func none(name: String) throws {
        let pixels = try DICOMFile(at: GoldenObject.named(name).path).pixelData(options: .strict)
        #expect(pixels.findings().isEmpty)
        #expect(try pixels.frame(0).findings().isEmpty)
        #expect(try pixels.frame(0).decoded().count == pixels.layout.byteCount)
    }

    @Test("Q39: name OB for cells of 16 bits")
    func otherRepresentation() throws {
        var image = SmallImage(cells: [1, 0, 2, 0, 3, 0, 4, 0], representation: "OB")
        image.bitsAllocated = 16
        #expect(try findings(image).map(\.quirk) == [.pixelVRAndSwap])
    }

    @Test("Q38: name a Planar Configuration beside one sample a pixel")
    func planarConfiguration() throws {
        var image = SmallImage(cells: [1, 2, 3, 4])
        image.planar = 0
        #expect(try findings(image).map(\.quirk) == [.planarConfiguration])
    }

    @Test("name a Number of Frames that is no number, where whole frames can be counted", arguments: ["1A", "two"])
    func numberOfFrames(text: String) throws {
        var file = try DICOMFile(bytes: SmallImage(cells: [1, 2, 3, 4, 5, 6, 7, 8]).file())
        try file.dataSet.set(.numberOfFrames, to: .bytes(Array(text.utf8) + (text.utf8.count % 2 == 0 ? [] : [0x20])))
        let pixels = try file.pixelData()
        #expect(pixels.findings().map(\.quirk) == [.dsGarbage])
        #expect(pixels.frameCount == 2)
        #expect(try pixels.frame(1).decoded() == [5, 6, 7, 8])
        #expect(throws: ImagingError.self) { try file.pixelData(options: .strict) }
        // Six cells are one frame and a half.
        try file.dataSet.set(.pixelData, to: .bytes([1, 2, 3, 4, 5, 6]), as: .ob)
        #expect(throws: ImagingError.self) { try file.pixelData() }
    }

    @Test("Q40: name bytes too many and too few, and what they would fit")
    func otherLength() throws {
        #expect(try findings(SmallImage(cells: [1, 2, 3, 4, 5, 6])).map(\.quirk) == [.embeddedOverlay])
        var short = SmallImage(cells: [1, 2, 3, 4])
        short.bitsAllocated = 16
        let finding = try #require(try findings(short).first)
        #expect(finding.quirk == .embeddedOverlay && finding.effect == .changed && finding.problem.contains("8 bits"))
        // Forensic reading gives what is there.
        let file = try DICOMFile(bytes: short.file())
        #expect(throws: ImagingError.self) { try file.frame(0).decoded() }
        #expect(try file.pixelData(options: .forensic).frame(0).decoded() == [1, 2, 3, 4, 0, 0, 0, 0])
    }

    @Test("Q33, Q37: name a process, a precision and a colour that the JPEG codestream contradicts")
    func jpegHeader() throws {
        let series = FrameSeries(count: 1)
        var image = series.image(SmallImage(fragments: try series.codestreams(.jpegLosslessSV1)))
        image.bitsStored = 16
        image.transferSyntax = TransferSyntax.jpegBaseline8Bit.uid.rawValue
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(try frame.findings().map(\.quirk) == [.jpegLosslessLies, .jpegLosslessLies])
        #expect(try frame.decoded() == series.samples(of: 0))
        let strict = try DICOMFile(bytes: image.file()).pixelData(options: .strict).frame(0)
        #expect { try strict.decoded() } throws: { ($0 as? ImagingError)?.code == .departure }
    }

    @Test("Q36: name the sign and precision of JPEG 2000")
    func jpeg2000Header() throws {
        let series = FrameSeries(count: 1)
        var image = series.image(SmallImage(fragments: try series.codestreams(.jpeg2000Lossless)))
        (image.bitsStored, image.isSigned) = (16, true)
        image.transferSyntax = TransferSyntax.jpeg2000Lossless.uid.rawValue
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(try frame.findings().map(\.quirk) == [.jpeg2000SignPrecision, .jpeg2000SignPrecision])
    }

    @Test("Q32: in forensic reading keep the rows in front of the damage, and say so")
    func damagedFrame() throws {
        let series = FrameSeries(count: 1, columns: 64, rows: 64)
        let codestream = try series.codestreams(.jpegLSLossless)[0]
        var image = series.image(SmallImage(fragments: [Array(codestream.prefix(codestream.count / 2 & ~1))]))
        image.transferSyntax = TransferSyntax.jpegLSLossless.uid.rawValue
        let file = try DICOMFile(bytes: image.file())
        #expect { try file.frame(0).decoded() } throws: { ($0 as? ImagingError)?.code == .undecodableFrame }
        let frame = try file.pixelData(options: .forensic).frame(0)
        var target = [UInt8](repeating: 1, count: 2 * 64 * 64)
        var span = target.mutableSpan
        let report = try frame.decode(into: &span)
        #expect(frame.findings(decoding: report).map(\.quirk) == [.corruptFragment])
        #expect(Array(target.prefix(10 * 128)) == Array(series.samples(of: 0).prefix(10 * 128)))
        #expect(target.suffix(128).allSatisfy { $0 == 0 })
    }

    @Test("Q03, Q47: pixels in private elements are refused by name")
    func privatePixels() throws {
        let philips = DICOMBytesBuilder().element(0x07A1_0010, "LO", "ELSCINT1").element(0x07A1_100A, "OB", [1, 2]).file()
        let digitex = DICOMBytesBuilder().element(0x00FF_4AA5, "OB", [1, 2]).file()
        for (file, quirk) in [(philips, Quirk.pmsctRLE1), (digitex, .digitexNo7FE0)] {
            let error = #expect(throws: ImagingError.self) { try DICOMFile(bytes: file).pixelData() }
            #expect(error?.code == .unsupportedImage && error?.problem.contains(quirk.rawValue) == true)
        }
    }

    @Test("Q41: segments of the least significant bytes come first where that is assumed, and only there", arguments: [true, false])
    func segmentOrder(isAssumed: Bool) throws {
        // PS3.5 G.5: two segments at 64 and 70; four literals 11 12 13 14, then a run of four 20.
        var header = [UInt8](repeating: 0, count: 64)
        (header[0], header[4], header[8]) = (2, 64, 70)
        var image = SmallImage(fragments: [header + [3, 0x11, 0x12, 0x13, 0x14, 0x80] + [0xFD, 0x20]])
        (image.bitsAllocated, image.transferSyntax) = (16, "1.2.840.10008.1.2.5")
        var options = PixelReadingOptions.lenient
        options.assumesLowByteSegmentsFirst = isAssumed
        let frame = try DICOMFile(bytes: image.file()).pixelData(options: options).frame(0)
        let first: [UInt8] = [0x11, 0x12, 0x13, 0x14]
        #expect(try frame.decoded() == first.flatMap { isAssumed ? [$0, 0x20] : [0x20, $0] })
    }

    @Test("Q39, Q38: doubt the byte order and the planes that a smooth picture contradicts, and no other")
    func doubts() throws {
        var words: [UInt8] = []
        for pixel in 0..<64 * 16 { words += [UInt8(pixel % 64 + 100), 3] }
        for swaps in [false, true] {
            let cells = swaps ? stride(from: 0, to: words.count, by: 2).flatMap { [words[$0 + 1], words[$0]] } : words
            var image = SmallImage(cells: cells)
            (image.rows, image.columns, image.bitsAllocated) = (16, 64, 16)
            let doubts = try DICOMFile(bytes: image.file()).frame(0).doubts()
            #expect(doubts.map(\.quirk) == (swaps ? [.pixelVRAndSwap] : []))
        }
        // Pixels of one colour in a gradient, which as planes would be three colours by turns.
        let pixels = (0..<1024).flatMap { pixel in (0..<3).map { UInt8($0 * 80 + pixel % 32) } }
        for isPlanar in [false, true] {
            var image = SmallImage(cells: pixels)
            (image.rows, image.columns, image.samples, image.photometric) = (32, 32, 3, "RGB")
            image.planar = isPlanar ? 1 : 0
            let doubts = try DICOMFile(bytes: image.file()).frame(0).doubts()
            #expect(doubts.map(\.quirk) == (isPlanar ? [.planarConfiguration] : []))
        }
    }
}
