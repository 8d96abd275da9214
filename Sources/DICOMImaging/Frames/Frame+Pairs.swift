internal import DICOMCodecs

extension PixelData {
    /// Whether two neighbouring frames are decoded faster in step than one after the other: lossless JPEG, as far as its first frame tells.
    var decodesPairs: Bool {
        guard case .encapsulated(let frames, .codestream(.jpeg)) = source, frameCount > 1 else { return false }
        let header = try? frames.withCodestream(of: 0) { bytes, fragments in try JPEG.header(of: bytes, fragments: fragments) }
        return header?.process == .lossless && header?.restartInterval == 0
    }
}

extension Frame {
    /// Decodes this frame and the next one, both JPEG, in step.
    ///
    /// - Parameter stride: Bytes from the start of the first to that of the second in `target`, at least those of a frame.
    /// - Returns: What ``decode(using:layout:into:)`` would have returned or thrown for each.
    /// - Throws: ``ImagingError`` where they are no pair: there is no next one, or one of them is not there.
    func decodeWithNext(
        using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>, stride: Int
    ) throws(ImagingError) -> [Result<CodecReport, ImagingError>] {
        guard case .encapsulated(let frames, .codestream(.jpeg)) = pixelData.source else {
            throw ImagingError(code: .badArgument, frame: number, problem: "The frame is not JPEG.", remedy: "Decode it alone.")
        }
        do {
            let results = try frames.withCodestreams(of: number) { bytes, first, second in
                try JPEG.decodePair(
                    bytes, frames: (first: first, second: second), layout: layout, options: pixelData.options.jpeg, using: &workspace,
                    into: &target, frameStride: stride)
            }
            try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
            return [results.first, results.second].enumerated().map { step, result in
                result.mapError { ImagingError(translating: $0, frame: number + step) }
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }
}
