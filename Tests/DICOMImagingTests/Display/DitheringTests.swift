import DICOMImaging
import Testing

@Suite("Pictures of other depths, and dithering")
struct DitheringTests {
    private func words(_ values: [Int]) -> [UInt8] { values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }

    private func ramp(_ columns: Int, _ rows: Int) throws -> Picture {
        let values = (0..<rows).flatMap { _ in (0..<columns).map { $0 * 65_535 / (columns - 1) } }
        return try Picture(columns: columns, rows: rows, samplesPerPixel: 1, bitsPerSample: 16, bytes: words(values))
    }

    @Test("depths are brought to others in proportion")
    func proportion() throws {
        let ten = try Picture(columns: 4, rows: 1, samplesPerPixel: 1, bitsPerSample: 10, bytes: words([0, 1, 512, 1_023]))
        #expect(try ten.proportionate(bits: 8).bytes == [0, 0, 128, 255])
        #expect(try ten.proportionate(bits: 16).bytes == words([0, 64, 32_800, 65_535]))
        #expect(try ten.proportionate(bits: 8).proportionate(bits: 16).bytes == words([0, 0, 32_896, 65_535]))
        #expect(throws: ImagingError.self) { try ten.proportionate(bits: 17) }
        #expect(throws: ImagingError.self) { try Picture(columns: 4, rows: 1, samplesPerPixel: 1, bitsPerSample: 10, bytes: [1, 2, 3, 4]) }
    }

    @Test("ordered dithering leaves what fewer bits can express, and keeps the mean of a square of eight")
    func ordered() throws {
        let levels = try Picture(columns: 256, rows: 1, samplesPerPixel: 1, bitsPerSample: 16, bytes: words((0...255).map { $0 * 257 }))
        #expect(try levels.dithered(toBits: 8, by: .ordered).bytes == (0...255).map { UInt8($0) })
        // 3/8 of the way between two levels: 24 of 64 pixels take the upper one.
        let between = try Picture(
            columns: 8, rows: 8, samplesPerPixel: 1, bitsPerSample: 16, bytes: words([Int](repeating: 100 * 257 + 96, count: 64)))
        let result = try between.dithered(toBits: 8, by: .ordered).bytes
        #expect(Set(result) == [100, 101] && result.count { $0 == 101 } == 24)
    }

    @Test("error diffusion keeps the mean, and needs two levels for what lies between them")
    func diffusion() throws {
        let flat = try Picture(
            columns: 64, rows: 64, samplesPerPixel: 1, bitsPerSample: 16, bytes: words([Int](repeating: 100 * 257 + 96, count: 4_096)))
        let result = try flat.dithered(toBits: 8, by: .errorDiffusion).bytes
        #expect(Set(result) == [100, 101])
        let sum = result.reduce(0) { $0 + Int($1) }
        let mean = Double(sum) / 4_096
        let wanted = 100 + 96.0 / 257
        #expect((mean - wanted).magnitude < 0.02)
        // To one bit: black and white in proportion, over a ramp.
        let ramp = try ramp(256, 64).dithered(toBits: 1, by: .errorDiffusion).bytes
        let white = Double(ramp.count { $0 == 1 }) / 16_384
        #expect(Set(ramp) == [0, 1])
        #expect((white - 0.5).magnitude < 0.01)
    }

    @Test("colours are dithered each for itself, and the same every time", arguments: [Dithering.ordered, .errorDiffusion])
    func colors(method: Dithering) throws {
        let values = (0..<3 * 35).map { $0 * 611 }
        let picture = try Picture(columns: 7, rows: 5, samplesPerPixel: 3, bitsPerSample: 16, bytes: words(values))
        let result = try picture.dithered(toBits: 8, by: method)
        #expect(try result == picture.dithered(toBits: 8, by: method))
        for color in 0..<3 {
            let one = stride(from: color, to: values.count, by: 3).map { values[$0] }
            let alone = try Picture(columns: 7, rows: 5, samplesPerPixel: 1, bitsPerSample: 16, bytes: words(one)).dithered(
                toBits: 8, by: method)
            #expect(stride(from: color, to: values.count, by: 3).map { result.bytes[$0] } == alone.bytes)
        }
    }
}
