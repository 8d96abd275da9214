internal import DICOMCodecs
internal import DICOMData

/// Whether codestreams may stay as they are in another transfer syntax (PS3.5 A.4).
struct Relabelling {
    /// What each codestream must be.
    private enum Condition {
        case anyJPEGLossless
        /// .70 has selection value 1, and nothing cut off.
        case firstOrderJPEGLossless
        case anyJPEGLS
        /// .80 has NEAR 0.
        case losslessJPEGLS
        case anyJPEG2000(isHighThroughput: Bool)
        case reversibleJPEG2000(isHighThroughput: Bool)
        case anyJPEGXL
    }

    private let condition: Condition

    /// - Returns: nil where the standard lets no codestream of the one stand in the other.
    init?(from source: TransferSyntax, to target: TransferSyntax) {
        switch (source, target) {
        case (.jpegLosslessSV1, .jpegLossless): condition = .anyJPEGLossless
        case (.jpegLossless, .jpegLosslessSV1): condition = .firstOrderJPEGLossless
        // A.4.3: an error of zero is at the discretion of the near-lossless encoder.
        case (.jpegLSLossless, .jpegLSNearLossless): condition = .anyJPEGLS
        case (.jpegLSNearLossless, .jpegLSLossless): condition = .losslessJPEGLS
        // A.4.4: the second of each two is for reversible codestreams too.
        case (.jpeg2000Lossless, .jpeg2000): condition = .anyJPEG2000(isHighThroughput: false)
        case (.jpeg2000, .jpeg2000Lossless): condition = .reversibleJPEG2000(isHighThroughput: false)
        case (.htJPEG2000Lossless, .htJPEG2000), (.htJPEG2000LosslessRPCL, .htJPEG2000): condition = .anyJPEG2000(isHighThroughput: true)
        case (.htJPEG2000, .htJPEG2000Lossless), (.htJPEG2000LosslessRPCL, .htJPEG2000Lossless):
            condition = .reversibleJPEG2000(isHighThroughput: true)
        case (.jpegXLLossless, .jpegXL), (.jpegXLJPEGRecompression, .jpegXL): condition = .anyJPEGXL
        default: return nil
        }
    }

    /// Whether every frame of an object meets the condition. One that cannot be read does not.
    ///
    /// - Parameter hasLoss: The object says that it was compressed with a loss before: whether a reversible codestream left something out
    ///   cannot be told then.
    func holds(for pixels: PixelData, hasLoss: Bool, using workspace: inout CodecWorkspace) -> Bool {
        guard case .encapsulated(let frames, .codestream) = pixels.source else { return false }
        for number in 0..<pixels.frameCount {
            let answer = try? frames.withCodestream(of: number) { bytes, fragments in
                try isMet(by: bytes, fragments, hasLoss, &workspace)
            }
            guard answer == true else { return false }
        }
        return true
    }

    private func isMet(
        by bytes: Span<UInt8>, _ fragments: [Range<Int>], _ hasLoss: Bool, _ workspace: inout CodecWorkspace
    ) throws -> Bool {
        guard let format = Frame.format(bytes, fragments) else { return false }
        switch (condition, format) {
        case (.anyJPEGLossless, .jpeg): return try JPEG.header(of: bytes, fragments: fragments).process == .lossless
        case (.firstOrderJPEGLossless, .jpeg):
            let header = try JPEG.header(of: bytes, fragments: fragments)
            return header.process == .lossless && header.selectionValue == 1 && header.pointTransform == 0 && header.isInterleaved
        case (.anyJPEGLS, .jpegLS): return true
        case (.losslessJPEGLS, .jpegLS): return try JPEGLS.header(of: bytes, fragments: fragments).near == 0
        case (.anyJPEG2000(let isHighThroughput), .jpeg2000):
            let header = try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace)
            return header.isHighThroughput == isHighThroughput && !header.isBoxed
        case (.reversibleJPEG2000(let isHighThroughput), .jpeg2000):
            let header = try JPEG2000.header(of: bytes, fragments: fragments, using: &workspace)
            return header.isHighThroughput == isHighThroughput && !header.isBoxed && header.isReversible && !hasLoss
        case (.anyJPEGXL, .jpegXL): return true
        default: return false
        }
    }
}
