internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// What is done with the pixels of one object, and what its attributes become. Nothing is decoded yet but headers.
struct TranscodingPlan: Sendable {
    enum Work: Sendable {
        /// Pixel Data goes with the rest of the data set.
        case kept
        case relabelled
        case recompressed
        case rebuilt
        case encoded(FrameEncoder)
        case native
    }

    let source: TransferSyntax
    let target: TransferSyntax
    let options: TranscodingOptions
    let work: Work
    /// nil where Pixel Data is kept.
    let pixels: PixelData?
    /// The samples that decoding gives.
    let samples: ImagePixelDescription?
    /// The image as its attributes describe it afterwards.
    let result: ImagePixelDescription?
    /// The data set as it will be, without Pixel Data unless that is kept, and without the ratio of a loss.
    var dataSet: DataSet
    /// What the samples lose.
    var loss: LossStep?
    var movedOverlays = 0

    var frameCount: Int { pixels?.frameCount ?? 0 }

    /// - Parameter turnsWords: Pixel Data that has another byte order than the elements around it is turned when it is written.
    init(
        _ dataSet: DataSet, from source: TransferSyntax, to target: TransferSyntax, options: TranscodingOptions, turnsWords: Bool
    ) throws {
        self.source = source
        self.target = target
        self.options = options
        try Self.check(target, options)
        guard source != target, !(source.isNative && target.isNative) || Self.needsCells(dataSet, source, target, turnsWords) else {
            (work, pixels, samples, result) = (.kept, nil, nil, nil)
            self.dataSet = dataSet
            try renewInstance()
            return
        }
        var workspace = CodecWorkspace(limits: options.limits)
        let pixels = try PixelData(dataSet, transferSyntax: source, limits: options.limits)
        self.pixels = pixels
        self.dataSet = dataSet
        let first = try pixels.frame(0)
        var samples = pixels.description
        samples.photometricInterpretation = try first.decodedColor(using: &workspace)
        samples.bitsAllocated = samples.bitsAllocated == 1 ? 1 : 8 * pixels.layout.bytesPerSample
        samples.highBit = samples.bitsStored - 1
        samples.isPlanar = false
        work = try Self.work(on: pixels, samples, source, target, options, &workspace)
        switch work {
        case .kept, .relabelled, .recompressed, .rebuilt:
            (self.samples, result) = (samples, pixels.description)
        case .encoded(let encoder):
            self.samples = samples
            result = samples.encoded(by: encoder)
        case .native:
            (self.samples, result) = (samples, samples)
        }
        try setAttributes(pixels, lossOfSource: try first.lossMethod(using: &workspace))
    }

    /// Whether native Pixel Data must be taken apart although the target is native too: words in it do not turn with those around it.
    ///
    /// OW is written in words of 16 bits (PS3.5 6.2), and cells of 32 and 64 bits are not turned by that.
    private static func needsCells(
        _ dataSet: DataSet, _ source: TransferSyntax, _ target: TransferSyntax, _ turnsWords: Bool
    ) -> Bool {
        if source == .geImplicitBigEndianPixels, !turnsWords { return true }
        let isWide = ((try? dataSet.integer(.bitsAllocated)) ?? 0) > 16 && dataSet.contains(.pixelData)
        return isWide && source.hasBigEndianPixels != target.hasBigEndianPixels
    }

    /// Whether this build writes the transfer syntax, in some way.
    static func check(_ target: TransferSyntax, _ options: TranscodingOptions) throws(ImagingError) {
        guard target.isRegistered, target.codec != nil || target.videoCodec != nil else {
            throw ImagingError(
                code: .unsupportedTransferSyntax, problem: "This version writes no pixels in \(target).",
                remedy: "Take one that `hounsfield syntaxes` says is written.")
        }
        try options.loss?.check(for: target)
    }

    private static func work(
        on pixels: PixelData, _ samples: ImagePixelDescription, _ source: TransferSyntax, _ target: TransferSyntax,
        _ options: TranscodingOptions, _ workspace: inout CodecWorkspace
    ) throws -> Work {
        if target.isNative { return .native }
        let hasLoss = try pixels.dataSet.string(.lossyImageCompression) == "01"
        if options.loss ?? .nothing == .nothing, let relabelling = Relabelling(from: source, to: target),
            relabelling.holds(for: pixels, hasLoss: hasLoss, using: &workspace)
        {
            return .relabelled
        }
        if JPEGXL.isAvailable {
            if target == .jpegXLJPEGRecompression, source.isJPEGOfDCT { return .recompressed }
            if source == .jpegXLJPEGRecompression, target == .jpegBaseline8Bit, options.loss == nil { return .rebuilt }
        }
        let encoder = try FrameEncoder(target, image: samples, layout: pixels.layout, loss: options.loss)
        if samples.samplesPerPixel == 3, target.isJPEGOfDCT, ![.rgb, .ybrFull].contains(samples.photometricInterpretation) {
            throw ImagingError(
                code: .unsupportedImage,
                problem: "\(target) is not for colour in \(samples.photometricInterpretation.rawValue.prefix(16)).",
                remedy: "Take a lossless transfer syntax.")
        }
        return .encoded(encoder)
    }
}

extension ImagePixelDescription {
    /// The image once its samples are encoded (PS3.5 8.2, PS3.3 C.7.6.3.1.2).
    fileprivate func encoded(by encoder: FrameEncoder) -> ImagePixelDescription {
        var image = self
        let isLossless = encoder.largestDifference == 0
        switch encoder.transferSyntax {
        case .jpegBaseline8Bit, .jpegExtended12Bit:
            if bitsStored == 8 { image.bitsAllocated = 8 }
            if samplesPerPixel == 3 { image.photometricInterpretation = .ybrFull422 }
        case .jpeg2000Lossless, .jpeg2000:
            if photometricInterpretation == .rgb { image.photometricInterpretation = isLossless ? .ybrRCT : .ybrICT }
        case .jpegXL where samplesPerPixel == 3 && !isLossless:
            image.photometricInterpretation = .xyb
        default: break
        }
        return image
    }
}

extension TransferSyntax {
    /// Pixel Data is cells one after the other, whatever becomes of the data set around it.
    var isNative: Bool { if case .native = codec { true } else { false } }

    var isJPEGOfDCT: Bool {
        guard case .compressed(.codestream(.jpeg)) = codec else { return false }
        return self != .jpegLossless && self != .jpegLosslessSV1
    }
}
