import DICOMTestSupport
import Testing

@testable import DICOMCodecs

@Suite("Kernels of values, histograms and colours")
struct SampleKernelsValuesTests {
    private func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
        numbers.flatMap { number in (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) } }
    }

    private func values<Value: PixelValue & Numeric>(
        _ source: [UInt8], _ kind: SampleKind, _ slope: Double, _ intercept: Double, _ range: ClosedRange<Double>? = nil,
        as type: Value.Type,
        _ level: VectorLevel
    ) throws -> [Value] {
        var values = [Value](repeating: 9, count: source.count / kind.bytes)
        var span = values.mutableSpan
        try SampleKernels.values(source.span, of: kind, slope: slope, intercept: intercept, within: range, into: &span, level: level)
        return values
    }

    @Test("a line gives each value in double precision, whatever the cell", arguments: VectorLevel.available)
    func lines(level: VectorLevel) throws {
        var random = SeededGenerator(seed: 3)
        for width in [1, 2, 4, 8] {
            for isSigned in [false, true] {
                let stored = min(8 * width - 1, 40)
                let cell = try #require(SampleCell(bytes: width, bitsStored: stored, highBit: stored, isSigned: isSigned))
                let patterns = (0..<77).map { _ in UInt64.random(in: .min ... .max, using: &random) }
                let source = patterns.flatMap { pattern in (0..<width).map { UInt8(truncatingIfNeeded: pattern >> UInt64(8 * $0)) } }
                let numbers = patterns.map { pattern -> Double in
                    let raised = pattern << UInt64(63 - stored)
                    return isSigned ? Double(Int64(bitPattern: raised) >> Int64(64 - stored)) : Double(raised >> UInt64(64 - stored))
                }
                let doubles = try values(source, .integers(cell), 0.3, -7, as: Double.self, level)
                #expect(doubles == numbers.map { $0 * 0.3 + -7 })
                let floats = try values(source, .integers(cell), 0.3, -7, as: Float.self, level)
                #expect(floats == numbers.map { Float($0 * 0.3 + -7) })
                let bounded = try values(source, .integers(cell), 2, 1, -50...90, as: Double.self, level)
                #expect(zip(bounded, numbers).allSatisfy { (-50...90).contains($1) ? $0 == 2 * $1 + 1 : $0.isNaN })
                guard width <= 2 else { continue }
                #expect(try values(source, .integers(cell), 3, -5, as: Int32.self, level) == numbers.map { Int32($0) * 3 - 5 })
                if width == 1 {
                    #expect(try values(source, .integers(cell), 3, -5, as: Int16.self, level) == numbers.map { Int16($0) * 3 - 5 })
                }
            }
        }
        let floats: [Float] = [1.5, -2, .infinity, 3e38]
        let cells = bytes(floats.map(\.bitPattern))
        #expect(try values(cells, .floats, 2, 1, as: Double.self, level) == floats.map { Double($0) * 2 + 1 })
        #expect(throws: CodecError.self) { try values(cells, .floats, 2, 1, as: Int32.self, level) }
        #expect(throws: CodecError.self) { try values(cells + [0], .floats, 2, 1, as: Double.self, level) }
    }

    @Test("histograms count every value once", arguments: VectorLevel.available)
    func histograms(level: VectorLevel) throws {
        var random = SeededGenerator(seed: 5)
        for width in [1, 2] {
            let cell = try #require(SampleCell(bytes: width, bitsStored: 6, highBit: 6, isSigned: false))
            let numbers = (0..<1_003).map { _ in UInt16.random(in: .min ... .max, using: &random) }
            let source = numbers.flatMap { number in (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt16(8 * $0)) } }
            var expected = [UInt32](repeating: 0, count: 64)
            for number in numbers { expected[Int(number >> 1 & 63)] += 1 }
            #expect(try SampleKernels.histogram(source.span, cell: cell, level: level) == expected)
        }
        let floats: [Float] = [0, 0.1, 0.9, 1, 2, .nan, -1, 0.5]
        let cells = bytes(floats.map(\.bitPattern))
        #expect(try SampleKernels.histogram(cells.span, of: .floats, in: 0...1, bins: 2, level: level) == [2, 3])
        #expect(try SampleKernels.histogram(cells.span, of: .floats, in: 0...1, bins: 2, excluding: 0.5...0.95, level: level) == [2, 1])
        #expect(try SampleKernels.extremes(cells.span, of: .floats, level: level) == -1...2)
        #expect(try SampleKernels.extremes(cells.span, of: .floats, excluding: -1...2, level: level) == nil)
    }

    /// Exact quotients, rounded to nearest, halves up: a second way to the kernel's numbers.
    private func expected(_ ybr: SampleKernels.YBR, _ y: Int, _ cb: Int, _ cr: Int) -> [UInt8] {
        func rounded(_ numerator: Int, _ denominator: Int) -> UInt8 {
            let doubled = 2 * numerator + denominator
            let quotient = doubled / (2 * denominator) - (doubled % (2 * denominator) < 0 ? 1 : 0)
            return UInt8(min(max(quotient, 0), 255))
        }
        let (b, r) = (cb - 128, cr - 128)
        if ybr == .full {
            return [
                rounded(1000 * y + 1402 * r, 1000), rounded(587_000 * y - 114 * 1772 * b - 299 * 1402 * r, 587_000),
                rounded(1000 * y + 1772 * b, 1000),
            ]
        }
        // 255/219 (Y - 16), and 255/224 of the differences.
        let luma = 255 * (y - 16) * 224
        return [
            rounded(luma * 1000 + 219 * 255 * 1402 * r, 219 * 224 * 1000),
            rounded(luma * 587_000 - 219 * 255 * (114 * 1772 * b + 299 * 1402 * r), 219 * 224 * 587_000),
            rounded(luma * 1000 + 219 * 255 * 1772 * b, 219 * 224 * 1000),
        ]
    }

    @Test("YCbCr becomes RGB exactly", arguments: VectorLevel.available, SampleKernels.YBR.allCases)
    func luminance(level: VectorLevel, ybr: SampleKernels.YBR) throws {
        var source: [UInt8] = []
        for y in stride(from: 0, through: 255, by: 15) {
            for cb in stride(from: 0, through: 255, by: 3) {
                for cr in stride(from: 0, through: 255, by: 5) { source += [UInt8(y), UInt8(cb), UInt8(cr)] }
            }
        }
        var converted = source
        var span = converted.mutableSpan
        try SampleKernels.convertToRGB(inPlace: &span, from: ybr, level: level)
        var wrong = 0
        for i in stride(from: 0, to: source.count, by: 3) {
            let triple = expected(ybr, Int(source[i]), Int(source[i + 1]), Int(source[i + 2]))
            if Array(converted[i..<i + 3]) != triple { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("a palette gives each value its colour, clamped to its ends, in 8 and 16 bits")
    func palettes() throws {
        let entries: [UInt64] = [0x03_02_01, 0x06_05_04, 0x09_08_07]
        let wide: [UInt64] = [0x0003_0002_0001, 0x0006_0005_0004, 0x0009_0008_0007]
        for (width, isSigned) in [(1, false), (1, true), (2, true), (4, true), (4, false)] {
            let cell = try #require(SampleCell(bytes: width, bitsStored: 8 * width, highBit: 8 * width - 1, isSigned: isSigned))
            let first = isSigned ? -1 : 1
            let numbers = isSigned ? [-128, -1, 0, 1, 127] : [0, 1, 2, 3, 255]
            let source = numbers.flatMap { number in (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
            let expected: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 7, 8, 9]
            var picture = [UInt8](repeating: 77, count: 15)
            var span = picture.mutableSpan
            try SampleKernels.lookUpColors(source.span, cell: cell, from: first, in: entries.span, into: &span)
            #expect(picture == expected)
            var words = [UInt8](repeating: 77, count: 30)
            var wideSpan = words.mutableSpan
            try SampleKernels.lookUpColors(source.span, cell: cell, from: first, in: wide.span, into: &wideSpan)
            #expect(words == expected.flatMap { [$0, 0] })
        }
    }

    @Test("planes are the inverse of pixels", arguments: VectorLevel.available, [1, 2, 4])
    func planes(level: VectorLevel, width: Int) throws {
        for planes in [2, 3, 4] {
            let source = (0..<planes * 37 * width).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var apart = source
            var together = source
            var span = apart.mutableSpan
            try SampleKernels.deinterleave(source.span, planes: planes, sampleBytes: width, into: &span, level: level)
            #expect(apart != source)
            #expect((0..<width).allSatisfy { apart[width + $0] == source[planes * width + $0] })
            var back = together.mutableSpan
            try SampleKernels.interleave(apart.span, planes: planes, sampleBytes: width, into: &back, level: level)
            #expect(together == source)
        }
    }

    @Test("native 4:2:2 repeats its differences", arguments: VectorLevel.available)
    func halved(level: VectorLevel) throws {
        let source = (0..<80).map { UInt8($0) }
        var target = [UInt8](repeating: 0, count: 120)
        var span = target.mutableSpan
        try SampleKernels.expand422(source.span, into: &span, level: level)
        for pair in 0..<20 {
            let s = Array(source[4 * pair..<4 * pair + 4])
            #expect(Array(target[6 * pair..<6 * pair + 6]) == [s[0], s[2], s[3], s[1], s[2], s[3]])
        }
    }
}
