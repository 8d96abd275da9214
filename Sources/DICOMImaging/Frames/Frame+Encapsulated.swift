internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// A compressed frame to canonical samples.
    func decodeEncapsulated(
        _ frames: EncapsulatedFrames, _ compression: PixelCodec.Compression, into target: inout MutableSpan<UInt8>
    ) throws -> CodecReport {
        try frames.withCodestream(of: number) { codestream in
            switch compression {
            case .rleLossless where pixelData.description.bitsAllocated == 1:
                return try decodePackedRLE(codestream, into: &target)
            case .rleLossless:
                let report = try RLELossless.decode(codestream, layout: layout, into: &target)
                try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
                return report
            case .jpeg2000:
                // Sign and precision are the codestream's; the data set's view of the bits is laid over them.
                let report = try JPEG2000.decode(codestream, layout: layout, limits: pixelData.limits, into: &target)
                try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
                return report
            }
        }
    }

    /// Single bits are packed into bytes before they are encoded (PS3.5 G.2).
    private func decodePackedRLE(_ codestream: Span<UInt8>, into target: inout MutableSpan<UInt8>) throws(CodecError) -> CodecReport {
        let packedLayout = SampleLayout(columns: (target.count + 7) / 8, rows: 1, bytesPerSample: 1)
        var packed = [UInt8](repeating: 0, count: packedLayout.columns)
        var span = packed.mutableSpan
        let report = try RLELossless.decode(codestream, layout: packedLayout, into: &span)
        try SampleKernels.unpackBits(packed.span, from: 0, into: &target)
        return report
    }
}
