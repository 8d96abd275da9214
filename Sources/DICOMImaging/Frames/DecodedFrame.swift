public import DICOMCodecs

/// The stored values of one frame, as ``Frame/decode(into:)`` gives them.
///
/// Its memory is lent: when the last copy of the value is gone, the frame after next is decoded into it. ``samples`` takes it out of that turn.
public struct DecodedFrame: Sendable {
    /// Counted from 0.
    public let number: Int
    /// How the samples lie.
    public let layout: SampleLayout
    /// What the codec tolerated.
    public let report: CodecReport

    private let memory: FrameMemory
    /// A pair of frames shares its memory.
    private let range: Range<Int>

    init(number: Int, layout: SampleLayout, report: CodecReport, memory: FrameMemory, range: Range<Int>) {
        self.number = number
        self.layout = layout
        self.report = report
        self.memory = memory
        self.range = range
    }

    /// Bytes of the samples.
    public var byteCount: Int { range.count }

    /// Lends the samples for the length of a call.
    public func withSamples<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        let bytes = memory.bytes
        let span = bytes.span
        return try body(span.extracting(range))
    }

    /// The samples to keep: without a copy, but where two frames were decoded in step.
    public var samples: [UInt8] {
        guard range.count < memory.bytes.count else { return memory.taken() }
        return Array(memory.bytes[range])
    }
}

/// Memory that one frame, or two, are in. It goes back to where it came from when nobody looks at it any more.
// @unchecked: the bytes are never written after init; isTaken is written under the gate of the room, and read there or by deinit.
final class FrameMemory: @unchecked Sendable {
    let bytes: [UInt8]
    private let room: FrameRoom
    private var isTaken = false

    init(_ bytes: [UInt8], from room: FrameRoom) {
        self.bytes = bytes
        self.room = room
    }

    /// The bytes for somebody who keeps them.
    func taken() -> [UInt8] {
        room.exclusively { isTaken = true }
        return bytes
    }

    deinit {
        if !isTaken { room.put(bytes) }
    }
}

extension Frame {
    /// Decodes into memory of a room.
    func decoded(in room: FrameRoom, _ workspace: FrameRoom.Workspace) throws(ImagingError) -> DecodedFrame {
        let count = layout.byteCount ?? 0
        var bytes = try room.buffer(of: count, for: self, workspace)
        var target = bytes.mutableSpan
        let report = try decode(using: &workspace.value, into: &target)
        return DecodedFrame(number: number, layout: layout, report: report, memory: FrameMemory(bytes, from: room), range: 0..<count)
    }
}

extension FrameRoom {
    /// Memory that was used before, or fresh memory for what can be a frame.
    func buffer(of count: Int, for frame: Frame, _ workspace: Workspace) throws(ImagingError) -> [UInt8] {
        if let used = buffer(of: count) { return used }
        try frame.checkSource(&workspace.value)
        return [UInt8](repeating: 0, count: count)
    }
}
