internal import DICOMCodecs
public import DICOMData
internal import DICOMObjects

extension Frame {
    /// The frame as a picture for people: modality and VOI transforms and polarity applied (PS3.3 C.11), colour in RGB.
    ///
    /// The same object gives the same bytes on every machine: grey values are what exact arithmetic on the object's decimals gives, rounded to
    /// nearest, halves up.
    ///
    /// - Throws: ``ImagingError``: what ``decode(into:)`` throws, `invalidWindow`, `invalidLUT`, or `unsupportedImage` for colour that this
    ///   version does not convert.
    public func rendered(with options: RenderingOptions = .standard) throws(ImagingError) -> Picture {
        var report = RenderingReport()
        return try rendered(with: options, reporting: &report)
    }

    /// Renders as ``rendered(with:)`` does, and says what the picture lacks of what was asked for.
    ///
    /// - Throws: As ``rendered(with:)``; with a presentation state, layers or overlays also `badArgument` where they are not for this frame, and
    ///   `limitExceeded` where they ask for more than a picture can show.
    public func rendered(with options: RenderingOptions, reporting report: inout RenderingReport) throws(ImagingError) -> Picture {
        report = RenderingReport()
        do {
            if let state = options.presentationState { return try presented(by: state, options, &report) }
            let picture = try renderedValues(options)
            guard options.drawsOverlays || !options.layers.isEmpty else { return picture }
            var canvas = Canvas(picture)
            try draw(options.layers, on: &canvas, options, &report)
            if options.drawsOverlays { try drawOverlays(on: &canvas) }
            return canvas.picture
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    private func renderedValues(_ options: RenderingOptions) throws -> Picture {
        let image = pixelData.description
        let bytes = isGrey ? try renderedGrey(options) : try renderedColor()
        return try Picture(columns: image.columns, rows: image.rows, samplesPerPixel: isGrey ? 1 : 3, bytes: bytes)
    }

    private func renderedGrey(_ options: RenderingOptions) throws -> [UInt8] {
        try withGreyCells { cells, format in
            let plan = try grayscalePlan(for: cells, format, options)
            var picture = [UInt8](repeating: 0, count: layout.columns * layout.rows)
            var span = picture.mutableSpan
            try plan.apply(cells: cells, into: &span, level: options.level)
            return picture
        }
    }

    /// The plan that turns the frame's decoded samples into display bytes, for a viewer that decodes once and changes the window often.
    ///
    /// - Parameters:
    ///   - samples: What ``decode(into:)`` gave; only an object without a VOI transform has to look at them.
    ///   - options: As for ``rendered(with:)``.
    /// - Throws: ``ImagingError``: `invalidWindow`, `invalidLUT`, or `unsupportedImage` for a frame that is not grey.
    public func grayscalePlan(
        for samples: Span<UInt8>, with options: RenderingOptions = .standard
    ) throws(ImagingError) -> GrayscalePlan {
        guard isGrey else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "A frame in colour has no grey values.", remedy: "Render it as it is.")
        }
        do {
            return try grayscalePlan(for: samples, storedValueFormat(isDecoded: true), options)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    var isGrey: Bool {
        pixelData.description.samplesPerPixel == 1 && pixelData.description.photometricInterpretation != .paletteColor
    }

    private func grayscalePlan(for cells: Span<UInt8>, _ format: StoredValueFormat, _ options: RenderingOptions) throws -> GrayscalePlan {
        let attributes = GrayscaleAttributes(pixelData, frame: number)
        let modality = try attributes.modality()
        let isInteger = pixelData.description.content == .integers
        let voi: VOITransform
        switch options.voi {
        case .window(let window): voi = .window(window)
        case .stored(let number):
            let stored = try attributes.voi(number) { try hasNegativeValues(cells, format, modality) }
            if let stored {
                voi = stored
            } else if isInteger {
                let range = try GrayscalePlan.range(
                    of: cells, stored: format, modality: modality, excluding: attributes.padding(), level: options.level)
                voi = .range(range ?? 0...0)
            } else {
                voi = .floatRange(try GrayscalePlan.floatRange(of: cells, stored: format, excluding: attributes.floatPadding()) ?? 0...0)
            }
        }
        return try GrayscalePlan(stored: format, modality: modality, voi: voi, inverted: attributes.isInverted())
    }

    private func hasNegativeValues(_ cells: Span<UInt8>, _ format: StoredValueFormat, _ modality: ModalityTransform) throws -> Bool {
        guard case .rescale(let rescale) = modality, pixelData.description.content == .integers,
            let range = try GrayscalePlan.range(of: cells, stored: format, modality: modality)
        else { return false }
        let (slope, intercept) = (rescale.slope.doubleValue, rescale.intercept.doubleValue)
        return min(slope * Double(range.lowerBound), slope * Double(range.upperBound)) + intercept < 0
    }

    /// Lends the cells of a grey frame with their format: native ones straight from the file where a kernel can read them, others decoded.
    func withGreyCells<Result>(_ body: (Span<UInt8>, StoredValueFormat) throws -> Result) throws -> Result {
        let image = pixelData.description
        let format = try storedValueFormat(isDecoded: false)
        if case .native(let frames) = pixelData.source, frames.swapWidth == nil, image.bitsAllocated == 8 * layout.bytesPerSample {
            let range = try frames.bytes(of: number).range
            return try pixelData.element.withBytes { value in try body(value.extracting(range), format) }
        }
        let samples = try decoded()
        return try body(samples.span, storedValueFormat(isDecoded: true))
    }

    private func storedValueFormat(isDecoded: Bool) throws(ImagingError) -> StoredValueFormat {
        let image = pixelData.description
        switch image.content {
        case .floats: return .float32
        case .doubles: return .float64
        case .integers:
            return try StoredValueFormat(
                bitsAllocated: 8 * layout.bytesPerSample, bitsStored: image.bitsStored,
                highBit: isDecoded ? image.bitsStored - 1 : image.highBit, isSigned: image.isSigned)
        }
    }
}

extension DICOMFile {
    /// A frame as a picture, by the object's own first window: the one line that does the right thing.
    ///
    /// - Parameter number: counted from 0.
    public func renderedFrame(_ number: Int = 0, with options: RenderingOptions = .standard) throws(ImagingError) -> Picture {
        try frame(number).rendered(with: options)
    }
}
