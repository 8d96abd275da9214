internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// A compressed frame to canonical samples.
    ///
    /// - Parameter shape: The frame's layout; with strides only where the compression says that it decodes into them.
    func decodeEncapsulated(
        _ frames: EncapsulatedFrames, _ compression: PixelCodec.Compression, as shape: SampleLayout, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws -> CodecReport {
        try frames.withCodestream(of: number) { bytes, fragments in
            switch compression {
            case .rleLossless where pixelData.description.bitsAllocated == 1:
                return try decodePackedRLE(bytes, fragments, using: &workspace, into: &target)
            case .rleLossless:
                let report = try keepingRows { () throws(CodecError) in
                    try RLELossless.decode(bytes, fragments: fragments, layout: shape, using: &workspace, into: &target)
                }
                if pixelData.options.assumesLowByteSegmentsFirst, shape.bytesPerSample > 1 {
                    for row in shape.rowRanges {
                        var samples = target._mutatingExtracting(row)
                        try SampleKernels.swapBytes(inPlace: &samples, sampleBytes: shape.bytesPerSample)
                    }
                }
                try canonicalize(shape, &target)
                return report
            case .deflated:
                return try withJoined(bytes, fragments) { stream in try decodeDeflated(stream, into: &target) }
            case .uncompressed:
                return try withJoined(bytes, fragments) { cells in try decodePlainCells(cells, into: &target) }
            case .codestream(let declared):
                let format = Self.format(bytes, fragments) ?? declared
                // Sign and precision are the codestream's; the data set's view of the bits is laid over them.
                var report = try keepingRows { () throws(CodecError) in
                    try pixelData.options.decode(format, bytes, fragments, layout: shape, using: &workspace, into: &target)
                }
                try canonicalize(shape, &target)
                if format != declared { report.notes.append(.otherFormat) }
                return report
            }
        }
    }

    /// In forensic reading, the rows in front of the damage for an error about the codestream.
    private func keepingRows(_ decode: () throws(CodecError) -> CodecReport) throws(CodecError) -> CodecReport {
        do throws(CodecError) {
            return try decode()
        } catch {
            guard pixelData.options.mode == .forensic, [.truncated, .corrupt].contains(error.code), error.completeRows > 0 else {
                throw error
            }
            return CodecReport(notes: [.partialPicture])
        }
    }

    /// Cells in place to stored values, without touching what lies between rows.
    func canonicalize(_ shape: SampleLayout, _ target: inout MutableSpan<UInt8>) throws {
        let cell = try sampleCell()
        guard cell.bitsStored < 8 * cell.bytes else { return }
        if shape.isTight { return try SampleKernels.canonicalize(inPlace: &target, cell: cell) }
        for row in shape.rowRanges {
            var cells = target._mutatingExtracting(row)
            try SampleKernels.canonicalize(inPlace: &cells, cell: cell)
        }
    }

    /// Whether a codestream can be that of this frame, as far as its size or its header tells.
    func checkCodestream(
        _ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ compression: PixelCodec.Compression, _ workspace: inout CodecWorkspace
    ) throws {
        switch compression {
        case .deflated, .uncompressed:
            // Deflate makes at most 258 bytes of 2 bits (RFC 1951 3.2.5).
            let most = fragments.reduce(0) { $0 + $1.count } * (compression == .deflated ? 1032 : 1)
            guard most >= plainByteCount else {
                throw CodecError(
                    code: .truncated, problem: "The fragments cannot fill a frame of \(plainByteCount) bytes",
                    remedy: "The object is cut short or contradicts itself; fetch it again.")
            }
        case .rleLossless:
            // A run of 128 bytes takes 2 (PS3.5 G.3.1); single bits are eight to a byte.
            let size = (layout.byteCount ?? .max) / (pixelData.description.bitsAllocated == 1 ? 8 : 1)
            let count = fragments.reduce(0) { $0 + $1.count }
            guard size / 64 <= count else {
                throw CodecError(
                    code: .truncated, problem: "\(count) bytes of RLE Lossless cannot fill a frame of \(size) bytes",
                    remedy: "The object is cut short or contradicts itself; fetch it again.")
            }
        case .codestream(let declared):
            let format = Self.format(bytes, fragments) ?? declared
            let header = try format.header(of: bytes, fragments: fragments, using: &workspace)
            guard header.columns == layout.columns, header.rows == layout.rows, header.components == layout.samplesPerPixel else {
                throw CodecError(
                    code: .layoutMismatch,
                    problem: "The codestream holds \(header.columns) × \(header.rows) pixels with \(header.components) components, "
                        + "the object \(layout.columns) × \(layout.rows) with \(layout.samplesPerPixel)",
                    remedy: "The object contradicts itself; correct it at its source.")
            }
        }
    }

    /// What the first fragment begins like.
    static func format(_ bytes: Span<UInt8>, _ fragments: [Range<Int>]) -> CodestreamFormat? {
        fragments.first.flatMap { CodestreamFormat(of: bytes.extracting($0)) }
    }

    /// Single bits are packed into bytes before they are encoded (PS3.5 G.2).
    private func decodePackedRLE(
        _ bytes: Span<UInt8>, _ fragments: [Range<Int>], using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        let packedLayout = SampleLayout(columns: (target.count + 7) / 8, rows: 1, bytesPerSample: 1)
        var packed = [UInt8](repeating: 0, count: packedLayout.columns)
        var span = packed.mutableSpan
        let report = try RLELossless.decode(bytes, fragments: fragments, layout: packedLayout, using: &workspace, into: &span)
        try SampleKernels.unpackBits(packed.span, from: 0, into: &target)
        return report
    }
}

extension PixelCodec.Compression {
    /// Whether the codec itself writes rows with strides and planes.
    func isDecodedIntoStrides(_ image: ImagePixelDescription) -> Bool {
        switch self {
        case .rleLossless: image.bitsAllocated > 1
        case .codestream: true
        case .deflated, .uncompressed: false
        }
    }
}

extension PixelReadingOptions {
    /// A codestream with as much leniency as the mode and what is assumed allow.
    func decode(
        _ format: CodestreamFormat, _ bytes: Span<UInt8>, _ fragments: [Range<Int>], layout: SampleLayout,
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        switch format {
        case .jpeg:
            return try JPEG.decode(bytes, fragments: fragments, layout: layout, options: jpeg, using: &workspace, into: &target)
        case .jpegLS:
            var options = JPEGLS.DecodingOptions()
            options.usesJAIThresholds = assumesJAIThresholds
            return try JPEGLS.decode(bytes, fragments: fragments, layout: layout, options: options, using: &workspace, into: &target)
        case .jpeg2000:
            var options = JPEG2000.DecodingOptions()
            options.isLenient = mode == .forensic
            return try JPEG2000.decode(bytes, fragments: fragments, layout: layout, options: options, using: &workspace, into: &target)
        case .jpegXL: return try JPEGXL.decode(bytes, fragments: fragments, layout: layout, using: &workspace, into: &target)
        }
    }

    /// Codes in excess of a table are never met, so that reading the rest guesses nothing.
    var jpeg: JPEG.DecodingOptions {
        var options = JPEG.DecodingOptions()
        options.toleratesOverfullTables = mode != .strict
        options.toleratesPredictorOverflow = assumesWrappedPredictor
        return options
    }
}
