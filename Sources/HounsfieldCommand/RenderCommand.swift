internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Renders one frame as a PNG.",
        discussion: """
            Grey frames are shown through the object's first window, or the one that is given; an object without any is shown from its \
            smallest to its largest value. With --presentation the picture is what the state says, and the windows of the image have no \
            say. The picture is the same on every machine, to the last bit. With --max-size, JPEG 2000 is decoded at the resolution that \
            fits, and is not quite the whole picture made smaller.
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

    @Option(help: ArgumentHelp("A presentation state for the image: what it says is shown.", valueName: "state"))
    var presentation: String?

    @Flag(help: "Draw the overlays of the image.")
    var overlays = false

    @Option(
        help: ArgumentHelp("A segmentation, a parametric map or an image to lay over it; may be given more than once.", valueName: "file"))
    var layer: [String] = []

    @Option(help: "Make the picture smaller, so that no side exceeds so many pixels.")
    var maxSize: Int?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Only this part: its first column and row, counted from 0, its width and height.", valueName: "x y w h"))
    var region: [Int] = []

    func validate() throws {
        guard frame >= 1, voi >= 1 else { throw ValidationError("Frames and VOI transforms count from 1.") }
        guard [8, 10, 12, 16].contains(depth) else { throw ValidationError("--depth takes 8, 10, 12 or 16.") }
        guard maxSize ?? 1 >= 1 else { throw ValidationError("--max-size takes 1 pixel or more.") }
        guard region.isEmpty || part != nil else { throw ValidationError("--region takes a column, a row, a width and a height.") }
    }

    func run() throws {
        var options = RenderingOptions(voi: window?.voi ?? .stored(voi - 1))
        options.bitsPerSample = depth
        options.paintsPaddingBlack = blackPadding
        options.convertsToSRGB = srgb
        options.drawsOverlays = overlays
        if let presentation {
            options.presentationState = try refusing(presentation) { try PresentationState(DICOMFile(at: presentation).dataSet) }
        }
        options.layers = try layer.map { path in try refusing(path) { try Layer(of: DICOMFile(at: path)) } }
        try refusing(file) {
            let frame = try DICOMFile(at: file).frame(frame - 1)
            var report = RenderingReport()
            let picture: Picture
            if presentation != nil || overlays || !layer.isEmpty {
                let whole = try frame.rendered(with: options, reporting: &report)
                let cut = try part.map { try whole.cropped(to: $0) } ?? whole
                picture = maxSize.map { cut.scaledDown(toFit: $0) } ?? cut
            } else if let part {
                let whole = try frame.rendered(region: part, with: options)
                picture = maxSize.map { whole.scaledDown(toFit: $0) } ?? whole
            } else if let maxSize {
                picture = try frame.rendered(toFit: maxSize, with: options)
            } else {
                picture = try frame.rendered(with: options)
            }
            if let refusal = picture.profileRefusal { Message.say("\(file): \(refusal.problem)") }
            say(report)
            try ByteSink.write(picture.png(), to: output)
        }
    }

    private var part: PixelRegion? {
        region.count == 4 ? PixelRegion(column: region[0], row: region[1], width: region[2], height: region[3]) : nil
    }

    /// What the picture lacks is a message for people; it is written all the same.
    private func say(_ report: RenderingReport) {
        if !report.missingCharacters.isEmpty {
            let codes = report.missingCharacters.map { "U+" + String($0.value, radix: 16, uppercase: true) }
            Message.say("\(file): drawn as boxes, since the typeface lacks them: \(codes.joined(separator: ", "))")
        }
        if report.isTrueSizeUnknown { Message.say("\(file): true size needs a display of a known pitch; its pixels are shown one to one.") }
        for place in report.emptyLayers where layer.indices.contains(place) { Message.say("\(layer[place]): has nothing over this frame.") }
    }
}

extension Layer {
    /// By the kind of the object.
    fileprivate init(of file: DICOMFile) throws {
        switch try file.dataSet.uniqueIdentifier(.sopClassUID) {
        case .segmentationStorage, .labelMapSegmentationStorage: self = try .segmentation(file)
        case .parametricMapStorage: self = try .parametricMap(file)
        default: self = .frame(try file.frame(0))
        }
    }
}
