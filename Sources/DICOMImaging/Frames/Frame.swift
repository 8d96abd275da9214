public import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// One frame of an image object: decodes when asked, keeps nothing. Any thread may decode any frame.
public struct Frame: Sendable {
    /// Counted from 0.
    public let number: Int
    /// The pixels that the frame is one of.
    public let pixelData: PixelData

    /// How the decoded samples lie in memory.
    public var layout: SampleLayout { pixelData.layout }

    /// Decodes the stored values into the caller's memory: interleaved by pixel, little endian, nothing but the value in each container
    /// (shifted down, bits beyond Bits Stored gone, sign-extended where Pixel Representation says so).
    ///
    /// No lookup table is applied and no colour converted, but where a codestream's own transform does (JPEG 2000 RCT and ICT give RGB).
    ///
    /// - Parameter target: exactly `layout.byteCount` bytes.
    /// - Returns: what the codec tolerated.
    /// - Throws: ``ImagingError``: `missingPixels`, `undecodableFrame`, `unsupportedImage`, `limitExceeded` or `badArgument`.
    @discardableResult
    public func decode(into target: inout MutableSpan<UInt8>) throws(ImagingError) -> CodecReport {
        var workspace = CodecWorkspace(limits: pixelData.limits)
        return try decode(using: &workspace, into: &target)
    }

    /// Decodes as ``decode(into:)`` does, in a workspace that is used for many frames, one after the other, and may be cancelled.
    ///
    /// - Parameters:
    ///   - layout: Where samples go: ``layout`` with row strides or in planes. Codestreams, RLE and native cells are decoded straight into
    ///     it; bytes between rows stay as they are. Nil: ``layout`` itself, and a target of just as many bytes.
    ///   - target: At least as many bytes as the layout has.
    /// - Throws: As ``decode(into:)``, and `cancelled`. The limits are those of the workspace.
    @discardableResult
    public func decode(
        using workspace: inout CodecWorkspace, layout: SampleLayout? = nil, into target: inout MutableSpan<UInt8>
    ) throws(ImagingError) -> CodecReport {
        let shape = layout ?? self.layout
        guard let count = shape.byteCount, shape.isSameFrame(as: self.layout) else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "The layout is not that of the frame.",
                remedy: "Change nothing but the strides of the frame's own.")
        }
        guard layout == nil ? target.count == count : target.count >= count else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "The target has \(target.count) bytes, not those of the layout.",
                remedy: "Give layout.byteCount bytes.")
        }
        if pixelData.options.mode == .strict { try refuse(try findings()) }
        let report: CodecReport
        do {
            report = try decode(as: shape, count, using: &workspace, into: &target)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
        if pixelData.options.mode == .strict { try refuse(findings(decoding: report)) }
        return report
    }

    private func refuse(_ findings: [PixelFinding]) throws(ImagingError) {
        if let finding = findings.first(where: { !$0.isDoubt }) { throw finding.refusal }
    }

    private func decode(
        as shape: SampleLayout, _ count: Int, using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws -> CodecReport {
        guard count < target.count else { return try decode(as: shape, using: &workspace, into: &target) }
        var part = target._mutatingExtracting(0..<count)
        return try decode(as: shape, using: &workspace, into: &part)
    }

    private func decode(
        as shape: SampleLayout, using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws -> CodecReport {
        switch pixelData.source {
        case .native(let frames):
            if shape.isTight { return try decodeNative(frames, into: &target) }
            return try decodeNative(frames, as: shape, into: &target)
        case .encapsulated(let frames, let compression):
            if shape.isTight || compression.isDecodedIntoStrides(pixelData.description) {
                return try decodeEncapsulated(frames, compression, as: shape, using: &workspace, into: &target)
            }
            var samples = [UInt8](repeating: 0, count: layout.byteCount ?? 0)
            var span = samples.mutableSpan
            let report = try decodeEncapsulated(frames, compression, as: layout, using: &workspace, into: &span)
            try SampleKernels.rearrange(samples.span, layout: layout, into: &target, layout: shape)
            return report
        }
    }

    /// The stored values in fresh memory; see ``decode(into:)``, which is faster where many frames are decoded.
    public func decoded() throws(ImagingError) -> [UInt8] {
        var workspace = CodecWorkspace(limits: pixelData.limits)
        return try decoded(using: &workspace)
    }

    /// The stored values in fresh memory; see ``decode(using:layout:into:)``.
    public func decoded(using workspace: inout CodecWorkspace) throws(ImagingError) -> [UInt8] {
        try checkSource(&workspace)
        var bytes = [UInt8](repeating: 0, count: layout.byteCount ?? 0)
        var span = bytes.mutableSpan
        try decode(using: &workspace, into: &span)
        return bytes
    }

    /// Refuses, before memory is taken for the samples, a frame whose bytes cannot fill it: what a few bytes claim must not cost gigabytes.
    func checkSource(_ workspace: inout CodecWorkspace) throws(ImagingError) {
        do {
            switch pixelData.source {
            case .native(let frames):
                // Forensic reading takes a frame that is cut short, where a good part of it is there.
                if pixelData.options.mode == .forensic, let rest = frames.rest(of: number), rest.count >= plainByteCount / 64 { return }
                _ = try frames.bytes(of: number)
            case .encapsulated(let frames, let compression):
                try frames.withCodestream(of: number) { try checkCodestream($0, $1, compression, &workspace) }
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// How a stored value lies in the container that the frame is decoded into.
    func sampleCell() throws(ImagingError) -> SampleCell {
        let image = pixelData.description
        let cell = SampleCell(bytes: layout.bytesPerSample, bitsStored: image.bitsStored, highBit: image.highBit, isSigned: image.isSigned)
        guard let cell else {
            throw ImagingError(
                code: .invalidImage, problem: "Bits Allocated, Bits Stored and High Bit contradict each other.",
                remedy: "Correct the object at its source.")
        }
        return cell
    }
}
