import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("RLE Lossless, PS3.5 Annex G")
struct RLELosslessTests {
    // MARK: Decoding

    @Test("decodes each frame of other encoders bit for bit", arguments: SmallFrame.all("rle"))
    func decodesFramesOfOthers(frame: SmallFrame) throws {
        let (notes, samples) = try decode(frame.encoded(), frame.layout)
        #expect(samples == (try frame.expected()))
        #expect(notes.isEmpty)
    }

    @Test("unpacks literals, runs and the byte that means nothing (G.3.2)")
    func unpacksPackets() throws {
        // Literal of 3, -128, run of 4, literal of 1, run of 2 which ends the plane.
        let data: [UInt8] = [0x02, 10, 20, 30, 0x80, 0xFD, 40, 0x00, 50, 0xFF, 60, 0x00]
        let (notes, samples) = try decode(header([64]) + data, SampleLayout(columns: 5, rows: 2, bytesPerSample: 1))
        #expect(samples == [10, 20, 30, 40, 40, 40, 40, 50, 60, 60])
        #expect(notes.isEmpty)
    }

    @Test("puts the most significant byte plane first (G.2)")
    func ordersPlanes() throws {
        // Two samples of 16 bits, 0x1122 and 0x3344, in one pixel: planes 11, 22, 33, 44.
        let source = header([64, 66, 68, 70]) + [0, 0x11, 0, 0x22, 0, 0x33, 0, 0x44]
        let (_, samples) = try decode(source, SampleLayout(columns: 1, rows: 1, samplesPerPixel: 2, bytesPerSample: 2))
        #expect(samples == [0x22, 0x11, 0x44, 0x33])
    }

    @Test("refuses offsets that lie in the header or do not increase", arguments: [[0], [63], [64, 64], [66, 64], [64, 0]])
    func refusesOffsets(offsets: [UInt32]) throws {
        let source = header(offsets) + [UInt8](repeating: 0, count: 8)
        let layout = SampleLayout(columns: 2, rows: 1, bytesPerSample: offsets.count)
        #expect(try failure(source, layout).code == .corrupt)
    }

    @Test("reports an offset beyond the data as a cut")
    func reportsOffsetBeyondData() throws {
        let error = try failure(header([64, 100]) + [0, 1], SampleLayout(columns: 1, rows: 1, bytesPerSample: 2))
        #expect(error.code == .truncated)
        #expect(error.offset == 8)
    }

    @Test("refuses another number of segments than the layout has", arguments: [1, 3, 15])
    func refusesSegmentCount(count: Int) throws {
        let source = header((0..<count).map { UInt32(64 + 2 * $0) }) + [UInt8](repeating: 0, count: 2 * count)
        #expect(try failure(source, SampleLayout(columns: 1, rows: 1, bytesPerSample: 2)).code == .layoutMismatch)
    }

    @Test("refuses an impossible number of segments", arguments: [UInt8(0), 16, 255])
    func refusesImpossibleSegmentCount(count: UInt8) throws {
        var source = header([64]) + [0, 1]
        source[0] = count
        #expect(try failure(source, SampleLayout(columns: 1, rows: 1, bytesPerSample: 1)).code == .corrupt)
    }

    @Test("keeps the complete rows of a segment that ends early, and zeroes the rest")
    func keepsRowsBeforeTheCut() throws {
        // 3 × 3: a run of 5, then a literal that lacks its bytes.
        let source = header([64]) + [0xFC, 9, 0x03, 7]
        var target = [UInt8](repeating: 0xAA, count: 9)
        let error = try failure(source, SampleLayout(columns: 3, rows: 3, bytesPerSample: 1), &target)
        #expect(error.code == .truncated)
        #expect(error.completeRows == 2)
        #expect(error.offset == source.count)
        #expect(target == [9, 9, 9, 9, 9, 7, 0, 0, 0])
    }

    @Test("tolerates data behind a full plane, and says so")
    func toleratesExcess() throws {
        let layout = SampleLayout(columns: 2, rows: 1, bytesPerSample: 1)
        for excess: [UInt8] in [[0xFD, 5], [0xFF, 5, 0x01, 6, 7], [0x04, 5, 5, 6, 7, 8]] {
            let (notes, samples) = try decode(header([64]) + excess, layout)
            #expect(samples == [5, 5])
            #expect(notes == [.excessData])
        }
        let planes = SampleLayout(columns: 2, rows: 1, bytesPerSample: 2)
        let (notes, samples) = try decode(header([64, 66]) + [0xFD, 5, 0xFF, 6], planes)
        #expect(samples == [6, 5, 6, 5])
        #expect(notes == [.excessData])
    }

    @Test("notes a gap behind the header and offsets of segments that are not there")
    func notesHeader() throws {
        var source = header([66]) + [0xEE, 0xEE, 0, 5]
        source[12] = 1
        let (notes, samples) = try decode(source, SampleLayout(columns: 1, rows: 1, bytesPerSample: 1))
        #expect(samples == [5])
        #expect(notes == [.headerGap, .unusedOffset])
    }

    @Test("refuses targets and layouts that cannot be")
    func refusesArguments() throws {
        let source = header([64]) + [0, 1]
        var small = [UInt8](repeating: 0, count: 1)
        #expect(try failure(source, SampleLayout(columns: 2, rows: 1, bytesPerSample: 1), &small).code == .targetTooSmall)
        for layout in [
            SampleLayout(columns: 0, rows: 1, bytesPerSample: 1), SampleLayout(columns: 1, rows: -1, bytesPerSample: 1),
            SampleLayout(columns: 1, rows: 1, bytesPerSample: 3), SampleLayout(columns: 1, rows: 1, bytesPerSample: 8),
            SampleLayout(columns: 1, rows: 1, samplesPerPixel: 16, bytesPerSample: 1),
            SampleLayout(columns: 1, rows: 1, samplesPerPixel: 4, bytesPerSample: 4),
            SampleLayout(columns: .max, rows: .max, bytesPerSample: 1),
        ] {
            #expect(try failure(source, layout, &small).code == .badArgument)
            #expect(RLELossless.maximumEncodedByteCount(for: layout) == nil)
        }
    }

    @Test("reports every truncation of every small frame", arguments: SmallFrame.all("rle"))
    func reportsEveryTruncation(frame: SmallFrame) throws {
        let (source, whole) = (try frame.encoded(), try frame.expected())
        let (rowBytes, guarded) = (frame.columns * frame.samples * frame.width, GuardedBytes([UInt8](repeating: 0xAA, count: whole.count)))
        for length in 0..<source.count {
            let cut = GuardedBytes(Array(source[..<length]))
            do throws(CodecError) {
                try cut.withSpan { source throws(CodecError) in
                    try guarded.withMutableSpan { target throws(CodecError) in
                        _ = try RLELossless.decode(source, layout: frame.layout, into: &target)
                    }
                }
                // Only padding can be missing.
                #expect(length == source.count - 1 && guarded.array == whole)
            } catch {
                #expect(error.code == .truncated)
                let rows = error.completeRows * rowBytes
                #expect(guarded.array[..<rows] == whole[..<rows])
            }
        }
    }

    @Test("gives a result or an error for mutations, and touches nothing beyond the spans", arguments: SmallFrame.all("rle"))
    func survivesMutations(frame: SmallFrame) throws {
        let original = try frame.encoded()
        var numbers = RepeatableNumbers(state: UInt64(original.count))
        let target = GuardedBytes([UInt8](repeating: 0, count: frame.layout.byteCount ?? 0))
        for _ in 0..<300 {
            var source = original
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                source[Int.random(in: 0..<source.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            source.removeLast(Int.random(in: 0...min(3, source.count), using: &numbers))
            GuardedBytes(source).withSpan { source in
                target.withMutableSpan { target in
                    _ = try? RLELossless.decode(source, layout: frame.layout, into: &target)
                }
            }
        }
    }

    // MARK: Encoding

    @Test("encodes packets as the standard's rules give them by hand")
    func encodesByHand() throws {
        // One row: 1 2 3 3 3 3 4 4, then a second: no run crosses the end of a row.
        let samples: [UInt8] = [1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]
        let encoded = try encode(samples, SampleLayout(columns: 8, rows: 2, bytesPerSample: 1))
        #expect(encoded == header([64]) + [0x01, 1, 2, 0xFD, 3, 0xFF, 4, 0xF9, 4, 0])
    }

    @Test(
        "encodes what it decodes, in every shape",
        arguments: [(1, 1), (1, 2), (2, 2), (3, 3), (1, 17), (17, 3), (127, 2), (128, 1), (129, 2), (257, 1), (300, 2), (8200, 1)])
    func roundTrips(columns: Int, rows: Int) throws {
        let shapes =
            columns < 1000
            ? [(1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (2, 2), (3, 2), (4, 2), (1, 4), (2, 4), (3, 4), (15, 1)] : [(1, 1), (1, 2)]
        for (samples, width) in shapes {
            let layout = SampleLayout(columns: columns, rows: rows, samplesPerPixel: samples, bytesPerSample: width)
            for density in [1, 12] {
                var numbers = RepeatableNumbers(state: UInt64(columns * 31 + rows * 7 + samples + width + density))
                var value: UInt8 = 0
                let frame = (0..<(layout.byteCount ?? 0)).map { _ in
                    if Int.random(in: 0..<density, using: &numbers) == 0 { value = UInt8.random(in: 0...3, using: &numbers) }
                    return value
                }
                let encoded = try encode(frame, layout)
                #expect(encoded.count.isMultiple(of: 2))
                let target = GuardedBytes([UInt8](repeating: 0xAA, count: frame.count))
                let report = try GuardedBytes(encoded).withSpan { source throws(CodecError) in
                    try target.withMutableSpan { target throws(CodecError) in
                        try RLELossless.decode(source, layout: layout, into: &target)
                    }
                }
                #expect(report.notes.isEmpty)
                #expect(target.array == frame)
            }
        }
    }

    @Test("never exceeds the size it promised, and refuses a target that is a byte too small", arguments: [1, 127, 128, 129, 8193])
    func keepsItsPromise(columns: Int) throws {
        let layout = SampleLayout(columns: columns, rows: 2, bytesPerSample: 2)
        let noise = (0..<columns * 4).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 3) }
        let encoded = try encode(noise, layout)
        #expect(encoded.count <= (RLELossless.maximumEncodedByteCount(for: layout) ?? 0))
        let exact = GuardedBytes([UInt8](repeating: 0, count: encoded.count))
        let written = try exact.withMutableSpan { target throws(CodecError) in
            try RLELossless.encode(noise.span, layout: layout, into: &target)
        }
        #expect(written == encoded.count && exact.array == encoded)
        let small = GuardedBytes([UInt8](repeating: 0, count: encoded.count - 1))
        let error = #expect(throws: CodecError.self) {
            try small.withMutableSpan { target throws(CodecError) in try RLELossless.encode(noise.span, layout: layout, into: &target) }
        }
        #expect(error?.code == .targetTooSmall)
    }

    @Test("refuses to encode fewer samples than the layout has")
    func refusesShortSource() throws {
        var target = [UInt8](repeating: 0, count: 100)
        let source: [UInt8] = [1, 2, 3]
        let error = #expect(throws: CodecError.self) {
            var span = target.mutableSpan
            _ = try RLELossless.encode(source.span, layout: SampleLayout(columns: 2, rows: 2, bytesPerSample: 1), into: &span)
        }
        #expect(error?.code == .badArgument)
    }

    @Test("encodes the same frame wherever its samples lie, at every level", arguments: SmallFrame.all("rle"))
    func encodesStrides(frame: SmallFrame) throws {
        let expected = try encode(frame.expected(), frame.layout)
        for (row, plane): (Int?, Int?) in [(nil, nil), (3, nil), (nil, 2), (5, 7)] {
            let layout = frame.layout.with(rowPadding: row, planePadding: plane)
            var (memory, next) = ([UInt8](repeating: 0xAA, count: try #require(layout.byteCount)), try frame.expected().makeIterator())
            for row in 0..<layout.rows {
                for column in 0..<layout.columns {
                    for sample in 0..<layout.samplesPerPixel {
                        let start = layout.place(row: row, column: column, sample: sample)
                        for byte in start..<start + layout.bytesPerSample { memory[byte] = next.next() ?? 0 }
                    }
                }
            }
            for level in VectorLevel.available {
                var workspace = CodecWorkspace(level: level)
                var target = [UInt8](repeating: 0xAA, count: expected.count)
                var span = target.mutableSpan
                let written = try GuardedBytes(memory).withSpan { source throws(CodecError) in
                    try RLELossless.encode(source, layout: layout, using: &workspace, into: &span)
                }
                #expect(written == expected.count && target == expected, "\(layout) \(level)")
            }
        }
    }

    @Test("weaves every number of planes alike at every level", arguments: 1...15)
    func weavesAtEveryLevel(samples: Int) throws {
        var numbers = RepeatableNumbers(state: UInt64(samples))
        let layout = SampleLayout(columns: 83, rows: 3, samplesPerPixel: samples, bytesPerSample: 1)
        let frame = (0..<(layout.byteCount ?? 0)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let encoded = try encode(frame, layout)
        for level in VectorLevel.available {
            var workspace = CodecWorkspace(level: level)
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: frame.count))
            try target.withMutableSpan { target throws(CodecError) in
                _ = try RLELossless.decode(encoded.span, layout: layout, using: &workspace, into: &target)
            }
            #expect(target.array == frame, "\(level)")
        }
    }

    @Test("ends an encode that is cancelled, and says nothing was written")
    func cancelsEncode() throws {
        let cancellation = CodecCancellation()
        cancellation.cancel()
        var workspace = CodecWorkspace(cancellation: cancellation)
        var target = [UInt8](repeating: 0, count: 100)
        let samples: [UInt8] = [1, 2, 3, 4]
        let error = #expect(throws: CodecError.self) {
            var span = target.mutableSpan
            _ = try RLELossless.encode(
                samples.span, layout: SampleLayout(columns: 2, rows: 2, bytesPerSample: 1), using: &workspace, into: &span)
        }
        #expect(error?.code == .cancelled)
    }

    // MARK: Parts

    /// A header (G.5) that names these offsets.
    private func header(_ offsets: [UInt32]) -> [UInt8] {
        let words = [UInt32(offsets.count)] + offsets + [UInt32](repeating: 0, count: 15 - offsets.count)
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    private func decode(_ source: [UInt8], _ layout: SampleLayout) throws(CodecError) -> (notes: [CodecNote], samples: [UInt8]) {
        var target = [UInt8](repeating: 0xAA, count: layout.byteCount ?? 0)
        var span = target.mutableSpan
        let report = try RLELossless.decode(source.span, layout: layout, into: &span)
        return (report.notes, target)
    }

    private func failure(_ source: [UInt8], _ layout: SampleLayout, _ target: inout [UInt8]) throws -> CodecError {
        var span = target.mutableSpan
        do throws(CodecError) {
            _ = try RLELossless.decode(source.span, layout: layout, into: &span)
        } catch {
            return error
        }
        throw UnexpectedSuccess()
    }

    private func failure(_ source: [UInt8], _ layout: SampleLayout) throws -> CodecError {
        var target = [UInt8](repeating: 0xAA, count: layout.byteCount ?? 0)
        let error = try failure(source, layout, &target)
        #expect(target.allSatisfy { $0 == 0 })
        return error
    }

    private func encode(_ samples: [UInt8], _ layout: SampleLayout) throws -> [UInt8] {
        let most = try #require(RLELossless.maximumEncodedByteCount(for: layout))
        var target = [UInt8](repeating: 0xAA, count: most)
        var span = target.mutableSpan
        let written = try GuardedBytes(samples).withSpan { source throws(CodecError) in
            try RLELossless.encode(source, layout: layout, into: &span)
        }
        return Array(target[..<written])
    }
}
