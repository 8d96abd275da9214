import DICOMBytes
import Testing

@Suite("Deflate, RFC 1950 and 1951")
struct DeflaterTests {
    @Test("writes the same stream however the bytes are cut", arguments: [Deflater.Strategy.standard, .filtered, .runs])
    func pieces(strategy: Deflater.Strategy) throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
        var whole: [UInt8] = []
        var deflater = try Deflater(level: 4, strategy: strategy)
        deflater.write(bytes.span, to: &whole)
        deflater.finish(to: &whole)
        var cut: [UInt8] = []
        var other = try Deflater(level: 4, strategy: strategy)
        for start in stride(from: 0, to: bytes.count, by: 70_001) {
            let piece = Array(bytes[start..<min(start + 70_001, bytes.count)])
            other.write(piece.span, to: &cut)
        }
        let nothing: [UInt8] = []
        other.write(nothing.span, to: &cut)
        other.finish(to: &cut)
        #expect(whole == cut)
        #expect(whole.count < bytes.count)
        // Header of a 32 KB window, and the sum of RFC 1950, 8.2 at the end.
        #expect(whole[0] == 0x78 && (Int(whole[0]) << 8 | Int(whole[1])) % 31 == 0)
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        #expect(whole.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == b << 16 | a)
    }

    @Test("writes an empty stream, with and without a wrapper")
    func empty() throws {
        var output: [UInt8] = []
        var deflater = try Deflater(format: .raw, level: 1)
        deflater.finish(to: &output)
        #expect(output == [3, 0])
        output = []
        var wrapped = try Deflater(level: 6)
        wrapped.finish(to: &output)
        #expect(output == [0x78, 0x9C, 3, 0, 0, 0, 0, 1])
    }

    @Test("sums up as ISO 3309 does, in pieces too")
    func sums() {
        let digits = Array("123456789".utf8)
        let whole = crc32(digits.span)
        #expect(whole == 0xCBF4_3926)
        let (head, tail, none) = (Array(digits[..<4]), Array(digits[4...]), [UInt8]())
        let first = crc32(head.span)
        let both = crc32(tail.span, continuing: first)
        #expect(both == whole)
        let nothing = crc32(none.span, continuing: 7)
        #expect(nothing == 7)
    }
}
