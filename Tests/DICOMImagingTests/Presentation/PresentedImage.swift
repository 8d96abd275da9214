import DICOMData
import DICOMImaging
import DICOMObjects

/// A small grey image that a presentation state can refer to.
struct PresentedImage {
    static let instance: UniqueIdentifier = "1.2.3.4"

    var columns: Int
    var rows: Int
    /// Bytes of 8 bits.
    var pixels: [UInt8]
    var photometric = "MONOCHROME2"
    /// What else the data set has.
    var more: (inout DataSet) throws -> Void = { _ in }

    init(columns: Int, rows: Int, pixels: [UInt8]? = nil) {
        self.columns = columns
        self.rows = rows
        self.pixels = pixels ?? [UInt8](repeating: 0, count: columns * rows)
    }

    func file() throws -> DICOMFile {
        var image = DataSet()
        try image.set(.sopClassUID, to: "1.2.840.10008.5.1.4.1.1.7")
        try image.set(.sopInstanceUID, to: .uniqueIdentifier(Self.instance))
        try image.set(.studyInstanceUID, to: "1.2.3")
        try image.set(.seriesInstanceUID, to: "1.2.3.1")
        try image.set(.samplesPerPixel, to: .integers([pixels.count / (columns * rows)]))
        try image.set(.photometricInterpretation, to: .texts([photometric]))
        try image.set(.rows, to: .integers([rows]))
        try image.set(.columns, to: .integers([columns]))
        try image.set(.bitsAllocated, to: 8)
        try image.set(.bitsStored, to: 8)
        try image.set(.highBit, to: 7)
        try image.set(.pixelRepresentation, to: 0)
        if pixels.count > columns * rows { try image.set(.planarConfiguration, to: 0) }
        try image.set(.pixelData, to: .bytes(pixels + (pixels.count % 2 == 1 ? [0] : [])))
        try more(&image)
        return DICOMFile(image)
    }

    /// The picture by a state of this content.
    func picture(
        _ content: PresentationStateContent, _ report: inout RenderingReport, display: DisplaySize? = nil, layers: [Layer] = [],
        change: (inout DataSet) throws -> Void = { _ in }
    ) throws -> Picture {
        let file = try file()
        var state = try content.dataSet(for: [file.dataSet], created: DateTime(parsing: "20240229120000"))
        try change(&state)
        var options = RenderingOptions()
        options.presentationState = try PresentationState(state)
        options.displaySize = display
        options.layers = layers
        return try file.frame(0).rendered(with: options, reporting: &report)
    }

    func picture(
        _ content: PresentationStateContent, display: DisplaySize? = nil, layers: [Layer] = [],
        change: (inout DataSet) throws -> Void = { _ in }
    ) throws -> Picture {
        var report = RenderingReport()
        return try picture(content, &report, display: display, layers: layers, change: change)
    }
}
