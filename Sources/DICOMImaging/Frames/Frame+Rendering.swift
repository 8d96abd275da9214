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
        guard options.showsPixelsOnly || options.bitsPerSample == 8 else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "Presentation states, overlays and layers are drawn in 8 bits a sample only.",
                remedy: "Ask for 8 bits, or for the pixels alone.")
        }
        do {
            if let state = options.presentationState { return try presented(by: state, options, &report) }
            var picture = try renderedValues(options)
            picture.iccProfile = iccProfile
            if options.convertsToSRGB {
                do throws(ImagingError) {
                    picture = try picture.convertedToSRGB(level: options.level)
                } catch {
                    picture.profileRefusal = error
                }
            }
            guard options.drawsOverlays || !options.layers.isEmpty else { return picture }
            var canvas = Canvas(picture)
            try draw(options.layers, on: &canvas, options, &report)
            if options.drawsOverlays { try drawOverlays(on: &canvas) }
            return canvas.picture
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Display values of a grey frame as numbers from 0, black, to 1, white, for whoever goes on in floating point: those of 16 bits, as exact as
    /// ``rendered(with:)`` gives them, by 65,535.
    ///
    /// - Parameters:
    ///   - options: Their ``RenderingOptions/bitsPerSample`` has no say, and nothing is drawn over pixels.
    ///   - target: One number for each pixel, rows from top to bottom.
    /// - Throws: As ``rendered(with:)``; `badArgument` for a target of another size, `unsupportedImage` for a frame that is not grey.
    public func displayValues(
        with options: RenderingOptions = .standard, into target: inout MutableSpan<Float>
    ) throws(ImagingError) {
        guard isGrey else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "A frame in colour has no grey values.", remedy: "Render it as it is.")
        }
        do {
            var options = options
            options.bitsPerSample = 16
            let values = try renderedGrey(options)
            guard let cell = SampleCell(bytes: 2, bitsStored: 16, highBit: 15, isSigned: false) else { return }
            try SampleKernels.values(
                values.span, of: .integers(cell), slope: 1 / 65_535, intercept: 0, within: nil, into: &target, level: options.level)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    private func renderedValues(_ options: RenderingOptions) throws -> Picture {
        let image = pixelData.description
        let bits = options.bitsPerSample
        guard (isGrey ? 1 : 8)...16 ~= bits else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "A picture of \(bits) bits a sample is not rendered.",
                remedy: "Ask for 8 to 16 bits, or for 1 to 16 for a grey frame; dither what is to have fewer.")
        }
        let colors = isGrey ? try supplementalColors(options) : try renderedColor(bits: bits, level: options.level)
        return try Picture(
            columns: image.columns, rows: image.rows, samplesPerPixel: colors == nil ? 1 : 3, bitsPerSample: bits,
            bytes: colors ?? renderedGrey(options))
    }

    /// ICC Profile (0028,2000) of the object, or of the first of its optical paths (PS3.3 C.8.12.5).
    private var iccProfile: [UInt8]? {
        let dataSet = pixelData.dataSet
        let element = dataSet[.iccProfile] ?? dataSet.items(.opticalPathSequence).lazy.compactMap { $0[.iccProfile] }.first
        return element.flatMap { $0.isEmpty ? nil : $0.bytes }
    }

    /// RGB of a grey frame with a supplemental palette (PS3.3 C.7.6.19, C.7.6.23): values from the first mapped on in their colours, the others grey.
    /// Nil for a frame without.
    private func supplementalColors(_ options: RenderingOptions) throws -> [UInt8]? {
        let image = pixelData.description
        guard options.showsSupplementalPalette, options.bitsPerSample >= 8, image.content == .integers, image.bitsAllocated <= 16,
            ["COLOR", "MIXED"].contains(try pixelData.dataSet.string(.pixelPresentation)), PaletteColorModule(pixelData.dataSet).isPresent
        else { return nil }
        let palette = try Palette(pixelData.dataSet, isSigned: image.isSigned)
        // What each stored value would be as grey, then the colours over it: a palette of every value.
        let values = Int(try sampleCell().values.lowerBound)...Int(try sampleCell().values.upperBound)
        let plan = try withGreyCells { cells, format in try grayscalePlan(for: cells, format, options, isDecoded: true) }
        let cells = values.flatMap { value in (0..<plan.bytesPerSample).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var grey = [UInt8](repeating: 0, count: values.count * plan.bytesPerDisplayValue)
        var span = grey.mutableSpan
        try plan.apply(cells: cells.span, into: &span, level: options.level)
        let isWide = plan.bytesPerDisplayValue == 2
        let colors = palette.entries(bits: options.bitsPerSample)
        let entries = values.enumerated().map { index, value -> UInt64 in
            if value >= palette.firstValueMapped { return colors[min(value - palette.firstValueMapped, colors.count - 1)] }
            let level = isWide ? UInt64(grey[2 * index]) | UInt64(grey[2 * index + 1]) << 8 : UInt64(grey[index])
            return isWide ? level | level << 16 | level << 32 : level | level << 8 | level << 16
        }
        return try colored(entries, from: values.lowerBound, options.bitsPerSample, options.level)
    }

    private func renderedGrey(_ options: RenderingOptions) throws -> [UInt8] {
        try withGreyCells { cells, format in
            let plan = try grayscalePlan(for: cells, format, options)
            var picture = [UInt8](repeating: 0, count: layout.columns * layout.rows * plan.bytesPerDisplayValue)
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

    /// - Parameter isDecoded: whether the plan is for decoded samples, whatever `cells` are.
    private func grayscalePlan(
        for cells: Span<UInt8>, _ format: StoredValueFormat, _ options: RenderingOptions, isDecoded: Bool = false
    ) throws -> GrayscalePlan {
        let attributes = GrayscaleAttributes(pixelData, frame: number)
        let modality = try attributes.modality()
        let voi: VOITransform
        switch options.voi {
        case .window(let window): voi = .window(window)
        case .lut(let lut): voi = .lut(lut)
        case .percentiles(let window):
            voi = try window.range(
                of: cells, stored: format, modality: modality, excluding: attributes.paddingRange(), level: options.level)
        case .range: voi = try range(of: cells, format, modality, options.level)
        case .stored(let number):
            let stored = try attributes.voi(number) { try hasNegativeValues(cells, format, modality) }
            voi = try stored ?? range(of: cells, format, modality, options.level)
        }
        return try GrayscalePlan(
            stored: isDecoded ? storedValueFormat(isDecoded: true) : format, modality: modality, voi: voi,
            presentation: options.presentation ?? attributes.presentation(), display: options.display,
            bitsPerDisplayValue: options.bitsPerSample, background: options.paintsPaddingBlack ? attributes.paddingRange() : nil)
    }

    /// From the smallest to the largest of the frame's values, padding left out.
    private func range(
        of cells: Span<UInt8>, _ format: StoredValueFormat, _ modality: ModalityTransform, _ level: VectorLevel
    ) throws -> VOITransform {
        let attributes = GrayscaleAttributes(pixelData, frame: number)
        guard pixelData.description.content == .integers else {
            let range = try GrayscalePlan.floatRange(of: cells, stored: format, excluding: attributes.floatPadding(), level: level)
            return .floatRange(range ?? 0...0)
        }
        let range = try GrayscalePlan.range(
            of: cells, stored: format, modality: modality, excluding: attributes.padding(), level: level)
        return .range(range ?? 0...0)
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
            return try pixelData.element.withBytes(in: range) { cells in try body(cells, format) }
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
