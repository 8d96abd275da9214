import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("Layers over an image")
struct LayerTests {
    private func segmentation(_ type: String, pixels: [UInt8], bits: Int, color: CIELabColor, frames: Int = 1) throws -> DICOMFile {
        var dataSet = DataSet()
        try dataSet.set(.sopClassUID, to: .uniqueIdentifier(.segmentationStorage))
        try dataSet.set(.segmentationType, to: .texts([type]))
        if type == "FRACTIONAL" { try dataSet.set(.maximumFractionalValue, to: 200) }
        var segment = DataSet()
        try segment.set(.segmentNumber, to: 3)
        try segment.set(.recommendedDisplayCIELabValue, to: .integers([Int(color.lightness), Int(color.a), Int(color.b)]))
        try dataSet.set(.segmentSequence, to: .items([segment]))
        var source = DataSet()
        try source.set(.referencedSOPInstanceUID, to: .uniqueIdentifier(PresentedImage.instance))
        var derivation = DataSet()
        try derivation.set(.sourceImageSequence, to: .items([source]))
        var identification = DataSet()
        try identification.set(.referencedSegmentNumber, to: 3)
        var frame = DataSet()
        try frame.set(.derivationImageSequence, to: .items([derivation]))
        if type != "LABELMAP" { try frame.set(.segmentIdentificationSequence, to: .items([identification])) }
        try dataSet.set(.perFrameFunctionalGroupsSequence, to: .items([frame]))
        try dataSet.set(.samplesPerPixel, to: 1)
        try dataSet.set(.photometricInterpretation, to: "MONOCHROME2")
        try dataSet.set(.rows, to: 1)
        try dataSet.set(.columns, to: 4)
        try dataSet.set(.bitsAllocated, to: .integers([bits]))
        try dataSet.set(.bitsStored, to: .integers([bits]))
        try dataSet.set(.highBit, to: .integers([bits - 1]))
        try dataSet.set(.pixelRepresentation, to: 0)
        try dataSet.set(.pixelData, to: .bytes(pixels), as: bits == 1 ? .ob : .ow)
        return DICOMFile(dataSet)
    }

    /// White, so that the picture stays grey and numbers are easy.
    private let white = CIELabColor(encodedLightness: 0xFFFF)
    private let image = PresentedImage(columns: 4, rows: 1, pixels: [0, 85, 170, 255])

    private func bytes(_ layers: [Layer]) throws -> [UInt8] {
        var options = RenderingOptions()
        options.layers = layers
        return try image.file().renderedFrame(with: options).bytes
    }

    @Test("show the bits of a binary segmentation by its opacity")
    func binary() throws {
        let file = try segmentation("BINARY", pixels: [0b0000_0101, 0], bits: 1, color: white)
        #expect(try bytes([.segmentation(file, opacity: 1)]) == [255, 85, 255, 255])
        // Half: (0 + 255)/2 halves up, (170 + 255)/2.
        #expect(try bytes([.segmentation(file, opacity: 0.5)]) == [128, 85, 213, 255])
        #expect(try bytes([.segmentation(file, segments: [1], opacity: 1)]) == [0, 85, 170, 255])
    }

    @Test("show fractions as parts of the maximum, and labels as their segments")
    func fractionalAndLabels() throws {
        let fractional = try segmentation("FRACTIONAL", pixels: [100, 200, 0, 0], bits: 8, color: white)
        #expect(try bytes([.segmentation(fractional, opacity: 1)]) == [128, 255, 170, 255])
        // Label 9 is of no segment.
        let labels = try segmentation("LABELMAP", pixels: [3, 9, 0, 3], bits: 8, color: white)
        #expect(try bytes([.segmentation(labels, opacity: 1)]) == [255, 85, 170, 255])
    }

    @Test("are drawn in their order, and make RGB where they have colour")
    func order() throws {
        let below = try segmentation("BINARY", pixels: [0b1111, 0], bits: 1, color: white)
        let above = try segmentation("BINARY", pixels: [0b0001, 0], bits: 1, color: CIELabColor(lightness: 0))
        #expect(try bytes([.segmentation(below, opacity: 1), .segmentation(above, opacity: 1)]) == [0, 255, 255, 255])
        let red = try segmentation("BINARY", pixels: [0b0001, 0], bits: 1, color: CIELabColor(lightness: 54.2917, a: 80.8125, b: 69.8851))
        let picture = try bytes([.segmentation(red, opacity: 1)])
        #expect(picture.count == 12 && picture[0] > 250 && picture[1] < 5 && Array(picture[3...5]) == [85, 85, 85])
    }

    @Test("of parametric maps show quantities, and nothing where there is none")
    func parametricMap() throws {
        var dataSet = try image.file().dataSet
        try dataSet.set(.sopInstanceUID, to: "1.2.3.9")
        dataSet.remove(.pixelData)
        for tag in [DataElement.Tag.bitsStored, .highBit, .pixelRepresentation] { dataSet.remove(tag) }
        try dataSet.set(.bitsAllocated, to: 32)
        var mapping = DataSet()
        try mapping.set(.doubleFloatRealWorldValueFirstValueMapped, to: -100.0)
        try mapping.set(.doubleFloatRealWorldValueLastValueMapped, to: 100.0)
        try mapping.set(.realWorldValueSlope, to: 2.0)
        try mapping.set(.realWorldValueIntercept, to: 1.0)
        try dataSet.set(.realWorldValueMappingSequence, to: .items([mapping]))
        // Quantities 1, 101, none beyond 100, none of a NaN.
        let stored: [Float] = [0, 50, 101, .nan]
        try dataSet.set(
            .floatPixelData, to: .bytes(stored.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } })
        )
        let file = DICOMFile(dataSet)
        #expect(try bytes([.parametricMap(file, opacity: 1)]) == [0, 255, 170, 255])
        // From 1 to 201: the half, 255 · 100/200 halves up.
        #expect(try bytes([.parametricMap(file, range: 1...201, opacity: 1)]) == [0, 128, 170, 255])
    }

    @Test("that have nothing over the frame are named")
    func empty() throws {
        var other = image
        other.more = { try $0.set(.sopInstanceUID, to: "1.2.3.77") }
        var options = RenderingOptions()
        options.layers = [try .segmentation(segmentation("BINARY", pixels: [1, 0], bits: 1, color: white))]
        var report = RenderingReport()
        _ = try other.file().frame(0).rendered(with: options, reporting: &report)
        #expect(report.emptyLayers == [0])
    }

    @Test("are blended as a blending state says, PS3.3 C.11.14")
    func blending() throws {
        let below = try image.file()
        var above = image
        above.pixels = [255, 255, 0, 0]
        above.more = { try $0.set(.sopInstanceUID, to: "1.2.3.5") }
        var state = DataSet()
        try state.set(.sopClassUID, to: .uniqueIdentifier(.blendingSoftcopyPresentationStateStorage))
        try state.set(.relativeOpacity, to: 0.5)
        func input(_ position: String, _ instance: String) throws -> DataSet {
            var reference = DataSet()
            try reference.set(.referencedSOPInstanceUID, to: .texts([instance]))
            var series = DataSet()
            try series.set(.referencedImageSequence, to: .items([reference]))
            var input = DataSet()
            try input.set(.blendingPosition, to: .texts([position]))
            try input.set(.referencedSeriesSequence, to: .items([series]))
            return input
        }
        try state.set(.blendingSequence, to: .items([input("UNDERLYING", "1.2.3.4"), input("SUPERIMPOSED", "1.2.3.5")]))
        // Black to red.
        for (descriptor, data, last) in [
            (DataElement.Tag.redPaletteColorLookupTableDescriptor, DataElement.Tag.redPaletteColorLookupTableData, UInt8(255)),
            (.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData, 0),
            (.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData, 0),
        ] {
            try state.set(descriptor, to: .integers([2, 0, 16]))
            try state.set(data, to: .bytes([0, 0, 0, last]), as: .ow)
        }
        var options = RenderingOptions()
        options.presentationState = try PresentationState(state)
        let error = try #require(throws: ImagingError.self) { try below.renderedFrame(with: options) }
        #expect(error.code == .badArgument)
        options.layers = [try .frame(above.file().frame(0))]
        // Half of each: grey 0 and red, 85 and red, 170 and black, 255 and black, halves up.
        #expect(try below.renderedFrame(with: options).bytes == [128, 0, 0, 170, 43, 43, 85, 85, 85, 128, 128, 128])
    }

    @Test("lie where the planes of patients coincide, whatever the grids")
    func geometry() throws {
        func plane(_ dataSet: inout DataSet, _ position: [Double], spacing: Double, instance: String) throws {
            try dataSet.set(.sopInstanceUID, to: .texts([instance]))
            try dataSet.set(.frameOfReferenceUID, to: "1.2.3.8")
            try dataSet.set(.imagePositionPatient, to: .numbers(position))
            try dataSet.set(.imageOrientationPatient, to: .numbers([1, 0, 0, 0, 1, 0]))
            try dataSet.set(.pixelSpacing, to: .numbers([spacing, spacing]))
        }
        var below = PresentedImage(columns: 4, rows: 2)
        below.more = { try plane(&$0, [0, 0, 5], spacing: 1, instance: "1.2.3.4") }
        // Pixels twice as large, the first of which covers the second and third columns: center at 1.5, and half a row above and below.
        var above = PresentedImage(columns: 1, rows: 1, pixels: [200])
        above.more = {
            try plane(&$0, [1.5, 0.5, 5], spacing: 2, instance: "1.2.3.5")
            try $0.set(.windowCenter, to: "128")
            try $0.set(.windowWidth, to: "256")
        }
        var options = RenderingOptions()
        options.layers = [try .frame(above.file().frame(0), opacity: 1)]
        // 200: ((200 - 127.5)/255 + 0.5) · 255 = 200.
        #expect(try below.file().renderedFrame(with: options).bytes == [0, 200, 200, 0, 0, 200, 200, 0])
        var report = RenderingReport()
        above.more = { try plane(&$0, [1.5, 0.5, 6], spacing: 2, instance: "1.2.3.5") }
        options.layers = [try .frame(above.file().frame(0), opacity: 1)]
        _ = try below.file().frame(0).rendered(with: options, reporting: &report)
        #expect(report.emptyLayers == [0])
    }
}
