import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

/// A row of Tests/Golden/reformat.tsv, made by Scripts/make-reformat-oracle in rational arithmetic.
private struct Reformat: Sendable, CustomStringConvertible {
    var description: String
    var interpolation: SampleKernels.Interpolation
    var projection: SampleKernels.Projection
    var size: [Int]
    var voxels: [Int]
    var plane: SampleKernels.VolumePlane
    /// Nil where no voxel is reached.
    var pixels: [Double?]

    static let all: [Reformat] = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try? String(contentsOf: tests.appendingPathComponent("Golden/reformat.tsv"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").dropFirst().enumerated().map { number, line in
            let fields = line.split(separator: "\t")
            func integers(_ field: Int) -> [Int] { fields[field].split(separator: " ").map { Int($0)! } }
            func vector(_ field: Int) -> SIMD3<Double> {
                let v = integers(field).map { Double($0) / 1024 }
                return SIMD3(v[0], v[1], v[2])
            }
            let sides = integers(8)
            return Reformat(
                description: "\(number) \(fields[0]) \(fields[1]) \(fields[2])",
                interpolation: fields[0] == "nearest" ? .nearest : fields[0] == "linear" ? .linear : .cubic,
                projection: fields[1] == "mean" ? .mean : fields[1] == "maximum" ? .maximum : .minimum, size: integers(2),
                voxels: integers(3),
                plane: .init(
                    start: vector(4), columnStep: vector(5), rowStep: vector(6), depthStep: vector(7), columns: sides[0], rows: sides[1],
                    depth: sides[2]), pixels: fields[9].split(separator: " ").map { Double($0) })
        }
    }()
}

@Suite("Kernels of volumes")
struct SampleKernelsVolumeTests {
    private func bytes(_ values: [Int], _ number: SampleKernels.Number) -> [UInt8] {
        values.flatMap { value -> [UInt8] in
            switch number {
            case .uint8: return [UInt8(value)]
            case .uint16, .int16: return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
            case .float32:
                let bits = Float(value).bitPattern
                return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
            }
        }
    }

    private func values(_ bytes: [UInt8], _ number: SampleKernels.Number) -> [Double] {
        stride(from: 0, to: bytes.count, by: number.bytes).map { at in
            let word = (0..<number.bytes).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
            switch number {
            case .uint8, .uint16: return Double(word)
            case .int16: return Double(Int16(truncatingIfNeeded: word))
            case .float32: return Double(Float(bitPattern: word))
            }
        }
    }

    private func reformat(
        _ volume: [UInt8], _ shape: SampleKernels.VolumeShape, _ plane: SampleKernels.VolumePlane,
        _ interpolation: SampleKernels.Interpolation, _ projection: SampleKernels.Projection = .mean, outside: Float = -9,
        level: VectorLevel = .best
    ) throws -> [UInt8] {
        // Both end where an unreadable page begins.
        let source = GuardedBytes(volume)
        let target = GuardedBytes([UInt8](repeating: 77, count: plane.columns * plane.rows * shape.number.bytes))
        var scratch: [Float] = []
        try source.withSpan { source in
            try target.withMutableSpan { target in
                try SampleKernels.reformat(
                    source, shape, along: plane, interpolation: interpolation, projection: projection, outside: outside,
                    scratch: &scratch, into: &target, level: level)
            }
        }
        return target.array
    }

    @Test("there are 72 planes to compare with")
    func oracleIsThere() { #expect(Reformat.all.count == 72) }

    @Test("planes are what rational arithmetic gives, in integers and floats", arguments: Reformat.all, VectorLevel.available)
    fileprivate func oracle(_ row: Reformat, level: VectorLevel) throws {
        for (number, bias) in [(SampleKernels.Number.int16, 0), (.uint16, 20_000), (.float32, 0)] {
            let shape = SampleKernels.VolumeShape(number: number, columns: row.size[0], rows: row.size[1], slices: row.size[2])
            let pixels = try reformat(
                bytes(row.voxels.map { $0 + bias }, number), shape, row.plane, row.interpolation, row.projection, outside: 9, level: level)
            for (pixel, exact) in zip(values(pixels, number), row.pixels) {
                guard let exact else {
                    #expect(pixel == 9)
                    continue
                }
                // Half for the rounding to integers; single precision and the four decimals of the file beside it.
                #expect(abs(pixel - Double(bias) - exact) <= (number == .float32 ? 0.002 : 0.51))
            }
        }
    }

    @Test("every level gives the same bits, along every way and tail", arguments: VectorLevel.available, SampleKernels.Number.allCases)
    func levels(level: VectorLevel, number: SampleKernels.Number) throws {
        var noise = Noise(state: 11)
        let shape = SampleKernels.VolumeShape(number: number, columns: 23, rows: 17, slices: 9)
        let voxels = (0..<23 * 17 * 9).map { _ in
            number == .uint8
                ? Int.random(in: 0...255, using: &noise)
                : number == .uint16 ? Int.random(in: 0...65_535, using: &noise) : Int.random(in: -32_768...32_767, using: &noise)
        }
        func way(_ range: ClosedRange<Double>) -> SIMD3<Double> {
            SIMD3(Double.random(in: range, using: &noise), Double.random(in: range, using: &noise), Double.random(in: range, using: &noise))
        }
        for (number, columns) in (30...70).enumerated() {
            let plane = SampleKernels.VolumePlane(
                start: way(-2...8), columnStep: way(-0.4...0.4), rowStep: way(-1...1), depthStep: way(-1...1), columns: columns, rows: 4,
                depth: 1 + number % 3)
            let projection = SampleKernels.Projection.allCases[number % 3]
            let one = try reformat(bytes(voxels, shape.number), shape, plane, .linear, projection, outside: 3, level: level)
            let scalar = try reformat(bytes(voxels, shape.number), shape, plane, .linear, projection, outside: 3, level: .scalar)
            #expect(one == scalar)
        }
    }

    @Test("a plane along the grid gives the voxels back, to the last one", arguments: SampleKernels.Interpolation.allCases)
    func identity(interpolation: SampleKernels.Interpolation) throws {
        let shape = SampleKernels.VolumeShape(number: .int16, columns: 11, rows: 6, slices: 4)
        let voxels = (0..<11 * 6 * 4).map { $0 * 37 % 4001 - 2000 }
        for slice in 0..<4 {
            let plane = SampleKernels.VolumePlane(
                start: SIMD3(0, 0, Double(slice)), columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 1, 0), columns: 11, rows: 6)
            let pixels = try reformat(bytes(voxels, .int16), shape, plane, interpolation)
            #expect(values(pixels, .int16) == voxels[66 * slice..<66 * (slice + 1)].map(Double.init))
        }
    }

    @Test("volumes that leave their bytes, and planes beyond reach, are refused")
    func refused() {
        let plane = SampleKernels.VolumePlane(start: .zero, columnStep: SIMD3(1, 0, 0), rowStep: SIMD3(0, 1, 0), columns: 2, rows: 2)
        let shape = SampleKernels.VolumeShape(number: .int16, columns: 2, rows: 2, slices: 2)
        func attempt(_ shape: SampleKernels.VolumeShape, _ plane: SampleKernels.VolumePlane, voxels: Int = 16) {
            #expect(throws: CodecError.self) {
                _ = try reformat([UInt8](repeating: 0, count: voxels), shape, plane, .linear)
            }
        }
        attempt(shape, plane, voxels: 15)
        attempt(.init(number: .int16, columns: 0, rows: 2, slices: 2), plane)
        attempt(.init(number: .int16, columns: 65_536, rows: 2, slices: 2), plane)
        for place in [Double.nan, .infinity, 1e30, -0x1p28] {
            var far = plane
            far.start.y = place
            attempt(shape, far)
            far = plane
            far.rowStep.z = place
            attempt(shape, far)
        }
        var deep = plane
        deep.depth = 65_536
        attempt(shape, deep)
    }

    @Test("values are rescaled in double precision and rounded once", arguments: VectorLevel.available)
    func rescale(level: VectorLevel) throws {
        var noise = Noise(state: 13)
        for size in sizes {
            for cell in [(1, true), (1, false), (2, true), (2, false), (4, true), (4, false)] {
                let source = noise.bytes(cell.0 * size)
                let format = try #require(SampleCell(bytes: cell.0, bitsStored: 8 * cell.0, highBit: 8 * cell.0 - 1, isSigned: cell.1))
                var target = [UInt8](repeating: 0, count: 4 * size)
                var span = target.mutableSpan
                try SampleKernels.rescale(source.span, .integers(format), slope: 0.3711, intercept: -17.25, into: &span, level: level)
                let expected = (0..<size).map { Double(Float(Double(storedValue(source, $0, format)) * 0.3711 - 17.25)) }
                #expect(values(target, .float32) == expected)
            }
        }
    }

    @Test("bytes are widened to words with their sign", arguments: VectorLevel.available)
    func widen(level: VectorLevel) throws {
        let source = (0...255).map { UInt8($0) }
        for isSigned in [true, false] {
            var target = [UInt8](repeating: 9, count: 512)
            var span = target.mutableSpan
            try SampleKernels.widen(source.span, isSigned: isSigned, into: &span, level: level)
            #expect(values(target, .int16) == source.map { isSigned ? Double(Int8(bitPattern: $0)) : Double($0) })
        }
    }

    @Test("rows are copied to their places, and not beyond the buffer")
    func copyRows() throws {
        let source: [UInt8] = [1, 2, 3, 4, 5, 6]
        var target = [UInt8](repeating: 0, count: 8)
        var span = target.mutableSpan
        try SampleKernels.copyRows(source.span, from: 1, stride: 3, to: 2, of: &span, stride: 4, rowBytes: 2, rows: 2)
        #expect(target == [0, 0, 2, 3, 0, 0, 5, 6])
        for (start, place, rows) in [(2, 2, 2), (1, 3, 2), (1, 2, 3), (-1, 0, 1), (0, 9, 1)] {
            #expect(throws: CodecError.self) {
                var span = target.mutableSpan
                try SampleKernels.copyRows(source.span, from: start, stride: 3, to: place, of: &span, stride: 4, rowBytes: 2, rows: rows)
            }
        }
        #expect(target == [0, 0, 2, 3, 0, 0, 5, 6])
    }
}

@Suite("Memory that tasks fill side by side")
struct SampleMemoryTests {
    @Test("keeps what each part was given, and zeros where nothing was")
    func parts() async throws {
        let memory = try #require(SampleMemory(parts: 9, partBytes: 1_000))
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                group.addTask {
                    memory.withPart(part) { span in
                        for index in span.indices { span[index] = UInt8(part + 1) }
                    }
                }
            }
        }
        memory.seal()
        #expect(memory.count == 9_000)
        memory.withBytes { bytes in
            for index in bytes.indices { #expect(bytes[index] == (index < 8_000 ? UInt8(index / 1_000 + 1) : 0)) }
        }
    }

    @Test("a part is lent once, and none when the memory is sealed")
    func claims() async throws {
        await #expect(processExitsWith: .failure) {
            let memory = SampleMemory(parts: 2, partBytes: 4)
            memory?.withPart(1) { $0[0] = 1 }
            memory?.withPart(1) { $0[0] = 2 }
        }
        await #expect(processExitsWith: .failure) {
            let memory = SampleMemory(parts: 2, partBytes: 4)
            memory?.seal()
            memory?.withPart(0) { $0[0] = 1 }
        }
    }

    @Test("sizes that cannot be give none", arguments: [(0, 4), (4, 0), (-1, 4), (1 << 33, 1), (1 << 31, .max), (1, 1 << 60)])
    func sizes(parts: Int, bytes: Int) { #expect(SampleMemory(parts: parts, partBytes: bytes) == nil) }
}
