import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Frames decoded into rows with strides, and into planes")
struct StridedFramesTests {
    @Test(
        "have the samples of the packed frame, and leave what lies between rows alone",
        arguments: [
            "grey-8-explicit", "grey-12-implicit", "grey-12-signed-big-endian", "grey-16-rle", "grey-8-jpeg-2000", "rgb-interleaved",
            "rgb-planar", "rgb-rle", "bits-multiframe",
        ], [false, true])
    func equalPackedFrames(name: String, isPlanar: Bool) throws {
        let frame = try DICOMFile(at: GoldenObject.named(name).path).frame(0)
        let packed = try frame.decoded()
        var layout = frame.layout
        let samples = layout.samplesPerPixel
        let width = layout.bytesPerSample
        let rowStride = layout.columns * width * (isPlanar ? 1 : samples) + 5
        layout.rowStride = rowStride
        if isPlanar { layout.planeStride = rowStride * layout.rows + 3 }
        let count = try #require(layout.byteCount)
        var target = [UInt8](repeating: 0xEE, count: count + 7)
        var span = target.mutableSpan
        var workspace = CodecWorkspace()
        try frame.decode(using: &workspace, layout: layout, into: &span)
        var isSample = [Bool](repeating: false, count: target.count)
        for row in 0..<layout.rows {
            for column in 0..<layout.columns {
                for sample in 0..<samples {
                    let place =
                        row * rowStride
                        + (isPlanar ? sample * (layout.planeStride ?? 0) + column * width : (column * samples + sample) * width)
                    let expected = ((row * layout.columns + column) * samples + sample) * width
                    for byte in 0..<width {
                        #expect(target[place + byte] == packed[expected + byte])
                        isSample[place + byte] = true
                    }
                }
            }
        }
        #expect(target.indices.allSatisfy { isSample[$0] || target[$0] == 0xEE })
    }

    private func refusal(_ frame: Frame, _ layout: SampleLayout, bytes: Int) -> ImagingError? {
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0, count: bytes)
        var span = target.mutableSpan
        do throws(ImagingError) {
            try frame.decode(using: &workspace, layout: layout, into: &span)
            return nil
        } catch {
            return error
        }
    }

    @Test("are refused in a layout of another frame, or a target that is too small")
    func refuses() throws {
        let frame = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path).frame(0)
        var layout = frame.layout
        layout.rowStride = layout.columns + 1
        let count = try #require(layout.byteCount)
        #expect(refusal(frame, layout, bytes: count) == nil)
        #expect(refusal(frame, layout, bytes: count - 1)?.code == .badArgument)
        layout.columns -= 1
        #expect(refusal(frame, layout, bytes: count)?.code == .badArgument)
    }
}
