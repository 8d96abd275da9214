import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Presentation states, PS3.3 C.10 and C.11")
struct PresentationStateTests {
    /// An image of 4 columns and 3 rows to refer to.
    private func image(_ instance: UniqueIdentifier = "1.2.3.4", spacing: [Double]? = nil) throws -> DataSet {
        var image = DataSet()
        try image.set(.sopClassUID, to: .uniqueIdentifier("1.2.840.10008.5.1.4.1.1.2"))
        try image.set(.sopInstanceUID, to: .uniqueIdentifier(instance))
        try image.set(.studyInstanceUID, to: "1.2.3")
        try image.set(.seriesInstanceUID, to: "1.2.3.1")
        try image.set(.patientName, to: "Phantom^Water")
        try image.set(.patientID, to: "PHANTOM")
        try image.set(.rows, to: 3)
        try image.set(.columns, to: 4)
        if let spacing { try image.set(.pixelSpacing, to: .numbers(spacing)) }
        return image
    }

    private func created() throws -> DateTime { try DateTime(parsing: "20240229120000") }

    /// All that can be made, and read back from the bytes of a file.
    private func roundTrip(_ content: PresentationStateContent, _ images: [DataSet]) throws -> PresentationState {
        let file = DICOMFile(try content.dataSet(for: images, created: created()))
        return try PresentationState(DICOMFile(bytes: file.bytes()).dataSet)
    }

    @Test("are made and read back with all their parts")
    func roundTrips() throws {
        var content = PresentationStateContent(label: "FINDINGS")
        content.contentDescription = "Größe µm"
        content.creatorName = PersonName("Probst^Ada")
        content.rescale = ("1", "-1024", "HU")
        content.window = .init(centerText: "40", widthText: "400", explanation: "ABDOMEN", function: "SIGMOID")
        content.isInverse = true
        content.shutter = DisplayShutter(
            rectangle: .init(left: 1, right: 3, upper: 1, lower: 2), circle: .init(center: SIMD2(2, 1), radius: 5),
            polygon: [SIMD2(1, 1), SIMD2(4, 1), SIMD2(4, 3)], presentationValue: 0x8000,
            presentationColor: CIELabColor(encodedLightness: 0x4000))
        let layers = [
            GraphicLayer(name: "ABOVE", order: 2, grayscaleValue: 0xFFFF),
            GraphicLayer(name: "BELOW", order: 1, color: .init(encodedLightness: 9)),
        ]
        content.layers = layers
        let annotation = GraphicAnnotation(
            layer: "ABOVE",
            graphics: [
                GraphicObject(.point, [SIMD2(1, 1)]), GraphicObject(.polyline, [SIMD2(0, 0), SIMD2(1.5, 2)], units: .display),
                GraphicObject(.ellipse, [SIMD2(0, 1), SIMD2(4, 1), SIMD2(2, 0), SIMD2(2, 2)], isFilled: true),
            ],
            texts: [
                TextObject(
                    "12 mm²", in: .init(from: SIMD2(0, 0), to: SIMD2(4, 1), justification: .right),
                    at: .init(SIMD2(2, 2), isVisible: true))
            ])
        content.annotations = [annotation]
        content.spatialTransformation = SpatialTransformation(quarterTurns: 3, isFlipped: true)
        let state = try roundTrip(content, [image()])
        #expect(state.kind == .grayscale)
        #expect(try state.label == "FINDINGS" && state.contentDescription == "Größe µm")
        #expect(try state.creatorName?.alphabetic.familyName == "Probst" && state.created == created())
        #expect(try state.modality.rescaleInterceptText == "-1024")
        #expect(try state.voi(for: "1.2.3.4", frame: 0)?.windows.first == content.window)
        #expect(try state.presentationLUT == .inverse)
        #expect(try state.shutter == content.shutter)
        #expect(try state.layers == layers.reversed())
        #expect(try state.annotations(for: "1.2.3.4", frame: 0) == [annotation])
        #expect(try state.spatialTransformation == content.spatialTransformation)
        #expect(try state.applies(to: "1.2.3.4", frame: 0) && !state.applies(to: "1.2.3.5", frame: 0))
    }

    /// C.10.4: the corners are those that are seen, after the rotation and then the flip; columns and rows of 4 × 3 pixels.
    @Test(
        "of a whole image name the corners that are seen",
        arguments: [
            (0, false, [1, 1, 4, 3]), (1, false, [1, 3, 4, 1]), (2, false, [4, 3, 1, 1]), (3, false, [4, 1, 1, 3]),
            (0, true, [4, 1, 1, 3]), (1, true, [1, 1, 4, 3]), (2, true, [1, 3, 4, 1]), (3, true, [4, 3, 1, 1]),
        ] as [(Int, Bool, [Int])])
    func wholeImage(turns: Int, isFlipped: Bool, corners: [Int]) throws {
        var content = PresentationStateContent(label: "TURNED")
        content.spatialTransformation = SpatialTransformation(quarterTurns: turns, isFlipped: isFlipped)
        let area = try #require(try roundTrip(content, [image()]).displayedArea(for: "1.2.3.4", frame: 0))
        #expect([area.topLeft.x, area.topLeft.y, area.bottomRight.x, area.bottomRight.y] == corners)
    }

    @Test("know which images and frames each item is about")
    func references() throws {
        var content = PresentationStateContent(label: "TWO")
        let second = ImageReference(sopClassUID: nil, sopInstanceUID: "1.2.3.5", frameNumbers: [2, 3])
        content.layers = [GraphicLayer(name: "L", order: 1)]
        content.annotations = [
            GraphicAnnotation(layer: "L", texts: [TextObject("one", at: .init(.zero))]),
            GraphicAnnotation(layer: "L", texts: [TextObject("two", at: .init(.zero))], images: [second]),
        ]
        let state = try roundTrip(content, [image(), image("1.2.3.5", spacing: [0.5, 0.25])])
        #expect(try state.annotations(for: "1.2.3.4", frame: 0).flatMap(\.texts).map(\.text) == ["one"])
        #expect(try state.annotations(for: "1.2.3.5", frame: 0).flatMap(\.texts).map(\.text) == ["one"])
        #expect(try state.annotations(for: "1.2.3.5", frame: 1).flatMap(\.texts).map(\.text) == ["one", "two"])
        #expect(try state.displayedArea(for: "1.2.3.4", frame: 0)?.pixelAspect == 1)
        #expect(try state.displayedArea(for: "1.2.3.5", frame: 0)?.pixelAspect == 2)
        #expect(try state.series.map(\.images.count) == [2])
    }

    @Test("with figures that are none are refused by name")
    func refusesFigures() throws {
        func graphic(_ type: String, _ data: [Double], count: Int? = nil, dimensions: Int = 2) throws -> DataSet {
            var item = DataSet()
            try item.set(.graphicType, to: .texts([type]))
            try item.set(.graphicAnnotationUnits, to: "PIXEL")
            try item.set(.graphicDimensions, to: .integers([dimensions]))
            try item.set(.numberOfGraphicPoints, to: .integers([count ?? data.count / 2]))
            try item.set(
                .graphicData,
                to: .bytes(data.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: Float(value).bitPattern >> (8 * $0)) } }))
            return item
        }
        #expect(try GraphicObject(graphic("POLYLINE", [0, 0, 1, 1, 2, 2], count: 2)).points.count == 2)
        for item in [
            try graphic("POLYLINE", [0, 0]), try graphic("POLYLINE", [0, 0, 1]), try graphic("CIRCLE", [0, 0, 1, 1, 2, 2]),
            try graphic("ELLIPSE", [0, 0, 1, 1]), try graphic("POINT", []), try graphic("SQUIGGLE", [0, 0, 1, 1]),
            try graphic("POLYLINE", [0, 0, .nan, 1]), try graphic("POLYLINE", [0, 0, .infinity, 1]),
            try graphic("POLYLINE", [0, 0, 1, 1], count: 3), try graphic("POLYLINE", [0, 0, 1, 1], dimensions: 3),
        ] {
            let error = try #require(throws: ObjectError.self) { try GraphicObject(item) }
            #expect(error.code == .invalidPresentation)
        }
    }

    @Test("give colours their numbers, C.10.7.1.1")
    func colors() {
        // 8080 is 128 of 255 steps: neutral.
        let grey = CIELabColor(encodedLightness: 0xFFFF).values
        #expect(grey.lightness == 100 && grey.a == 0 && grey.b == 0)
        let corner = CIELabColor(encodedLightness: 0, a: 0, b: 0xFFFF).values
        #expect(corner.lightness == 0 && corner.a == -128 && corner.b == 127)
        #expect(CIELabColor(lightness: 50, a: 0, b: 0) == CIELabColor(encodedLightness: 0x8000))
        #expect(CIELabColor(lightness: .nan, a: .infinity, b: -.infinity) == CIELabColor(encodedLightness: 0x8000, a: 0xFFFF, b: 0))
    }

    @Test("are not what other objects are")
    func refusesOthers() throws {
        #expect(throws: ObjectError.self) { try PresentationState(image()) }
        #expect(throws: ObjectError.self) { try PresentationStateContent(label: "NONE").dataSet(for: [], created: created()) }
    }

    @Test("of the corpus are read", .enabled(if: Corpus.isPresent))
    func readsCorpus() throws {
        let path = try #require(Corpus.folder).appendingPathComponent("dicom/larvitar/GSPS/ps.dcm").path
        let state = try PresentationState(DICOMFile(at: path).dataSet)
        let instance: UniqueIdentifier = "1.3.6.1.4.1.18047.1.11.10024591547137391562"
        #expect(state.kind == .grayscale)
        #expect(try state.applies(to: instance, frame: 0))
        // As dcmdump prints the file.
        #expect(try state.label == "IBLAB GSPS" && state.presentationLUT == .inverse && state.layers.map(\.order) == [30])
        let texts = try state.annotations(for: instance, frame: 0).flatMap(\.texts)
        #expect(texts.count == 6 && texts.last?.text == "TOP" && texts.last?.boundingBox?.justification == .center)
        #expect(texts.last?.anchor == .init(SIMD2(68, Double(Float(84.9499969)))))
        let area = try #require(try state.displayedArea(for: instance, frame: 0))
        #expect(area.topLeft == SIMD2(0, 0) && area.bottomRight == SIMD2(1178, 1707) && area.sizeMode == .scaleToFit)
    }
}
