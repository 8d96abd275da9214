internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// A part of a frame, decoded with no more work than its codec needs for it.
extension Frame {
    /// The stored values of a part of the frame, laid out as ``decoded()`` lays them: what cutting them out of the whole frame would give,
    /// for a lossy codestream to the last bit of its own arithmetic.
    ///
    /// JPEG 2000 passes over the tiles and code-blocks beside it; of native pixels nothing else is read. Other codecs, and High-Throughput
    /// JPEG 2000, decode the whole frame.
    ///
    /// - Throws: ``ImagingError``: `badArgument` for a region that is empty or leaves the frame, and what ``decode(into:)`` throws.
    public func decoded(region: PixelRegion) throws(ImagingError) -> [UInt8] {
        try region.check(insideColumns: layout.columns, rows: layout.rows)
        var workspace = CodecWorkspace(limits: pixelData.limits)
        do {
            if let part = try decodedByCodec(region, using: &workspace) { return part }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
        let samples = try decoded(using: &workspace)
        if region.columns.count == layout.columns, region.rows.count == layout.rows { return samples }
        do {
            return try cut(region, outOf: samples.span)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Nil where the codec decodes whole frames only.
    private func decodedByCodec(_ region: PixelRegion, using workspace: inout CodecWorkspace) throws -> [UInt8]? {
        switch pixelData.source {
        case .native(let frames): return try cutOfNative(frames, region)
        case .encapsulated(let frames, .codestream(let declared)):
            return try frames.withCodestream(of: number) { bytes, fragments in
                try decodedJPEG2000(bytes, fragments, declared, region: region, discardingLevels: 0, using: &workspace)?.samples
            }
        case .encapsulated: return nil
        }
    }

    /// Nil where the cells are not one after the other as they will lie.
    private func cutOfNative(_ frames: NativeFrames, _ region: PixelRegion) throws -> [UInt8]? {
        let image = pixelData.description
        let areWhole = image.bitsAllocated == 8 * layout.bytesPerSample && !image.isPlanar && !image.isNative422
        guard areWhole, frames.swapWidth == nil, !frames.swapsBytesOfWords, layout.samplesPerPixel * layout.bytesPerSample <= 64 else {
            return nil
        }
        let range = try frames.bytes(of: number).range
        var samples = try pixelData.element.withBytes { value in try cut(region, outOf: value.extracting(range)) }
        var span = samples.mutableSpan
        try SampleKernels.canonicalize(inPlace: &span, cell: sampleCell())
        return samples
    }

    private func cut(_ region: PixelRegion, outOf samples: Span<UInt8>) throws -> [UInt8] {
        let pixelBytes = layout.samplesPerPixel * layout.bytesPerSample
        guard pixelBytes <= 64 else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "Pixels of \(pixelBytes) bytes are not cut out.",
                remedy: "Take the samples of the whole frame.")
        }
        var part = [UInt8](repeating: 0, count: region.columns.count * region.rows.count * pixelBytes)
        var span = part.mutableSpan
        let first = region.rows.lowerBound * layout.columns + region.columns.lowerBound
        try SampleKernels.walk(
            samples, pixelBytes: pixelBytes, along: .init(first: first, columnStep: 1, rowStep: layout.columns),
            columns: region.columns.count, rows: region.rows.count, into: &span)
        return part
    }

    /// Nil for a codestream of another format, and for one whose size is not the frame's: decoding it whole says what is wrong.
    private func decodedJPEG2000(
        _ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ declared: CodestreamFormat, region: PixelRegion?, discardingLevels levels: Int,
        using workspace: inout CodecWorkspace
    ) throws -> (columns: Int, rows: Int, samples: [UInt8])? {
        guard (Self.format(bytes, fragments) ?? declared) == .jpeg2000 else { return nil }
        try checkCodestream(bytes, fragments, .codestream(declared), &workspace)
        let header = try JPEG2000.header(of: bytes, fragments: fragments, discardingLevels: levels, using: &workspace)
        var part = layout
        var options = JPEG2000.DecodingOptions()
        options.discardedLevels = levels
        part.columns = region?.columns.count ?? header.columns
        part.rows = region?.rows.count ?? header.rows
        if let region, part.columns < header.columns || part.rows < header.rows {
            // OpenJPEG decodes no part of these.
            if header.isHighThroughput { return nil }
            options.region = JPEG2000.Region(columns: region.columns, rows: region.rows)
        }
        // No larger than the frame, whose size was counted.
        var samples = [UInt8](repeating: 0, count: part.byteCount ?? 0)
        var span = samples.mutableSpan
        try JPEG2000.decode(bytes, fragments: fragments, layout: part, options: options, using: &workspace, into: &span)
        try SampleKernels.canonicalize(inPlace: &span, cell: sampleCell())
        return (part.columns, part.rows, samples)
    }
}

extension Frame {
    /// A part of the frame's picture: what cutting it out of ``rendered(with:)`` would give, with only the part decoded where its codec and
    /// the way that it is shown allow it. (A frame without a window of its own is shown from its smallest to its largest value, which are
    /// found in the whole.) With a presentation state, overlays or layers the whole is rendered and the part cut out of it.
    ///
    /// - Throws: ``ImagingError``: `badArgument` for a region that is empty or leaves the frame, and what ``rendered(with:)`` throws.
    public func rendered(region: PixelRegion, with options: RenderingOptions = .standard) throws(ImagingError) -> Picture {
        guard options.showsPixelsOnly, looksTheSameAlone(options) else { return try rendered(with: options).cropped(to: region) }
        let samples = try decoded(region: region)
        return try alone(samples, columns: region.columns.count, rows: region.rows.count).rendered(with: options)
    }

    /// The frame's picture, made smaller so that neither side exceeds `size` pixels; whole where it fits already.
    ///
    /// JPEG 2000 and High-Throughput JPEG 2000 are decoded at the lowest resolution that is still as large, which takes a quarter of the
    /// time for each level that is left out. Such a level is a low-pass of the codestream's wavelet and not the mean of the pixels: the
    /// picture is the same on every machine, but not that of a whole decode made smaller. A frame without a window of its own is then shown
    /// from the smallest to the largest value of that resolution. Other frames are decoded whole, and all frames that a presentation state,
    /// overlays or layers are drawn on.
    ///
    /// - Throws: ``ImagingError``: `badArgument` for a size below 1, and what ``rendered(with:)`` throws.
    public func rendered(toFit size: Int, with options: RenderingOptions = .standard) throws(ImagingError) -> Picture {
        guard size >= 1 else {
            throw ImagingError(code: .badArgument, frame: number, problem: "No picture fits \(size) pixels.", remedy: "Ask for 1 or more.")
        }
        do {
            if options.showsPixelsOnly, let reduced = try reduced(toFit: size) {
                return try reduced.rendered(with: options).scaledDown(toFit: size)
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
        return try rendered(with: options).scaledDown(toFit: size)
    }

    /// The frame at the lowest resolution whose longer side is `size` or more; nil where that is the full one, or the codec has no other.
    private func reduced(toFit size: Int) throws -> Frame? {
        guard case .encapsulated(let frames, .codestream(let declared)) = pixelData.source, max(layout.columns, layout.rows) / 2 >= size
        else {
            return nil
        }
        var workspace = CodecWorkspace(limits: pixelData.limits)
        return try frames.withCodestream(of: number) { bytes, fragments in
            guard (Self.format(bytes, fragments) ?? declared) == .jpeg2000 else { return nil }
            guard layout.samplesPerPixel != 3 || photometricInterpretationOfDecodedSamples != nil else { return nil }
            let available = try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace).levels
            let longest = max(layout.columns, layout.rows)
            var levels = 0
            // Each level halves, rounded up.
            while levels < min(available, 16), (longest + 1 << (levels + 1) - 1) >> (levels + 1) >= size { levels += 1 }
            guard levels > 0,
                let part = try decodedJPEG2000(bytes, fragments, declared, region: nil, discardingLevels: levels, using: &workspace)
            else { return nil }
            return try alone(part.samples, columns: part.columns, rows: part.rows)
        }
    }

    /// Whether a part of the frame, alone, is shown as it is in the whole: what is shown between black and white is known without the frame's
    /// own values, and decoded colours have a name of their own.
    private func looksTheSameAlone(_ options: RenderingOptions) -> Bool {
        guard pixelData.description.photometricInterpretation.isMonochrome else {
            return pixelData.description.samplesPerPixel == 1 || photometricInterpretationOfDecodedSamples != nil
        }
        switch options.voi {
        case .window, .lut: return true
        case .percentiles, .range: return false
        case .stored(let number):
            guard let voi = try? GrayscaleAttributes(pixelData, frame: self.number).voi(number, hasNegativeValues: { true }) else {
                return false
            }
            if case .window = voi { return true }
            // How a lookup table is read may depend on all values of the frame.
            return false
        }
    }

    /// What the decoded samples of a frame in colour are, whatever the object calls them; nil where they cannot be told, or are YBR_PARTIAL_422
    /// brought to full size, which has no name.
    private var photometricInterpretationOfDecodedSamples: PhotometricInterpretation? {
        do {
            switch try ybr() {
            case nil: return .rgb
            case .full: return .ybrFull
            case .partial: return nil
            }
        } catch {
            return nil
        }
    }

    /// The only frame of an object that says the same of how it is shown: canonical samples of a part, or of another resolution.
    private func alone(_ samples: [UInt8], columns: Int, rows: Int) throws(ImagingError) -> Frame {
        let image = pixelData.description
        var dataSet = pixelData.dataSet
        let groups = dataSet.items(.perFrameFunctionalGroupsSequence)
        let group = groups.indices.contains(number) ? [groups[number]] : []
        let isPlaced: (DataElement.Tag) -> Bool = { tag in
            // Overlays (60xx), and the tables of frames that are gone.
            tag.group & 0xFF00 == 0x6000 && tag.group % 2 == 0 || tag == .extendedOffsetTable || tag == .extendedOffsetTableLengths
                || tag == .shutterShape
        }
        dataSet.removeAll { isPlaced($0.tag) }
        do {
            if !groups.isEmpty { try dataSet.set(.perFrameFunctionalGroupsSequence, to: .items(group)) }
            try dataSet.set(.columns, to: .integers([columns]))
            try dataSet.set(.rows, to: .integers([rows]))
            try dataSet.set(.numberOfFrames, to: "1")
            if image.samplesPerPixel > 1 { try dataSet.set(.planarConfiguration, to: 0) }
            if image.samplesPerPixel == 3, let photometricInterpretation = photometricInterpretationOfDecodedSamples {
                try dataSet.set(.photometricInterpretation, to: .texts([photometricInterpretation.rawValue]))
            }
            switch image.content {
            case .integers:
                try dataSet.set(.bitsAllocated, to: .integers([8 * layout.bytesPerSample]))
                try dataSet.set(.bitsStored, to: .integers([image.bitsStored]))
                try dataSet.set(.highBit, to: .integers([image.bitsStored - 1]))
                try dataSet.set(.pixelData, to: .bytes(samples), as: layout.bytesPerSample == 1 ? .ob : .ow)
            case .floats: try dataSet.set(.floatPixelData, to: .bytes(samples), as: .of)
            case .doubles: try dataSet.set(.doubleFloatPixelData, to: .bytes(samples), as: .od)
            }
        } catch {
            throw ImagingError(
                code: .invalidImage, frame: number, problem: "A part of the frame is no image: \(error.problem)", remedy: error.remedy)
        }
        return try PixelData(dataSet, transferSyntax: .explicitVRLittleEndian, limits: pixelData.limits).frame(0)
    }
}
