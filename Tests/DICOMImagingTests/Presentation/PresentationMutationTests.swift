import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Presentation states as another writer has them, whole and damaged")
struct PresentationMutationTests {
    /// Written by Scripts/make-presentation-test-data with pydicom.
    private static func seed(_ name: String) throws -> [UInt8] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: tests.appendingPathComponent("Fuzz/Seeds/Presentation/\(name).dcm")))
    }

    private static let names = ["greyscale", "colour", "pseudo-colour", "blending"]

    private func options(_ state: PresentationState) throws -> (Frame, RenderingOptions) {
        var image = PresentedImage(columns: 48, rows: 40, pixels: (0..<48 * 40).map { UInt8(truncatingIfNeeded: $0 * 5) })
        if state.kind == .color {
            image.pixels += image.pixels + image.pixels
            image.photometric = "RGB"
        }
        var above = PresentedImage(columns: 48, rows: 40)
        above.more = { try $0.set(.sopInstanceUID, to: "1.2.3.5") }
        var options = RenderingOptions()
        options.presentationState = state
        options.layers = [try .frame(above.file().frame(0))]
        return (try image.file().frame(0), options)
    }

    @Test("are read as they were written")
    func reads() throws {
        let state = try PresentationState(DICOMFile(bytes: Self.seed("greyscale")).dataSet)
        let annotations = try state.annotations(for: PresentedImage.instance, frame: 0)
        #expect(annotations.map(\.layer) == ["B", "A"])
        #expect(annotations[0].graphics.map(\.kind) == [.point, .polyline, .interpolated, .circle, .ellipse, .polyline, .polyline])
        #expect(annotations[0].graphics.map(\.points.count) == [1, 4, 4, 2, 4, 2, 2])
        let styled = annotations[0].graphics[1]
        #expect(
            styled.isFilled && styled.lineStyle?.pattern == 0xF0F0 && styled.lineStyle?.thickness == 2 && styled.fillStyle?.opacity == 0.5)
        #expect(styled.lineStyle?.color == CIELabColor(encodedLightness: 40000, a: 50000, b: 30000))
        #expect(annotations[1].texts[0].text == "12,5 mm²\r\nGröße 山" && annotations[1].texts[0].style?.verticalAlignment == "BOTTOM")
        #expect(annotations[1].texts[1].anchor == .init(SIMD2(0.5, 0.5), units: .display, isVisible: true))
        #expect(annotations[1].compoundGraphics.map(\.type) == ["RULER"])
        let shutter = try #require(try state.shutter)
        #expect(shutter.circle?.center == SIMD2(24, 20) && shutter.polygon?.count == 4 && shutter.rectangle?.lower == 39)
        #expect(try state.activationLayer(ofOverlay: 0x6000) == "A")
        #expect(try state.spatialTransformation == SpatialTransformation(quarterTurns: 1, isFlipped: true))
        let blending = try PresentationState(DICOMFile(bytes: Self.seed("blending")).dataSet)
        #expect(try blending.relativeOpacity == 0.5 && blending.blendingInputs.map(\.position) == [.underlying, .superimposed])
    }

    @Test("are rendered", arguments: names)
    func renders(name: String) throws {
        let (frame, options) = try options(PresentationState(DICOMFile(bytes: Self.seed(name)).dataSet))
        if name == "pseudo-colour" {
            // The bitmap of its shutter is in no object.
            #expect(try frame.rendered(with: options).samplesPerPixel == 3)
        } else {
            let picture = try frame.rendered(with: options)
            // MAGNIFY 1.5 of 41 columns and 41 rows 5/4 as high, turned: 41 · 1.5 = 61.5 halves up, 41 · 1.875 = 76.875.
            #expect(name != "greyscale" || picture.columns == 77 && picture.rows == 62)
        }
    }

    @Test("give a picture or an error, never a trap and never a hang")
    func areSurvived() throws {
        let clock = ContinuousClock()
        let originals = try Self.names.map { try Self.seed($0) }
        for number in Mutation.numbers(default: 600) {
            let mutation = Mutation(number, of: originals)
            let start = clock.now
            if let file = try? DICOMFile(bytes: mutation.bytes), let state = try? PresentationState(file.dataSet) {
                let (frame, options) = try options(state)
                if let picture = try? frame.rendered(with: options) {
                    #expect(picture.bytes.count == picture.columns * picture.rows * picture.samplesPerPixel, "mutation \(number)")
                }
            }
            #expect(clock.now - start < .seconds(20), "mutation \(number)")
        }
    }
}
