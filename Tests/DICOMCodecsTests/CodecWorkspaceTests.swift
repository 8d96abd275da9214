import DICOMCodecs
import Foundation
import Testing

@Suite("What all codecs keep to: fragments, strides, workspaces, cancelling")
struct CodecWorkspaceTests {
    @Test("decodes a frame cut into fragments anywhere", arguments: FrameCodec.allCases)
    func decodesFragments(codec: FrameCodec) throws {
        var workspace = CodecWorkspace()
        var numbers = RepeatableNumbers(state: 1)
        for frame in codec.frames {
            let (encoded, expected) = (try frame.encoded(), try frame.expected())
            for parts in 1...6 {
                // Cuts may fall together: a fragment can be empty.
                let scattered = ScatteredFrame(encoded, cuts: (1..<parts).map { _ in Int.random(in: 0...encoded.count, using: &numbers) })
                var target = [UInt8](repeating: 0xAA, count: expected.count)
                var out = target.mutableSpan
                try codec.decode(
                    scattered.bytes.span, fragments: scattered.fragments, layout: frame.layout, using: &workspace, into: &out)
                #expect(target == expected, "\(frame) in \(parts)")
            }
        }
    }

    @Test("refuses fragments outside of the source, and takes a frame without any for an empty one", arguments: FrameCodec.allCases)
    func refusesStrayFragments(codec: FrameCodec) throws {
        let frame = try #require(codec.frames.first)
        let encoded = try frame.encoded()
        for (fragments, code): ([Range<Int>], CodecError.Code) in [
            ([0..<encoded.count + 1], .badArgument), ([-1..<4], .badArgument), ([], .truncated), ([4..<4, 9..<9], .truncated),
        ] {
            let error = try failure { () throws(CodecError) in
                var workspace = CodecWorkspace()
                var target = [UInt8](repeating: 0xAA, count: 1 << 16)
                var out = target.mutableSpan
                try codec.decode(encoded.span, fragments: fragments, layout: frame.layout, using: &workspace, into: &out)
            }
            #expect(error.code == code, "\(fragments)")
        }
    }

    @Test("puts samples where strides and planes say, and touches nothing between them", arguments: FrameCodec.allCases)
    func followsStrides(codec: FrameCodec) throws {
        for frame in codec.frames {
            let (encoded, expected) = (try frame.encoded(), try frame.expected())
            for (row, plane): (Int?, Int?) in [(0, nil), (1, nil), (7, nil), (nil, 0), (nil, 5), (3, 0), (4, 9)] {
                let layout = frame.layout.with(rowPadding: row, planePadding: plane)
                for level in VectorLevel.available {
                    var workspace = CodecWorkspace(level: level)
                    var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
                    var out = target.mutableSpan
                    try codec.decode(encoded.span, layout: layout, using: &workspace, into: &out)
                    let (samples, touched) = layout.collect(target, filler: 0xAA)
                    #expect(samples == expected && touched == 0, "\(frame) \(layout) \(level)")
                }
            }
        }
    }

    @Test("leaves zeros in the samples of a frame that it cannot decode, and nothing else", arguments: FrameCodec.allCases)
    func clearsStridedTargets(codec: FrameCodec) throws {
        let frame = try #require(codec.frames.last { $0.samples == 3 })
        let encoded = try frame.encoded()
        for (row, plane): (Int?, Int?) in [(nil, nil), (2, nil), (3, 4)] {
            let layout = frame.layout.with(rowPadding: row, planePadding: plane)
            var workspace = CodecWorkspace()
            var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
            let error = try failure { () throws(CodecError) in
                var out = target.mutableSpan
                try codec.decode(encoded.span, fragments: [0..<20], layout: layout, using: &workspace, into: &out)
            }
            #expect(error.code == .truncated && error.completeRows == 0)
            let (samples, touched) = layout.collect(target, filler: 0xAA)
            #expect(samples.allSatisfy { $0 == 0 } && touched == 0)
        }
    }

    @Test("refuses what exceeds the limits of the workspace", arguments: FrameCodec.allCases)
    func keepsLimits(codec: FrameCodec) throws {
        let frame = try #require(codec.frames.last { $0.samples == 3 })
        let encoded = try frame.encoded()
        let layout = frame.layout
        let bytes = try #require(layout.byteCount)
        func code(_ fragments: [Range<Int>]?, _ change: (inout CodecLimits) -> Void) throws -> CodecError.Code {
            var limits = CodecLimits()
            change(&limits)
            var workspace = CodecWorkspace(limits: limits)
            var target = [UInt8](repeating: 0xAA, count: bytes)
            let code = try failure { () throws(CodecError) in
                var out = target.mutableSpan
                try codec.decode(encoded.span, fragments: fragments, layout: layout, using: &workspace, into: &out)
            }.code
            #expect(target.allSatisfy { $0 == 0 })
            return code
        }
        #expect(try code(nil) { $0.maximumPixels = layout.columns * layout.rows - 1 } == .limitExceeded)
        #expect(try code(nil) { $0.maximumBytes = bytes - 1 } == .limitExceeded)
        #expect(try code(nil) { $0.maximumComponents = 2 } == .limitExceeded)
        #expect(try code(nil) { $0.maximumWorkingBytes = 1 } == .limitExceeded)
        #expect(try code([0..<9, 9..<encoded.count]) { $0.maximumWorkingBytes = encoded.count - 1 } == .limitExceeded)
    }

    @Test("decodes frames of all sizes one after the other in one workspace", arguments: FrameCodec.allCases)
    func reusesScratch(codec: FrameCodec) throws {
        var workspace = CodecWorkspace()
        for frame in codec.frames + codec.frames.reversed() {
            let (encoded, expected) = (try frame.encoded(), try frame.expected())
            for fragments in [nil, [0..<encoded.count / 2, encoded.count / 2..<encoded.count]] {
                var target = [UInt8](repeating: 0xAA, count: expected.count)
                var out = target.mutableSpan
                try codec.decode(encoded.span, fragments: fragments, layout: frame.layout, using: &workspace, into: &out)
                #expect(target == expected, "\(frame)")
            }
        }
    }

    @Test("does nothing but clear the target once it is cancelled", arguments: FrameCodec.allCases)
    func isCancelledBefore(codec: FrameCodec) throws {
        let cancellation = CodecCancellation()
        #expect(!cancellation.isCancelled)
        cancellation.cancel()
        #expect(cancellation.isCancelled)
        for frame in codec.frames {
            let encoded = try frame.encoded()
            let layout = frame.layout.with(rowPadding: 2, planePadding: nil)
            var workspace = CodecWorkspace(cancellation: cancellation)
            var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
            let error = try failure { () throws(CodecError) in
                var out = target.mutableSpan
                try codec.decode(encoded.span, layout: layout, using: &workspace, into: &out)
            }
            #expect(error.code == .cancelled)
            let (samples, touched) = layout.collect(target, filler: 0xAA)
            #expect(samples.allSatisfy { $0 == 0 } && touched == 0)
        }
    }

    @Test("ends a decode that another thread cancels, also one that makes no rows", arguments: [1, 2])
    func isCancelledDuring(bytesPerSample: Int) throws {
        // RLE packets of nothing (-128, PS3.5 G.3.2): work without a row.
        var source = [UInt8](repeating: 0x80, count: 48 << 20)
        for place in 0..<64 { source[place] = 0 }
        (source[0], source[4], source[8]) = (UInt8(bytesPerSample), 64, bytesPerSample == 2 ? 128 : 0)
        let layout = SampleLayout(columns: 512, rows: 512, bytesPerSample: bytesPerSample)
        var heard = false
        // A busy machine may let the decode win: it is tried again.
        for _ in 0..<20 where !heard {
            let cancellation = CodecCancellation()
            let thread = Thread {
                Thread.sleep(forTimeInterval: 0.003)
                cancellation.cancel()
            }
            thread.start()
            var workspace = CodecWorkspace(cancellation: cancellation)
            var target = [UInt8](repeating: 0xAA, count: try #require(layout.byteCount))
            let error = try failure { () throws(CodecError) in
                var out = target.mutableSpan
                try RLELossless.decode(source.span, layout: layout, using: &workspace, into: &out)
            }
            heard = error.code == .cancelled
            #expect(heard || error.code == .truncated)
            #expect(target.allSatisfy { $0 == 0 })
        }
        #expect(heard)
    }

    @Test("follows the task that decodes")
    func followsTask() async throws {
        let task = Task {
            await CodecCancellation.followingTask { cancellation in
                while !cancellation.isCancelled { await Task.yield() }
                return true
            }
        }
        task.cancel()
        #expect(await task.value)
        let untouched = await CodecCancellation.followingTask { $0.isCancelled }
        #expect(!untouched)
    }
}
