internal import DICOMCodecs

/// Memory for decoding, used again: what frames are decoded into, and what codecs work in.
///
/// A fresh buffer of some megabytes costs as much time as half a decode, in page faults.
final class FrameRoom: Sendable {
    private struct Idle: Sendable {
        var buffers: [[UInt8]] = []
        var workspaces: [Workspace] = []
    }

    /// A workspace that can stand in an array.
    // @unchecked: it is in the array, or with the one decode that took it out.
    final class Workspace: @unchecked Sendable {
        var value = CodecWorkspace()
    }

    private let idle = Gate(Idle())
    /// Buffers that may lie idle.
    private let mostIdle: Int

    init(mostIdle: Int) { self.mostIdle = mostIdle }

    /// A buffer that was used before; nil where none is idle.
    func buffer(of count: Int) -> [UInt8]? {
        idle.withLock { idle in
            guard let place = idle.buffers.lastIndex(where: { $0.count == count }) else { return nil }
            return idle.buffers.remove(at: place)
        }
    }

    func put(_ buffer: [UInt8]) {
        idle.withLock { if $0.buffers.count < mostIdle { $0.buffers.append(buffer) } }
    }

    func workspace(limits: CodecLimits, cancellation: CodecCancellation) -> Workspace {
        let workspace = idle.withLock { $0.workspaces.popLast() } ?? Workspace()
        workspace.value.limits = limits
        workspace.value.cancellation = cancellation
        return workspace
    }

    func put(_ workspace: Workspace) {
        workspace.value.cancellation = nil
        idle.withLock { $0.workspaces.append(workspace) }
    }

    /// Runs `body` while nobody else does.
    func exclusively(_ body: () -> Void) {
        idle.withLock { _ in body() }
    }
}
