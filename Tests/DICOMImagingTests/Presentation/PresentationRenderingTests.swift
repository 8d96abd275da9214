import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Pictures by presentation states, PS3.4 N.2")
struct PresentationRenderingTests {
    private let ramp = PresentedImage(columns: 4, rows: 1, pixels: [0, 100, 200, 255])

    @Test("have the values of the state, and none of the image's own windows")
    func values() throws {
        var image = ramp
        image.more = {
            try $0.set(.windowCenter, to: "1")
            try $0.set(.windowWidth, to: "1")
            try $0.set(.rescaleSlope, to: "3")
        }
        // No VOI in the state: identity from 0 to 255.
        var content = PresentationStateContent(label: "V")
        #expect(try image.picture(content).bytes == [0, 100, 200, 255])
        content.isInverse = true
        #expect(try image.picture(content).bytes == [255, 155, 55, 0])
        content.isInverse = false
        // Rescale 2 v - 200: -200, 0, 200, 310; c 0, w 401: ((x + 0.5)/400 + 0.5) · 255 = 0.32, 127.8, 255.3.
        content.rescale = ("2", "-200", "US")
        content.window = .init(centerText: "0", widthText: "401")
        #expect(try image.picture(content).bytes == [0, 128, 255, 255])
        // MONOCHROME1 is what the Presentation LUT takes the place of.
        image.photometric = "MONOCHROME1"
        #expect(try image.picture(content).bytes == [0, 128, 255, 255])
    }

    @Test("go through a Presentation LUT Sequence")
    func presentationLUT() throws {
        // Two entries of 8 bits: what is below the middle becomes 51, the rest 204.
        let picture = try ramp.picture(PresentationStateContent(label: "P")) { state in
            var item = DataSet()
            try item.set(.lutDescriptor, to: .integers([2, 0, 8]))
            try item.set(.lutData, to: .integers([51, 204]), as: .us)
            state.remove(.presentationLUTShape)
            try state.set(.presentationLUTSequence, to: .items([item]))
        }
        #expect(picture.bytes == [51, 51, 204, 204])
    }

    @Test("are covered outside of each shape of a shutter")
    func shutters() throws {
        let image = PresentedImage(columns: 5, rows: 3, pixels: [UInt8](repeating: 9, count: 15))
        var content = PresentationStateContent(label: "S")
        content.shutter = DisplayShutter(rectangle: .init(left: 2, right: 4, upper: 2, lower: 9), presentationValue: 0xFFFF)
        #expect(try image.picture(content).bytes == [255, 255, 255, 255, 255, 255, 9, 9, 9, 255, 255, 9, 9, 9, 255])
        content.shutter = DisplayShutter(circle: .init(center: SIMD2(3, 2), radius: 1))
        #expect(try image.picture(content).bytes == [0, 0, 9, 0, 0, 0, 9, 9, 9, 0, 0, 0, 9, 0, 0])
        // A triangle whose edges are seen.
        content.shutter = DisplayShutter(polygon: [SIMD2(1, 1), SIMD2(5, 1), SIMD2(1, 5)])
        #expect(try image.picture(content).bytes == [9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 9, 9, 9, 0, 0])
        // Two shapes cover what either covers, here in a colour.
        content.shutter = DisplayShutter(
            rectangle: .init(left: 1, right: 3, upper: 1, lower: 1), circle: .init(center: SIMD2(3, 1), radius: 1),
            presentationColor: CIELabColor(lightness: 54.2917, a: 80.8125, b: 69.8851))
        let picture = try image.picture(content)
        #expect(picture.samplesPerPixel == 3)
        let isRed = (0..<15).map { picture.bytes[3 * $0] > 250 && picture.bytes[3 * $0 + 1] < 5 }
        #expect(isRed == (0..<15).map { $0 != 1 && $0 != 2 })
    }

    /// Group 6000: 2 rows of 3 columns at row 0 and column 4, bits 1 0 1, 1 1 0: the first row is above the image and two columns are beside it.
    private static func overlay(_ dataSet: inout DataSet, group: UInt16 = 0x6000) throws {
        func tag(_ element: UInt16) -> DataElement.Tag { DataElement.Tag(group: group, element: element) }
        try dataSet.set(tag(0x0010), to: .integers([2]), as: .us)
        try dataSet.set(tag(0x0011), to: .integers([3]), as: .us)
        try dataSet.set(tag(0x0040), to: "G", as: .cs)
        try dataSet.set(tag(0x0050), to: .integers([0, 4]), as: .ss)
        try dataSet.set(tag(0x0100), to: .integers([1]), as: .us)
        try dataSet.set(tag(0x0102), to: .integers([0]), as: .us)
        try dataSet.set(tag(0x3000), to: .bytes([0b0001_1101, 0]), as: .ow)
    }

    @Test("have overlays where they lie, in the grey of the layer that they are activated in, C.9.2 and C.11.7")
    func overlays() throws {
        var image = PresentedImage(columns: 4, rows: 2)
        image.more = { try Self.overlay(&$0) }
        var content = PresentationStateContent(label: "O")
        #expect(try image.picture(content).bytes == [0, 0, 0, 0, 0, 0, 0, 0])
        content.layers = [GraphicLayer(name: "L", order: 1, grayscaleValue: 0x8000)]
        content.overlayActivations = [0x6000: "L"]
        #expect(try image.picture(content).bytes == [0, 0, 0, 128, 0, 0, 0, 0])
        // Without a state they are an option.
        let file = try image.file()
        #expect(try file.renderedFrame().bytes == [0, 0, 0, 0, 0, 0, 0, 0])
        var options = RenderingOptions()
        options.drawsOverlays = true
        #expect(try file.renderedFrame(with: options).bytes == [0, 0, 0, 255, 0, 0, 0, 0])
    }

    @Test("have overlays that lie in the cells of pixels", arguments: [TransferSyntax.explicitVRLittleEndian, .explicitVRBigEndian])
    func embedded(syntax: TransferSyntax) throws {
        // Cells of 16 bits, 12 stored, the overlay in bit 13.
        var image = SmallImage(cells: syntax == .explicitVRBigEndian ? [0x20, 5, 0, 10, 0x20, 0, 0, 0] : [5, 0x20, 10, 0, 0, 0x20, 0, 0])
        (image.bitsAllocated, image.bitsStored, image.highBit) = (16, 12, 11)
        image.transferSyntax = syntax.uid.rawValue
        if syntax == .explicitVRBigEndian { image.encoding = .explicitBigEndian }
        image.more = {
            $0.element(0x6000_0010, "US", words: [1]).element(0x6000_0011, "US", words: [4]).element(0x6000_0040, "CS", "G ")
                .element(0x6000_0050, "SS", words: [1, 1]).element(0x6000_0100, "US", words: [16]).element(0x6000_0102, "US", words: [13])
        }
        var options = RenderingOptions()
        options.drawsOverlays = true
        // 0 to 10 without the overlay: 128, 255, 0, 0.
        #expect(try DICOMFile(bytes: image.file()).renderedFrame().bytes == [128, 255, 0, 0])
        #expect(try DICOMFile(bytes: image.file()).renderedFrame(with: options).bytes == [255, 255, 255, 0])
    }

    @Test("are covered by the bits of a bitmap shutter, C.7.6.15")
    func bitmapShutter() throws {
        let image = PresentedImage(columns: 4, rows: 2, pixels: [UInt8](repeating: 7, count: 8))
        var content = PresentationStateContent(label: "B")
        try Self.overlay(&content.overlays, group: 0x6002)
        content.shutter = DisplayShutter(overlayGroup: 0x6002, presentationValue: 0xFFFF)
        #expect(try image.picture(content).bytes == [7, 7, 7, 255, 7, 7, 7, 7])
    }

    /// C.10.6: clockwise, and then from left to right. 3 columns a b c over d e f.
    @Test(
        "are turned and flipped",
        arguments: [
            (0, false, 3, [1, 2, 3, 4, 5, 6]), (1, false, 2, [4, 1, 5, 2, 6, 3]), (2, false, 3, [6, 5, 4, 3, 2, 1]),
            (3, false, 2, [3, 6, 2, 5, 1, 4]), (0, true, 3, [3, 2, 1, 6, 5, 4]), (1, true, 2, [1, 4, 2, 5, 3, 6]),
        ] as [(Int, Bool, Int, [UInt8])])
    func turns(turns: Int, isFlipped: Bool, columns: Int, expected: [UInt8]) throws {
        var content = PresentationStateContent(label: "T")
        content.spatialTransformation = SpatialTransformation(quarterTurns: turns, isFlipped: isFlipped)
        let picture = try PresentedImage(columns: 3, rows: 2, pixels: [1, 2, 3, 4, 5, 6]).picture(content)
        #expect(picture.columns == columns && picture.bytes == expected)
    }

    @Test("show the displayed area, black where it leaves the image, C.10.4")
    func displayedArea() throws {
        var content = PresentationStateContent(label: "A")
        content.displayedAreas = [DisplayedArea(from: SIMD2(3, 0), to: SIMD2(5, 1))]
        let picture = try PresentedImage(columns: 4, rows: 1, pixels: [1, 2, 3, 4]).picture(content)
        #expect(picture.columns == 3 && picture.bytes == [0, 0, 0, 3, 4, 0])
    }

    @Test("are magnified and fitted, pixels as wide and high as they are")
    func sizes() throws {
        let image = PresentedImage(columns: 4, rows: 2, pixels: [UInt8](repeating: 50, count: 8))
        func size(_ area: DisplayedArea, _ display: DisplaySize? = nil) throws -> [Int] {
            var content = PresentationStateContent(label: "Z")
            content.displayedAreas = [area]
            let picture = try image.picture(content, display: display)
            return [picture.columns, picture.rows]
        }
        let whole = DisplayedArea(from: SIMD2(1, 1), to: SIMD2(4, 2))
        #expect(try size(whole) == [4, 2])
        var magnified = whole
        magnified.sizeMode = .magnify(2.5)
        #expect(try size(magnified) == [10, 5])
        // Twice as high as wide: along the columns there are more pixels.
        var tall = whole
        tall.aspectRatio = SIMD2(2, 1)
        #expect(try size(tall) == [4, 4])
        #expect(try size(tall, DisplaySize(columns: 100, rows: 80)) == [80, 80])
        #expect(try size(whole, DisplaySize(columns: 100, rows: 80)) == [100, 50])
        // 0.5 mm on a display of 0.25 mm.
        var real = whole
        real.sizeMode = .trueSize
        real.pixelSpacing = (0.5, 0.5)
        #expect(try size(real, DisplaySize(columns: 1, rows: 1, pixelPitch: 0.25)) == [8, 4])
        #expect(try size(real) == [4, 2])
        var huge = whole
        huge.bottomRight = SIMD2(Int(Int32.max), Int(Int32.max))
        let error = try #require(throws: ImagingError.self) { try size(huge) }
        #expect(error.code == .limitExceeded)
    }

    @Test("have graphics where the image is, by pixels and by the display, whatever it is turned to, C.10.5")
    func graphics() throws {
        var content = PresentationStateContent(label: "G")
        content.layers = [GraphicLayer(name: "L", order: 1, grayscaleValue: 0xFFFF)]
        // The upper edge of the second row, half a pixel thick on either side: from 1\1.5 to 3\1.5 all of two pixels.
        content.annotations = [GraphicAnnotation(layer: "L", graphics: [GraphicObject(.polyline, [SIMD2(1, 1.5), SIMD2(3, 1.5)])])]
        let image = PresentedImage(columns: 4, rows: 3)
        #expect(try image.picture(content).bytes == [0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0])
        content.spatialTransformation = SpatialTransformation(quarterTurns: 1)
        #expect(try image.picture(content).bytes == [0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0])
        // Display units stay with the display: 3 columns and 4 rows now.
        let display = GraphicObject(.polyline, [SIMD2(0, 0.125), SIMD2(1, 0.125)], units: .display)
        content.annotations = [GraphicAnnotation(layer: "L", graphics: [display])]
        #expect(try image.picture(content).bytes == [255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("have layers in their order, and make colour of a grey picture only where a layer has one")
    func layers() throws {
        var content = PresentationStateContent(label: "L")
        content.layers = [
            GraphicLayer(name: "TOP", order: 9, grayscaleValue: 0x8000), GraphicLayer(name: "BOTTOM", order: 2, grayscaleValue: 0xFFFF),
        ]
        let area = [SIMD2(-9.0, -9.0), SIMD2(9, -9), SIMD2(9, 9), SIMD2(-9, 9), SIMD2(-9, -9)]
        content.annotations = ["TOP", "BOTTOM"].map {
            GraphicAnnotation(layer: $0, graphics: [GraphicObject(.polyline, area, isFilled: true)])
        }
        let image = PresentedImage(columns: 2, rows: 1)
        #expect(try image.picture(content).bytes == [128, 128])
        content.layers[0].color = CIELabColor(lightness: 29.5676, a: 68.2986, b: -112.0294)
        let picture = try image.picture(content)
        #expect(picture.samplesPerPixel == 3 && picture.bytes[2] > 250 && picture.bytes[0] < 5)
    }

    @Test("have text in its box, upright, and say which characters are drawn as boxes")
    func text() throws {
        var content = PresentationStateContent(label: "X")
        content.layers = [GraphicLayer(name: "L", order: 1)]
        let box = TextObject.BoundingBox(from: SIMD2(60, 20), to: SIMD2(100, 40), justification: .right)
        content.annotations = [GraphicAnnotation(layer: "L", texts: [TextObject("I山", in: box)])]
        let image = PresentedImage(columns: 120, rows: 60)
        var report = RenderingReport()
        let picture = try image.picture(content, &report)
        #expect(report.missingCharacters == ["山"])
        let lit = (0..<picture.bytes.count).filter { picture.bytes[$0] > 128 }
        #expect(!lit.isEmpty && lit.allSatisfy { (60..<100).contains($0 % 120) && (20..<40).contains($0 / 120) })
        // To the right: no column further left than half of the box has anything.
        #expect(lit.allSatisfy { $0 % 120 >= 75 })
        // Turned by half, the box is at the other end, and the bar of the I is still on the left of the box of the other character.
        content.spatialTransformation = SpatialTransformation(quarterTurns: 2)
        let turned = try image.picture(content, &report)
        let moved = (0..<turned.bytes.count).filter { turned.bytes[$0] > 128 }
        #expect(!moved.isEmpty && moved.allSatisfy { (20..<60).contains($0 % 120) && (20..<40).contains($0 / 120) })
    }

    @Test("stay in sight: what the edge would cut off is moved")
    func textAtEdge() throws {
        var content = PresentationStateContent(label: "E")
        content.layers = [GraphicLayer(name: "L", order: 1)]
        let image = PresentedImage(columns: 200, rows: 60)
        func brightness(at x: Double) throws -> Int {
            content.annotations = [GraphicAnnotation(layer: "L", texts: [TextObject("12 mm", at: .init(SIMD2(x, 30)))])]
            return try image.picture(content).bytes.reduce(0) { $0 + Int($1) }
        }
        let (inside, beyond) = (try brightness(at: 100), try brightness(at: 5_000))
        #expect(inside > 0 && abs(inside - beyond) < inside / 10)
    }

    @Test("are refused for images that the state is not for, and for what is not drawn")
    func refuses() throws {
        func code(_ change: (inout DataSet) throws -> Void) throws -> ImagingError.Code? {
            do {
                _ = try ramp.picture(PresentationStateContent(label: "R"), change: change)
                return nil
            } catch let error as ImagingError {
                return error.code
            }
        }
        #expect(try code { $0.remove(.referencedSeriesSequence) } == .badArgument)
        #expect(try code { try $0.set(.maskSubtractionSequence, to: .items([DataSet()])) } == .unsupportedImage)
        #expect(try code { try $0.set(.imageRotation, to: 45) } == .invalidImage)
        #expect(try code { try $0.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.11.2") } == .badArgument)
    }

    @Test("go through the palette of a pseudo-colour state")
    func pseudoColor() throws {
        var content = PresentationStateContent(label: "PC", kind: .pseudoColor)
        for (tags, data) in [
            ((DataElement.Tag.redPaletteColorLookupTableDescriptor, DataElement.Tag.redPaletteColorLookupTableData), [0, 255]),
            ((.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData), [10, 20]),
            ((.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData), [255, 0]),
        ] as [((DataElement.Tag, DataElement.Tag), [Int])] {
            try content.palette.set(tags.0, to: .integers([2, 0, 16]))
            try content.palette.set(tags.1, to: .bytes(data.flatMap { [0, UInt8($0)] }), as: .ow)
        }
        content.window = .init(centerText: "128", widthText: "256")
        #expect(try ramp.picture(content).bytes == [0, 10, 255, 0, 10, 255, 255, 20, 0, 255, 20, 0])
    }

    @Test("are the same at every vector level", arguments: VectorLevel.available)
    func levels(level: VectorLevel) throws {
        var image = PresentedImage(columns: 64, rows: 48, pixels: (0..<64 * 48).map { UInt8(truncatingIfNeeded: $0 * 7) })
        image.more = { try Self.overlay(&$0) }
        var content = PresentationStateContent(label: "ALL")
        content.window = .init(centerText: "100", widthText: "150")
        content.layers = [GraphicLayer(name: "L", order: 1, color: CIELabColor(lightness: 80.0, a: 20, b: 60))]
        content.overlayActivations = [0x6000: "L"]
        content.shutter = DisplayShutter(circle: .init(center: SIMD2(32, 24), radius: 22), presentationValue: 0x2000)
        content.annotations = [
            GraphicAnnotation(
                layer: "L",
                graphics: [
                    GraphicObject(.interpolated, [SIMD2(5, 5), SIMD2(20, 40), SIMD2(50, 10), SIMD2(60, 40)]),
                    GraphicObject(.ellipse, [SIMD2(10, 20), SIMD2(50, 28), SIMD2(28, 34), SIMD2(32, 14)]),
                ], texts: [TextObject("12.5 mm²", at: .init(SIMD2(20, 20), isVisible: true))])
        ]
        content.spatialTransformation = SpatialTransformation(quarterTurns: 1, isFlipped: true)
        let file = try image.file()
        let state = try PresentationState(content.dataSet(for: [file.dataSet], created: DateTime(parsing: "20240229120000")))
        var options = RenderingOptions(level: level)
        options.presentationState = state
        options.displaySize = DisplaySize(columns: 150, rows: 150)
        let picture = try file.renderedFrame(with: options)
        #expect(picture.columns == 113 && picture.rows == 150 && picture.samplesPerPixel == 3)
        #expect(SHA256.hexadecimal(of: picture.bytes.span) == Self.golden)
    }

    private static let golden = "a4fd275a34270b49bd8f7e39f59b8dd181d8bff18de9a5cea05bb5d2622cb55f"
}
