internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct FramesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames", abstract: "Writes the samples of one frame.",
        discussion: """
            With --raw: little-endian samples in the smallest of 8, 16, 32 and 64 bits that holds Bits Allocated, row by row, interleaved by \
            pixel, without padding; masked and sign-extended from Bits Stored. No lookup table is applied and no colour converted, but where \
            the codestream's own transform does. Without --raw: how the samples lie, in words.
            """)

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(help: "Which frame, counted from 1.")
    var frame = 1

    @Flag(help: "Write the samples to standard output.")
    var raw = false

    @Flag(help: "Decode High-Throughput JPEG 2000 in several layers, on damaged files of which OpenJPEG may end the process.")
    var trusted = false

    func validate() throws {
        guard frame >= 1 else { throw ValidationError("Frames count from 1.") }
    }

    func run() throws {
        try refusing(file) {
            let frame = try DICOMFile(at: file).frame(frame - 1)
            guard raw else {
                let layout = frame.layout
                let count = frame.pixelData.frameCount
                let text =
                    "\(count) \(count == 1 ? "frame" : "frames") of \(layout.columns) × \(layout.rows) pixels, \(layout.samplesPerPixel == 1 ? "a sample" : "\(layout.samplesPerPixel) samples") of "
                    + "\(layout.bytesPerSample) bytes: \(layout.byteCount ?? 0) bytes a frame\n"
                return try ByteSink.standardOutput.write(text)
            }
            var workspace = CodecWorkspace()
            workspace.trustsHighThroughput = trusted
            try ByteSink.standardOutput.write(try frame.decoded(using: &workspace))
        }
    }
}
