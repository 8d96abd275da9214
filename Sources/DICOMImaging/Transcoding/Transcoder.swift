internal import DICOMBytes
public import DICOMCodecs
public import DICOMData
internal import DICOMObjects

/// Brings image objects into another transfer syntax, frame by frame, with the attributes that change with it.
///
/// Where source and target are the same, or both native, Pixel Data keeps its bytes; codestreams that the target holds too keep theirs.
/// Else each frame is decoded and encoded. Lossless targets give the same samples; what those then mean stays as it was: colours are not
/// converted, but where the target's own transform does (YBR_RCT, YBR_ICT and XYB stand for RGB, and JPEG has YBR_FULL_422). What an object
/// says of earlier losses stays, and a new loss is added to it.
///
/// A value: any number of threads may use it at once.
///
/// ```swift
/// let receipt = try Transcoder(to: .jpegLSLossless, options: .init(verifies: true)).transcode(DICOMFile(at: path), to: output)
/// ```
public struct Transcoder: Sendable {
    public var transferSyntax: TransferSyntax
    public var options: TranscodingOptions

    public init(to transferSyntax: TransferSyntax, options: TranscodingOptions = TranscodingOptions()) {
        self.transferSyntax = transferSyntax
        self.options = options
    }

    /// Whether this build writes the transfer syntax, and with such a loss. Whether it is for an image is known with that.
    ///
    /// - Throws: ``ImagingError``: `unsupportedTransferSyntax` or `badArgument`.
    public func checkOptions() throws(ImagingError) { try TranscodingPlan.check(transferSyntax, options) }

    /// Writes the object as a file, which appears whole or not at all and may replace the one that is being read.
    ///
    /// Holds a frame at a time. The Basic Offset Table is filled in; objects beyond 4 GiB get an Extended Offset Table (PS3.3 C.7.6.3.1.8).
    ///
    /// - Parameters:
    ///   - path: of a file; what it has to go through must be seekable, so no pipe.
    ///   - cancellation: ends the work from another thread.
    /// - Throws: ``ImagingError``: what decoding throws, `unsupportedTransferSyntax`, `unsupportedImage` for samples that the transfer
    ///   syntax is not for (PS3.5 8.2), `badArgument` for a loss that it does not know, `verificationFailed`, `outputFailed` or
    ///   `cancelled`.
    public func transcode(
        _ file: DICOMFile, to path: String, cancellation: CodecCancellation? = nil
    ) throws(ImagingError) -> TranscodingReceipt {
        do {
            let plan = try plan(file)
            guard let pixels = plan.pixels else { return try keep(plan, file, path) }
            let partial = try PartialFile(replacing: path)
            var output = try TranscodedFile(plan, of: file, to: partial.blocks)
            var transcoder = FrameTranscoder(plan, pixels, cancellation: cancellation)
            var walk = pixels.element.walk()
            for number in 0..<pixels.frameCount {
                try output.append(transcoder.transcode(number))
                walk.pass(pixels.end(ofFrame: number))
            }
            for correction in try output.finish() { try partial.overwrite(correction.bytes, at: correction.offset) }
            try partial.commit()
            return try output.summary.receipt()
        } catch {
            throw ImagingError(transcoding: error)
        }
    }

    /// The same with several frames at once, written in their order; cancelling the task ends it.
    ///
    /// - Parameters:
    ///   - framesAtOnce: 1 or more: as many frames are held.
    ///   - progress: is told how many frames are done.
    public func transcode(
        _ file: DICOMFile, to path: String, framesAtOnce: Int, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> TranscodingReceipt {
        do {
            let plan = try plan(file)
            guard let pixels = plan.pixels else { return try keep(plan, file, path) }
            let partial = try PartialFile(replacing: path)
            var output = try TranscodedFile(plan, of: file, to: partial.blocks)
            var walk = pixels.element.walk()
            var done = 0
            try await plan.forEachFrame(of: pixels, atOnce: framesAtOnce) { frame in
                try output.append(frame)
                walk.pass(pixels.end(ofFrame: done))
                done += 1
                progress(done)
            }
            for correction in try output.finish() { try partial.overwrite(correction.bytes, at: correction.offset) }
            try partial.commit()
            return try output.summary.receipt()
        } catch {
            throw ImagingError(transcoding: error)
        }
    }

    /// The data set with its pixels in the transfer syntax, in memory.
    ///
    /// - Parameters:
    ///   - dataSet: of an image.
    ///   - source: its transfer syntax.
    /// - Throws: As ``transcode(_:to:cancellation:)``.
    public func transcode(
        _ dataSet: DataSet, from source: TransferSyntax
    ) throws(ImagingError) -> (dataSet: DataSet, receipt: TranscodingReceipt) {
        do {
            let plan = try TranscodingPlan(dataSet, from: source, to: transferSyntax, options: options, turnsWords: false)
            guard let pixels = plan.pixels else { return (plan.dataSet, try plan.receiptOfKept(isVerified: options.verifies)) }
            var output = TranscodedDataSet(plan)
            var transcoder = FrameTranscoder(plan, pixels)
            for number in 0..<pixels.frameCount { try output.append(transcoder.transcode(number)) }
            return (try output.finish(), try output.summary.receipt())
        } catch {
            throw ImagingError(transcoding: error)
        }
    }

    private func plan(_ file: DICOMFile) throws -> TranscodingPlan {
        try TranscodingPlan(file.dataSet, from: file.transferSyntax, to: transferSyntax, options: options, turnsWords: true)
    }
}

// MARK: - Pixel Data that is kept

extension Transcoder {
    private func keep(_ plan: TranscodingPlan, _ file: DICOMFile, _ path: String) throws -> TranscodingReceipt {
        var result = file
        if options.instanceUID == .new { result.dataSet = plan.dataSet }
        let partial = try PartialFile(replacing: path)
        let sink = partial.sink
        try result.forEachBlock(as: transferSyntax) { try sink.write($0) }
        var receipt = try plan.receiptOfKept(isVerified: false)
        if options.verifies { try verify(partial.temporaryPath, file, &receipt) }
        try partial.commit()
        return receipt
    }

    /// Reads what was written and compares: bytes where the transfer syntax is the same, else frames.
    private func verify(_ path: String, _ file: DICOMFile, _ receipt: inout TranscodingReceipt) throws {
        let written = try DICOMFile(at: path)
        guard let before = file.dataSet.pixels, let after = written.dataSet.pixels else { return }
        if file.transferSyntax == transferSyntax {
            guard before.hasSameBytes(as: after) else { throw ImagingError.keptOtherwise(frame: nil) }
            (receipt.isVerified, receipt.largestDifference) = (true, 0)
            return
        }
        let (source, result) = (try file.pixelData(limits: options.limits), try written.pixelData(limits: options.limits))
        var workspace = CodecWorkspace(limits: options.limits)
        var digests: [UInt8] = []
        for number in 0..<source.frameCount {
            let samples = try source.frame(number).decoded(using: &workspace)
            let digest = SampleDigest.sha256(of: samples.span)
            let other = try result.frame(number).decoded(using: &workspace)
            guard SampleDigest.sha256(of: other.span) == digest else { throw ImagingError.keptOtherwise(frame: number) }
            digests += digest
        }
        (receipt.isVerified, receipt.largestDifference) = (true, 0)
        receipt.digest = SampleDigest.hexadecimal(source.frameCount == 1 ? digests : SampleDigest.sha256(of: digests.span))
    }
}

extension TranscodingPlan {
    fileprivate func receiptOfKept(isVerified: Bool) throws -> TranscodingReceipt {
        let element = dataSet.pixels
        let bytes = element.map { $0.isEncapsulated ? $0.fragments.dropFirst().reduce(0) { $0 + $1.count } : $0.length } ?? 0
        return TranscodingReceipt(
            from: source, to: target, work: .kept, frameCount: element == nil ? 0 : max(1, (try? dataSet.integer(.numberOfFrames)) ?? 1),
            bytesBefore: bytes, bytesAfter: bytes, isLossy: false, isVerified: isVerified && element != nil,
            largestDifference: isVerified && element != nil ? 0 : nil, digest: nil, movedOverlays: 0,
            sopInstanceUID: try dataSet.uniqueIdentifier(.sopInstanceUID))
    }
}

extension DataSet {
    /// Pixel Data, or that of floats.
    fileprivate var pixels: DataElement? { self[.pixelData] ?? self[.floatPixelData] ?? self[.doubleFloatPixelData] }
}

extension DataElement {
    fileprivate func hasSameBytes(as other: DataElement) -> Bool {
        guard isEncapsulated == other.isEncapsulated, fragments.count == other.fragments.count else { return false }
        guard isEncapsulated else { return withBytes { mine in other.withBytes { $0.isEqual(to: mine) } } }
        return fragments.indices.allSatisfy { place in
            fragments.withBytes(of: place) { mine in other.fragments.withBytes(of: place) { $0.isEqual(to: mine) } }
        }
    }
}

extension Span<UInt8> {
    /// Whether it is the other, or the other padded to an even length, as what had an odd one is written.
    fileprivate func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count || count == other.count + 1 && other.count % 2 == 1 else { return false }
        return (try? SampleKernels.difference(extracting(0..<other.count), other, sampleBytes: 1, isSigned: false)) == 0
    }
}

extension PixelData {
    /// Where the bytes of a frame end, from the start of the file.
    fileprivate func end(ofFrame number: Int) -> Int {
        switch source {
        case .native(let frames): element.valueOffset + ((try? frames.bytes(of: number).range.upperBound) ?? 0)
        case .encapsulated(let frames, _): frames.range(of: number)?.upperBound ?? 0
        }
    }
}

extension PartialFile {
    /// Takes what a writer hands on.
    fileprivate var blocks: (Span<UInt8>) throws(DataSetError) -> Void {
        let sink = sink
        return { (bytes) throws(DataSetError) in
            do throws(ByteSourceError) { try sink.write(bytes) } catch { throw DataSetError(error) }
        }
    }
}

extension ImagingError {
    fileprivate static func keptOtherwise(frame: Int?) -> ImagingError {
        ImagingError(
            code: .verificationFailed, frame: frame, problem: "Pixel Data that was to be kept reads otherwise where it was written.",
            remedy: "Look whether the file was changed meanwhile; the source is as it was.")
    }

    /// An error of any layer below.
    fileprivate init(transcoding error: any Error) {
        switch error {
        case let error as ImagingError: self = error
        case let error as ObjectError: self.init(object: error)
        case let error as ByteSourceError:
            let own = DataSetError(error)
            self.init(code: .outputFailed, problem: own.problem, remedy: own.remedy)
        case let error as DataSetError:
            let code: Code =
                switch error.code {
                case .unwritable: .outputFailed
                case .limitExceeded: .limitExceeded
                case .unsupportedTransferSyntax: .unsupportedTransferSyntax
                default: .invalidImage
                }
            let place = error.path.steps.isEmpty ? "" : "\(error.path): "
            self.init(code: code, problem: place + error.problem, remedy: error.remedy)
        case is CancellationError: self.init(code: .cancelled, problem: "The task was cancelled.", remedy: "Start it again.")
        default: self.init(translating: error, frame: 0)
        }
    }
}
