import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

@Suite("JPEG Lossless decoding, ITU-T T.81 Annex H")
struct JPEGLosslessTests {
    @Test("decodes each codestream of the reference encoder bit for bit", arguments: SmallFrame.losslessJPEG)
    func decodesReference(frame: SmallFrame) throws {
        let source = try frame.encoded()
        let (report, samples) = try decode(source, frame.layout, frame.options)
        #expect(samples == (try frame.expected()))
        #expect(report.notes == frame.notes)
    }

    @Test("reads from the header what the reference encoder put there", arguments: SmallFrame.losslessJPEG)
    func readsHeader(frame: SmallFrame) throws {
        let source = try frame.encoded()
        let header = try JPEG.header(of: source.span)
        #expect(header.layout == frame.layout)
        #expect(header.process == .lossless)
        #expect(header.precision == frame.bits && header.selectionValue == frame.selection && header.pointTransform == frame.point)
        #expect(header.isLossy == ((frame.point ?? 0) > 0))
        #expect(header.restartInterval == frame.interval)
        #expect(header.components.map(\.identifier) == (0..<frame.samples).map { UInt8($0 + 1) })
        #expect((header.components.map(\.horizontalSampling).max() ?? 0) <= 3)
        // Nothing behind the first scan header is needed, but for the lines.
        guard frame.hasLinesDefined != true else { return }
        let scan = try #require(place(of: 0xDA, in: source))
        let beginning = Array(source[..<(scan + 2 + Int(source[scan + 3]))])
        #expect(try JPEG.header(of: beginning.span) == header)
    }

    @Test("says what the markers say about colour")
    func readsColorMarks() throws {
        let marks: [(String, JPEG.Header.Color)] = [
            ("ljpeg-adobe", .adobeUntransformed), ("ljpeg-thumbnail", .jfif), ("ljpeg-rgb-scans", .unmarked),
        ]
        for (name, color) in marks {
            let source = try frame(name).encoded()
            #expect(try JPEG.header(of: source.span).color == color, "\(name)")
        }
        // A marker that is too short to have a transform is no Adobe marker.
        let source = try frame("ljpeg-rgb-scans").encoded()
        let short = Array(source[..<2]) + [0xFF, 0xEE, 0, 13] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0] + Array(source[2...])
        #expect(try JPEG.header(of: short.span).color == .unmarked)
        let long = Array(source[..<2]) + [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 2] + Array(source[2...])
        #expect(try JPEG.header(of: long.span).color == .adobeYCCK)
    }

    @Test("widens samples of up to 8 bits into containers of 16", arguments: SmallFrame.losslessJPEG.filter { $0.width == 1 })
    func widens(frame: SmallFrame) throws {
        var layout = frame.layout
        layout.bytesPerSample = 2
        let (_, samples) = try decode(try frame.encoded(), layout, frame.options)
        #expect(samples == (try frame.expected()).flatMap { [$0, 0] })
    }

    @Test("keeps the complete rows of a codestream that is cut anywhere, and zeroes the rest", arguments: SmallFrame.losslessJPEG)
    func decodesEveryCut(frame: SmallFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let rowBytes = expected.count / frame.rows
        for length in 0..<source.count {
            // Both buffers end where an unreadable page begins.
            let cut = GuardedBytes(Array(source[..<length]))
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: expected.count))
            var complete = frame.rows
            do throws(CodecError) {
                let report = try cut.withSpan { (cut) throws(CodecError) in
                    try target.withMutableSpan { (target) throws(CodecError) in
                        try JPEG.decode(cut, layout: frame.layout, options: frame.options, into: &target)
                    }
                }
                #expect(length >= source.count - 2 && report.notes.contains(.missingEndMarker))
            } catch {
                #expect(error.code == .truncated, "\(length): \(error)")
                #expect((error.offset ?? 0) <= length)
                complete = error.completeRows
            }
            let samples = target.array
            #expect(Array(samples[..<(complete * rowBytes)]) == Array(expected[..<(complete * rowBytes)]))
            #expect(samples[(complete * rowBytes)...].allSatisfy { $0 == 0 })
        }
    }

    @Test("notes what stands around a codestream")
    func notesSurroundings() throws {
        let frame = try frame("ljpeg-gray16-1")
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let body = source.dropLast(2)
        let cases: [([UInt8], [CodecNote])] = [
            (source + [0], []), (source + [0, 0, 0], [.paddingAfter]), (source + [0xFF, 0xFF], [.paddingAfter]),
            (source + [1, 2, 3], [.trailingData]), (source + source, [.trailingData]), ([0, 0] + source, [.paddingBefore]),
            ([0xFF] + source, [.paddingBefore]), (Array(body), [.missingEndMarker]), (body + [0], [.missingEndMarker, .excessData]),
            (body + [0xFF], [.missingEndMarker]), (body + [0x12, 0x34, 0xFF, 0xD9], [.excessData]),
            (body + [0xFF, 0xFF, 0xFF, 0xD9], []), (source[..<2] + [0xFF, 0x02, 0, 2] + source[2...], [.unknownMarker]),
            (source[..<2] + [0xFF, 0xFE, 0, 4, 0xFF, 0xD9] + source[2...], []),
        ]
        for (number, (source, notes)) in cases.enumerated() {
            let (report, samples) = try decode(source, frame.layout)
            #expect(report.notes == notes, "\(number)")
            #expect(samples == expected)
        }
    }

    @Test("refuses each kind of impossible codestream by name, before it decodes anything")
    func refusesImpossible() throws {
        let frame = try frame("ljpeg-gray16-1")
        let source = try frame.encoded()
        let sof = try #require(place(of: 0xC3, in: source))
        let sos = try #require(place(of: 0xDA, in: source))
        let dht = try #require(place(of: 0xC4, in: source))
        func changed(_ changes: (Int, UInt8)...) -> [UInt8] {
            var other = source
            for (place, byte) in changes { other[place] = byte }
            return other
        }
        let cases: [([UInt8], CodecError.Code, String)] = [
            (changed((sof + 1, 0xC9)), .unsupported, "Arithmetic-coded"), (changed((sof + 1, 0xC7)), .unsupported, "Hierarchical"),
            (changed((sof + 1, 0xCB)), .unsupported, "Arithmetic-coded"), (changed((sof + 1, 0xF7)), .unsupported, "JPEG-LS"),
            (changed((sof + 4, 17)), .corrupt, "17 bits"), (changed((sof + 4, 1)), .corrupt, "1 bits"),
            (changed((sof + 7, 0), (sof + 8, 0)), .corrupt, "no columns"), (changed((sof + 9, 0)), .corrupt, "no components"),
            (changed((sof + 9, 5)), .unsupported, "5 components"), (changed((sof + 11, 0x01)), .corrupt, "sampling factor"),
            (changed((sof + 11, 0x15)), .corrupt, "sampling factor"), (changed((sof + 5, 0), (sof + 6, 0)), .corrupt, "no lines"),
            (changed((dht + 4, 0x24)), .corrupt, "impossible table"), (changed((dht + 4, 0x01)), .corrupt, "Huffman table 0"),
            (changed((dht + 5, 3)), .corrupt, "ends within a table"), (changed((sos + 4, 5)), .corrupt, "1 to 4 components"),
            (changed((sos + 5, 9)), .corrupt, "does not have"), (changed((sos + 6, 0x40)), .corrupt, "impossible Huffman table"),
            (changed((sos + 7, 0)), .corrupt, "selection value"), (changed((sos + 7, 8)), .corrupt, "selection value"),
            (changed((sos + 9, 0x10)), .unsupported, ""),  // Ah: noted, see below
            (Array(source[..<sof] + source[dht...]), .corrupt, "before the frame header"),
            (Array(source[..<dht] + source[sof..<dht] + source[dht...]), .corrupt, "second frame header"),
            (Array(source[..<dht] + [0xFF, 0xD9]), .corrupt, "no scan"), (Array("no JPEG".utf8), .corrupt, "SOI"), ([], .truncated, "SOI"),
        ]
        for (source, code, words) in cases where !words.isEmpty {
            let error = try failure { () throws(CodecError) in _ = try decode(source, frame.layout) }
            #expect(error.code == code && error.problem.contains(words), "\(words): \(error)")
            #expect(error.completeRows == 0)
        }
        let (report, samples) = try decode(changed((sos + 9, 0x10)), frame.layout)
        let expected = try frame.expected()
        #expect(report.notes == [.scanParameters] && samples == expected)
    }

    @Test("reads what one vendor's encoders got wrong only when asked to")
    func isLenientOnRequest() throws {
        let predictor = try frame("ljpeg-lenient-predictor")
        let (report, samples) = try decode(try predictor.encoded(), predictor.layout)
        let right = try predictor.expected()
        #expect(report.notes == [] && samples != right)
        let table = try frame("ljpeg-lenient-table")
        let source = try table.encoded()
        #expect(try failure { () throws(CodecError) in _ = try decode(source, table.layout) }.code == .corrupt)
        // The option does nothing to codestreams that do not need it.
        var lenient = JPEG.DecodingOptions()
        lenient.toleratesPredictorOverflow = true
        lenient.toleratesOverfullTables = true
        let plain = try frame("ljpeg-gray12-6-restart-within")
        let (strict, same) = try decode(try plain.encoded(), plain.layout, lenient)
        let expected = try plain.expected()
        #expect(strict.notes == [] && same == expected)
    }

    @Test("fails where a restart marker is not the next one, or is missing, and keeps the rows before it")
    func testsRestartMarkers() throws {
        let frame = try frame("ljpeg-gray12-1-restart-row")
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let restarts = (0..<source.count - 1).filter { source[$0] == 0xFF && (0xD0...0xD7).contains(source[$0 + 1]) }
        #expect(restarts.count == frame.rows - 1)
        let rowBytes = expected.count / frame.rows
        for (row, place) in restarts.enumerated() {
            for other in [
                Array(source[..<(place + 1)] + [0xD7] + source[(place + 2)...]), Array(source[..<place] + source[(place + 2)...]),
            ] {
                var target = [UInt8](repeating: 0xAA, count: expected.count)
                let error = try failure { () throws(CodecError) in
                    var span = target.mutableSpan
                    try JPEG.decode(other.span, layout: frame.layout, into: &span)
                }
                #expect(error.code == .corrupt || error.code == .truncated)
                #expect(error.completeRows <= row + 1)
                let complete = error.completeRows * rowBytes
                #expect(Array(target[..<complete]) == Array(expected[..<complete]) && target[complete...].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test("refuses layouts that are not the codestream's")
    func refusesLayouts() throws {
        let frame = try frame("ljpeg-gray16-1")
        let source = try frame.encoded()
        let cases: [(SampleLayout, CodecError.Code)] = [
            (SampleLayout(columns: 9, rows: 37, bytesPerSample: 2), .layoutMismatch),
            (SampleLayout(columns: 37, rows: 8, bytesPerSample: 2), .layoutMismatch),
            (SampleLayout(columns: 37, rows: 9, samplesPerPixel: 3, bytesPerSample: 2), .layoutMismatch),
            (SampleLayout(columns: 37, rows: 9, bytesPerSample: 1), .layoutMismatch),
            (SampleLayout(columns: 37, rows: 9, bytesPerSample: 4), .badArgument),
            (SampleLayout(columns: 0, rows: 9, bytesPerSample: 2), .badArgument),
        ]
        for (layout, code) in cases {
            #expect(try failure { () throws(CodecError) in _ = try decode(source, layout) }.code == code)
        }
    }

    @Test("decodes pairs of frames to what each gives alone", arguments: SmallFrame.losslessJPEG)
    func decodesPairs(frame: SmallFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        // With itself, with a damaged one, with a frame of other parameters, and with none.
        var partners: [[UInt8]] = [source, Array(source.dropLast(source.count / 4)), []]
        let sibling = SmallFrame.losslessJPEG.first { $0.layout == frame.layout && $0.selection != frame.selection }
        if let sibling { partners.append(try sibling.encoded()) }
        for partner in partners {
            for isFirst in [true, false] {
                let both = source + partner
                let own = [0..<7, 7..<source.count]
                let other = [source.count..<both.count]
                let stride = expected.count + 3
                var target = [UInt8](repeating: 0xAA, count: stride + expected.count)
                var workspace = CodecWorkspace()
                var span = target.mutableSpan
                let results = try JPEG.decodePair(
                    both.span, frames: isFirst ? (own, other) : (other, own), layout: frame.layout, options: frame.options,
                    using: &workspace,
                    into: &span, frameStride: stride)
                let mine = isFirst ? 0 : stride
                let theirs = stride - mine
                #expect(try (isFirst ? results.first : results.second).get().notes == frame.notes)
                #expect(Array(target[mine..<mine + expected.count]) == expected)
                #expect(Array(target[expected.count..<stride]) == [0xAA, 0xAA, 0xAA])

                var alone = [UInt8](repeating: 0xAA, count: expected.count)
                let outcome: Result<CodecReport, CodecError> = Result { () throws(CodecError) in
                    var span = alone.mutableSpan
                    return try JPEG.decode(partner.span, layout: frame.layout, options: frame.options, into: &span)
                }
                #expect((isFirst ? results.second : results.first) == outcome)
                #expect(Array(target[theirs..<theirs + expected.count]) == alone)
            }
        }
    }

    @Test("gives a result or an error for damaged codestreams", arguments: SmallFrame.losslessJPEG.filter { $0.columns < 20 })
    func survivesDamage(frame: SmallFrame) throws {
        let source = try frame.encoded()
        var numbers = RepeatableNumbers(state: UInt64(source.count))
        for _ in 0..<300 {
            var damaged = source
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                damaged[Int.random(in: 0..<damaged.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            let bytes = GuardedBytes(damaged)
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: frame.layout.byteCount ?? 0))
            do throws(CodecError) {
                _ = try bytes.withSpan { (bytes) throws(CodecError) in
                    try target.withMutableSpan { (target) throws(CodecError) in
                        try JPEG.decode(bytes, layout: frame.layout, options: frame.options, into: &target)
                    }
                }
            } catch {
                let done = error.completeRows * target.array.count / frame.rows
                #expect(target.array[done...].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test("decodes the lossless codestreams of a corpus", .enabled(if: Corpus.isPresent))
    func decodesCorpus() throws {
        for codestream in Corpus.codestreams("jpeg") where codestream.decode == "ok" {
            let source = try codestream.bytes()
            let header = try JPEG.header(of: source.span)
            guard header.process == .lossless, let expected = codestream.components else { continue }
            let (report, samples) = try decode(source, header.layout)
            #expect(expected.allSatisfy { $0.width == header.columns && $0.height == header.rows })
            // How sub-sampled components come to full size, T.81 leaves open, and the corpus' decoder interpolates lossless ones.
            guard !report.notes.contains(.upsampledComponents) else { continue }
            let width = header.layout.bytesPerSample
            let count = header.components.count
            for (number, component) in expected.enumerated() {
                var plane: [UInt8] = []
                for pixel in 0..<header.columns * header.rows {
                    let start = (pixel * count + number) * width
                    plane += samples[start..<start + width] + [UInt8](repeating: 0, count: 4 - width)
                }
                #expect(SHA256.hexadecimal(of: plane.span) == component.sha256, "\(codestream) \(number)")
            }
        }
    }
}

extension SmallFrame {
    /// What decoding it needs.
    var options: JPEG.DecodingOptions {
        var options = JPEG.DecodingOptions()
        options.toleratesPredictorOverflow = isLenient == true
        options.toleratesOverfullTables = isLenient == true
        return options
    }

    /// What decoding it notes.
    var notes: [CodecNote] {
        var notes: [CodecNote] = []
        if isUpsampled == true { notes.append(.upsampledComponents) }
        if hasLinesDefined == true { notes.append(.linesDefined) }
        if isLenient == true { notes.append(name == "ljpeg-lenient-predictor" ? .predictorOverflow : .overfullTable) }
        return notes
    }
}

private func frame(_ name: String) throws -> SmallFrame { try #require(SmallFrame.losslessJPEG.first { $0.name == name }) }

/// Where a marker stands for the first time.
private func place(of marker: UInt8, in source: [UInt8]) -> Int? {
    (0..<source.count - 1).first { source[$0] == 0xFF && source[$0 + 1] == marker }
}

@discardableResult
private func decode(
    _ source: [UInt8], _ layout: SampleLayout, _ options: JPEG.DecodingOptions = JPEG.DecodingOptions()
) throws(CodecError) -> (report: CodecReport, samples: [UInt8]) {
    var target = [UInt8](repeating: 0xAA, count: max(layout.byteCount ?? 0, 1))
    var span = target.mutableSpan
    let report = try JPEG.decode(source.span, layout: layout, options: options, into: &span)
    return (report, target)
}
