import DICOMCodecs
import Testing

@Suite("Layout of samples")
struct SampleLayoutTests {
    @Test("counts bytes from the first sample to the end of the last one")
    func countsBytes() {
        func count(_ rowStride: Int?, _ planeStride: Int?) -> Int? {
            SampleLayout(
                columns: 5, rows: 3, samplesPerPixel: 3, bytesPerSample: 2, rowStride: rowStride, planeStride: planeStride
            ).byteCount
        }
        #expect(count(nil, nil) == 90)
        #expect(count(30, nil) == 90)
        #expect(count(32, nil) == 32 + 32 + 30)
        #expect(count(nil, 30) == 90)
        #expect(count(nil, 40) == 40 + 40 + 30)
        #expect(count(16, 42) == 42 + 42 + 16 + 16 + 10)
    }

    @Test("has no size where rows or planes overlap, dimensions are missing or memory does not reach")
    func refusesImpossibleLayouts() {
        let layouts = [
            SampleLayout(columns: 4, rows: 2, samplesPerPixel: 3, bytesPerSample: 1, rowStride: 11),
            SampleLayout(columns: 4, rows: 2, bytesPerSample: 1, rowStride: 0),
            SampleLayout(columns: 4, rows: 2, bytesPerSample: 1, rowStride: -4),
            SampleLayout(columns: 4, rows: 2, samplesPerPixel: 3, bytesPerSample: 1, planeStride: 7),
            SampleLayout(columns: 4, rows: 2, samplesPerPixel: 3, bytesPerSample: 1, rowStride: 5, planeStride: 8),
            SampleLayout(columns: 0, rows: 2, bytesPerSample: 1), SampleLayout(columns: 1, rows: 2, bytesPerSample: 3),
            SampleLayout(columns: 1, rows: 3, bytesPerSample: 1, rowStride: .max),
            SampleLayout(columns: 1, rows: 1, samplesPerPixel: 3, bytesPerSample: 1, planeStride: .max),
        ]
        for layout in layouts { #expect(layout.byteCount == nil, "\(layout)") }
    }

    @Test("is refused by every codec where it is impossible", arguments: FrameCodec.allCases)
    func codecsRefuseImpossibleLayouts(codec: FrameCodec) throws {
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0xAA, count: 64)
        let source = [UInt8](repeating: 0, count: 64)
        for (rowStride, planeStride): (Int?, Int?) in [(3, nil), (0, nil), (-1, nil), (nil, 15), (5, 18), (.max, nil), (nil, .max)] {
            let layout = SampleLayout(
                columns: 4, rows: 4, samplesPerPixel: 3, bytesPerSample: 1, rowStride: rowStride, planeStride: planeStride)
            let error = try failure { () throws(CodecError) in
                let span = source.span
                var out = target.mutableSpan
                try codec.decode(span, layout: layout, using: &workspace, into: &out)
            }
            #expect(error.code == .badArgument, "\(layout)")
        }
        #expect(target.allSatisfy { $0 == 0xAA })
    }
}
