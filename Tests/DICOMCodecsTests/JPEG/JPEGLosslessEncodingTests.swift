import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("JPEG Lossless encoding, ITU-T T.81 Annex H")
struct JPEGLosslessEncodingTests {
    @Test("encodes what decodes to the same samples, with every predictor and precision", arguments: 1...7, 2...16)
    func encodesEachPrecision(selection: Int, precision: Int) throws {
        var numbers = RepeatableNumbers(state: UInt64(selection * 100 + precision))
        for (columns, rows, samples) in [(1, 1, 1), (17, 3, 1), (16, 16, 3), (5, 9, 4), (3, 2, 2), (70, 5, 1)] {
            let layout = SampleLayout(columns: columns, rows: rows, samplesPerPixel: samples, bytesPerSample: precision > 8 ? 2 : 1)
            let picture = Picture(layout, precision: precision, using: &numbers)
            var parameters = JPEG.LosslessEncodingOptions(precision: precision)
            parameters.selectionValue = selection
            for separates in [false, true] {
                for restartRows in [0, 1, 3] {
                    (parameters.separatesComponents, parameters.restartRows) = (separates, restartRows)
                    let encoded = try encode(picture.bytes, layout, parameters)
                    #expect(try decode(encoded, layout) == picture.bytes, "\(layout) \(parameters)")
                    let header = try JPEG.header(of: encoded.span)
                    #expect(header.layout == layout && header.precision == precision && header.selectionValue == selection)
                    #expect(header.isInterleaved == (!separates || samples == 1) && header.restartInterval == restartRows * columns)
                    #expect(!header.isLossy && header.color == .unmarked)
                }
            }
        }
    }

    @Test("cuts off the low bits that the point transform names", arguments: [1, 4, 11])
    func transformsPoints(point: Int) throws {
        var numbers = RepeatableNumbers(state: 5)
        let layout = SampleLayout(columns: 21, rows: 6, samplesPerPixel: 3, bytesPerSample: 2)
        let picture = Picture(layout, precision: 12, using: &numbers)
        var parameters = JPEG.LosslessEncodingOptions(precision: 12)
        parameters.pointTransform = point
        let encoded = try encode(picture.bytes, layout, parameters)
        let mask = 0xFFFF << point
        let expected = picture.values.flatMap { value in cell(of: value & mask) }
        #expect(try decode(encoded, layout) == expected)
        #expect(try JPEG.header(of: encoded.span).isLossy)
    }

    @Test("takes samples from strides and planes, and heeds no bit above the precision")
    func readsStrides() throws {
        var numbers = RepeatableNumbers(state: 6)
        for width in [1, 2] {
            let tight = SampleLayout(columns: 13, rows: 7, samplesPerPixel: 3, bytesPerSample: width)
            let precision = 8 * width - 2
            let picture = Picture(tight, precision: precision, using: &numbers)
            let expected = try encode(picture.bytes, tight, JPEG.LosslessEncodingOptions(precision: precision))
            for (row, plane): (Int?, Int?) in [(nil, nil), (0, nil), (5, nil), (nil, 0), (3, 8)] {
                let layout = tight.with(rowPadding: row, planePadding: plane)
                var memory = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                for (number, value) in picture.values.enumerated() {
                    let place = layout.place(row: number / 39, column: number / 3 % 13, sample: number % 3)
                    let both = cell(of: value | 3 << precision)
                    for i in 0..<width { memory[place + i] = both[i] }
                }
                #expect(try encode(memory, layout, JPEG.LosslessEncodingOptions(precision: precision)) == expected, "\(layout)")
            }
        }
    }

    @Test("gives the same codestream at each vector level", arguments: 1...7)
    func isEqualAtEachLevel(selection: Int) throws {
        var numbers = RepeatableNumbers(state: 7)
        for samples in [1, 3] {
            let layout = SampleLayout(columns: 131, rows: 9, samplesPerPixel: samples, bytesPerSample: 2)
            let picture = Picture(layout, precision: 16, using: &numbers)
            var parameters = JPEG.LosslessEncodingOptions(precision: 16)
            parameters.selectionValue = selection
            let streams = try VectorLevel.available.map { try encode(picture.bytes, layout, parameters, level: $0) }
            #expect(Set(streams).count == 1)
        }
    }

    @Test("takes differences that are rare, whose codes are long, and that of 32,768", arguments: [1, 3, 4])
    func writesLongCodes(samples: Int) throws {
        var numbers = RepeatableNumbers(state: 10)
        let layout = SampleLayout(columns: 1501, rows: 40, samplesPerPixel: samples, bytesPerSample: 2)
        var rest = 0
        // Quiet from a first sample of 0 on, which is predicted as 32,768, with a little noise at times.
        let values = (0..<layout.byteCount! / 2).map { place in
            if place > 0, Int.random(in: 0..<700, using: &numbers) == 0 { rest = 6 }
            rest -= 1
            return rest >= 0 ? Int.random(in: 0...65535, using: &numbers) : place % 3 == 0 ? 0 : 1
        }
        let bytes = values.flatMap(cell)
        let parameters = JPEG.LosslessEncodingOptions(precision: 16)
        let streams = try VectorLevel.available.map { try encode(bytes, layout, parameters, level: $0) }
        #expect(Set(streams).count == 1)
        var decoded = [UInt8](repeating: 0, count: bytes.count)
        var span = decoded.mutableSpan
        let stream = streams[0]
        try JPEG.decode(stream.span, layout: layout, into: &span)
        #expect(decoded == bytes)
    }

    @Test("needs no more than the maximum, and says so where less is given")
    func keepsToTarget() throws {
        let layout = SampleLayout(columns: 19, rows: 5, bytesPerSample: 2)
        // Noise over the whole range has the longest differences there are.
        var numbers = RepeatableNumbers(state: 8)
        let noise = (0..<layout.byteCount!).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let parameters = JPEG.LosslessEncodingOptions(precision: 16)
        let encoded = try encode(noise, layout, parameters)
        #expect(encoded.count % 2 == 0)
        for count in 0..<encoded.count {
            let target = GuardedBytes([UInt8](repeating: 0, count: count))
            let samples = GuardedBytes(noise)
            let error = try failure { () throws(CodecError) in
                _ = try samples.withSpan { (samples) throws(CodecError) in
                    try target.withMutableSpan { (target) throws(CodecError) in
                        try JPEG.encodeLossless(samples, layout: layout, options: parameters, into: &target)
                    }
                }
            }
            #expect(error.code == .targetTooSmall, "\(count)")
        }
    }

    @Test("refuses what the process does not know")
    func refusesImpossible() throws {
        let layout = SampleLayout(columns: 8, rows: 4, bytesPerSample: 2)
        let samples = [UInt8](repeating: 0, count: 64)
        func code(_ layout: SampleLayout, _ change: (inout JPEG.LosslessEncodingOptions) -> Void) throws -> CodecError.Code {
            var parameters = JPEG.LosslessEncodingOptions(precision: 12)
            change(&parameters)
            return try failure { () throws(CodecError) in
                var target = [UInt8](repeating: 0, count: 4096)
                var span = target.mutableSpan
                _ = try JPEG.encodeLossless(samples.span, layout: layout, options: parameters, into: &span)
            }.code
        }
        #expect(try code(layout) { $0.precision = 1 } == .badArgument)
        #expect(try code(layout) { $0.precision = 17 } == .badArgument)
        #expect(try code(layout) { $0.precision = 268 } == .badArgument)
        #expect(try code(layout) { $0.selectionValue = 0 } == .badArgument)
        #expect(try code(layout) { $0.selectionValue = 8 } == .badArgument)
        #expect(try code(layout) { $0.pointTransform = 12 } == .badArgument)
        #expect(try code(layout) { $0.pointTransform = -1 } == .badArgument)
        #expect(try code(layout) { $0.restartRows = 8192 } == .badArgument)
        #expect(try code(layout) { $0.restartRows = -1 } == .badArgument)
        #expect(try code(SampleLayout(columns: 8, rows: 4, bytesPerSample: 1)) { _ in } == .badArgument)
        #expect(try code(SampleLayout(columns: 4, rows: 1, samplesPerPixel: 5, bytesPerSample: 2)) { _ in } == .badArgument)
        #expect(try code(SampleLayout(columns: 65_536, rows: 1, bytesPerSample: 1)) { $0.precision = 8 } == .badArgument)
        #expect(try code(SampleLayout(columns: 8, rows: 5, bytesPerSample: 2)) { _ in } == .badArgument)  // samples too few
        #expect(
            JPEG.maximumLosslessByteCount(for: SampleLayout(columns: 8, rows: 4, bytesPerSample: 4), options: .init(precision: 12)) == nil)
    }

    @Test(
        "is read by DCMTK",
        .enabled(if: DCMTKDecoder.tool != nil, "dcmdjpeg is not installed: no independent decoder looks at our codestreams"),
        arguments: [(1, 16, 1), (2, 12, 1), (3, 8, 1), (4, 16, 1), (5, 10, 1), (6, 15, 1), (7, 16, 1), (1, 8, 3), (7, 8, 3), (4, 8, 3)])
    func isReadByDCMTK(selection: Int, precision: Int, samples: Int) throws {
        var numbers = RepeatableNumbers(state: 9)
        let layout = SampleLayout(columns: 37, rows: 21, samplesPerPixel: samples, bytesPerSample: precision > 8 ? 2 : 1)
        let picture = Picture(layout, precision: precision, using: &numbers)
        var parameters = JPEG.LosslessEncodingOptions(precision: precision)
        parameters.selectionValue = selection
        for restartRows in [0, 2] {
            parameters.restartRows = restartRows
            let encoded = try encode(picture.bytes, layout, parameters)
            let decoded = try DCMTKDecoder.decode(
                encoded, columns: layout.columns, rows: layout.rows, samples: samples, bits: precision)
            #expect(decoded == picture.bytes)
        }
    }
}

/// Slopes, noise, and samples at both ends of the range.
private struct Picture {
    var values: [Int] = []
    var bytes: [UInt8] = []

    init(_ layout: SampleLayout, precision: Int, using numbers: inout RepeatableNumbers) {
        let top = (1 << precision) - 1
        for row in 0..<layout.rows {
            for column in 0..<layout.columns {
                for sample in 0..<layout.samplesPerPixel {
                    var value = min(max((column + row * 2 + sample * 5) * top / 100 + Int.random(in: -2...2, using: &numbers), 0), top)
                    if Int.random(in: 0..<16, using: &numbers) == 0 { value = Bool.random(using: &numbers) ? top : 0 }
                    values.append(value)
                    self.bytes += cell(of: value).prefix(layout.bytesPerSample)
                }
            }
        }
    }
}

private func cell(of value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }

private func encode(
    _ samples: [UInt8], _ layout: SampleLayout, _ parameters: JPEG.LosslessEncodingOptions, level: VectorLevel = .best
) throws -> [UInt8] {
    var workspace = CodecWorkspace(level: level)
    var target = [UInt8](repeating: 0, count: try #require(JPEG.maximumLosslessByteCount(for: layout, options: parameters)))
    var span = target.mutableSpan
    let count = try JPEG.encodeLossless(samples.span, layout: layout, options: parameters, using: &workspace, into: &span)
    return Array(target[..<count])
}

private func decode(_ codestream: [UInt8], _ layout: SampleLayout) throws -> [UInt8] {
    var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
    var span = target.mutableSpan
    let report = try JPEG.decode(codestream.span, layout: layout, into: &span)
    #expect(report.notes == [])
    return target
}
