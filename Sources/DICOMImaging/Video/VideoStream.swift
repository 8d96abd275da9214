internal import DICOMBytes
public import DICOMData
internal import DICOMObjects

/// The video of an object, as it lies in the fragments of Pixel Data (PS3.5 8.2.5 to 8.2.8): handed through, never decoded.
public struct VideoStream: Sendable {
    public let codec: VideoProperties.Codec
    /// Bytes of the stream, with the one that may pad the last fragment to an even length.
    public let byteCount: Int

    private let fragments: Fragments
    private let frameCount: Int?
    /// Where each fragment begins in the stream.
    private let offsets: [Int]

    /// - Throws: ``ImagingError``: `unsupportedTransferSyntax` for one that is no video, `noPixelData`, `invalidImage`, or `missingPixels`.
    public init(_ dataSet: DataSet, transferSyntax: TransferSyntax) throws(ImagingError) {
        guard let codec = transferSyntax.videoCodec else {
            throw ImagingError(
                code: .unsupportedTransferSyntax, problem: "\(transferSyntax) is no video.", remedy: "Read its frames as pixels.")
        }
        guard let element = dataSet[.pixelData] else {
            throw ImagingError(
                code: .noPixelData, problem: "The object has no Pixel Data.", remedy: "Its video may lie elsewhere; fetch it.")
        }
        guard element.isEncapsulated else {
            throw ImagingError(
                code: .invalidImage, problem: "Pixel Data is not encapsulated although the transfer syntax is a video's.",
                remedy: "Correct the Transfer Syntax UID (0002,0010).")
        }
        fragments = element.fragments
        var (offsets, count): ([Int], Int) = ([], 0)
        for fragment in fragments.dropFirst() {
            offsets.append(count)
            count += fragment.count
        }
        guard count > 0 else {
            throw ImagingError(
                code: .missingPixels, problem: "Pixel Data holds no fragments.", remedy: "The object is damaged; fetch it again.")
        }
        self.codec = codec
        self.offsets = offsets
        byteCount = count
        frameCount = (try? dataSet.integers(.numberOfFrames))?.first
    }

    /// Lends the stream fragment by fragment, in its order, without a copy.
    public func withChunks<Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        for number in 1..<fragments.count { try fragments.withBytes(of: number, body) }
    }

    /// Bytes of the stream: those of the range that it has.
    public func bytes(in range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for (number, offset) in offsets.enumerated() {
            let fragment = offset..<offset + fragments[number + 1].count
            let part = range.clamped(to: fragment)
            guard !part.isEmpty else { continue }
            fragments.withBytes(of: number + 1) { span in
                for place in part { bytes.append(span[place - offset]) }
            }
        }
        return bytes
    }

    /// Writes the stream to a file, which is made or replaced; `-` is standard output.
    ///
    /// - Throws: ``ImagingError`` with `outputFailed`.
    public func write(to path: String) throws(ImagingError) {
        do throws(ByteSourceError) {
            try ByteSink.write(to: path) { sink throws(ByteSourceError) in
                try withChunks { bytes throws(ByteSourceError) in try sink.write(bytes) }
            }
        } catch {
            throw ImagingError(
                code: .outputFailed, problem: "The stream could not be written: \(error.reason)", remedy: "Choose another place.")
        }
    }

    /// What the headers of the stream say.
    ///
    /// - Throws: ``ImagingError`` with `undecodableFrame` when no header of the transfer syntax' codec is found where it must be.
    public func properties() throws(ImagingError) -> VideoProperties {
        guard var found = VideoHeaders.properties(count: byteCount, codec: codec, read: bytes(in:)) else {
            throw ImagingError(
                code: .undecodableFrame, problem: "The stream does not begin with headers of the codec that the transfer syntax names.",
                remedy: "The object is damaged, or its Transfer Syntax UID (0002,0010) is wrong.")
        }
        if let rate = found.frameRate, let frameCount, frameCount > 0 { found.duration = Double(frameCount) / rate.value }
        return found
    }
}

extension DICOMFile {
    /// The video of the file's object.
    public func videoStream() throws(ImagingError) -> VideoStream { try VideoStream(dataSet, transferSyntax: transferSyntax) }
}

extension TransferSyntax {
    /// The codec of a video; nil for what is none.
    public var videoCodec: VideoProperties.Codec? {
        switch self {
        case .mpeg2MPML, .mpeg2MPMLF, .mpeg2MPHL, .mpeg2MPHLF: .mpeg2
        case .mpeg4HP41, .mpeg4HP41F, .mpeg4HP41BD, .mpeg4HP41BDF, .mpeg4HP42_2D, .mpeg4HP42_2DF, .mpeg4HP42_3D, .mpeg4HP42_3DF,
            .mpeg4HP42Stereo, .mpeg4HP42StereoF:
            .avc
        case .hevcMP51, .hevcM10P51: .hevc
        default: nil
        }
    }
}
