import DICOMCodecs
import Foundation
import Testing

@Suite("JPEG 2000 encoding, ISO/IEC 15444-1")
struct JPEG2000EncodingTests {
    @Test("encodes samples of every precision and sign so that they come back", arguments: 1...22)
    func roundTrips(precision: Int) throws {
        for isSigned in [false, true] {
            for samples in 1...4 {
                let layout = SampleLayout(columns: 41, rows: 23, samplesPerPixel: samples, bytesPerSample: Self.width(precision))
                let frame = Self.picture(layout, precision: precision, isSigned: isSigned)
                let encoded = try encode(frame, layout, precision, isSigned)
                let header = try JPEG2000.header(of: encoded.span)
                #expect(header.isReversible && header.precision == precision && header.isSigned == isSigned && !header.isBoxed)
                #expect(header.usesMultipleComponentTransform == (samples == 3 && precision > 1))
                #expect(try decode(encoded, layout) == frame, "\(precision) \(isSigned) \(samples)")
            }
        }
    }

    @Test("refuses more bits than OpenJPEG keeps", arguments: [23, 31])
    func refusesPrecision(precision: Int) throws {
        let layout = SampleLayout(columns: 8, rows: 8, bytesPerSample: 4)
        let frame = [UInt8](repeating: 0, count: 256)
        #expect(try failure { () throws(CodecError) in _ = try encode(frame, layout, precision, false) }.code == .unsupported)
    }

    @Test("codes tiles, levels, blocks and layers as asked, losslessly", arguments: JPEG2000.Header.Progression.allCases)
    func codesAsAsked(progression: JPEG2000.Header.Progression) throws {
        let layout = SampleLayout(columns: 97, rows: 70, samplesPerPixel: 3, bytesPerSample: 1)
        let frame = Self.picture(layout, precision: 8, isSigned: false)
        // Last tiles of one column or row need care: OpenJPEG gets fewer levels for them.
        for (tiles, levels, block, ratios): ((Int, Int)?, Int, (Int, Int), [Double]) in [
            (nil, 5, (64, 64), [0]), ((32, 23), 2, (32, 16), [20, 5, 0]), ((16, 69), 6, (4, 1024), [0]), ((64, 64), 0, (1024, 4), [8, 0]),
        ] {
            var options = JPEG2000.EncodingOptions()
            options.progression = progression
            options.levels = levels
            (options.tileColumns, options.tileRows) = (tiles?.0, tiles?.1)
            (options.blockColumns, options.blockRows) = block
            options.compressionRatios = ratios
            let encoded = try encode(frame, layout, 8, false, options)
            let header = try JPEG2000.header(of: encoded.span)
            #expect(header.progression == progression && header.layers == ratios.count)
            #expect(header.tileColumns == tiles?.0 ?? 97 && header.tileRows == tiles?.1 ?? 70)
            #expect(header.levels <= levels)
            #expect(try decode(encoded, layout) == frame, "\(options)")
            options.threads = 3
            #expect(try encode(frame, layout, 8, false, options) == encoded)
        }
    }

    @Test("keeps to the ratio that a lossy codestream is given, and near to the samples", arguments: [5.0, 10, 25])
    func keepsRatios(ratio: Double) throws {
        let layout = SampleLayout(columns: 256, rows: 200, samplesPerPixel: 1, bytesPerSample: 2)
        let frame = Self.picture(layout, precision: 12, isSigned: false)
        for isReversible in [false, true] {
            var options = JPEG2000.EncodingOptions()
            options.isReversible = isReversible
            options.compressionRatios = [ratio]
            let encoded = try encode(frame, layout, 12, false, options)
            let raw = Double(256 * 200 * 12) / 8
            #expect(Double(encoded.count) <= raw / ratio * 1.02 + 200)
            #expect(try JPEG2000.header(of: encoded.span).isReversible == isReversible)
            let back = try decode(encoded, layout)
            let squares = (0..<256 * 200).reduce(0.0) { sum, i in
                let difference = Double(Self.value(back, i, 2)) - Double(Self.value(frame, i, 2))
                return sum + difference * difference
            }
            let signalToNoise = 10 * log10(4095 * 4095 / max(squares / Double(256 * 200), 1e-9))
            #expect(signalToNoise > 45, "\(signalToNoise) dB at \(ratio)")
        }
    }

    @Test("gives of a region what the frame has there, at every resolution")
    func decodesRegions() throws {
        var numbers = RepeatableNumbers(state: 3)
        for (samples, tiles): (Int, Int?) in [(1, nil), (3, nil), (3, 37)] {
            let layout = SampleLayout(columns: 150, rows: 110, samplesPerPixel: samples, bytesPerSample: 1)
            var encoding = JPEG2000.EncodingOptions()
            (encoding.levels, encoding.tileColumns, encoding.tileRows) = (3, tiles, tiles)
            let encoded = try encode(Self.picture(layout, precision: 8, isSigned: false), layout, 8, false, encoding)
            for levels in 0...2 {
                let header = try JPEG2000.header(of: encoded.span, discardingLevels: levels)
                let whole = try decode(encoded, header.layout) { $0.discardedLevels = levels }
                for _ in 0..<10 {
                    let (x, y) = (Int.random(in: 0..<header.columns, using: &numbers), Int.random(in: 0..<header.rows, using: &numbers))
                    let region = JPEG2000.Region(
                        columns: x..<Int.random(in: x + 1...header.columns, using: &numbers),
                        rows: y..<Int.random(in: y + 1...header.rows, using: &numbers))
                    var part = header.layout
                    (part.columns, part.rows) = (region.columns.count, region.rows.count)
                    let samplesOfPart = try decode(encoded, part) {
                        $0.discardedLevels = levels
                        $0.region = region
                    }
                    let expected = region.rows.flatMap { row in
                        let start = (row * header.columns + region.columns.lowerBound) * samples
                        return Array(whole[start..<start + region.columns.count * samples])
                    }
                    #expect(samplesOfPart == expected, "\(region) at \(levels)")
                }
            }
        }
    }

    @Test("refuses regions that are not in the frame")
    func refusesRegions() throws {
        let layout = SampleLayout(columns: 20, rows: 10, bytesPerSample: 1)
        let encoded = try encode(Self.picture(layout, precision: 8, isSigned: false), layout, 8, false)
        for (columns, rows) in [(0..<21, 0..<1), (0..<1, 10..<11), (5..<5, 0..<1), (-1..<3, 0..<1), (Int.max - 1..<Int.max, 0..<1)] {
            let part = SampleLayout(columns: max(1, min(21, columns.count)), rows: 1, bytesPerSample: 1)
            let error = try failure { () throws(CodecError) in
                _ = try decode(encoded, part) { $0.region = JPEG2000.Region(columns: columns, rows: rows) }
            }
            #expect(error.code == .badArgument)
        }
    }

    @Test("refuses what cannot be encoded")
    func refusesOptions() throws {
        let layout = SampleLayout(columns: 8, rows: 8, bytesPerSample: 1)
        let frame = [UInt8](repeating: 0, count: 64)
        let changes: [(inout JPEG2000.EncodingOptions) -> Void] = [
            { $0.levels = -1 }, { $0.levels = 33 }, { $0.blockColumns = 48 }, { ($0.blockColumns, $0.blockRows) = (128, 64) },
            { $0.compressionRatios = [] }, { $0.compressionRatios = [0, 0] }, { $0.compressionRatios = [5, 10] },
            { $0.compressionRatios = [.nan] }, { $0.compressionRatios = [-3] },
            { $0.compressionRatios = [Double](repeating: 0, count: 33) }, { $0.tileColumns = 0 }, { $0.tileRows = -5 },
            { $0.usesMultipleComponentTransform = true },
        ]
        for change in changes {
            var options = JPEG2000.EncodingOptions()
            change(&options)
            let error = try failure { () throws(CodecError) in _ = try encode(frame, layout, 8, false, options, capacity: 1000) }
            #expect(error.code == .badArgument, "\(options)")
        }
        for precision in [0, -1, 9, 32] {
            #expect(
                try failure { () throws(CodecError) in _ = try encode(frame, layout, precision, false, capacity: 1000) }.code
                    == .badArgument)
        }
        #expect(try failure { () throws(CodecError) in _ = try encode(frame, layout, 8, false, capacity: 50) }.code == .targetTooSmall)
    }

    @Test("looks only at the bits of the precision")
    func masksSamples() throws {
        let layout = SampleLayout(columns: 4, rows: 1, bytesPerSample: 2)
        let encoded = try encode([0xFF, 0xF0, 0x34, 0x12, 0x00, 0xF8, 0xFF, 0x07], layout, 12, true)
        #expect(try decode(encoded, layout) == [0xFF, 0x00, 0x34, 0x02, 0x00, 0xF8, 0xFF, 0x07])
    }

    @Test("ends between tiles when another thread cancels, encoding and decoding")
    func cancels() throws {
        let layout = SampleLayout(columns: 1024, rows: 1024, bytesPerSample: 2)
        let frame = Self.picture(layout, precision: 16, isSigned: false)
        var options = JPEG2000.EncodingOptions()
        (options.tileColumns, options.tileRows) = (64, 64)
        let encoded = try encode(frame, layout, 16, false, options)
        var heard = [false, false]
        for _ in 0..<20 where heard != [true, true] {
            for direction in 0..<2 {
                let cancellation = CodecCancellation()
                let thread = Thread {
                    Thread.sleep(forTimeInterval: 0.01)
                    cancellation.cancel()
                }
                thread.start()
                var workspace = CodecWorkspace(cancellation: cancellation)
                var target = [UInt8](repeating: 0xAA, count: 4 << 20)
                do throws(CodecError) {
                    var span = target.mutableSpan
                    if direction == 0 {
                        _ = try JPEG2000.encode(frame.span, layout: layout, precision: 16, options: options, using: &workspace, into: &span)
                    } else {
                        try JPEG2000.decode(encoded.span, layout: layout, using: &workspace, into: &span)
                    }
                } catch {
                    #expect(error.code == .cancelled)
                    heard[direction] = true
                    if direction == 1 { #expect(target[..<(2 << 20)].allSatisfy { $0 == 0 }) }
                }
            }
        }
        #expect(heard == [true, true])
    }

    // MARK: Parts

    private static func width(_ precision: Int) -> Int { precision <= 8 ? 1 : precision <= 16 ? 2 : 4 }

    private static func value(_ bytes: [UInt8], _ index: Int, _ width: Int) -> UInt32 {
        (0..<width).reduce(0) { $0 | UInt32(bytes[index * width + $1]) << UInt32(8 * $1) }
    }

    /// Slopes with some noise, sign-extended in their containers.
    private static func picture(_ layout: SampleLayout, precision: Int, isSigned: Bool) -> [UInt8] {
        var numbers = RepeatableNumbers(state: UInt64(precision))
        var bytes: [UInt8] = []
        let scale = Double(1 << precision)
        for row in 0..<layout.rows {
            for column in 0..<layout.columns {
                for sample in 0..<layout.samplesPerPixel {
                    let wave = 0.5 + 0.45 * sin(Double(row) / 17 + Double(sample)) * cos(Double(column) / 23)
                    let noise = Int.random(in: 0...(1 << max(0, precision - 9)), using: &numbers)
                    var value = min((1 << precision) - 1, Int(wave * scale) + noise)
                    if isSigned { value -= 1 << (precision - 1) }
                    for byte in 0..<layout.bytesPerSample { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
                }
            }
        }
        return bytes
    }

    private func encode(
        _ samples: [UInt8], _ layout: SampleLayout, _ precision: Int, _ isSigned: Bool,
        _ options: JPEG2000.EncodingOptions = JPEG2000.EncodingOptions(), capacity: Int? = nil
    ) throws(CodecError) -> [UInt8] {
        let most = JPEG2000.maximumEncodedByteCount(for: layout, precision: precision, options: options)
        var target = [UInt8](repeating: 0xAA, count: capacity ?? most ?? 65536)
        var span = target.mutableSpan
        let written = try JPEG2000.encode(
            samples.span, layout: layout, precision: precision, isSigned: isSigned, options: options, into: &span)
        return Array(target[..<written])
    }

    private func decode(
        _ source: [UInt8], _ layout: SampleLayout, _ change: (inout JPEG2000.DecodingOptions) -> Void = { _ in }
    ) throws(CodecError) -> [UInt8] {
        var options = JPEG2000.DecodingOptions()
        change(&options)
        var target = [UInt8](repeating: 0xAA, count: layout.byteCount ?? 0)
        var span = target.mutableSpan
        try JPEG2000.decode(source.span, layout: layout, options: options, into: &span)
        return target
    }
}
