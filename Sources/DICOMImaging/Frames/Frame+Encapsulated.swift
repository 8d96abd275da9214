internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// A compressed frame to canonical samples.
    func decodeEncapsulated(
        _ frames: EncapsulatedFrames, _ compression: PixelCodec.Compression, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws -> CodecReport {
        try frames.withCodestream(of: number) { bytes, fragments in
            switch compression {
            case .rleLossless where pixelData.description.bitsAllocated == 1:
                return try decodePackedRLE(bytes, fragments, using: &workspace, into: &target)
            case .rleLossless:
                let report = try RLELossless.decode(bytes, fragments: fragments, layout: layout, using: &workspace, into: &target)
                try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
                return report
            case .deflated:
                return try decodeDeflated(Self.joined(bytes, fragments), into: &target)
            case .uncompressed where fragments.count == 1:
                return try decodePlainCells(bytes.extracting(fragments[0]), into: &target)
            case .uncompressed:
                return try decodePlainCells(Self.joined(bytes, fragments).span, into: &target)
            case .codestream(let declared):
                let format = Self.format(bytes, fragments) ?? declared
                // Sign and precision are the codestream's; the data set's view of the bits is laid over them.
                var report = try format.decode(bytes, fragments: fragments, layout: layout, using: &workspace, into: &target)
                try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
                if format != declared { report.notes.append(.otherFormat) }
                return report
            }
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
