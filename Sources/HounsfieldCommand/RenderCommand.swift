internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Renders one frame as a PNG.",
        discussion: """
            Grey frames are shown through the object's first window, or the one that is given; an object without any is shown from its \
            smallest to its largest value. The picture is the same on every machine, to the last bit. With --max-size, JPEG 2000 is \
            decoded at the resolution that fits, and is not quite the whole picture made smaller.
            """)

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(name: .shortAndLong, help: "The PNG to write, or - for standard output.")
    var output: String

    @Option(help: "Which frame, counted from 1.")
    var frame = 1

    @Option(
        help: ArgumentHelp("A window in the unit of the modality values (HU for CT).", valueName: WindowArgument.valueName))
    var window: WindowArgument?

    @Option(help: "Which of the object's windows and VOI LUTs, counted from 1.")
    var voi = 1

    @Option(help: "Make the picture smaller, so that no side exceeds so many pixels.")
    var maxSize: Int?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Only this part: its first column and row, counted from 0, its width and height.", valueName: "x y w h"))
    var region: [Int] = []

    func validate() throws {
        guard frame >= 1, voi >= 1 else { throw ValidationError("Frames and VOI transforms count from 1.") }
        guard maxSize ?? 1 >= 1 else { throw ValidationError("--max-size takes 1 pixel or more.") }
        guard region.isEmpty || part != nil else { throw ValidationError("--region takes a column, a row, a width and a height.") }
    }

    func run() throws {
        let options = window.map { RenderingOptions.window($0.window) } ?? RenderingOptions(voi: .stored(voi - 1))
        try refusing(file) {
            let frame = try DICOMFile(at: file).frame(frame - 1)
            let picture: Picture
            if let part {
                let whole = try frame.rendered(region: part, with: options)
                picture = maxSize.map { whole.scaledDown(toFit: $0) } ?? whole
            } else if let maxSize {
                picture = try frame.rendered(toFit: maxSize, with: options)
            } else {
                picture = try frame.rendered(with: options)
            }
            try ByteSink.write(picture.png(), to: output)
        }
    }

    private var part: PixelRegion? {
        region.count == 4 ? PixelRegion(column: region[0], row: region[1], width: region[2], height: region[3]) : nil
    }
}
