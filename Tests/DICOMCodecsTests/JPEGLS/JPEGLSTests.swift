import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("JPEG-LS decoding, T.87")
struct JPEGLSTests {
    @Test("decodes each frame of other encoders, at every level, between guard pages", arguments: SmallJPEGLSFrame.all)
    func decodesFramesOfOthers(frame: SmallJPEGLSFrame) throws {
        let (source, expected) = (try frame.encoded(), try frame.expected())
        #expect(isJPEGLS(source))
        #expect(try jpegLSHeader(of: source, leniency: frame.leniency).layout == frame.layout)
        for level in VectorLevel.available {
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: expected.count))
            let report = try decodeJPEGLS(source, frame.layout, leniency: frame.leniency, level: level, into: target)
            #expect(target.array == expected)
            #expect(report.notes.map(\.description) == frame.notes ?? [])
        }
    }

    @Test("widens 8 bits into containers of 16")
    func widens() throws {
        let frame = try SmallJPEGLSFrame.named("restart-2-line")
        let layout = SampleLayout(columns: frame.columns, rows: frame.rows, samplesPerPixel: frame.samples, bytesPerSample: 2)
        let target = GuardedBytes([UInt8](repeating: 0xAA, count: layout.byteCount ?? 0))
        _ = try decodeJPEGLS(try frame.encoded(), layout, into: target)
        #expect(target.array == (try frame.expected()).flatMap { [$0, 0] })
    }

    @Test("reports every truncation of every small frame, and keeps the complete rows", arguments: SmallJPEGLSFrame.all)
    func reportsEveryTruncation(frame: SmallJPEGLSFrame) throws {
        let (source, whole) = (try frame.encoded(), try frame.expected())
        let rowBytes = frame.columns * frame.samples * frame.width
        let target = GuardedBytes(whole)
        for length in 0..<source.count {
            do throws(CodecError) {
                let report = try decodeJPEGLS(Array(source[..<length]), frame.layout, leniency: frame.leniency, into: target)
                // Only what comes behind the last sample can be missing.
                #expect(report.notes.contains(.missingEndMarker) && target.array == whole)
            } catch {
                #expect(error.code == .truncated, "\(length) bytes: \(error)")
                // Before the first scan nothing is known of the frame; its target is zero too.
                let (rows, array) = (error.completeRows * rowBytes, target.array)
                #expect(array[..<rows] == whole[..<rows] && array[rows...].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test("gives a result or an error for mutations, the same at every level", arguments: SmallJPEGLSFrame.all)
    func survivesMutations(frame: SmallJPEGLSFrame) throws {
        let original = try frame.encoded()
        var numbers = RepeatableNumbers(state: UInt64(original.count))
        let count = frame.layout.byteCount ?? 0
        for _ in 0..<40 {
            var source = original
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                source[Int.random(in: 0..<source.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            source.removeLast(Int.random(in: 0...min(3, source.count), using: &numbers))
            let results = VectorLevel.available.map { level in
                let target = GuardedBytes([UInt8](repeating: 0xAA, count: count))
                let result = Result { () throws(CodecError) in
                    try decodeJPEGLS(source, frame.layout, leniency: frame.leniency, level: level, into: target)
                }
                return (result, target.array)
            }
            #expect(results.allSatisfy { $0.0 == results[0].0 && $0.1 == results[0].1 })
        }
    }

    @Test("reads thresholds of Java Advanced Imaging only when asked to")
    func readsJAIThresholds() throws {
        let frame = try SmallJPEGLSFrame.named("jai-16")
        let target = GuardedBytes([UInt8](repeating: 0, count: frame.layout.byteCount ?? 0))
        let source = try frame.encoded()
        _ = try? decodeJPEGLS(source, frame.layout, into: target)
        #expect(target.array != (try frame.expected()))
        #expect(try jpegLSHeader(of: source).preset.threshold1 == 18)
        // FACTOR = floor((65535 + 128) / 256) = 256 without the bound: T1 = 256 * (3 - 2) + 2.
        #expect(try jpegLSHeader(of: source, leniency: frame.leniency).preset.threshold1 == 258)
    }

    @Test("says nothing of trailing zeros, and notes other bytes behind EOI")
    func notesTrailingData() throws {
        let frame = try SmallJPEGLSFrame.named("restart-1")
        let (source, expected) = (try frame.encoded(), try frame.expected())
        let target = GuardedBytes(expected)
        #expect(try decodeJPEGLS(source + [0, 0, 0], frame.layout, into: target).notes.isEmpty)
        #expect(try decodeJPEGLS(source + [0, 7], frame.layout, into: target).notes == [.trailingData])
        #expect(try decodeJPEGLS(source.dropLast(2), frame.layout, into: target).notes == [.missingEndMarker])
    }

    @Test("refuses layouts, targets and limits that do not fit")
    func refusesArguments() throws {
        let frame = try SmallJPEGLSFrame.named("oversize-in-4-bytes")
        let (source, layout) = (try frame.encoded(), frame.layout)
        func code(_ layout: SampleLayout, bytes: Int? = nil, limits: CodecLimits = CodecLimits()) throws -> CodecError.Code {
            let target = GuardedBytes([UInt8](repeating: 0xAA, count: bytes ?? layout.byteCount ?? 0))
            return try failure { () throws(CodecError) in _ = try decodeJPEGLS(source, layout, limits: limits, into: target) }.code
        }
        for other in [
            SampleLayout(columns: layout.columns + 1, rows: layout.rows, bytesPerSample: 2),
            SampleLayout(columns: layout.columns, rows: layout.rows - 1, bytesPerSample: 2),
            SampleLayout(columns: layout.columns, rows: layout.rows, samplesPerPixel: 3, bytesPerSample: 2),
            SampleLayout(columns: layout.columns, rows: layout.rows, bytesPerSample: 1),
        ] {
            #expect(try code(other) == .layoutMismatch)
        }
        #expect(try code(SampleLayout(columns: layout.columns, rows: layout.rows, bytesPerSample: 4)) == .badArgument)
        #expect(try code(SampleLayout(columns: 0, rows: 1, bytesPerSample: 1), bytes: 1) == .badArgument)
        #expect(try code(layout, bytes: (layout.byteCount ?? 0) - 1) == .targetTooSmall)
        for change in [\CodecLimits.maximumPixels, \.maximumBytes, \.maximumWorkingBytes, \.maximumComponents] {
            var limits = CodecLimits()
            limits[keyPath: change] = 0
            #expect(try code(layout, limits: limits) == .limitExceeded)
        }
    }

    /// A codestream of one row and column, with these segments between SOI and the data.
    private func codestream(_ segments: [UInt8]...) -> [UInt8] { [0xFF, 0xD8] + segments.joined() + [0x80, 0x00, 0xFF, 0xD9] }
    private let frameHeader: [UInt8] = [0xFF, 0xF7, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]
    private let scanHeader: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0]

    @Test("names what it refuses in headers")
    func refusesHeaders() throws {
        func code(_ source: [UInt8]) throws -> CodecError.Code {
            let target = GuardedBytes([0xAA, 0xAA])
            let layout = SampleLayout(columns: 1, rows: 1, bytesPerSample: 2)
            let error = try failure { () throws(CodecError) in _ = try decodeJPEGLS(source, layout, into: target) }
            #expect(target.array == [0, 0])
            return error.code
        }
        var frame = frameHeader
        var scan = scanHeader
        #expect(try code(codestream(frame, frame, scan)) == .corrupt)  // a second frame header
        #expect(try code(codestream(scan)) == .corrupt)  // a scan without a frame
        #expect(try code([0xFF, 0xD9]) == .corrupt)
        #expect(try code([]) == .truncated)
        #expect(try code([0xFF, 0xD8, 0xFF, 0xD9]) == .truncated)  // EOI before the picture
        frame[4] = 17
        #expect(try code(codestream(frame, scan)) == .corrupt)  // a precision of 17 bits
        frame = frameHeader
        frame[6] = 0
        #expect(try code(codestream(frame, scan)) == .corrupt)  // no rows, and no DNL
        frame = frameHeader
        frame[1] = 0xC3
        #expect(try code(codestream(frame, scan)) == .unsupported)  // JPEG Lossless
        scan[9] = 1
        #expect(try code(codestream(frameHeader, scan)) == .unsupported)  // a point transform
        scan = scanHeader
        scan[5] = 2
        #expect(try code(codestream(frameHeader, scan)) == .corrupt)  // a component that is not there
        scan = scanHeader
        scan[6] = 9
        #expect(try code(codestream(frameHeader, scan)) == .corrupt)  // a mapping table that is not there
        let wide: [UInt8] = [0xFF, 0xF8, 0, 8, 2, 9, 3, 1, 2, 3]
        #expect(try code(codestream(frameHeader, wide, scan)) == .unsupported)  // entries of 3 bytes
        scan = scanHeader
        scan[7] = 200
        #expect(try code(codestream(frameHeader, scan)) == .corrupt)  // NEAR above half of MAXVAL
        let preset: [UInt8] = [0xFF, 0xF8, 0, 13, 1, 0, 255, 0, 30, 0, 20, 0, 40, 0, 64]
        #expect(try code(codestream(frameHeader, preset, scanHeader)) == .corrupt)  // T2 below T1
        #expect(try code(codestream(frameHeader, [0xFF, 0xF8, 0, 3, 9], scanHeader)) == .unsupported)  // an extension (T.870)
        let transform: [UInt8] = [0xFF, 0xE8, 0, 7, 0x6D, 0x72, 0x66, 0x78, 1]
        #expect(try code(codestream(transform, frameHeader, scanHeader)) == .unsupported)  // HP1 of one component
        #expect(try code(codestream(frameHeader, [0xFF, 0xF7, 0, 1])) == .corrupt)  // a length below 2
    }

    @Test("reads nothing else as JPEG-LS")
    func probes() throws {
        #expect(!isJPEGLS([]))
        let other: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0xFF, 0xC0, 0, 11]
        #expect(!isJPEGLS(other))
        let source = codestream([0xFF, 0xE8, 0, 4, 1, 2], frameHeader)
        #expect(isJPEGLS(source))
    }
}
