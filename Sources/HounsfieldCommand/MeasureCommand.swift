internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Measures parsing, decoding, encoding, windowing or rendering of your own files.",
        discussion: """
            Prints TSV with a header: op, codec, image, threads, median, min and max in MB/s, bytes. MB/s are 1e6 bytes of decoded pixels a \
            second (of files when parsing), files opened and read beforehand but when parsing. Each run covers 30 ms or more of work.

            OPERATIONS
              parse   open all files together and index every element
              decode  the first frame of each file, into memory that is used again
              encode  the first frame of each file, --to rle-lossless
              window  stored values of the first frame to display bytes, the plan made anew each time
              render  the first frame of each file to a picture
            """)

    enum Operation: String, ExpressibleByArgument, CaseIterable {
        case parse
        case decode
        case encode
        case window
        case render
    }

    @Argument(help: "What to measure: parse, decode, encode, window or render.")
    var operation: Operation

    @Argument(help: "DICOM files.")
    var files: [String]

    @Option(help: "The transfer syntax to encode to.")
    var to = "rle-lossless"

    @Option(help: "Samples to take of each.")
    var runs = 9

    @Option(help: "Operations at once, no more than the machine has cores.")
    var threads = 1

    func validate() throws {
        guard runs >= 1, threads >= 1 else { throw ValidationError("--runs and --threads take 1 or more.") }
        guard operation != .encode || TransferSyntax(named: to) == .rleLossless else {
            throw ValidationError("This version encodes to rle-lossless only.")
        }
    }

    func run() async throws {
        try ByteSink.standardOutput.write("op\tcodec\timage\tthreads\tmedian\tmin\tmax\tbytes\n")
        var refused = false
        if operation == .parse {
            try await refusing("\(files.count) files") { try await measureParse() }
        } else {
            for (number, file) in files.enumerated() {
                if ByteSink.standardError.isTerminal { Message.say("\(number + 1) of \(files.count): \(file)") }
                do {
                    try await refusing(file) { try await measureFrame(file) }
                } catch is ExitCode {
                    refused = true
                }
            }
        }
        if refused { throw ExitCode(2) }
    }

    private func measureParse() async throws {
        let bytes = try files.reduce(0) { try $0 + ByteSource(path: $1).count }
        let files = files
        let speeds = try await Stopwatch(runs: runs, threads: threads).speeds(bytes: bytes) { _ in
            for file in files { _ = try DICOMFile(at: file) }
        }
        try report(codec: "full", image: "\(files.count) files", speeds, bytes)
    }

    private func measureFrame(_ path: String) async throws {
        let file = try DICOMFile(at: path)
        let frame = try file.frame(0)
        let bytes = frame.layout.byteCount ?? 0
        let codec = file.transferSyntax.commandLineKeyword ?? file.transferSyntax.uid.rawValue
        let speeds = try await Stopwatch(runs: runs, threads: threads).speeds(bytes: bytes, work: try work(on: frame))
        try report(codec: operation == .encode ? to : codec, image: path, speeds, bytes)
    }

    /// One operation on a frame, into a buffer that is used again.
    private func work(on frame: Frame) throws -> Stopwatch.Work {
        let layout = frame.layout
        switch operation {
        case .parse, .render: return { _ in _ = try frame.rendered() }
        case .decode:
            return { buffer in
                buffer.grow(to: layout.byteCount ?? 0)
                var target = buffer.mutableSpan
                try frame.decode(into: &target)
            }
        case .encode:
            let samples = try frame.decoded()
            return { buffer in
                buffer.grow(to: RLELossless.maximumEncodedByteCount(for: layout) ?? 0)
                var target = buffer.mutableSpan
                _ = try RLELossless.encode(samples.span, layout: layout, into: &target)
            }
        case .window:
            let samples = try frame.decoded()
            return { buffer in
                buffer.grow(to: layout.sampleCount ?? 0)
                let plan = try frame.grayscalePlan(for: samples.span)
                var target = buffer.mutableSpan
                try plan.apply(cells: samples.span, into: &target)
            }
        }
    }

    private func report(codec: String, image: String, _ speeds: Stopwatch.Speeds, _ bytes: Int) throws {
        let numbers = [speeds.median, speeds.least, speeds.most].map { "\(($0 * 10).rounded() / 10)" }.joined(separator: "\t")
        try ByteSink.standardOutput.write("\(operation.rawValue)\t\(codec)\t\(image)\t\(threads)\t\(numbers)\t\(bytes)\n")
    }
}

extension [UInt8] {
    /// Makes a buffer of this size on first use.
    fileprivate mutating func grow(to size: Int) {
        if count != size { self = [UInt8](repeating: 0, count: size) }
    }
}
