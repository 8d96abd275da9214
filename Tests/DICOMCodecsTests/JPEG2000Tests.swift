import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

@Suite("JPEG 2000, ISO/IEC 15444-1")
struct JPEG2000Tests {
    @Test("decodes each lossless frame of other encoders bit for bit", arguments: SmallFrame.all("j2k", "jp2"))
    func decodesFramesOfOthers(frame: SmallFrame) throws {
        let (report, samples) = try decode(frame.encoded(), frame.layout)
        #expect(samples == (try frame.expected()))
        #expect(report.notes == (frame.kind == "jp2" ? [.boxed] : []))
    }

    @Test("gives the same samples as planes", arguments: SmallFrame.all("j2k", "jp2"))
    func decodesPlanes(frame: SmallFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let header = try JPEG2000.header(of: source.span)
        var planes = [Int32](repeating: -1, count: header.planeSampleCount)
        var span = planes.mutableSpan
        try JPEG2000.decodePlanes(source.span, options: .trusting, into: &span)
        let pixels = frame.columns * frame.rows
        for (i, value) in planes.enumerated() {
            let place = ((i % pixels) * frame.samples + i / pixels) * frame.width
            let low = (0..<frame.width).reduce(UInt32(0)) { $0 | UInt32(expected[place + $1]) << UInt32(8 * $1) }
            #expect(UInt32(bitPattern: value) & (frame.width == 2 ? 0xFFFF : 0xFF) == low)
            if frame.signed == true, frame.width == 2 { #expect(value == Int32(Int16(bitPattern: UInt16(low)))) }
        }
    }

    @Test("fills wider containers with the sign of the codestream")
    func extendsSign() throws {
        for frame in SmallFrame.all("j2k") where frame.samples == 1 && frame.width == 2 {
            let layout = SampleLayout(columns: frame.columns, rows: frame.rows, bytesPerSample: 4)
            let (_, wide) = try decode(frame.encoded(), layout)
            let narrow = try frame.expected()
            for i in 0..<frame.columns * frame.rows {
                let negative = frame.signed == true && narrow[2 * i + 1] >= 0x80
                #expect(Array(wide[4 * i..<4 * i + 4]) == [narrow[2 * i], narrow[2 * i + 1]] + (negative ? [0xFF, 0xFF] : [0, 0]))
            }
        }
    }

    @Test(
        "refuses high-throughput codestreams in several layers unless the source is trusted",
        arguments: SmallFrame.all("j2k").filter { $0.name.hasPrefix("htj2k") })
    func refusesHighThroughput(frame: SmallFrame) throws {
        var source = try frame.encoded()
        #expect(try decode(source, frame.layout, JPEG2000.DecodingOptions()).samples == (try frame.expected()))
        // Layers in the COD segment: marker, length, Scod, progression, and then two bytes (ISO/IEC 15444-1 A.6.1).
        let cod = try #require(source.indices.first { source[$0...].starts(with: [0xFF, 0x52]) })
        source[cod + 7] = 2
        #expect(
            try failure { () throws(CodecError) in _ = try decode(source, frame.layout, JPEG2000.DecodingOptions()) }.code == .unsupported)
    }

    @Test("decodes with threads what it decodes without", arguments: SmallFrame.all("j2k"))
    func decodesWithThreads(frame: SmallFrame) throws {
        var options = JPEG2000.DecodingOptions.trusting
        options.threads = 3
        #expect(try decode(frame.encoded(), frame.layout, options).samples == (try frame.expected()))
    }

    @Test("gives halved pictures of the size that the header foretells")
    func discardsLevels() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-40x33-12" })
        let source = try frame.encoded()
        let levels = try JPEG2000.header(of: source.span).levels
        #expect(levels > 1)
        for discarded in 0...levels {
            var options = JPEG2000.DecodingOptions.trusting
            options.discardedLevels = discarded
            let header = try JPEG2000.header(of: source.span, discardingLevels: discarded)
            #expect(header.columns == (40 + (1 << discarded) - 1) >> discarded)
            #expect(header.rows == (33 + (1 << discarded) - 1) >> discarded)
            _ = try decode(source, header.layout, options)
        }
        for impossible in [levels + 1, -1] {
            let error = try failure { () throws(CodecError) in _ = try JPEG2000.header(of: source.span, discardingLevels: impossible) }
            #expect(error.code == .badArgument)
        }
    }

    @Test("notes what follows the codestream, and a missing end marker")
    func notesTheEnd() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-40x33-12" })
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let cases: [([UInt8], [CodecNote])] = [
            (source + [0], []), (source + [UInt8](repeating: 0, count: 100), []), (source + [1, 2, 3], [.trailingData]),
            (source.dropLast(2), [.missingEndMarker]),
        ]
        for (source, notes) in cases {
            let (report, samples) = try decode(source, frame.layout)
            #expect(report.notes == notes)
            #expect(samples == expected)
        }
    }

    @Test("refuses a cut codestream, and decodes its beginning when asked to be lenient")
    func decodesPartially() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-40x33-16" })
        let source = Array(try frame.encoded().dropLast(600))
        var target = [UInt8](repeating: 0xAA, count: frame.layout.byteCount ?? 0)
        let error = try failure { () throws(CodecError) in
            var span = target.mutableSpan
            try JPEG2000.decode(source.span, layout: frame.layout, options: .trusting, into: &span)
        }
        #expect(error.code == .truncated)
        #expect(target.allSatisfy { $0 == 0 })
        var options = JPEG2000.DecodingOptions.trusting
        options.isLenient = true
        let (report, samples) = try decode(source, frame.layout, options)
        #expect(report.notes == [.partialPicture])
        #expect(samples.contains { $0 != 0 })
    }

    @Test("refuses layouts that are not the codestream's")
    func refusesLayouts() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-40x33-12" })
        let source = try frame.encoded()
        for layout in [
            SampleLayout(columns: 33, rows: 40, bytesPerSample: 2), SampleLayout(columns: 40, rows: 32, bytesPerSample: 2),
            SampleLayout(columns: 40, rows: 33, samplesPerPixel: 3, bytesPerSample: 2),
            SampleLayout(columns: 40, rows: 33, bytesPerSample: 1),
        ] {
            #expect(try failure { () throws(CodecError) in _ = try decode(source, layout) }.code == .layoutMismatch)
        }
        #expect(
            try failure { () throws(CodecError) in
                var few = [UInt8](repeating: 0, count: 40 * 33 * 2 - 1)
                var span = few.mutableSpan
                try JPEG2000.decode(source.span, layout: frame.layout, options: .trusting, into: &span)
            }.code == .targetTooSmall)
    }

    @Test("keeps to each limit")
    func keepsLimits() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-33x20-rgb" })
        let source = try frame.encoded()
        let tight: [any WritableKeyPath<CodecLimits, Int> & Sendable] = [
            \.maximumPixels, \.maximumBytes, \.maximumWorkingBytes, \.maximumComponents, \.maximumTiles,
        ]
        let enough = [33 * 20, 33 * 20 * 3, 1 << 20, 3, 1]
        for (limit, value) in zip(tight, enough) {
            var limits = CodecLimits()
            limits[keyPath: limit] = value
            _ = try decode(source, frame.layout, limits: limits)
            limits[keyPath: limit] = limit == \.maximumWorkingBytes ? 4096 : value - 1
            #expect(try failure { () throws(CodecError) in _ = try decode(source, frame.layout, limits: limits) }.code == .limitExceeded)
        }
    }

    @Test("refuses a header that asks for the memory of the machine, at once")
    func refusesBombs() throws {
        let frame = try #require(SmallFrame.all("j2k").first { $0.name == "j2k-17x3-8" })
        var source = try frame.encoded()
        // Xsiz, Ysiz, XTsiz, YTsiz: 16,000 × 16,000 in one tile; then the smallest code-blocks, and 65,535 layers.
        for place in [8, 12, 24, 28] { source.replaceSubrange(place..<place + 4, with: [0, 0, 0x3E, 0x80]) }
        let cod = try #require((0..<source.count - 1).first { source[$0] == 0xFF && source[$0 + 1] == 0x52 })
        source[cod + 6] = 0xFF
        source[cod + 7] = 0xFF
        source[cod + 10] = 0
        source[cod + 11] = 0
        let layout = SampleLayout(columns: 16000, rows: 16000, bytesPerSample: 1)
        var limits = CodecLimits()
        limits.maximumWorkingBytes = 1 << 30
        var target = [UInt8](repeating: 0, count: 256_000_000)
        let error = try failure { () throws(CodecError) in
            var span = target.mutableSpan
            try JPEG2000.decode(source.span, layout: layout, limits: limits, into: &span)
        }
        #expect(error.code == .limitExceeded)
    }

    @Test("reports every truncation of every small frame", arguments: SmallFrame.all("j2k", "jp2"))
    func reportsEveryTruncation(frame: SmallFrame) throws {
        let (source, whole) = (try frame.encoded(), try frame.expected())
        let target = GuardedBytes([UInt8](repeating: 0xAA, count: whole.count))
        for length in stride(from: 0, to: source.count, by: 1) {
            do throws(CodecError) {
                try GuardedBytes(Array(source[..<length])).withSpan { source throws(CodecError) in
                    try target.withMutableSpan { target throws(CodecError) in
                        _ = try JPEG2000.decode(source, layout: frame.layout, options: .trusting, into: &target)
                    }
                }
                #expect(length >= source.count - 2 && target.array == whole)  // only of the end marker
            } catch {
                #expect(error.code == .truncated)
            }
        }
    }

    @Test("gives a result or an error for mutations, and touches nothing beyond the spans", arguments: SmallFrame.all("j2k", "jp2"))
    func survivesMutations(frame: SmallFrame) throws {
        let original = try frame.encoded()
        var numbers = RepeatableNumbers(state: UInt64(original.count))
        let target = GuardedBytes([UInt8](repeating: 0, count: frame.layout.byteCount ?? 0))
        var options = JPEG2000.DecodingOptions.trusting
        for round in 0..<150 {
            var source = original
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let reach = round.isMultiple(of: 2) ? min(source.count, 120) : source.count
                source[Int.random(in: 0..<reach, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            options.isLenient = round.isMultiple(of: 3)
            GuardedBytes(source).withSpan { source in
                target.withMutableSpan { target in
                    _ = try? JPEG2000.decode(source, layout: frame.layout, options: options, into: &target)
                }
            }
        }
    }

    private func decode(
        _ source: [UInt8], _ layout: SampleLayout, _ options: JPEG2000.DecodingOptions = .trusting, limits: CodecLimits = .init()
    ) throws(CodecError) -> (report: CodecReport, samples: [UInt8]) {
        let target = GuardedBytes([UInt8](repeating: 0xAA, count: layout.byteCount ?? 0))
        let report = try GuardedBytes(source).withSpan { source throws(CodecError) in
            try target.withMutableSpan { target throws(CodecError) in
                try JPEG2000.decode(source, layout: layout, options: options, limits: limits, into: &target)
            }
        }
        return (report, target.array)
    }
}

extension JPEG2000.DecodingOptions {
    /// The small frames are good: their high-throughput ones are decoded with the others.
    fileprivate static var trusting: JPEG2000.DecodingOptions {
        var options = JPEG2000.DecodingOptions()
        options.trustsHighThroughput = true
        return options
    }
}
