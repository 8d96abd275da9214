import DICOMCodecs
import Testing

/// Reproducible bytes (SplitMix64).
struct Noise: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

/// A stored value read the slow way, straight from PS3.5 8.1.1.
func storedValue(_ cells: [UInt8], _ index: Int, _ cell: SampleCell) -> Int64 {
    var bits: UInt64 = 0
    for k in (0..<cell.bytes).reversed() { bits = bits << 8 | UInt64(cells[index * cell.bytes + k]) }
    bits >>= UInt64(cell.highBit + 1 - cell.bitsStored)
    let unused = UInt64(64 - cell.bitsStored)
    return cell.isSigned ? Int64(bitPattern: bits << unused) >> Int64(unused) : Int64(bitPattern: (bits << unused) >> unused)
}

func cells(_ widths: [Int]) -> [SampleCell] {
    var cells: [SampleCell] = []
    for bytes in widths {
        let width = 8 * bytes
        for (stored, high) in [(width, width - 1), (width - 2, width - 2), (width - 3, width - 1), (5, 5), (1, 0)] {
            for isSigned in [true, false] {
                if let cell = SampleCell(bytes: bytes, bitsStored: stored, highBit: high, isSigned: isSigned) { cells.append(cell) }
            }
        }
    }
    return cells
}

/// Every tail of every vector width, and one size with whole vectors before it.
let sizes = Array(0...70) + [200, 1_000]

@Suite("Sample kernels")
struct SampleKernelsTests {
    @Test("a cell that cannot hold its value is refused")
    func impossibleCells() {
        #expect(SampleCell(bytes: 3, bitsStored: 8, highBit: 7, isSigned: false) == nil)
        #expect(SampleCell(bytes: 2, bitsStored: 0, highBit: 0, isSigned: false) == nil)
        #expect(SampleCell(bytes: 2, bitsStored: 12, highBit: 10, isSigned: false) == nil)
        #expect(SampleCell(bytes: 2, bitsStored: 12, highBit: 16, isSigned: false) == nil)
    }

    @Test("a stretch gives at every level, size and offset what the formula gives", arguments: VectorLevel.available, cells([2]))
    func stretch(level: VectorLevel, cell: SampleCell) throws {
        var noise = Noise(state: 1)
        for (n, size) in sizes.enumerated() {
            let source = noise.bytes(2 * size + 1)
            let stretch = SampleKernels.Stretch(
                origin: Int32.random(in: -65_535...65_535, using: &noise), scale: [0.002, -0.37, 1, 16_000, 0][n % 5],
                offset: [127.5, -3, 128, 300, 64.25][n % 5], inverts: n % 3 == 0)
            let expected = (0..<size).map { index -> UInt8 in
                let value = storedValue(Array(source.dropFirst()), index, cell)
                let y = Float(Int32(value) - stretch.origin) * stretch.scale + stretch.offset
                return UInt8(min(max(y, 0), 255)) ^ (stretch.inverts ? 255 : 0)
            }
            var target = [UInt8](repeating: 99, count: size)
            var span = target.mutableSpan
            try SampleKernels.stretch(source.span.extracting(1...), cell: cell, by: stretch, into: &span, level: level)
            #expect(target == expected)
        }
    }

    @Test("a table gives at every level, size and offset the entry of each stored value", arguments: VectorLevel.available, cells([1, 2]))
    func lookUp(level: VectorLevel, cell: SampleCell) throws {
        var noise = Noise(state: 2)
        let table = noise.bytes(1 << cell.bitsStored)
        for size in sizes {
            let source = noise.bytes(cell.bytes * size + 1)
            let expected = (0..<size).map { table[Int(storedValue(Array(source.dropFirst()), $0, cell)) & (table.count - 1)] }
            var target = [UInt8](repeating: 99, count: size)
            var span = target.mutableSpan
            try SampleKernels.lookUp(source.span.extracting(1...), cell: cell, in: table.span, into: &span, level: level)
            #expect(target == expected)
        }
    }

    @Test("canonical values are the stored values, copied or in place", arguments: VectorLevel.available, cells([1, 2, 4, 8]))
    func canonical(level: VectorLevel, cell: SampleCell) throws {
        var noise = Noise(state: 3)
        for size in sizes {
            let source = noise.bytes(cell.bytes * size + 1)
            let expected = (0..<size).flatMap { index in
                let value = storedValue(Array(source.dropFirst()), index, cell)
                return (0..<cell.bytes).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
            }
            var target = [UInt8](repeating: 0, count: expected.count)
            var span = target.mutableSpan
            try SampleKernels.canonicalize(source.span.extracting(1...), cell: cell, into: &span, level: level)
            #expect(target == expected)
            var cells = Array(source.dropFirst())
            var cellSpan = cells.mutableSpan
            try SampleKernels.canonicalize(inPlace: &cellSpan, cell: cell, level: level)
            #expect(cells == expected)
        }
    }

    @Test("bits are unpacked from any bit on, least significant first", arguments: VectorLevel.available)
    func unpack(level: VectorLevel) throws {
        var noise = Noise(state: 4)
        let source = noise.bytes(150)
        for size in sizes {
            for first in 0...17 {
                let expected = (first..<first + size).map { source[$0 / 8] >> UInt8($0 % 8) & 1 }
                var target = [UInt8](repeating: 9, count: size)
                var span = target.mutableSpan
                try SampleKernels.unpackBits(source.span, from: first, into: &span, level: level)
                #expect(target == expected)
            }
        }
        var target = [UInt8](repeating: 9, count: 8)
        var span = target.mutableSpan
        #expect(throws: CodecError.self) { try SampleKernels.unpackBits(source.span, from: 150 * 8 - 7, into: &span, level: level) }
        #expect(throws: CodecError.self) { try SampleKernels.unpackBits(source.span, from: -1, into: &span, level: level) }
        #expect(throws: CodecError.self) { try SampleKernels.unpackBits(source.span, from: .max, into: &span, level: level) }
    }

    @Test("bits are packed from any bit on, and the bits before stay", arguments: VectorLevel.available)
    func pack(level: VectorLevel) throws {
        var noise = Noise(state: 5)
        for size in sizes {
            for first in 0...17 {
                // Every value but 0 is a bit.
                let source = noise.bytes(size).map { $0 & 1 == 0 ? 0 : $0 }
                let before = noise.bytes((first + size + 7) / 8)
                var target = before
                var span = target.mutableSpan
                try SampleKernels.packBits(source.span, into: &span, from: first, level: level)
                let bits = (0..<target.count * 8).map { target[$0 / 8] >> UInt8($0 % 8) & 1 }
                let expected = (0..<target.count * 8).map { bit -> UInt8 in
                    if bit < first || size == 0 { return before[bit / 8] >> UInt8(bit % 8) & 1 }
                    return bit - first < size && source[bit - first] != 0 ? 1 : 0
                }
                #expect(bits == expected, "\(size) from \(first)")
            }
        }
        var target = [UInt8](repeating: 9, count: 2)
        var span = target.mutableSpan
        let nine = [UInt8](repeating: 1, count: 9)
        #expect(throws: CodecError.self) { try SampleKernels.packBits(nine.span, into: &span, from: 8, level: level) }
        #expect(throws: CodecError.self) { try SampleKernels.packBits(nine.span, into: &span, from: -1, level: level) }
        #expect(throws: CodecError.self) { try SampleKernels.packBits(nine.span, into: &span, from: .max, level: level) }
    }

    @Test("bytes are swapped within samples, copied or in place", arguments: VectorLevel.available, [2, 4, 8])
    func swap(level: VectorLevel, sampleBytes: Int) throws {
        var noise = Noise(state: 5)
        for size in sizes {
            let source = noise.bytes(sampleBytes * size + 1)
            let expected = (0..<sampleBytes * size).map { source[1 + $0 / sampleBytes * sampleBytes + sampleBytes - 1 - $0 % sampleBytes] }
            var target = [UInt8](repeating: 0, count: expected.count)
            var span = target.mutableSpan
            try SampleKernels.swapBytes(source.span.extracting(1...), sampleBytes: sampleBytes, into: &span, level: level)
            #expect(target == expected)
            var samples = Array(source.dropFirst())
            var sampleSpan = samples.mutableSpan
            try SampleKernels.swapBytes(inPlace: &sampleSpan, sampleBytes: sampleBytes, level: level)
            #expect(samples == expected)
        }
    }

    @Test("planes become pixels", arguments: VectorLevel.available, [1, 2, 4])
    func interleave(level: VectorLevel, sampleBytes: Int) throws {
        var noise = Noise(state: 6)
        for planes in [1, 2, 3, 4, 5] {
            for size in sizes {
                let source = noise.bytes(planes * sampleBytes * size + 1)
                let expected = (0..<size).flatMap { pixel in
                    (0..<planes).flatMap { plane in (0..<sampleBytes).map { source[1 + (plane * size + pixel) * sampleBytes + $0] } }
                }
                var target = [UInt8](repeating: 0, count: expected.count)
                var span = target.mutableSpan
                try SampleKernels.interleave(
                    source.span.extracting(1...), planes: planes, sampleBytes: sampleBytes, into: &span, level: level)
                #expect(target == expected)
            }
        }
    }

    @Test("extremes leave the excluded range out", arguments: VectorLevel.available, cells([1, 2]))
    func extremes(level: VectorLevel, cell: SampleCell) throws {
        var noise = Noise(state: 7)
        for (n, size) in sizes.enumerated() {
            let source = noise.bytes(cell.bytes * size + 1)
            let values = (0..<size).map { Int(storedValue(Array(source.dropFirst()), $0, cell)) }
            let some = values.sorted().dropFirst(size / 4).first ?? 0
            let excluded = [nil, some...some, some...some + 1_000, Int.min...some, some...Int.max, Int.min...Int.max, 70_000...80_000][
                n % 7]
            let kept = values.filter { !(excluded?.contains($0) ?? false) }
            let expected = kept.isEmpty ? nil : kept.min()!...kept.max()!
            let found = try SampleKernels.extremes(source.span.extracting(1...), cell: cell, excluding: excluded, level: level)
            #expect(found == expected, "\(size) samples without \(String(describing: excluded))")
        }
    }

    @Test("sizes that do not match are an error and not a trap")
    func mismatches() throws {
        let cell = try #require(SampleCell(bytes: 2, bitsStored: 12, highBit: 11, isSigned: false))
        let source = [UInt8](repeating: 0, count: 7)
        let even = [UInt8](repeating: 0, count: 8)
        var target = [UInt8](repeating: 0, count: 3)
        var span = target.mutableSpan
        let stretch = SampleKernels.Stretch(origin: 0, scale: 1, offset: 0, inverts: false)
        #expect(throws: CodecError.self) { try SampleKernels.stretch(source.span, cell: cell, by: stretch, into: &span) }
        #expect(throws: CodecError.self) { try SampleKernels.stretch(even.span, cell: cell, by: stretch, into: &span) }
        #expect(throws: CodecError.self) { try SampleKernels.lookUp(even.span, cell: cell, in: even.span, into: &span) }
        #expect(throws: CodecError.self) { try SampleKernels.canonicalize(even.span, cell: cell, into: &span) }
        #expect(throws: CodecError.self) { try SampleKernels.swapBytes(even.span, sampleBytes: 3, into: &span) }
        #expect(throws: CodecError.self) { try SampleKernels.interleave(even.span, planes: 3, sampleBytes: 1, into: &span) }
        let wide = SampleKernels.Stretch(origin: 0, scale: .infinity, offset: 0, inverts: false)
        var four = [UInt8](repeating: 0, count: 4)
        var fourSpan = four.mutableSpan
        #expect(throws: CodecError.self) { try SampleKernels.stretch(even.span, cell: cell, by: wide, into: &fourSpan) }
    }

    @Test(
        "the largest difference is that of the values, at every level, width, sign and size", arguments: VectorLevel.available,
        [1, 2, 4, 8])
    func difference(level: VectorLevel, width: Int) throws {
        var noise = Noise(state: 11)
        for isSigned in [false, true] {
            let cell = try #require(SampleCell(bytes: width, bitsStored: 8 * width, highBit: 8 * width - 1, isSigned: isSigned))
            for size in sizes {
                let (first, second) = (noise.bytes(size * width), noise.bytes(size * width))
                let expected = (0..<size).map { index -> UInt64 in
                    let (a, b) = (storedValue(first, index, cell), storedValue(second, index, cell))
                    guard width == 8, !isSigned else { return UInt64(bitPattern: max(a, b) &- min(a, b)) }
                    let (x, y) = (UInt64(bitPattern: a), UInt64(bitPattern: b))
                    return max(x, y) - min(x, y)
                }
                let found = try SampleKernels.difference(
                    first.span, second.span, sampleBytes: width, isSigned: isSigned, level: level)
                #expect(found == expected.max() ?? 0)
                #expect(try SampleKernels.difference(first.span, first.span, sampleBytes: width, isSigned: isSigned, level: level) == 0)
            }
        }
    }
}
