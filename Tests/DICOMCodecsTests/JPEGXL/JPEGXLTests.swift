import DICOMCodecs
import Testing

@Suite("JPEG XL, ISO/IEC 18181")
struct JPEGXLTests {
    private static let shapes: [(layout: SampleLayout, precision: Int)] = [
        (SampleLayout(columns: 1, rows: 1, bytesPerSample: 1), 8), (SampleLayout(columns: 17, rows: 3, bytesPerSample: 1), 5),
        (SampleLayout(columns: 64, rows: 48, bytesPerSample: 2), 12), (SampleLayout(columns: 31, rows: 33, bytesPerSample: 2), 16),
        (SampleLayout(columns: 20, rows: 9, bytesPerSample: 2), 8),
        (SampleLayout(columns: 33, rows: 21, samplesPerPixel: 3, bytesPerSample: 1), 8),
        (SampleLayout(columns: 10, rows: 9, samplesPerPixel: 3, bytesPerSample: 2, planeStride: 180), 10),
    ]

    /// A ramp with noise in its lowest bits, every value within the precision.
    private static func samples(_ layout: SampleLayout, _ precision: Int) -> [UInt8] {
        var numbers = RepeatableNumbers(state: 7)
        var bytes = [UInt8](repeating: 0, count: layout.byteCount ?? 0)
        let largest = 1 << precision - 1
        for start in stride(from: 0, to: bytes.count, by: layout.bytesPerSample) {
            let value = min(largest, start * largest / bytes.count + Int.random(in: 0...3, using: &numbers))
            for byte in 0..<layout.bytesPerSample { bytes[start + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        return bytes
    }

    private static func encoded(_ samples: [UInt8], _ layout: SampleLayout, _ encoding: JPEGXL.EncodingOptions) throws(CodecError)
        -> [UInt8]
    {
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0, count: samples.count + 4096)
        var span = target.mutableSpan
        let count = try JPEGXL.encode(samples.span, layout: layout, options: encoding, using: &workspace, into: &span)
        return Array(target.prefix(count))
    }

    private static func decoded(_ source: [UInt8], _ layout: SampleLayout, fragments: [Range<Int>]? = nil) throws(CodecError) -> [UInt8] {
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0, count: layout.byteCount ?? 0)
        var span = target.mutableSpan
        try JPEGXL.decode(source.span, fragments: fragments, layout: layout, using: &workspace, into: &span)
        return target
    }

    @Test("is refused by name in a build without the trait", .enabled(if: !JPEGXL.isAvailable))
    func absent() throws {
        let error = try failure { () throws(CodecError) in
            _ = try Self.decoded([0xFF, 0x0A], SampleLayout(columns: 1, rows: 1, bytesPerSample: 1))
        }
        #expect(error.code == .unsupported && error.problem.contains("JPEGXL"))
    }

    @Test("gives lossless samples back, whatever their precision and layout", .enabled(if: JPEGXL.isAvailable), arguments: shapes)
    func lossless(layout: SampleLayout, precision: Int) throws {
        let samples = Self.samples(layout, precision)
        let source = try Self.encoded(samples, layout, JPEGXL.EncodingOptions(precision: precision, effort: 3))
        var workspace = CodecWorkspace()
        let header = try JPEGXL.header(of: source.span, using: &workspace)
        #expect(header.columns == layout.columns && header.rows == layout.rows && header.components == layout.samplesPerPixel)
        #expect(header.precision == precision && header.maybeLossless)
        #expect(try Self.decoded(source, layout) == samples)
        let cut = source.count / 3
        #expect(try Self.decoded(source, layout, fragments: [0..<cut, cut..<cut, cut..<source.count]) == samples)
    }

    @Test("stays near the picture when it is lossy", .enabled(if: JPEGXL.isAvailable))
    func lossy() throws {
        let layout = SampleLayout(columns: 64, rows: 48, bytesPerSample: 1)
        let samples = Self.samples(layout, 8)
        let source = try Self.encoded(samples, layout, JPEGXL.EncodingOptions(precision: 8, distance: 1))
        var workspace = CodecWorkspace()
        #expect(try !JPEGXL.header(of: source.span, using: &workspace).maybeLossless)
        let differences = zip(try Self.decoded(source, layout), samples).map { abs(Int($0) - Int($1)) }
        #expect(differences.reduce(0, +) < 3 * samples.count)
    }

    @Test("never gives a picture from a codestream that is cut short", .enabled(if: JPEGXL.isAvailable))
    func truncations() throws {
        let layout = SampleLayout(columns: 17, rows: 3, bytesPerSample: 1)
        let source = try Self.encoded(Self.samples(layout, 8), layout, JPEGXL.EncodingOptions(precision: 8, effort: 3))
        for count in 0..<source.count {
            let error = try failure { () throws(CodecError) in _ = try Self.decoded(Array(source.prefix(count)), layout) }
            #expect(error.code == .truncated || error.code == .corrupt)
        }
    }

    @Test("refuses what the codestream, the limits or the caller's flag forbid", .enabled(if: JPEGXL.isAvailable))
    func refusals() throws {
        let layout = SampleLayout(columns: 64, rows: 48, bytesPerSample: 1)
        let source = try Self.encoded(Self.samples(layout, 8), layout, JPEGXL.EncodingOptions(precision: 8, effort: 3))
        let other = SampleLayout(columns: 48, rows: 64, bytesPerSample: 1)
        #expect(try failure { () throws(CodecError) in _ = try Self.decoded(source, other) }.code == .layoutMismatch)
        #expect(try failure { () throws(CodecError) in _ = try Self.decoded(Array("no picture".utf8), layout) }.code == .corrupt)
        func attempt(_ workspace: inout CodecWorkspace) throws -> CodecError.Code {
            var target = [UInt8](repeating: 1, count: layout.byteCount ?? 0)
            var span = target.mutableSpan
            do throws(CodecError) {
                try JPEGXL.decode(source.span, layout: layout, using: &workspace, into: &span)
            } catch {
                #expect(target.allSatisfy { $0 == 0 })
                return error.code
            }
            throw UnexpectedSuccess()
        }
        var small = CodecLimits()
        small.maximumPixels = 100
        var narrow = CodecWorkspace(limits: small)
        #expect(try attempt(&narrow) == .limitExceeded)
        let cancellation = CodecCancellation()
        cancellation.cancel()
        var cancelled = CodecWorkspace(cancellation: cancellation)
        #expect(try attempt(&cancelled) == .cancelled)
    }

    @Test("says that no JPEG is in a codestream that was made from samples", .enabled(if: JPEGXL.isAvailable))
    func noJPEG() throws {
        let layout = SampleLayout(columns: 8, rows: 8, bytesPerSample: 1)
        let source = try Self.encoded(Self.samples(layout, 8), layout, JPEGXL.EncodingOptions(precision: 8, effort: 3))
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0, count: 4096)
        var span = target.mutableSpan
        let error = try failure { () throws(CodecError) in _ = try JPEGXL.rebuildJPEG(source.span, using: &workspace, into: &span) }
        #expect(error.code == .unsupported)
    }
}
