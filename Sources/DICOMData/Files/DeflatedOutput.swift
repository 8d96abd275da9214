internal import DICOMBytes

/// Deflates what a writer puts out (PS3.5 A.5) and passes it on.
struct DeflatedOutput<Target: EncodedOutput>: EncodedOutput {
    /// zlib's stream has one owner; a writer is copied about.
    private final class Stream {
        var deflater: Deflater
        init(_ deflater: consuming Deflater) { self.deflater = deflater }
    }

    private let stream: Stream
    private var target: Target
    private var count = 0

    init(into target: Target) throws(DataSetError) {
        do {
            stream = Stream(try Deflater(format: .raw, level: 6))
        } catch {
            throw DataSetError(code: .limitExceeded, problem: "zlib has no memory left.", remedy: "Free memory and try again.")
        }
        self.target = target
    }

    mutating func write(_ bytes: Span<UInt8>) throws(DataSetError) {
        var output: [UInt8] = []
        stream.deflater.write(bytes, to: &output)
        try pass(output)
    }

    mutating func copy(_ range: Range<Int>, of source: ByteSource) throws(DataSetError) {
        // In pieces: what comes out is gathered before it is passed on.
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
            let piece = start..<min(start + 1 << 20, range.upperBound)
            var output: [UInt8] = []
            source.withSpan(of: piece) { stream.deflater.write($0, to: &output) }
            try pass(output)
        }
    }

    /// Ends the stream, padded to an even length (PS3.5 A.5), and gives the target back.
    consuming func finish() throws(DataSetError) -> Target {
        var output: [UInt8] = []
        stream.deflater.finish(to: &output)
        if (count + output.count) & 1 == 1 { output.append(0) }
        try pass(output)
        return target
    }

    private mutating func pass(_ bytes: [UInt8]) throws(DataSetError) {
        count += bytes.count
        if !bytes.isEmpty { try target.write(bytes.span) }
    }
}
