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
              encode  the stored values of the first frame of each file, --to a transfer syntax: lossless where it can be, else JPEG of \
                      quality 90, JPEG-LS with NEAR 2, JPEG 2000 at 10:1, JPEG XL at distance 1
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

    @Option(help: "The transfer syntax to encode to: a keyword or UID of those that `hounsfield syntaxes` says are written.")
    var to = "rle-lossless"

    @Option(help: "Samples to take of each.")
    var runs = 9

    @Option(help: "Frames at once, each in a thread of its own; no more than the machine has cores.")
    var threads = 1

    @Flag(help: "Decode High-Throughput JPEG 2000 in several layers, on damaged files of which OpenJPEG may end the process.")
    var trusted = false

    func validate() throws {
        guard runs >= 1, threads >= 1 else { throw ValidationError("--runs and --threads take 1 or more.") }
        guard operation != .encode || TransferSyntax(named: to).map(FrameEncoder.encodes) == true else {
            throw ValidationError("This build encodes no frames to \(to); `hounsfield syntaxes --supported` lists what it knows.")
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
        let speeds = try await Stopwatch(runs: runs, threads: threads).speeds(bytes: bytes) { _, _ in
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
        try report(codec: operation == .encode ? TransferSyntax(named: to)?.commandLineKeyword ?? to : codec, image: path, speeds, bytes)
    }

    /// One operation on a frame, in memory that is used again.
    private func work(on frame: Frame) throws -> Stopwatch.Work {
        let layout = frame.layout
        switch operation {
        case .parse, .render: return { _, _ in _ = try frame.rendered() }
        case .decode:
            return { [trusted] buffer, workspace in
                buffer.resize(to: layout.byteCount ?? 0)
                workspace.trustsHighThroughput = trusted
                var target = buffer.mutableSpan
                try frame.decode(using: &workspace, into: &target)
            }
        case .encode:
            let samples = try decoded(frame)
            guard let syntax = TransferSyntax(named: to) else { throw ValidationError("\(to) is no transfer syntax.") }
            let encoder = try FrameEncoder(syntax, image: frame.pixelData.description, layout: layout)
            return { buffer, workspace in
                buffer.resize(to: encoder.room)
                let source = samples.span
                var target = buffer.mutableSpan
                _ = try encoder.encode(source, using: &workspace, into: &target)
            }
        case .window:
            let samples = try decoded(frame)
            return { buffer, workspace in
                buffer.resize(to: layout.sampleCount ?? 0)
                let plan = try frame.grayscalePlan(for: samples.span)
                var target = buffer.mutableSpan
                try plan.apply(cells: samples.span, into: &target)
            }
        }
    }

    private func decoded(_ frame: Frame) throws -> [UInt8] {
        var workspace = CodecWorkspace()
        workspace.trustsHighThroughput = trusted
        return try frame.decoded(using: &workspace)
    }

    private func report(codec: String, image: String, _ speeds: Stopwatch.Speeds, _ bytes: Int) throws {
        let numbers = [speeds.median, speeds.least, speeds.most].map { "\(($0 * 10).rounded() / 10)" }.joined(separator: "\t")
        try ByteSink.standardOutput.write("\(operation.rawValue)\t\(codec)\t\(image)\t\(threads)\t\(numbers)\t\(bytes)\n")
    }
}

extension [UInt8] {
    /// Makes a buffer of this size where it has another.
    fileprivate mutating func resize(to size: Int) {
        if count != size { self = [UInt8](repeating: 0, count: size) }
    }
}
