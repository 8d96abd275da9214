internal import DICOMBytes
package import DICOMCodecs
package import DICOMData
package import DICOMObjects

/// Encodes frames of one image in one transfer syntax: the way back of ``Frame/decode(into:)``.
///
/// Any number of frames may be encoded at once, each thread with its workspace. What the codecs leave open is settled here: lossless where the
/// transfer syntax can be; else JPEG of quality 90, JPEG-LS with NEAR 2, JPEG 2000 at 10:1, JPEG XL at distance 1.
package struct FrameEncoder: Sendable {
    package let transferSyntax: TransferSyntax
    /// Bytes that are enough for an encoded frame; for lossy ones, of any picture but noise.
    package let room: Int
    /// No decoded sample differs by more from what was encoded; nil where that is not known beforehand. 0 is lossless.
    package let largestDifference: Int?

    private let layout: SampleLayout
    private let method: Method
    /// Samples of one bit go eight to a byte.
    private let packsBits: Bool

    /// What is done with the samples.
    private enum Method: Sendable {
        case rle(SampleLayout)
        case lossless(JPEG.LosslessEncodingOptions)
        case dct(JPEG.DCTEncodingOptions)
        case jpegLS(JPEGLS.EncodingOptions)
        case jpeg2000(JPEG2000.EncodingOptions, precision: Int, isSigned: Bool)
        case jpegXL(JPEGXL.EncodingOptions)
        case cells(isDeflated: Bool)
    }

    /// Whether this build has an encoder of frames for it; native transfer syntaxes have none.
    package static func encodes(_ transferSyntax: TransferSyntax) -> Bool { compression(of: transferSyntax) != nil }

    private static func compression(of transferSyntax: TransferSyntax) -> PixelCodec.Compression? {
        guard case .compressed(let compression) = transferSyntax.codec, transferSyntax.support.writes else { return nil }
        return compression
    }

    /// - Parameters:
    ///   - image: What the samples are. Its photometric interpretation is that of the decoded samples; YBR_RCT and YBR_ICT stand for RGB.
    ///   - layout: How they lie in memory: ``PixelData/layout``.
    ///   - loss: Of a transfer syntax that has a choice; nil: as above.
    /// - Throws: ``ImagingError`` with `unsupportedTransferSyntax` where this build encodes no frames in it, `unsupportedImage` where it is
    ///   not for such samples (PS3.5 8.2), or `badArgument` for a loss that it does not know.
    package init(
        _ transferSyntax: TransferSyntax, image: ImagePixelDescription, layout: SampleLayout, loss: CodingLoss? = nil
    ) throws(ImagingError) {
        guard let compression = Self.compression(of: transferSyntax) else {
            throw ImagingError(
                code: .unsupportedTransferSyntax, problem: "This build encodes no frames in \(transferSyntax).",
                remedy: "Take one that `hounsfield syntaxes` says is written, and is not native.")
        }
        try loss?.check(for: transferSyntax)
        self.transferSyntax = transferSyntax
        self.layout = layout
        let fit = Fit(transferSyntax: transferSyntax, image: image)
        guard image.content == .integers else { throw fit.refusal("floating-point samples") }
        guard let size = layout.byteCount else { throw fit.refusal("frames of that size") }
        let isPacked = image.bitsAllocated == 1
        let most: Int?
        var difference: Int? = 0
        switch compression {
        case .rleLossless:
            // Single bits are packed into bytes before they are encoded (PS3.5 G.2).
            let shape = isPacked ? SampleLayout(columns: (size + 7) / 8, rows: 1, bytesPerSample: 1) : layout
            method = .rle(shape)
            most = RLELossless.maximumEncodedByteCount(for: shape)
        case .codestream(.jpeg) where [.jpegLossless, .jpegLosslessSV1].contains(transferSyntax):
            try fit.requirePrecision(2...16)
            let options = JPEG.LosslessEncodingOptions(precision: image.bitsStored)
            method = .lossless(options)
            most = JPEG.maximumLosslessByteCount(for: layout, options: options)
        case .codestream(.jpeg):
            var options = try fit.dctOptions()
            switch loss {
            case .quality(let quality): options.quality = .scaled(quality)
            case .ratio(let ratio): options.quality = .ratio(ratio)
            default: break
            }
            difference = nil
            method = .dct(options)
            most = JPEG.maximumDCTByteCount(for: layout, options: options).map { min($0, 2 * size + 4096) }
        case .codestream(.jpegLS):
            try fit.requirePrecision(2...16)
            var near = 0
            if transferSyntax != .jpegLSLossless, loss != .nothing {
                // The least and the greatest value in two's complement stand beside each other for JPEG-LS.
                try fit.requirePicture(unsigned: true)
                let most = (1 << image.bitsStored - 1) / 2
                if case .near(let asked) = loss { near = asked } else { near = min(2, most) }
                guard near <= most else { throw fit.refusal("samples of \(image.bitsStored) bits with NEAR \(near)") }
            }
            difference = near
            let options = JPEGLS.EncodingOptions(precision: image.bitsStored, near: near)
            method = .jpegLS(options)
            most = JPEGLS.maximumEncodedByteCount(for: layout, options: options)
        case .codestream(.jpeg2000):
            try fit.requirePrecision(2...22)
            var options = JPEG2000.EncodingOptions()
            options.usesMultipleComponentTransform = fit.isRGB
            if transferSyntax == .jpeg2000, loss != .nothing {
                try fit.requirePicture(unsigned: false)
                (options.isReversible, options.compressionRatios) = (false, [10])
                if case .ratio(let ratio) = loss { options.compressionRatios = [ratio] }
                difference = nil
            }
            method = .jpeg2000(options, precision: image.bitsStored, isSigned: image.isSigned)
            most = JPEG2000.maximumEncodedByteCount(for: layout, precision: image.bitsStored, options: options)
        case .codestream(.jpegXL):
            try fit.requirePrecision(1...16)
            guard !image.isSigned else { throw fit.refusal("signed samples") }
            guard layout.samplesPerPixel == 1 || fit.isRGB else { throw fit.refusal("colour other than RGB") }
            var options = JPEGXL.EncodingOptions(precision: image.bitsStored)
            if transferSyntax != .jpegXLLossless, loss != .nothing {
                try fit.requirePicture(unsigned: true)
                if case .distance(let distance) = loss { options.distance = distance } else { options.distance = 1 }
                difference = nil
            }
            method = .jpegXL(options)
            most = 2 * size + 4096
        case .deflated, .uncompressed:
            method = .cells(isDeflated: compression == .deflated)
            // zlib adds some bytes to each block that does not get smaller.
            most = size + size / 16 + 64
        }
        guard let most else { throw fit.refusal("\(layout.samplesPerPixel) samples of \(8 * layout.bytesPerSample) bits a pixel") }
        room = most
        largestDifference = difference
        packsBits = isPacked
    }

    /// Encodes one frame.
    ///
    /// - Parameters:
    ///   - samples: As ``Frame/decode(into:)`` gives them.
    ///   - target: ``room`` bytes.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError``: `targetTooSmall`, `limitExceeded`, `outOfMemory`, `cancelled`, or `badArgument` for samples that are fewer than
    ///   the layout has.
    package func encode(
        _ samples: Span<UInt8>, using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        switch method {
        case .rle(let shape) where packsBits:
            let packed = try Self.packed(samples)
            let cells = packed.span
            return try RLELossless.encode(cells, layout: shape, using: &workspace, into: &target)
        case .rle(let shape): return try RLELossless.encode(samples, layout: shape, using: &workspace, into: &target)
        case .lossless(let options):
            return try JPEG.encodeLossless(samples, layout: layout, options: options, using: &workspace, into: &target)
        case .dct(let options): return try JPEG.encodeDCT(samples, layout: layout, options: options, using: &workspace, into: &target)
        case .jpegLS(let options): return try JPEGLS.encode(samples, layout: layout, options: options, using: &workspace, into: &target)
        case .jpeg2000(let options, let precision, let isSigned):
            return try JPEG2000.encode(
                samples, layout: layout, precision: precision, isSigned: isSigned, options: options, using: &workspace, into: &target)
        case .jpegXL(let options): return try JPEGXL.encode(samples, layout: layout, options: options, using: &workspace, into: &target)
        case .cells(let isDeflated):
            guard samples.count == layout.byteCount else {
                throw CodecError(
                    code: .badArgument, problem: "The samples are not those of the layout", remedy: "Give layout.byteCount bytes.")
            }
            if packsBits {
                let packed = try Self.packed(samples)
                let cells = packed.span
                return try Self.put(cells, isDeflated, into: &target)
            }
            return try Self.put(samples, isDeflated, into: &target)
        }
    }

    private static func packed(_ samples: Span<UInt8>) throws(CodecError) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: (samples.count + 7) / 8)
        var span = packed.mutableSpan
        try SampleKernels.packBits(samples, into: &span)
        return packed
    }

    /// Cells as native Pixel Data has them, or a deflate stream of them (PS3.5 A.4.11, A.4.13).
    private static func put(_ cells: Span<UInt8>, _ isDeflated: Bool, into target: inout MutableSpan<UInt8>) throws(CodecError) -> Int {
        guard isDeflated else { return try copy(cells, into: &target) }
        let stream = try Deflater.frame(cells)
        let bytes = stream.span
        return try copy(bytes, into: &target)
    }

    private static func copy(_ bytes: Span<UInt8>, into target: inout MutableSpan<UInt8>) throws(CodecError) -> Int {
        guard bytes.count <= target.count else {
            throw CodecError(code: .targetTooSmall, problem: "The frame takes \(bytes.count) bytes", remedy: "Give as many.")
        }
        for place in bytes.indices { target[place] = bytes[place] }
        return bytes.count
    }
}

/// Whether an image is one that a transfer syntax is for.
private struct Fit {
    let transferSyntax: TransferSyntax
    let image: ImagePixelDescription

    var isRGB: Bool { image.samplesPerPixel == 3 && [.rgb, .ybrRCT, .ybrICT].contains(image.photometricInterpretation) }

    func refusal(_ what: String) -> ImagingError {
        ImagingError(
            code: .unsupportedImage, problem: "\(transferSyntax) is not for \(what).",
            remedy: "Take RLE Lossless or Deflated Image Frame Compression, or another that is for them.")
    }

    /// Cells of single bits are packed, and have no codestream.
    func requirePrecision(_ bits: ClosedRange<Int>) throws(ImagingError) {
        guard image.bitsAllocated > 1 else { throw refusal("single bits") }
        guard bits.contains(image.bitsStored) else { throw refusal("samples of \(image.bitsStored) bits") }
    }

    /// For codecs that change samples: what looks nearly alike must mean nearly the same.
    func requirePicture(unsigned: Bool) throws(ImagingError) {
        guard image.photometricInterpretation != .paletteColor else { throw refusal("numbers of palette entries, since it is lossy") }
        guard !unsigned || !image.isSigned else { throw refusal("signed samples, since it is lossy") }
    }

    /// PS3.5 8.2.1: 8 bits, or 12 in the extended process; colour as YBR_FULL_422.
    func dctOptions() throws(ImagingError) -> JPEG.DCTEncodingOptions {
        let isBaseline = transferSyntax == .jpegBaseline8Bit
        guard image.bitsAllocated > 1, image.bitsStored == 8 || image.bitsStored == 12 && !isBaseline else {
            throw refusal("samples of \(image.bitsStored) bits")
        }
        try requirePicture(unsigned: true)
        guard [1, 3].contains(image.samplesPerPixel) else { throw refusal("\(image.samplesPerPixel) samples a pixel") }
        var options = JPEG.DCTEncodingOptions(precision: image.bitsStored)
        options.isExtended = !isBaseline
        if image.samplesPerPixel == 3 {
            options.sampling = .halfWidth
            options.color = isRGB ? .convertedFromRGB : .asGiven
        }
        return options
    }
}

extension Deflater {
    /// A frame of Deflated Image Frame Compression (PS3.5 A.4.13).
    ///
    /// - Parameter level: 1 (fast) to 9 (small).
    static func frame(_ cells: Span<UInt8>, level: Int = 6) throws(CodecError) -> [UInt8] {
        var stream: [UInt8] = []
        do throws(Deflater.OutOfMemory) {
            var deflater = try Deflater(format: .raw, level: level)
            deflater.write(cells, to: &stream)
            deflater.finish(to: &stream)
        } catch {
            throw CodecError(code: .outOfMemory, problem: "zlib found no memory", remedy: "Encode fewer frames at a time.")
        }
        return stream
    }
}
