import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("JPEG Baseline, Extended and progressive decoding, ITU-T T.81 Annexes F and G")
struct JPEGDCTDecodingTests {
    @Test("decodes each codestream to the samples that libjpeg-turbo gives, at every vector level", arguments: DCTFrame.all)
    func decodesToTheSameSamples(frame: DCTFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        for level in VectorLevel.available {
            var workspace = CodecWorkspace(level: level)
            var target = [UInt8](repeating: 0xAA, count: expected.count)
            var out = target.mutableSpan
            let report = try JPEG.decode(source.span, layout: frame.layout, using: &workspace, into: &out)
            #expect(target == expected, "\(level)")
            #expect(report.notes == (frame.isUpsampled ? [.upsampledComponents] : []))
        }
    }

    @Test("converts Y Cb Cr to the R G B that libjpeg-turbo gives", arguments: DCTFrame.all.filter { $0.sampling.count == 3 })
    func convertsToRGB(frame: DCTFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expectedRGB())
        var options = JPEG.DecodingOptions()
        options.convertsToRGB = true
        for level in VectorLevel.available {
            var workspace = CodecWorkspace(level: level)
            for (row, plane): (Int?, Int?) in [(nil, nil), (5, nil), (nil, 0)] {
                let layout = frame.layout.with(rowPadding: row, planePadding: plane)
                var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                var out = target.mutableSpan
                try JPEG.decode(source.span, layout: layout, options: options, using: &workspace, into: &out)
                let (samples, touched) = layout.collect(target, filler: 0xAA)
                #expect(samples == expected && touched == 0, "\(level) \(layout)")
            }
        }
    }

    @Test("writes rows with padding, planes, and containers wider than the precision", arguments: DCTFrame.all)
    func followsLayouts(frame: DCTFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let wide = frame.precision > 8 ? expected : expected.flatMap { [$0, 0] }
        var workspace = CodecWorkspace()
        for (row, plane): (Int?, Int?) in [(nil, nil), (3, nil), (nil, 0), (2, 7)] {
            for width in frame.precision > 8 ? [2] : [1, 2] {
                var tight = frame.layout
                tight.bytesPerSample = width
                let layout = tight.with(rowPadding: row, planePadding: plane)
                var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                var out = target.mutableSpan
                try JPEG.decode(source.span, layout: layout, using: &workspace, into: &out)
                let (samples, touched) = layout.collect(target, filler: 0xAA)
                #expect(samples == (width == 2 ? wide : expected) && touched == 0, "\(layout)")
            }
        }
    }

    @Test("of a codestream cut anywhere keeps the rows that are complete, and zeros", arguments: DCTFrame.all)
    func keepsCompleteRows(frame: DCTFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let rowBytes = expected.count / frame.rows
        var workspace = CodecWorkspace()
        for count in 0..<source.count {
            let cut = Array(source[..<count])
            var target = [UInt8](repeating: 0xAA, count: expected.count)
            var out = target.mutableSpan
            do throws(CodecError) {
                let report = try JPEG.decode(cut.span, layout: frame.layout, using: &workspace, into: &out)
                // Only the end marker is gone, or padding bits beside it.
                #expect(report.notes.contains(.missingEndMarker) && count >= source.count - 3)
                #expect(target == expected)
            } catch {
                #expect(error.code == .truncated || (error.code == .corrupt && count < 4), "\(count): \(error)")
                let done = error.completeRows * rowBytes
                #expect(Array(target[..<done]) == Array(expected[..<done]))
                #expect(target[done...].allSatisfy { $0 == 0 }, "\(count)")
                #expect(frame.scans != "progressive" || done == 0)
            }
        }
    }

    @Test(
        "of a progressive codestream cut anywhere gives the coarse picture when asked to",
        arguments: DCTFrame.all.filter { $0.scans == "progressive" })
    func givesCoarsePictures(frame: DCTFrame) throws {
        let source = try frame.encoded()
        let count = try #require(frame.layout.byteCount)
        var options = JPEG.DecodingOptions()
        options.toleratesMissingScans = true
        var workspace = CodecWorkspace()
        func decode(_ codestream: [UInt8]) throws(CodecError) -> (samples: [UInt8], notes: [CodecNote]) {
            var target = [UInt8](repeating: 0xAA, count: count)
            var out = target.mutableSpan
            let notes = try JPEG.decode(codestream.span, layout: frame.layout, options: options, using: &workspace, into: &out).notes
            return (target, notes)
        }
        // A marker of a table or a scan ends the scan before it. With an end marker there, it is a codestream that says all it has to.
        let scans = source.indices.dropLast().filter { source[$0] == 0xFF && source[$0 + 1] == 0xDA }
        let ends = scans.dropFirst().map { scan in
            source[..<scan].indices.dropLast().last { source[$0] == 0xFF && [0xC4, 0xDA].contains(source[$0 + 1]) && $0 > 0 } ?? scan
        }
        #expect(scans.count > 5)
        for end in ends where source[end + 1] == 0xC4 {
            let (whole, cut) = (try decode(Array(source[..<end]) + [0xFF, 0xD9]), try decode(Array(source[..<end])))
            #expect(whole.samples == cut.samples)
            #expect(!whole.notes.contains(.partialPicture) && cut.notes.contains(.partialPicture))
        }
        for end in stride(from: scans[1], to: source.count - 40, by: 3) {
            let cut = try decode(Array(source[..<end]))
            #expect(cut.notes.contains(.partialPicture) && cut.notes.contains(.missingEndMarker), "\(end)")
        }
        #expect(throws: CodecError.self) { try decode(Array(source[..<scans[0]])) }
    }

    @Test("touches nothing beyond source and target", arguments: DCTFrame.all)
    func staysWithinBuffers(frame: DCTFrame) throws {
        let (encoded, expected) = (try frame.encoded(), try frame.expected())
        for level in VectorLevel.available {
            var workspace = CodecWorkspace(level: level)
            for cut in [0, 1, 2, 3, encoded.count / 3] {
                let source = GuardedBytes(Array(encoded.dropLast(cut)))
                let target = GuardedBytes([UInt8](repeating: 0xAA, count: expected.count))
                // Whether it can be decoded is for other tests to say.
                source.withSpan { source in
                    target.withMutableSpan { target in
                        _ = try? JPEG.decode(source, layout: frame.layout, using: &workspace, into: &target)
                    }
                }
                if cut == 0 { #expect(target.array == expected) }
            }
        }
    }

    @Test("gives the same at every vector level for damaged codestreams, or the same error", arguments: DCTFrame.all)
    func agreesOnDamage(frame: DCTFrame) throws {
        let source = try frame.encoded()
        let count = try #require(frame.layout.byteCount)
        var numbers = RepeatableNumbers(state: UInt64(source.count))
        for _ in 0..<60 {
            var damaged = source
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: (startOfScan(in: source) ?? 2) - 40..<source.count, using: &numbers)
                damaged[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            var outcomes: [String] = []
            var targets: [[UInt8]] = []
            for level in VectorLevel.available {
                var workspace = CodecWorkspace(level: level)
                var target = [UInt8](repeating: 0xAA, count: count)
                var out = target.mutableSpan
                do throws(CodecError) {
                    outcomes.append("\(try JPEG.decode(damaged.span, layout: frame.layout, using: &workspace, into: &out))")
                } catch {
                    outcomes.append("\(error)")
                }
                targets.append(target)
            }
            #expect(Set(outcomes).count == 1 && Set(targets).count == 1)
        }
    }

    @Test("repeats the samples of small components when asked to")
    func repeatsSamples() throws {
        let frame = try #require(
            DCTFrame.all.first { $0.sampling == ["22", "11", "11"] && $0.columns == 33 && $0.precision == 8 && $0.isOneScan })
        let source = try frame.encoded()
        var options = JPEG.DecodingOptions()
        options.repeatsSamples = true
        var target = [UInt8](repeating: 0, count: try #require(frame.layout.byteCount))
        var out = target.mutableSpan
        try JPEG.decode(source.span, layout: frame.layout, options: options, into: &out)
        for row in 0..<frame.rows {
            for column in 0..<frame.columns {
                for sample in 1...2 {
                    let place = frame.layout.place(row: row, column: column, sample: sample)
                    let corner = frame.layout.place(row: row & ~1, column: column & ~1, sample: sample)
                    #expect(target[place] == target[corner])
                }
            }
        }
    }

    @Test("takes the number of lines from a DNL segment behind the first scan")
    func readsLines() throws {
        let frame = try #require(DCTFrame.all.first { $0.sampling == ["11"] && $0.columns == 33 && $0.precision == 8 && $0.isOneScan })
        var source = try frame.encoded()
        let header = try #require(place(ofMarker: 0xC0, in: source))
        (source[header + 5], source[header + 6]) = (0, 0)
        source.insert(contentsOf: [0xFF, 0xDC, 0, 4, 0, UInt8(frame.rows)], at: source.count - 2)
        let expected = try frame.expected()
        var target = [UInt8](repeating: 0, count: expected.count)
        var out = target.mutableSpan
        let report = try JPEG.decode(source.span, layout: frame.layout, into: &out)
        #expect(target == expected && report.notes == [.linesDefined])
    }

    @Test("names what is wrong with tables, restart markers and scans")
    func namesDefects() throws {
        let gray = try #require(
            DCTFrame.all.first { $0.sampling == ["11"] && $0.columns == 33 && $0.precision == 8 && $0.restartInterval == 3 && $0.isOneScan }
        )
        let source = try gray.encoded()
        func problem(_ codestream: [UInt8], _ frame: DCTFrame) throws -> CodecError {
            try failure { () throws(CodecError) in
                var target = [UInt8](repeating: 0, count: frame.layout.byteCount ?? 0)
                var out = target.mutableSpan
                try JPEG.decode(codestream.span, layout: frame.layout, into: &out)
            }
        }
        for (marker, word): (UInt8, String) in [(0xC4, "Huffman"), (0xDB, "quantisation")] {
            var without = source
            without[try #require(place(ofMarker: marker, in: source)) + 1] = 0xFE  // a comment now
            let error = try problem(without, gray)
            #expect(error.code == .corrupt && error.problem.contains(word) && error.problem.contains("not defined"))
        }
        // The wrong number of a restart marker.
        var wrong = source
        let scan = try #require(startOfScan(in: source))
        let restart = try #require((scan..<source.count - 1).first { source[$0] == 0xFF && source[$0 + 1] == 0xD0 })
        wrong[restart + 1] = 0xD5
        #expect(try problem(wrong, gray).code == .corrupt)

        // A scan again that was there already, and the scan of a component left out.
        let separate = try #require(DCTFrame.all.first { $0.scans == "separate" && $0.precision == 8 && $0.restartInterval == 0 })
        let whole = try separate.encoded()
        let scans = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
        #expect(scans.count == 3)
        let first = Array(whole[scans[0]..<scans[1]])
        let twice = Array(whole[..<scans[1]]) + first + Array(whole[scans[1]...])
        #expect(try problem(twice, separate).problem.contains("coded twice"))
        let missing = Array(whole[..<scans[2]]) + [0xFF, 0xD9]
        #expect(try problem(missing, separate).problem.contains("no scan"))

        let progressive = try #require(DCTFrame.all.first { $0.scans == "progressive" && $0.precision == 8 && $0.sampling == ["11"] })
        let steps = try progressive.encoded()
        let last = try #require(steps.indices.dropLast().last { steps[$0] == 0xFF && steps[$0 + 1] == 0xDA })
        let again = Array(steps.dropLast(2)) + Array(steps[last...])
        #expect(try problem(again, progressive).problem.contains("not the next one"))
    }

    @Test("stops when it is told to, and keeps to the limits of working memory")
    func stopsAndKeepsLimits() throws {
        let frame = try #require(DCTFrame.all.first { $0.scans == "progressive" && $0.precision == 8 && $0.sampling.count == 3 })
        let source = try frame.encoded()
        let cancellation = CodecCancellation()
        cancellation.cancel()
        var limits = CodecLimits()
        limits.maximumWorkingBytes = 1000
        for (code, limits, cancellation): (CodecError.Code, CodecLimits, CodecCancellation?) in [
            (.cancelled, CodecLimits(), cancellation), (.limitExceeded, limits, nil),
        ] {
            let error = try failure { () throws(CodecError) in
                var workspace = CodecWorkspace(limits: limits, cancellation: cancellation)
                var target = [UInt8](repeating: 0, count: frame.layout.byteCount ?? 0)
                var out = target.mutableSpan
                try JPEG.decode(source.span, layout: frame.layout, using: &workspace, into: &out)
            }
            #expect(error.code == code)
        }
    }
}
