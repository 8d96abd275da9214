internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// The frame as a presentation state has it seen: values, shutter, overlays, displayed area, graphics and text, in this order (PS3.4 N.2).
    func presented(
        by state: PresentationState, _ options: RenderingOptions, _ report: inout RenderingReport
    ) throws -> Picture {
        let instance = try instanceUID()
        guard try state.applies(to: instance, frame: number) else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "The presentation state is for other images or frames.",
                remedy: "Pass one that refers to this one, or render without it.")
        }
        guard try !state.subtractsMask else {
            throw ImagingError(
                code: .unsupportedImage, frame: number,
                problem: "The presentation state asks for the subtraction of a mask, which is not done.",
                remedy: "Render without the presentation state.")
        }
        var canvas = Canvas(try base(state, instance, options))
        try draw(options.layers.filter { !$0.isInput(of: state) }, on: &canvas, options, &report)
        let layers = try state.layers
        let shutter = try state.shutter
        if let shutter { canvas.draw(shutter) }
        try drawOverlays(state, layers, on: &canvas)
        if let shutter { try drawBitmapShutter(shutter, state, on: &canvas) }
        let transform = try displayTransform(state, instance, options)
        report.isTrueSizeUnknown = transform.isTrueSizeUnknown
        let picture = canvas.picture
        var drawing = AnnotationDrawing(on: Canvas(try transform(picture)), transform: transform, matrixOrigin: matrixOrigin())
        // A layer that is not described is drawn above the others, in the order of the annotations.
        let annotations = try state.annotations(for: instance, frame: number).enumerated().map { place, annotation in
            let layer = layers.firstIndex { $0.name == annotation.layer }
            return (layer: layer ?? layers.count, place: place, annotation: annotation)
        }
        for entry in annotations.sorted(by: { ($0.layer, $0.place) < ($1.layer, $1.place) }) {
            try drawing.draw(entry.annotation, in: entry.layer < layers.count ? layers[entry.layer] : nil)
        }
        report.missingCharacters = drawing.missingCharacters
        return drawing.canvas.picture
    }

    func instanceUID() throws -> UniqueIdentifier {
        guard let instance = try pixelData.dataSet.uniqueIdentifier(.sopInstanceUID) else {
            throw ImagingError(
                code: .invalidImage, frame: number,
                problem: "The image has no SOP Instance UID (0008,0018), so that nothing can refer to it.",
                remedy: "Correct the object at its source.")
        }
        return instance
    }

    /// The picture in pixels of the image, before anything lies over it.
    private func base(_ state: PresentationState, _ instance: UniqueIdentifier, _ options: RenderingOptions) throws -> Picture {
        let attributes = StateAttributes(
            modality: state.modality, voi: try state.voi(for: instance, frame: number), image: pixelData.description, frame: number)
        switch state.kind {
        case .grayscale, .xaXRFGrayscale:
            guard isGrey else { throw mismatch("A greyscale presentation state shows grey images only.") }
            return try grey(attributes, presentation(state.presentationLUT), options)
        case .pseudoColor:
            guard isGrey else { throw mismatch("A pseudo-colour presentation state shows grey images only.") }
            return try colored(grey(attributes, .identity, options), by: state.palette)
        case .color:
            guard !isGrey else { throw mismatch("A colour presentation state shows images in colour only.") }
            var plain = RenderingOptions(voi: options.voi, level: options.level)
            plain.convertsToSRGB = options.convertsToSRGB
            return try rendered(with: plain)
        case .blending: return try blended(state, instance, options)
        case .advancedBlending, .variableModalityLUT:
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "Presentation states of this kind are read and not rendered.",
                remedy: "Render without the presentation state.")
        }
    }

    private func mismatch(_ problem: String) -> ImagingError {
        ImagingError(code: .badArgument, frame: number, problem: problem, remedy: "Pass a state of the image's kind.")
    }

    private func presentation(_ lut: PresentationState.PresentationLUT) throws -> PresentationTransform {
        switch lut {
        case .identity: .identity
        case .inverse: .inverse
        case .table(let table): .lut(try PresentationLUT(entries: table.entries, bitsPerEntry: table.descriptor.bitsPerEntry))
        }
    }

    /// The grey values of the state, before anything lies over them.
    private func grey(
        _ attributes: StateAttributes, _ presentation: PresentationTransform, _ options: RenderingOptions
    ) throws -> Picture {
        let image = pixelData.description
        let plane = try withGreyCells { cells, format in
            let modality = try attributes.modality()
            var cell: SampleCell?
            if case .integer(let integer) = format.kind { cell = integer }
            let voi = try attributes.voi(modality, cell) { try GrayscalePlan.floatRange(of: cells, stored: format, excluding: nil) }
            var plane = [UInt8](repeating: 0, count: image.columns * image.rows)
            var span = plane.mutableSpan
            try GrayscalePlan(stored: format, modality: modality, voi: voi, presentation: presentation, display: options.display)
                .apply(cells: cells, into: &span, level: options.level)
            return plane
        }
        return try Picture(columns: image.columns, rows: image.rows, samplesPerPixel: 1, bytes: plane)
    }

    /// The palette's colours, spread evenly over what VOI gives (PS3.4 N.2.4).
    private func colored(_ grey: Picture, by module: PaletteColorModule) throws -> Picture {
        let colors = try Palette(module).entries(bits: 8)
        let table = (0...255).map { colors[(2 * $0 * (colors.count - 1) + 255) / 510] }
        guard let cell = SampleCell(bytes: 1, bitsStored: 8, highBit: 7, isSigned: false) else { throw mismatch("Bytes are no samples.") }
        var bytes = [UInt8](repeating: 0, count: 3 * grey.bytes.count)
        var span = bytes.mutableSpan
        try SampleKernels.lookUpColors(grey.bytes.span, cell: cell, from: 0, in: table.span, into: &span)
        return try Picture(columns: grey.columns, rows: grey.rows, samplesPerPixel: 3, bytes: bytes)
    }

    /// The underlying frame in grey with the superimposed one over it, through the palette (PS3.3 C.11.14).
    private func blended(_ state: PresentationState, _ instance: UniqueIdentifier, _ options: RenderingOptions) throws -> Picture {
        let inputs = try state.blendingInputs
        guard let underlying = inputs.first(where: { $0.position == .underlying }),
            let superimposed = inputs.first(where: { $0.position == .superimposed }), try underlying.includes(instance, frame: number)
        else { throw mismatch("The frame is not one of those that the blending state has underlie.") }
        let opacity = try state.relativeOpacity ?? 1
        let below = StateAttributes(
            modality: underlying.modality, voi: try underlying.voi(for: instance, frame: number), image: pixelData.description,
            frame: number)
        var canvas = Canvas(try grey(below, .identity, options))
        for layer in options.layers {
            guard case .frame(let frame) = layer.content, let other = try? frame.instanceUID(),
                try superimposed.includes(other, frame: frame.number)
            else { continue }
            let above = StateAttributes(
                modality: superimposed.modality, voi: try superimposed.voi(for: other, frame: frame.number),
                image: frame.pixelData.description, frame: frame.number)
            let picture = try frame.colored(frame.grey(above, .identity, options), by: state.palette)
            guard let mapping = try PlaneMapping(from: self, to: frame) else {
                throw mismatch("The superimposed frame does not lie in the plane of the underlying one.")
            }
            canvas.draw(picture, mapping, opacity: opacity)
            return canvas.picture
        }
        throw ImagingError(
            code: .badArgument, frame: number, problem: "The blending state needs its superimposed frame.",
            remedy: "Pass it as a layer: .frame(superimposed).")
    }

    private func displayTransform(
        _ state: PresentationState, _ instance: UniqueIdentifier, _ options: RenderingOptions
    ) throws -> DisplayTransform {
        let image = pixelData.description
        var area = try state.displayedArea(for: instance, frame: number)
        if let given = area, given.isOfTotalPixelMatrix {
            let origin = matrixOrigin()
            let offset = SIMD2(Int(origin.x), Int(origin.y))
            area?.topLeft = given.topLeft &- offset
            area?.bottomRight = given.bottomRight &- offset
        }
        return try DisplayTransform(
            imageColumns: image.columns, imageRows: image.rows, area: area, turn: state.spatialTransformation, display: options.displaySize)
    }

    /// Column and row of the frame's first pixel in the total pixel matrix of a tiled image, from 0 (PS3.3 C.8.12.6.1).
    private func matrixOrigin() -> SIMD2<Double> {
        guard let item = FunctionalGroups(pixelData.dataSet).item(.planePositionSlideSequence, frame: number),
            let column = try? item.integer(.columnPositionInTotalImagePixelMatrix),
            let row = try? item.integer(.rowPositionInTotalImagePixelMatrix),
            (Int(Int32.min)...Int(Int32.max)).contains(column), (Int(Int32.min)...Int(Int32.max)).contains(row)
        else { return .zero }
        return SIMD2(Double(column - 1), Double(row - 1))
    }
}
