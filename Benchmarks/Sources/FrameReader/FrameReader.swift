import DICOMCodecs
import DICOMData
import DICOMImaging

/// Decodes one frame of a file, and then any number of others at random, as a whole process: what `Benchmarks/compare-frames` sets beside other
/// tools.
///
/// `frame-reader FILE FRAME [COUNT]` prints the sum of the frame's bytes; with COUNT also the microseconds that each of so many takes.
@main
struct FrameReader {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2, let number = Int(arguments[2]) else { fatalError("usage: frame-reader FILE FRAME [COUNT]") }
        let pixels = try DICOMFile(at: arguments[1]).pixelData()
        var workspace = CodecWorkspace()
        var frame = try pixels.frame(number).decoded(using: &workspace)
        print("sum", sum(of: frame.span))
        guard arguments.count > 3, let count = Int(arguments[3]) else { return }
        var state: UInt32 = 1
        let time = try ContinuousClock().measure {
            for _ in 0..<count {
                state = state &* 1_664_525 &+ 1_013_904_223
                var target = frame.mutableSpan
                try pixels.frame(Int(state >> 8) % pixels.frameCount).decode(using: &workspace, into: &target)
            }
        }
        print("us", Double(time.components.seconds) * 1e6 / Double(count) + Double(time.components.attoseconds) / 1e12 / Double(count))
    }
    /// A loop and no closure, in which each call would ask whether it runs on the main actor.
    nonisolated private static func sum(of bytes: Span<UInt8>) -> UInt64 {
        var sum: UInt64 = 0
        for place in bytes.indices { sum &+= UInt64(bytes[place]) }
        return sum
    }
}
