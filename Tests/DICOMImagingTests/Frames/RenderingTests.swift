import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Rendering, PS3.3 C.11")
struct RenderingTests {
    private func rendered(_ image: SmallImage, _ options: RenderingOptions = .standard) throws -> [UInt8] {
        try DICOMFile(bytes: image.file()).renderedFrame(with: options).bytes
    }

    /// 16-bit values 0, 100, 200, 1000.
    private var grey: SmallImage {
        var image = SmallImage(cells: [0, 0, 100, 0, 200, 0, 0xE8, 3])
        image.bitsAllocated = 16
        return image
    }

    @Test("follows the equations of a linear window by hand, C.11.2.1.2.1")
    func linearWindow() throws {
        // c 100, w 201: y = ((x - 99.5)/200 + 0.5) · 255: 0 gives 0.6375, 100 gives 128.1375, 200 gives 255.
        var image = grey
        image.more = { $0.element(0x0028_1050, "DS", "100 ").element(0x0028_1051, "DS", "201 ") }
        #expect(try rendered(image) == [1, 128, 255, 255])
        // The caller's window wins.
        let window = VOIWindow(center: 1000, width: 1)
        #expect(try rendered(image, .window(window)) == [0, 0, 0, 255])
    }

    @Test("applies rescale before the window, and turns MONOCHROME1 and INVERSE over once")
    func rescaleAndPolarity() throws {
        var image = grey
        // x = 2 v - 200: -200, 0, 200, 1800; c 0, w 401: y = ((x + 0.5)/400 + 0.5) · 255: 0.32, 127.8, 255.
        let window: (DICOMBytesBuilder) -> DICOMBytesBuilder = {
            $0.element(0x0028_1050, "DS", "0 ").element(0x0028_1051, "DS", "401 ")
                .element(0x0028_1052, "DS", "-200").element(0x0028_1053, "DS", "2 ")
        }
        image.more = window
        #expect(try rendered(image) == [0, 128, 255, 255])
        image.photometric = "MONOCHROME1"
        #expect(try rendered(image) == [255, 127, 0, 0])
        image.more = { window($0).element(0x2050_0020, "CS", "INVERSE ") }
        #expect(try rendered(image) == [255, 127, 0, 0])
        image.photometric = "MONOCHROME2"
        #expect(try rendered(image) == [255, 127, 0, 0])
    }

    @Test("shows an object without a window from its smallest to its largest value, padding left out")
    func range() throws {
        // 255 · 100/1000 = 25.5, halves up; 255 · 200/1000 = 51.
        #expect(try rendered(grey) == [0, 26, 51, 255])
        var padded = grey
        padded.more = { $0.element(0x0028_0120, "US", words: [1000]) }
        // 0 to 200: 127.5, halves up.
        #expect(try rendered(padded) == [0, 128, 255, 255])
    }

    @Test("takes the modality LUT for the rescale, and the VOI LUT where there is no window")
    func lookupTables() throws {
        var image = SmallImage(cells: [0, 1, 2, 3])
        let modality = DICOMBytesBuilder().element(0x0028_3002, "US", words: [2, 1, 16]).element(0x0028_3006, "US", words: [10, 30])
        let voi = DICOMBytesBuilder().element(0x0028_3002, "US", words: [3, 10, 8]).element(0x0028_3006, "OW", words: [5, 6, 7])
        image.more = {
            $0.element(0x0028_1053, "DS", "9 ").sequence(0x0028_3000, [modality]).sequence(0x0028_3010, [voi])
        }
        // 0 and 1 become 10, then 5; 2 and 3 become 30, beyond the VOI LUT's end: 7.
        #expect(try rendered(image) == [5, 5, 7, 7])
        image.more = { $0.sequence(0x0028_3010, [voi]) }
        #expect(try rendered(image) == [5, 5, 5, 5])
        // Sequences whose items hold nothing are no LUTs.
        let nothing = DICOMBytesBuilder().element(0x0028_3002, "US", [UInt8]()).element(0x0028_3006, "US", [UInt8]())
        image.more = { $0.sequence(0x0028_3000, [nothing]).sequence(0x0028_3010, [nothing]) }
        #expect(try rendered(image) == [0, 85, 170, 255])
    }

    @Test("reads per-frame functional groups before shared ones, and both before the top level")
    func functionalGroups() throws {
        func windowItem(_ center: String, _ width: String) -> DICOMBytesBuilder {
            let window = DICOMBytesBuilder().element(0x0028_1050, "DS", center).element(0x0028_1051, "DS", width)
            return DICOMBytesBuilder().sequence(0x0028_9132, [window])
        }
        var image = SmallImage(cells: [0, 100, 200, 255, 0, 100, 200, 255])
        image.frames = 2
        image.more = {
            $0.element(0x0028_1050, "DS", "1 ").element(0x0028_1051, "DS", "1 ")
                .sequence(0x5200_9229, [windowItem("100 ", "1 ")])
                .sequence(0x5200_9230, [windowItem("200 ", "1 "), DICOMBytesBuilder()])
        }
        let file = try DICOMFile(bytes: image.file())
        // A window of width 1 is a step behind center - 0.5.
        #expect(try file.renderedFrame(0).bytes == [0, 0, 255, 255])
        #expect(try file.renderedFrame(1).bytes == [0, 255, 255, 255])
    }

    @Test("gives RGB as it is, of more bits their top 8, of fewer spread over all")
    func color() throws {
        var image = SmallImage(cells: [1, 2, 3, 4, 5, 6])
        (image.columns, image.samples, image.photometric, image.planar) = (2, 3, "RGB", 0)
        #expect(try rendered(image) == [1, 2, 3, 4, 5, 6])
        var deep = SmallImage(cells: [0xFF, 0x0F, 0x80, 0x00, 0x00, 0x08])
        (deep.columns, deep.samples, deep.photometric, deep.bitsAllocated, deep.bitsStored) = (1, 3, "RGB", 16, 12)
        #expect(try rendered(deep) == [255, 8, 128])
        var shallow = SmallImage(cells: [0, 1, 3])
        (shallow.columns, shallow.samples, shallow.photometric, shallow.bitsStored) = (1, 3, "RGB", 2)
        #expect(try rendered(shallow) == [0, 85, 255])
    }

    @Test("refuses by name what it does not render, and windows that the standard forbids")
    func refusals() throws {
        var cmyk = SmallImage(cells: [1, 2, 3, 4])
        (cmyk.columns, cmyk.samples, cmyk.photometric) = (1, 4, "CMYK")
        #expect { try rendered(cmyk) } throws: { ($0 as? ImagingError)?.code == .unsupportedImage }
        #expect { try rendered(grey, .window(VOIWindow(center: 1, width: 0))) } throws: {
            ($0 as? ImagingError)?.code == .invalidWindow
        }
        #expect { try rendered(grey, RenderingOptions(voi: .stored(1))) } throws: { ($0 as? ImagingError)?.code == .badArgument }
        var gibberish = grey
        gibberish.more = { $0.element(0x0028_1050, "DS", "1:2 ").element(0x0028_1051, "DS", "5 ") }
        #expect { try rendered(gibberish) } throws: { ($0 as? ImagingError)?.code == .invalidWindow }
        // A number that cannot be read is no one's business who brings a window of his own.
        #expect(try rendered(gibberish, .window(VOIWindow(center: 100, width: 201))) == [1, 128, 255, 255])
    }

    @Test("gives numbers from black to white, inverted where the object is")
    func displayValues() throws {
        var image = grey
        // From 0 to 1,000: 100 is a tenth, 6,553.5 of 65,535, halves up before the inversion.
        for (photometric, expected) in [("MONOCHROME2", [0, 6_554, 13_107, 65_535]), ("MONOCHROME1", [65_535, 58_981, 52_428, 0])] {
            image.photometric = photometric
            let frame = try DICOMFile(bytes: image.file()).frame(0)
            var values = [Float](repeating: -1, count: 4)
            var span = values.mutableSpan
            try frame.displayValues(into: &span)
            #expect(values == expected.map { Float($0) / 65_535 }, "\(photometric)")
        }
        var short = [Float](repeating: 0, count: 3)
        #expect(throws: ImagingError.self) {
            var span = short.mutableSpan
            try DICOMFile(bytes: grey.file()).frame(0).displayValues(into: &span)
        }
        var color = SmallImage(cells: [1, 2, 3])
        (color.columns, color.samples, color.photometric) = (1, 3, "RGB")
        #expect(throws: ImagingError.self) {
            var span = short.mutableSpan
            try DICOMFile(bytes: color.file()).frame(0).displayValues(into: &span)
        }
    }

    @Test("plans once for samples that were decoded once")
    func plansForDecodedSamples() throws {
        var image = grey
        (image.bitsStored, image.highBit) = (12, 13)
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        let samples = try frame.decoded()
        let plan = try frame.grayscalePlan(for: samples.span)
        var picture = [UInt8](repeating: 0, count: 4)
        var target = picture.mutableSpan
        try plan.apply(cells: samples.span, into: &target)
        #expect(picture == (try frame.rendered().bytes))
    }

    @Test("agrees with pictures of exact arithmetic at each vector level", arguments: VectorLevel.available)
    func goldenPictures(level: VectorLevel) throws {
        var compared = 0
        for object in GoldenObject.all {
            guard let expected = object.picture else { continue }
            let picture = try DICOMFile(at: object.path).renderedFrame(with: RenderingOptions(level: level)).bytes
            let digest = SHA256.hexadecimal(of: picture.span)
            #expect(digest == expected, "\(object)")
            compared += 1
        }
        #expect(compared == 18)
    }

    @Test(
        "agrees with those of real images at each vector level", .enabled(if: Corpus.isPresent, "no corpus beside the checkout"),
        arguments: VectorLevel.available)
    func corpusPictures(level: VectorLevel) throws {
        let images = Corpus.images(in: [
            "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90",
        ]).filter { $0.render?.compare == "exact" && $0.size < 600_000 }
        var compared = 0
        for image in images {
            let picture: Picture
            do throws(ImagingError) {
                guard let file = try? DICOMFile(at: image.file) else { continue }
                picture = try file.renderedFrame(with: RenderingOptions(level: level))
            } catch {
                Issue.record("\(image.path): \(error)")
                continue
            }
            compared += 1
            let accepted = [image.render?.sha256] + (image.render?.alternatives ?? []).map(\.sha256)
            let bytes = picture.bytes
            let digest = SHA256.hexadecimal(of: bytes.span)
            #expect(accepted.contains(digest), "\(image.path)")
        }
        #expect(compared > 150)
    }
}
