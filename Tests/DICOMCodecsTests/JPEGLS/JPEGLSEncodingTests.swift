import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("JPEG-LS encoding, T.87")
struct JPEGLSEncodingTests {
    /// Frames of CharLS, which writes what we write but for the order of header segments: the entropy-coded data must be the same bits.
    @Test("codes as another encoder does", arguments: SmallJPEGLSFrame.all.filter(\.isPlainlyOfCharLS))
    func codesAsOthers(frame: SmallJPEGLSFrame) throws {
        guard frame.near == 0 else { return }  // what went in is not known of the others
        var options = JPEGLS.EncodingOptions(precision: frame.precision)
        let theirs = try frame.encoded()
        options.interleave = try jpegLSHeader(of: theirs).interleave
        let ours = try encodeJPEGLS(try frame.expected(), frame.layout, options)
        #expect(scans(of: ours) == scans(of: theirs))
    }

    @Test("encodes every near-lossless sample within NEAR, the same at every level", arguments: SmallJPEGLSFrame.all)
    func keepsWithinNear(frame: SmallJPEGLSFrame) throws {
        let samples = try frame.expected()
        let precision = frame.notes == ["mappedSamples"] ? 8 * frame.width : frame.precision
        let most = ((1 << precision) - 1) / 2
        for (near, interval) in [(0, 0), (min(2, most), 3), (min(9, most), 1)] {
            for interleave in [JPEGLS.Interleave.none, .line, .sample] {
                var options = JPEGLS.EncodingOptions(precision: precision, near: near)
                options.interleave = interleave
                options.restartInterval = interval
                let encoded = try encodeJPEGLS(samples, frame.layout, options)
                #expect(encoded.count.isMultiple(of: 2))
                for level in VectorLevel.available {
                    #expect(try encodeJPEGLS(samples, frame.layout, options, level: level) == encoded)
                }
                let target = GuardedBytes([UInt8](repeating: 0xAA, count: samples.count))
                let report = try decodeJPEGLS(encoded, frame.layout, into: target)
                #expect(report.notes.isEmpty)
                #expect(largestDifference(samples, target.array, width: frame.width) <= near)
            }
        }
    }

    @Test("writes presets, and the dimensions that a frame header cannot hold")
    func writesHeaders() throws {
        let layout = SampleLayout(columns: 70_000, rows: 1, bytesPerSample: 1)
        let samples = (0..<70_000).map { UInt8($0 / 7 % 50) }
        var options = JPEGLS.EncodingOptions(precision: 8)
        options.preset = JPEGLS.Preset(maximum: 60, threshold1: 2, threshold2: 9, threshold3: 33, reset: 20)
        options.restartInterval = 70_000
        let encoded = try encodeJPEGLS(samples, layout, options)
        let header = try jpegLSHeader(of: encoded)
        #expect(header.columns == 70_000 && header.preset == options.preset && header.restartInterval == 70_000)
        let target = GuardedBytes([UInt8](repeating: 0xAA, count: samples.count))
        _ = try decodeJPEGLS(encoded, layout, into: target)
        #expect(target.array == samples)
    }

    @Test("ignores the bits above the precision, so that signed samples are coded as their bit patterns")
    func codesBitPatterns() throws {
        let layout = SampleLayout(columns: 4, rows: 1, bytesPerSample: 2)
        let encoded = try encodeJPEGLS([0xFF, 0xFF, 0x01, 0x00, 0x00, 0xF8, 0xFF, 0x07], layout, JPEGLS.EncodingOptions(precision: 12))
        let target = GuardedBytes([UInt8](repeating: 0, count: 8))
        _ = try decodeJPEGLS(encoded, layout, into: target)
        #expect(target.array == [0xFF, 0x0F, 0x01, 0x00, 0x00, 0x08, 0xFF, 0x07])
    }

    @Test("never exceeds the size it promised, and refuses a target that is a byte too small", arguments: [2, 8, 12, 16])
    func keepsItsPromise(precision: Int) throws {
        let width = precision > 8 ? 2 : 1
        let layout = SampleLayout(columns: 61, rows: 9, samplesPerPixel: 3, bytesPerSample: width)
        var numbers = RepeatableNumbers(state: UInt64(precision))
        // Extremes that follow each other without a pattern cost the most.
        let samples = (0..<61 * 9 * 3).flatMap { _ in
            let sample = Bool.random(using: &numbers) ? (1 << precision) - 1 : 0
            return (0..<width).map { UInt8(truncatingIfNeeded: sample >> (8 * $0)) }
        }
        for interleave in [JPEGLS.Interleave.none, .line, .sample] {
            var options = JPEGLS.EncodingOptions(precision: precision)
            options.interleave = interleave
            options.restartInterval = 1
            let encoded = try encodeJPEGLS(samples, layout, options)
            let small = GuardedBytes([UInt8](repeating: 0, count: encoded.count - 1))
            let error = try failure { () throws(CodecError) in
                try small.withMutableSpan { target throws(CodecError) in
                    _ = try JPEGLS.encode(samples.span, layout: layout, options: options, into: &target)
                }
            }
            #expect(error.code == .targetTooSmall)
        }
    }

    @Test("refuses impossible options, samples above MAXVAL and a source that is too short")
    func refusesArguments() throws {
        let layout = SampleLayout(columns: 2, rows: 2, bytesPerSample: 1)
        func code(_ options: JPEGLS.EncodingOptions, _ samples: [UInt8] = [0, 1, 2, 200]) throws -> CodecError.Code {
            var target = [UInt8](repeating: 0, count: 500)
            var span = target.mutableSpan
            return try failure { () throws(CodecError) in
                _ = try JPEGLS.encode(samples.span, layout: layout, options: options, into: &span)
            }.code
        }
        for precision in [-1, 0, 1, 9, 17] {
            #expect(try code(JPEGLS.EncodingOptions(precision: precision)) == .badArgument)
            #expect(JPEGLS.maximumEncodedByteCount(for: layout, options: JPEGLS.EncodingOptions(precision: precision)) == nil)
        }
        #expect(try code(JPEGLS.EncodingOptions(precision: 8, near: 128)) == .badArgument)
        #expect(try code(JPEGLS.EncodingOptions(precision: 8), [0, 1, 2]) == .badArgument)
        var options = JPEGLS.EncodingOptions(precision: 8)
        options.preset.maximum = 199
        #expect(try code(options) == .badArgument)
        options.preset = JPEGLS.Preset(threshold1: 20, threshold2: 10)
        #expect(try code(options) == .badArgument)
        options.preset = JPEGLS.Preset(reset: 2)
        #expect(try code(options) == .badArgument)
    }

    /// The entropy-coded data of each scan.
    private func scans(of codestream: [UInt8]) -> [[UInt8]] {
        var (scans, at) = ([[UInt8]](), 2)
        while at + 4 <= codestream.count, codestream[at + 1] != 0xD9 {
            let isScan = codestream[at + 1] == 0xDA
            at += 2 + Int(codestream[at + 2]) << 8 + Int(codestream[at + 3])
            guard isScan else { continue }
            let start = at
            while at + 1 < codestream.count, codestream[at] != 0xFF || codestream[at + 1] < 0x80 { at += 1 }
            scans.append(Array(codestream[start..<at]))
        }
        return scans
    }

    private func largestDifference(_ a: [UInt8], _ b: [UInt8], width: Int) -> Int {
        func sample(_ bytes: [UInt8], _ i: Int) -> Int { width == 2 ? Int(bytes[i]) | Int(bytes[i + 1]) << 8 : Int(bytes[i]) }
        return stride(from: 0, to: a.count, by: width).map { abs(sample(a, $0) - sample(b, $0)) }.max() ?? 0
    }
}
