internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Renders one frame as a PNG.",
        discussion: """
            Grey frames are shown through the object's first window, or the one that is given; an object without any is shown from its \
            smallest to its largest value. The picture is the same on every machine, to the last bit.
            """)

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(name: .shortAndLong, help: "The PNG to write, or - for standard output.")
    var output: String

    @Option(help: "Which frame, counted from 1.")
    var frame = 1

    @Option(
        help: ArgumentHelp(
            """
            A window in the unit of the modality values (HU for CT); or `auto`, most of the frame's own values; `range`, all of them; or a name: \
            \(WindowPreset.ct.map(\.name).joined(separator: ", ")).
            """, valueName: WindowArgument.valueName))
    var window: WindowArgument?

    @Option(help: ArgumentHelp("The bits of a sample: 8, or 10, 12 or 16, which give a PNG of 16.", valueName: "bits"))
    var depth = 8

    @Flag(help: "Paint padding black, whatever the window says.")
    var blackPadding = false

    @Flag(name: .customLong("srgb"), help: "Apply an ICC profile where there is one, so that colours are sRGB.")
    var srgb = false

    @Option(help: "Which of the object's windows and VOI LUTs, counted from 1.")
    var voi = 1

    @Option(help: "Make the picture smaller, so that no side exceeds so many pixels.")
    var maxSize: Int?

    func validate() throws {
        guard frame >= 1, voi >= 1 else { throw ValidationError("Frames and VOI transforms count from 1.") }
        guard [8, 10, 12, 16].contains(depth) else { throw ValidationError("--depth takes 8, 10, 12 or 16.") }
        guard maxSize ?? 1 >= 1 else { throw ValidationError("--max-size takes 1 pixel or more.") }
    }

    func run() throws {
        var options = RenderingOptions(voi: window?.voi ?? .stored(voi - 1))
        options.bitsPerSample = depth
        options.paintsPaddingBlack = blackPadding
        options.convertsToSRGB = srgb
        try refusing(file) {
            let picture = try DICOMFile(at: file).renderedFrame(frame - 1, with: options)
            if let refusal = picture.profileRefusal { Message.say("\(file): \(refusal.problem)") }
            let png = try (maxSize.map { picture.scaledDown(toFit: $0) } ?? picture).png()
            try ByteSink.write(png, to: output)
        }
    }
}
