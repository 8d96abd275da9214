import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("Kernels of geometry")
struct SampleKernelsGeometryTests {
    /// Every position of the target as the mean of `taps` of the source, as far as they exist.
    private func axis(_ source: Int, _ target: Int, taps: Int) -> ResamplingAxis {
        var axis = ResamplingAxis(source: source, taps: taps, capacity: target)
        for place in 0..<target {
            let start = min(place * source / target, source - 1)
            let count = min(taps, source - start)
            axis.append(start: start, weights: (0..<count).map { Float($0 + 1) / 7 })
        }
        return axis
    }

    /// The definition, sample by sample: down the columns, then along the rows, in single precision.
    private func expected(
        _ values: [Float], channels: Int, _ columns: (Int, Int), _ rows: (Int, Int), taps: Int
    ) -> [Float] {
        let width = columns.0 * channels
        func sum(_ start: Int, _ source: Int, _ value: (Int) -> Float) -> Float {
            let count = min(taps, source - start)
            var sum = Float(1) / 7 * value(start)
            for tap in stride(from: 1, to: count, by: 1) { sum += Float(tap + 1) / 7 * value(start + tap) }
            return sum
        }
        var result: [Float] = []
        for row in 0..<rows.1 {
            let start = min(row * rows.0 / rows.1, rows.0 - 1)
            let line = (0..<width).map { place in sum(start, rows.0) { values[$0 * width + place] } }
            for column in 0..<columns.1 {
                let start = min(column * columns.0 / columns.1, columns.0 - 1)
                for channel in 0..<channels { result.append(sum(start, columns.0) { line[$0 * channels + channel] }) }
            }
        }
        return result
    }

    private func bytes(_ values: [Float], _ number: SampleKernels.Number) -> [UInt8] {
        values.flatMap { value -> [UInt8] in
            switch number {
            case .uint8: return [UInt8(min(max(value, 0), 255) + 0.5)]
            case .uint16:
                let word = UInt16(min(max(value, 0), 65_535) + 0.5)
                return [UInt8(truncatingIfNeeded: word), UInt8(word >> 8)]
            case .int16:
                let word = Int16(Int32(min(max(value, -32_768), 32_767) + 32_768 + 0.5) - 32_768)
                return [UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8)]
            case .float32:
                let bits = value.bitPattern
                return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
            }
        }
    }

    @Test(
        "a weighted sum is the same to the last bit at every level, for every number and tail", arguments: VectorLevel.available,
        SampleKernels.Number.allCases)
    func resample(level: VectorLevel, number: SampleKernels.Number) throws {
        var noise = Noise(state: 3)
        for (columns, rows, channels, taps) in [(1, 1, 1, 1), (5, 3, 3, 2), (37, 19, 1, 6), (64, 9, 3, 11), (131, 40, 1, 40)] {
            for (toColumns, toRows) in [(1, 1), (9, 8), (70, 17)] {
                let values = (0..<columns * rows * channels).map { _ -> Float in
                    switch number {
                    case .uint8: Float(UInt8.random(in: 0...255, using: &noise))
                    case .uint16: Float(UInt16.random(in: 0...65_535, using: &noise))
                    case .int16: Float(Int16.random(in: -32_768...32_767, using: &noise))
                    case .float32: Float.random(in: -1e6...1e6, using: &noise)
                    }
                }
                // Both end where an unreadable page begins.
                let source = GuardedBytes(bytes(values, number))
                let target = GuardedBytes([UInt8](repeating: 99, count: toColumns * toRows * channels * number.bytes))
                var scratch: [Float] = []
                try source.withSpan { source in
                    try target.withMutableSpan { target in
                        try SampleKernels.resample(
                            source, number, channels: channels, columns: axis(columns, toColumns, taps: taps),
                            rows: axis(rows, toRows, taps: taps), scratch: &scratch, into: &target, level: level)
                    }
                }
                let exact = expected(values, channels: channels, (columns, toColumns), (rows, toRows), taps: taps)
                #expect(target.array == bytes(exact, number))
            }
        }
    }

    @Test("samples of fewer bits are cut to their own largest value")
    func maximum() throws {
        let source: [UInt8] = [0xFF, 0x03, 0xFF, 0x03]
        var axis = ResamplingAxis(source: 2, taps: 2, capacity: 1)
        axis.append(start: 0, weights: [1, 1])
        var one = ResamplingAxis(source: 1, taps: 1, capacity: 1)
        one.append(start: 0, weights: [1])
        var target: [UInt8] = [0, 0]
        var span = target.mutableSpan
        var scratch: [Float] = []
        try SampleKernels.resample(
            source.span, .uint16, channels: 1, maximum: 1023, columns: axis, rows: one, scratch: &scratch, into: &span)
        #expect(target == [0xFF, 0x03])
    }

    @Test("axes that leave their source, and buffers that are too small, are refused and nothing is written")
    func refused() throws {
        let source = [UInt8](repeating: 1, count: 4)
        var target: [UInt8] = [9, 9, 9, 9]
        func attempt(start: Int, weights: [Float], source length: Int, count: Int = 1) {
            var stray = ResamplingAxis(source: length, taps: 2, capacity: 1)
            for _ in 0..<count { stray.append(start: start, weights: weights) }
            var one = ResamplingAxis(source: 1, taps: 1, capacity: 1)
            one.append(start: 0, weights: [1])
            var scratch: [Float] = []
            #expect(throws: CodecError.self) {
                var span = target.mutableSpan
                try SampleKernels.resample(source.span, .uint8, channels: 1, columns: stray, rows: one, scratch: &scratch, into: &span)
            }
        }
        attempt(start: 3, weights: [1, 1], source: 4)
        attempt(start: -1, weights: [1], source: 4)
        attempt(start: .max, weights: [1], source: 4)
        attempt(start: 0, weights: [], source: 4)
        attempt(start: 0, weights: [1, 1, 1], source: 4)
        attempt(start: 0, weights: [1], source: 5)
        attempt(start: 0, weights: [1], source: 4, count: 5)
        attempt(start: 0, weights: [1], source: 0)
        #expect(target == [9, 9, 9, 9])
    }

    @Test(
        "a walk that leaves the pixels is refused", arguments: [(-1, 1, 2), (1, 1, 2), (0, 2, 2), (3, -1, -3), (0, .max, 1), (.min, 1, 1)])
    func strayWalk(first: Int, columnStep: Int, rowStep: Int) {
        let source: [UInt8] = [1, 2, 3, 4]
        var target: [UInt8] = [9, 9, 9, 9]
        #expect(throws: CodecError.self) {
            var span = target.mutableSpan
            try SampleKernels.walk(
                source.span, pixelBytes: 1, along: .init(first: first, columnStep: columnStep, rowStep: rowStep), columns: 2, rows: 2,
                into: &span)
        }
        #expect(target == [9, 9, 9, 9])
    }

    @Test("pixels of every width are turned whole", arguments: [1, 2, 3, 4, 6, 8, 64])
    func widths(bytes: Int) throws {
        var noise = Noise(state: 5)
        let (columns, rows) = (35, 40)
        let source = noise.bytes(columns * rows * bytes)
        var target = [UInt8](repeating: 0, count: source.count)
        var span = target.mutableSpan
        // Transposed: the rows of the target are the columns of the source.
        try SampleKernels.walk(
            source.span, pixelBytes: bytes, along: .init(first: 0, columnStep: columns, rowStep: 1), columns: rows, rows: columns,
            into: &span)
        for row in 0..<columns {
            for column in 0..<rows {
                let (from, to) = ((column * columns + row) * bytes, (row * rows + column) * bytes)
                #expect(source[from..<from + bytes].elementsEqual(target[to..<to + bytes]))
            }
        }
    }
}
