import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("JPEG Baseline and Extended encoding, ITU-T T.81 Annex F")
struct JPEGDCTEncodingTests {
    /// What libjpeg-turbo was asked for.
    private func parameters(for frame: DCTFrame) -> JPEG.DCTEncodingOptions {
        var parameters = JPEG.DCTEncodingOptions(precision: frame.precision, quality: .scaled(frame.quality))
        parameters.sampling = frame.sampling[0] == "22" ? .halfWidthAndHeight : frame.sampling[0] == "21" ? .halfWidth : .full
        parameters.color = frame.scans == "rgb" ? .convertedFromRGB : .asGiven
        parameters.restartInterval = frame.restartInterval
        return parameters
    }

    private func encode(
        _ samples: [UInt8], _ layout: SampleLayout, _ parameters: JPEG.DCTEncodingOptions, level: VectorLevel = .best
    ) throws -> [UInt8] {
        var workspace = CodecWorkspace(level: level)
        var target = [UInt8](repeating: 0xAA, count: try #require(JPEG.maximumDCTByteCount(for: layout, options: parameters)))
        var out = target.mutableSpan
        let count = try JPEG.encodeDCT(samples.span, layout: layout, options: parameters, using: &workspace, into: &out)
        #expect(count % 2 == 0)
        return Array(target[..<count])
    }

    private func decode(_ codestream: [UInt8], _ layout: SampleLayout) throws -> [UInt8] {
        var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
        var out = target.mutableSpan
        let report = try JPEG.decode(codestream.span, layout: layout, into: &out)
        #expect(report.notes.filter { $0 != .upsampledComponents }.isEmpty)
        return target
    }

    @Test(
        "writes the scan that libjpeg-turbo writes, byte for byte, with the same tables",
        arguments: DCTFrame.sources.filter { $0.precision == 8 })
    func writesTheSameScan(frame: DCTFrame) throws {
        let (samples, theirs) = (try frame.source(), try frame.encoded())
        let expected = Array(theirs[try #require(startOfScan(in: theirs))...])
        for level in VectorLevel.available {
            let ours = try encode(samples, frame.layout, parameters(for: frame), level: level)
            let scan = Array(ours[try #require(startOfScan(in: ours))...])
            #expect(scan == expected || scan == expected + [0], "\(level)")
        }
    }

    @Test("with tables of its own loses just what libjpeg-turbo loses", arguments: DCTFrame.sources)
    func losesTheSame(frame: DCTFrame) throws {
        let (samples, expected) = (try frame.source(), try frame.expected())
        var parameters = parameters(for: frame)
        parameters.optimizesTables = true
        parameters.isExtended = true
        for level in VectorLevel.available {
            let encoded = try encode(samples, frame.layout, parameters, level: level)
            #expect(try decode(encoded, frame.layout) == expected, "\(level)")
            let header = try JPEG.header(of: encoded.span)
            #expect(header.process == .extended && header.precision == frame.precision && header.layout == frame.layout)
            #expect(header.restartInterval == frame.restartInterval && header.color == .unmarked)
        }
    }

    @Test("takes samples from strides, planes and wider containers, and heeds no bit above the precision", arguments: DCTFrame.sources)
    func readsLayouts(frame: DCTFrame) throws {
        let samples = try frame.source()
        let expected = try encode(samples, frame.layout, parameters(for: frame))
        for (row, plane): (Int?, Int?) in [(nil, nil), (5, nil), (nil, 0), (3, 8)] {
            for width in frame.precision > 8 ? [2] : [1, 2] {
                var tight = frame.layout
                tight.bytesPerSample = width
                let layout = tight.with(rowPadding: row, planePadding: plane)
                var memory = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                for number in 0..<frame.columns * frame.rows * frame.sampling.count {
                    let pixel = number / frame.sampling.count
                    let place = layout.place(
                        row: pixel / frame.columns, column: pixel % frame.columns, sample: number % frame.sampling.count)
                    let from = number * frame.layout.bytesPerSample
                    memory[place] = samples[from]
                    if width == 2 { memory[place + 1] = frame.precision > 8 ? samples[from + 1] | 0xB0 : 0xB0 }
                }
                #expect(try encode(memory, layout, parameters(for: frame)) == expected, "\(layout)")
            }
        }
    }

    @Test("reads and writes nothing beyond its buffers, and needs no more room than it uses", arguments: DCTFrame.sources)
    func staysWithinBuffers(frame: DCTFrame) throws {
        let samples = try frame.source()
        let expected = try encode(samples, frame.layout, parameters(for: frame))
        for level in VectorLevel.available {
            var workspace = CodecWorkspace(level: level)
            let source = GuardedBytes(samples)
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: expected.count))
            let count = try source.withSpan { source throws(CodecError) in
                try target.withMutableSpan { target throws(CodecError) in
                    try JPEG.encodeDCT(source, layout: frame.layout, options: parameters(for: frame), using: &workspace, into: &target)
                }
            }
            #expect(count == expected.count && target.array == expected)
        }
        for count in [0, 1, 100, expected.count - 1] {
            let error = try failure { () throws(CodecError) in
                var target = [UInt8](repeating: 0, count: count)
                var out = target.mutableSpan
                _ = try JPEG.encodeDCT(samples.span, layout: frame.layout, options: parameters(for: frame), into: &out)
            }
            #expect(error.code == .targetTooSmall || (count == 0 && error.code == .badArgument))
        }
    }

    @Test("marks colours as asked", arguments: [JPEG.DCTEncodingOptions.Color.asGiven, .convertedFromRGB, .rgb])
    func marksColors(color: JPEG.DCTEncodingOptions.Color) throws {
        let frame = try #require(DCTFrame.sources.first { $0.sampling.count == 3 && $0.columns == 33 && $0.precision == 8 })
        var parameters = JPEG.DCTEncodingOptions(quality: .scaled(100))
        parameters.color = color
        parameters.writesAdobe = true
        let encoded = try encode(try frame.source(), frame.layout, parameters)
        let header = try JPEG.header(of: encoded.span)
        #expect(header.color == (color == .rgb ? .adobeUntransformed : .adobeYCbCr))
        #expect(header.components.map(\.identifier) == (color == .rgb ? Array("RGB".utf8) : [1, 2, 3]))
        (parameters.writesAdobe, parameters.writesJFIF) = (false, true)
        let other = try encode(try frame.source(), frame.layout, parameters)
        #expect(try JPEG.header(of: other.span).color == .jfif)
    }

    @Test("searches the quality that a ratio leaves room for")
    func meetsRatios() throws {
        let layout = SampleLayout(columns: 256, rows: 200, samplesPerPixel: 3, bytesPerSample: 1)
        var numbers = RepeatableNumbers(state: 9)
        let samples = (0..<256 * 200 * 3).map {
            UInt8(truncatingIfNeeded: $0 / 3 % 256 / 2 + $0 / 768 / 4 + Int.random(in: 0...20, using: &numbers))
        }
        var last = Int.max
        for ratio in [3.0, 6, 12, 30] {
            var parameters = JPEG.DCTEncodingOptions(quality: .ratio(ratio))
            parameters.optimizesTables = true
            let count = try encode(samples, layout, parameters).count
            #expect(count < last && Double(count) <= Double(samples.count) / ratio && Double(count) > Double(samples.count) / ratio / 2)
            last = count
        }
    }

    @Test("uses the quantisation tables that it is given")
    func usesTables() throws {
        let frame = try #require(DCTFrame.sources.first { $0.sampling.count == 3 && $0.columns == 33 && $0.precision == 8 })
        let ones = [UInt16](repeating: 1, count: 64)
        let given = JPEG.DCTEncodingOptions(quality: .tables(luminance: ones, chrominance: ones))
        let samples = try frame.source()
        #expect(try encode(samples, frame.layout, given) == encode(samples, frame.layout, JPEG.DCTEncodingOptions(quality: .scaled(100))))
    }

    @Test("refuses what the processes do not know")
    func refusesParameters() throws {
        let layout = SampleLayout(columns: 4, rows: 4, samplesPerPixel: 3, bytesPerSample: 1)
        let ones = [UInt16](repeating: 1, count: 64)
        var interval = JPEG.DCTEncodingOptions()
        interval.restartInterval = 65_536
        var gray = JPEG.DCTEncodingOptions()
        gray.color = .convertedFromRGB
        let cases: [(SampleLayout, JPEG.DCTEncodingOptions)] = [
            (layout, JPEG.DCTEncodingOptions(precision: 10)), (layout, JPEG.DCTEncodingOptions(precision: 12)),
            (layout, JPEG.DCTEncodingOptions(quality: .scaled(0))),
            (layout, JPEG.DCTEncodingOptions(quality: .scaled(101))), (layout, JPEG.DCTEncodingOptions(quality: .ratio(0))),
            (layout, JPEG.DCTEncodingOptions(quality: .ratio(.nan))),
            (layout, JPEG.DCTEncodingOptions(quality: .tables(luminance: ones, chrominance: []))),
            (layout, JPEG.DCTEncodingOptions(quality: .tables(luminance: ones, chrominance: ones.map { $0 + 255 }))),
            (layout, JPEG.DCTEncodingOptions(quality: .tables(luminance: ones.map { $0 - 1 }, chrominance: ones))), (layout, interval),
            (SampleLayout(columns: 4, rows: 4, samplesPerPixel: 1, bytesPerSample: 1), gray),
            (SampleLayout(columns: 4, rows: 4, samplesPerPixel: 2, bytesPerSample: 1), JPEG.DCTEncodingOptions()),
            (SampleLayout(columns: 4, rows: 4, samplesPerPixel: 1, bytesPerSample: 4), JPEG.DCTEncodingOptions()),
            (SampleLayout(columns: 65_536, rows: 1, samplesPerPixel: 1, bytesPerSample: 1), JPEG.DCTEncodingOptions()),
        ]
        for (layout, parameters) in cases {
            #expect(JPEG.maximumDCTByteCount(for: layout, options: parameters) == nil)
            let error = try failure { () throws(CodecError) in
                let samples = [UInt8](repeating: 0, count: 65_536)
                var target = [UInt8](repeating: 0, count: 65_536)
                var out = target.mutableSpan
                _ = try JPEG.encodeDCT(samples.span, layout: layout, options: parameters, into: &out)
            }
            #expect(error.code == .badArgument, "\(parameters)")
        }
    }
}
