internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// One frame in its new form.
struct TranscodedFrame: Sendable {
    /// A codestream, or cells in little endian; single bits a byte each.
    var bytes: [UInt8]
    /// SHA-256 of the canonical samples, where they were looked at.
    var digest: [UInt8]?
    /// From the samples of the source; nil where they were not compared, or are in other colours.
    var largestDifference: UInt64?
    var isVerified = false
}

/// Makes one frame after the other, in memory that is used again.
struct FrameTranscoder: ~Copyable {
    private let plan: TranscodingPlan
    private let pixels: PixelData
    private var workspace: CodecWorkspace
    private var samples: [UInt8] = []
    private var encoded: [UInt8] = []
    private var checked: [UInt8] = []

    init(_ plan: TranscodingPlan, _ pixels: PixelData, cancellation: CodecCancellation? = nil) {
        self.plan = plan
        self.pixels = pixels
        workspace = CodecWorkspace(limits: plan.options.limits, cancellation: cancellation)
        workspace.trustsHighThroughput = plan.options.trustsHighThroughput
    }

    /// - Parameter number: counted from 0.
    mutating func transcode(_ number: Int) throws(ImagingError) -> TranscodedFrame {
        do {
            let frame = try pixels.frame(number)
            var result: TranscodedFrame
            switch plan.work {
            case .encoded(let encoder):
                try decode(frame)
                result = TranscodedFrame(bytes: try encode(with: encoder))
            case .native:
                try decode(frame)
                result = TranscodedFrame(bytes: samples)
            case .relabelled, .kept: result = TranscodedFrame(bytes: try frame.codestream())
            case .recompressed:
                result = TranscodedFrame(bytes: try repack(frame) { try JPEGXL.recompress($0, fragments: $1, using: &$2, into: &$3) })
            case .rebuilt:
                result = TranscodedFrame(bytes: try repack(frame, Self.rebuild))
            }
            if plan.options.verifies { try verify(&result, frame) }
            return result
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    private mutating func decode(_ frame: Frame) throws {
        // The color of one frame holds for all: attributes have no other.
        guard try frame.decodedColor(using: &workspace) == plan.samples?.photometricInterpretation else {
            throw ImagingError(
                code: .unsupportedImage, frame: frame.number, problem: "The codestream has other colours than that of the first frame.",
                remedy: "Divide the object.")
        }
        if samples.isEmpty {
            // Looks first whether the bytes can fill the memory.
            samples = try frame.decoded(using: &workspace)
        } else {
            try Self.decode(frame, &workspace, into: &samples)
        }
    }

    /// The memory of a frame apart from the rest, since both are written to.
    private static func decode(_ frame: Frame, _ workspace: inout CodecWorkspace, into samples: inout [UInt8]) throws(ImagingError) {
        var target = samples.mutableSpan
        try frame.decode(using: &workspace, into: &target)
    }

    private mutating func encode(with encoder: FrameEncoder) throws -> [UInt8] {
        // Nearly every frame takes less than its samples; what is enough for each would be several times as much.
        var room = encoded.isEmpty ? min(encoder.room, samples.count + samples.count / 8 + 4096) : encoded.count
        while true {
            if encoded.count != room { encoded = [UInt8](repeating: 0, count: room) }
            do throws(CodecError) {
                let count = try Self.encode(samples, with: encoder, &workspace, into: &encoded)
                return Array(encoded[..<count])
            } catch {
                guard error.code == .targetTooSmall, room < encoder.room else { throw error }
                room = encoder.room
            }
        }
    }

    private static func encode(
        _ samples: [UInt8], with encoder: FrameEncoder, _ workspace: inout CodecWorkspace, into encoded: inout [UInt8]
    ) throws(CodecError) -> Int {
        let source = samples.span
        var target = encoded.mutableSpan
        return try encoder.encode(source, using: &workspace, into: &target)
    }

    private typealias Repacking = (Span<UInt8>, [Range<Int>], inout CodecWorkspace, inout MutableSpan<UInt8>) throws -> Int

    private mutating func repack(_ frame: Frame, _ body: Repacking) throws -> [UInt8] {
        guard case .encapsulated(let frames, _) = pixels.source else { return [] }
        return try frames.withCodestream(of: frame.number) { try repack($0, $1, body) }
    }

    private mutating func repack(_ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ body: Repacking) throws -> [UInt8] {
        // A JPEG gets smaller, and is never larger than its samples where it is rebuilt.
        let size = max(fragments.reduce(0) { $0 + $1.count }, pixels.layout.byteCount ?? 0) + 65_536
        if encoded.count < size { encoded = [UInt8](repeating: 0, count: size) }
        let count = try Self.repack(bytes, fragments, body, &workspace, into: &encoded)
        return Array(encoded[..<count])
    }

    private static func repack(
        _ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ body: Repacking, _ workspace: inout CodecWorkspace, into encoded: inout [UInt8]
    ) throws -> Int {
        var target = encoded.mutableSpan
        return try body(bytes, fragments, &workspace, &target)
    }

    private static func rebuild(
        _ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws -> Int {
        try JPEGXL.rebuildJPEG(bytes, fragments: fragments, using: &workspace, into: &target)
    }
}

// MARK: - Verification

extension FrameTranscoder {
    /// Reads the frame as whoever opens the result will, and compares.
    private mutating func verify(_ result: inout TranscodedFrame, _ frame: Frame) throws {
        switch plan.work {
        case .encoded, .native: break
        case .kept, .relabelled, .rebuilt: try decode(frame)
        case .recompressed:
            try decode(frame)
            try verifyRecompression(result.bytes, frame)
        }
        let digest = SampleDigest.sha256(of: samples.span)
        let written = try writtenFrame(result.bytes)
        let size = written.layout.byteCount ?? 0
        if checked.count != size { checked = [UInt8](repeating: 0, count: size) }
        try Self.decode(written, &workspace, into: &checked)
        result.digest = digest
        result.isVerified = true
        let color = try written.decodedColor(using: &workspace)
        guard written.layout == pixels.layout, color == plan.samples?.photometricInterpretation else { return }
        let difference = try SampleKernels.difference(
            samples.span, checked.span, sampleBytes: pixels.layout.bytesPerSample, isSigned: pixels.description.isSigned)
        result.largestDifference = difference
        guard let allowed = plan.allowedDifference, difference > allowed else { return }
        throw ImagingError(
            code: .verificationFailed, frame: frame.number,
            problem: "What was encoded decodes to samples that differ by up to \(difference), where \(allowed) is allowed.",
            remedy: "Report this, with the object if it may be shown; the source is as it was.")
    }

    /// The decoders of JPEG and of JPEG XL may round differently, so what counts is that the JPEG comes back.
    private mutating func verifyRecompression(_ bytes: [UInt8], _ frame: Frame) throws {
        let rebuilt = try repack(bytes.span, [0..<bytes.count], Self.rebuild)
        let source = try frame.codestream()
        // Its fragment may have been padded to an even length (PS3.5 A.4).
        guard source != rebuilt, source != rebuilt + [0] else { return }
        throw ImagingError(
            code: .verificationFailed, frame: frame.number, problem: "The JPEG does not come back from what it was packed in.",
            remedy: "Report this, with the object if it may be shown; the source is as it was.")
    }

    /// An object of this frame alone, with the attributes of the result.
    private func writtenFrame(_ bytes: [UInt8]) throws -> Frame {
        guard let image = plan.result else { return try pixels.frame(0) }
        var dataSet = DataSet()
        func set(_ tag: DataElement.Tag, _ number: Int) throws { try dataSet.set(tag, to: .integers([number]), as: .us) }
        try set(.rows, image.rows)
        try set(.columns, image.columns)
        try set(.samplesPerPixel, image.samplesPerPixel)
        try set(.bitsAllocated, image.bitsAllocated)
        try set(.bitsStored, image.bitsStored)
        try set(.highBit, image.highBit)
        try set(.pixelRepresentation, image.isSigned ? 1 : 0)
        if image.samplesPerPixel > 1 { try set(.planarConfiguration, image.isPlanar ? 1 : 0) }
        try dataSet.set(.photometricInterpretation, to: .texts([image.photometricInterpretation.rawValue]))
        if case .native = plan.work {
            let cells = image.bitsAllocated == 1 ? try EncapsulatedPixelData.packedBits(bytes.span) : bytes
            try dataSet.set(.pixelData, to: .bytes(cells), as: .ob)
            return try PixelData(dataSet, transferSyntax: .explicitVRLittleEndian, limits: plan.options.limits).frame(0)
        }
        try dataSet.set(.pixelData, to: .fragments([[], bytes]), as: .ob)
        return try PixelData(dataSet, transferSyntax: plan.target, limits: plan.options.limits).frame(0)
    }
}

extension TranscodingPlan {
    /// By how much a sample may differ in the result; nil where no limit is known.
    fileprivate var allowedDifference: UInt64? {
        switch work {
        case .encoded(let encoder): encoder.largestDifference.map(UInt64.init)
        case .recompressed, .rebuilt: nil
        case .native, .kept, .relabelled: 0
        }
    }
}

extension Frame {
    /// The bytes of the codestream, its fragments joined.
    func codestream() throws -> [UInt8] {
        guard case .encapsulated(let frames, _) = pixelData.source else { return [] }
        return try frames.withCodestream(of: number) { Self.joined($0, $1) }
    }
}
