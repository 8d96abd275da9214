public import DICOMCodecs
public import DICOMData
public import DICOMObjects

/// The pixels of an image object: what a cell is, how many frames there are, and where the bytes of each lie. Nothing is decoded yet.
public struct PixelData: Sendable {
    /// What the data set says of its pixel cells. In forensic reading the number of frames is that of those that are there.
    public let description: ImagePixelDescription
    /// How departures from the standard are met.
    public let options: PixelReadingOptions
    /// Frames that the object declares, or in forensic reading those that are there: 1 or more.
    public var frameCount: Int { description.numberOfFrames }
    /// How one decoded frame lies in memory.
    public let layout: SampleLayout

    let limits: CodecLimits
    let transferSyntax: TransferSyntax
    let declaredFrameCount: Int
    let dataSet: DataSet
    let element: DataElement
    let source: FrameSource

    /// Finds the frames of an object, once for all.
    ///
    /// - Parameters:
    ///   - options: How departures from the standard are met.
    ///   - limits: What one frame may cost.
    /// - Throws: ``ImagingError``: `noPixelData`, `invalidImage`, `unsupportedTransferSyntax`, `unsupportedImage`, `missingPixels`,
    ///   `limitExceeded`, or in strict reading `departure`.
    public init(
        _ dataSet: DataSet, transferSyntax: TransferSyntax, options: PixelReadingOptions = .lenient, limits: CodecLimits = CodecLimits()
    ) throws(ImagingError) {
        if transferSyntax.isReferenced { throw .pixelsElsewhere(dataSet) }
        let dataSet = try options.restored(dataSet, limits)
        guard let element = dataSet[.pixelData] ?? dataSet[.floatPixelData] ?? dataSet[.doubleFloatPixelData] else {
            throw .noPixelData(dataSet)
        }
        var description: ImagePixelDescription
        do {
            let isCounted = options.mode != .strict && dataSet.numberOfFramesIsNoNumber && !element.isEncapsulated
            description = try isCounted ? ImagePixelDescription(dataSet, countingFramesOf: element) : ImagePixelDescription(dataSet)
        } catch {
            throw ImagingError(object: error)
        }
        guard let codec = transferSyntax.codec else {
            throw ImagingError(
                code: .unsupportedTransferSyntax, problem: "Pixels in \(transferSyntax) are not decoded by this version.",
                remedy: transferSyntax.videoCodec == nil
                    ? "Convert the object to one of the transfer syntaxes that the README lists."
                    : "Take the stream of the video as it is, with VideoStream.")
        }
        self.options = options
        self.limits = limits
        self.dataSet = dataSet
        self.transferSyntax = transferSyntax
        self.element = element
        layout = try Self.layout(of: description, limits)
        source = try FrameSource(element, dataSet: dataSet, description: description, codec: codec)
        declaredFrameCount = description.numberOfFrames
        if options.mode == .forensic { description.numberOfFrames = max(source.count, 1) }
        self.description = description
        if options.mode == .strict, let finding = findings().first(where: { !$0.isDoubt }) { throw finding.refusal }
    }

    /// One frame.
    ///
    /// - Parameter number: counted from 0 to ``frameCount`` - 1.
    public func frame(_ number: Int) throws(ImagingError) -> Frame {
        guard (0..<frameCount).contains(number) else {
            throw ImagingError(
                code: .noSuchFrame, problem: "There is no frame \(number + 1): the object has \(frameCount).",
                remedy: "Ask for a frame that exists; the number counts from 1 here.")
        }
        return Frame(number: number, pixelData: self)
    }

    /// A container of 1, 2, 4 or 8 bytes a sample, refused before anything is allocated when it exceeds the limits.
    private static func layout(of image: ImagePixelDescription, _ limits: CodecLimits) throws(ImagingError) -> SampleLayout {
        let bytes = [1, 2, 4].first { image.bitsAllocated <= 8 * $0 } ?? 8
        let layout = SampleLayout(
            columns: image.columns, rows: image.rows, samplesPerPixel: image.samplesPerPixel, bytesPerSample: bytes)
        guard let size = layout.byteCount, image.rows * image.columns <= limits.maximumPixels, size <= limits.maximumBytes,
            image.samplesPerPixel <= limits.maximumComponents
        else {
            throw ImagingError(
                code: .limitExceeded,
                problem: "A frame of \(image.columns) × \(image.rows) pixels with \(image.samplesPerPixel) samples exceeds the limits.",
                remedy: "Raise CodecLimits if the source is trusted.")
        }
        return layout
    }
}

extension ImagePixelDescription {
    /// Number of Frames counted: native pixels must be a whole number of them.
    fileprivate init(_ dataSet: DataSet, countingFramesOf element: DataElement) throws(ObjectError) {
        var others = dataSet
        others.remove(.numberOfFrames)
        try self.init(others)
        let (frames, rest) = (8 * element.length).quotientAndRemainder(dividingBy: bitsPerFrame)
        // What the attribute itself is refused for, where counting does not help.
        if rest != 0 || frames == 0 { try self.init(dataSet) } else { numberOfFrames = frames }
    }
}

extension DataSet {
    /// Number of Frames (0028,0008) has a value, and it is text that is no number.
    var numberOfFramesIsNoNumber: Bool {
        guard let element = self[.numberOfFrames], !element.isEmpty else { return false }
        return (try? element.integers()) == nil
    }
}

extension DICOMFile {
    /// The pixels of the file's object.
    public func pixelData(
        options: PixelReadingOptions = .lenient, limits: CodecLimits = CodecLimits()
    ) throws(ImagingError) -> PixelData {
        try PixelData(dataSet, transferSyntax: transferSyntax, options: options, limits: limits)
    }

    /// One frame, counted from 0.
    public func frame(_ number: Int) throws(ImagingError) -> Frame { try pixelData().frame(number) }
}

extension TransferSyntax {
    /// The pixels are not in the object but with a JPIP server (PS3.5 A.6, A.7).
    fileprivate var isReferenced: Bool {
        self == .jpipReferenced || self == .jpipReferencedDeflate || self == .jpipHTJPEG2000Referenced
            || self == .jpipHTJPEG2000ReferencedDeflate
    }
}

extension PixelReadingOptions {
    /// The object with Pixel Data in place of what a vendor compressed by itself, where that is asked for.
    fileprivate func restored(_ dataSet: DataSet, _ limits: CodecLimits) throws(ImagingError) -> DataSet {
        guard decodesPrivateCompression, mode != .strict, !dataSet.contains(.pixelData) else { return dataSet }
        return try ElscintPixels.restored(dataSet, limits) ?? dataSet
    }
}

extension ImagingError {
    /// Says so too where pixels lie in a private element that this version does not read.
    fileprivate static func noPixelData(_ dataSet: DataSet) -> ImagingError {
        if dataSet[ElscintPixels.value] != nil {
            return ImagingError(
                code: .unsupportedImage, problem: "The pixels are compressed in Philips' private element (07A1,xx0A). (\(Quirk.pmsctRLE1))",
                remedy: "Ask for PixelReadingOptions.decodesPrivateCompression, or the source for a standard transfer syntax.")
        }
        if dataSet.contains(DataElement.Tag(group: 0x00FF, element: 0x4AA5)) {
            return ImagingError(
                code: .unsupportedImage, problem: "The pixels lie in (00FF,4AA5). (\(Quirk.digitexNo7FE0))",
                remedy: "Move the value to Pixel Data (7FE0,0010), once it is known what its cells are.")
        }
        return ImagingError(
            code: .noPixelData, problem: "The object has no Pixel Data.",
            remedy: "Not every DICOM object is an image; see its SOP Class.")
    }

    /// Names Pixel Data Provider URL (0028,7FE0), without what could steer a terminal; it is long or short as the object has it.
    fileprivate static func pixelsElsewhere(_ dataSet: DataSet) -> ImagingError {
        let text = (try? dataSet.strings(.pixelDataProviderURL))?.first ?? ""
        let address = String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(2048)))
        return ImagingError(
            code: .unsupportedTransferSyntax,
            problem: address.isEmpty
                ? "The pixels lie with a JPIP server, whose URL (0028,7FE0) the object does not give."
                : "The pixels lie with a JPIP server, at \(address)",
            remedy: "This library connects to no such server: fetch the object in another transfer syntax, or its pixels from there.")
    }
}
