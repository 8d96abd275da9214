internal import DICOMBytes
internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Writes an object whose frames come one after the other. What can only be known after the last frame, offsets and a ratio, gets its place
/// when the front is written and is put in at the end.
struct TranscodedFile {
    /// Bytes to be written over those at an offset of the file.
    typealias Correction = (offset: Int, bytes: [UInt8])

    /// Where offsets of frames go.
    private enum OffsetTable {
        case none
        /// The first fragment (PS3.5 A.4): 32 bits each.
        case basic(at: Int)
        /// PS3.3 C.7.6.3.1.8: 64 bits each; the lengths in an element behind.
        case extended(at: Int, lengthsAt: Int)
    }

    private let plan: TranscodingPlan
    private var writer: DICOMFileWriter
    private var ratioOffset: Int?
    private var table = OffsetTable.none
    private var offsets: [UInt64] = []
    private var lengths: [UInt64] = []
    private var end: UInt64 = 0
    private var packer = BitPacker()
    private var nativeCount = 0
    private(set) var summary: FrameSummary

    /// Writes everything in front of the first frame.
    init(
        _ plan: TranscodingPlan, of file: DICOMFile, to sink: @escaping (Span<UInt8>) throws(DataSetError) -> Void
    ) throws {
        self.plan = plan
        summary = FrameSummary(plan)
        var file = file
        file.dataSet = plan.dataSet
        writer = try DICOMFileWriter(file, as: plan.target, to: sink)
        if let loss = plan.loss {
            try writer.write(before: .lossyImageCompressionRatio)
            try writer.writeHeader(.lossyImageCompressionRatio, .ds, length: loss.ratiosLength)
            ratioOffset = writer.count
            try writer.write([UInt8](repeating: UInt8(ascii: " "), count: loss.ratiosLength))
        }
        try writer.write(before: .extendedOffsetTable)
        if case .native = plan.work { try beginNative() } else { try beginEncapsulated() }
    }

    private mutating func beginNative() throws {
        guard let image = plan.result else { return }
        let (bits, overflow) = image.bitsPerFrame.multipliedReportingOverflow(by: image.numberOfFrames)
        nativeCount = overflow ? .max : (bits - 1) / 16 * 2 + 2
        guard nativeCount <= Int(UInt32.max) - 1 else {
            throw ImagingError(
                code: .limitExceeded, problem: "Native Pixel Data cannot have more than 4 GiB (PS3.5 7.1.1).",
                remedy: "Take a compressed or an encapsulated transfer syntax.")
        }
        try writer.writeHeader(.pixelData, image.nativeRepresentation(in: plan.target), length: nativeCount)
    }

    private mutating func beginEncapsulated() throws {
        let size = plan.result.map { $0.bitsPerFrame / 8 + 1 } ?? 0
        // What is encoded is smaller, but for noise and headers.
        let isHuge = (size + size / 8 + 4096).multipliedReportingOverflow(by: plan.frameCount)
        if isHuge.overflow || isHuge.partialValue > plan.options.largestBasicOffset {
            try writer.writeHeader(.extendedOffsetTable, .ov, length: 8 * plan.frameCount)
            let offsets = writer.count
            try writer.writeZeros(8 * plan.frameCount)
            try writer.writeHeader(.extendedOffsetTableLengths, .ov, length: 8 * plan.frameCount)
            table = .extended(at: offsets, lengthsAt: writer.count)
            try writer.writeZeros(8 * plan.frameCount)
            try writer.writeHeader(.pixelData, .ob, length: nil)
            try writer.writeFragment([])
        } else {
            try writer.writeHeader(.pixelData, .ob, length: nil)
            table = .basic(at: writer.count + 8)
            try writer.writeFragment([UInt8](repeating: 0, count: 4 * plan.frameCount))
        }
    }

    mutating func append(_ frame: TranscodedFrame) throws {
        summary.add(frame)
        guard case .native = plan.work else {
            offsets.append(end)
            lengths.append(UInt64(frame.bytes.count))
            end += UInt64(8 + frame.bytes.count + frame.bytes.count % 2)
            return try writer.writeFragment(frame.bytes)
        }
        try writeCells(frame.bytes)
    }

    private mutating func writeCells(_ cells: [UInt8]) throws {
        guard let image = plan.result else { return }
        if image.bitsAllocated == 1 {
            return try writer.write(packer.pack(cells))
        }
        guard plan.target.isBigEndian, image.bitsAllocated > 8 else { return try writer.write(cells) }
        try writer.write(Self.turned(cells, width: image.bitsAllocated / 8))
    }

    private static func turned(_ cells: [UInt8], width: Int) throws(CodecError) -> [UInt8] {
        var turned = cells
        var span = turned.mutableSpan
        try SampleKernels.swapBytes(inPlace: &span, sampleBytes: width)
        return turned
    }

    /// Writes everything behind the last frame.
    ///
    /// - Returns: What is to be put in now.
    mutating func finish() throws -> [Correction] {
        var corrections: [Correction] = []
        if case .native = plan.work {
            try writer.write(packer.finish())
            if let image = plan.result, (image.bitsPerFrame * image.numberOfFrames + 7) / 8 < nativeCount { try writer.write([0]) }
        } else {
            try writer.writeSequenceDelimiter()
            switch table {
            case .none: break
            case .basic(let offset):
                guard offsets.last ?? 0 <= UInt64(UInt32.max) else {
                    throw ImagingError(
                        code: .limitExceeded, problem: "The frames are larger encoded than as samples, and their offsets exceed 32 bits.",
                        remedy: "Take another transfer syntax, or divide the object.")
                }
                corrections.append((offset, offsets.littleEndian(bytes: 4)))
            case .extended(let offset, let lengthsOffset):
                corrections.append((offset, offsets.littleEndian(bytes: 8)))
                corrections.append((lengthsOffset, lengths.littleEndian(bytes: 8)))
            }
        }
        try writer.finish()
        if let ratioOffset, let loss = plan.loss {
            corrections.append((ratioOffset, loss.ratios(plan.nativeByteCount, to: summary.byteCount)))
        }
        return corrections
    }
}

extension DICOMFileWriter {
    fileprivate mutating func writeZeros(_ count: Int) throws(DataSetError) { try write([UInt8](repeating: 0, count: count)) }
}

extension [UInt64] {
    /// The lowest bytes of each number.
    fileprivate func littleEndian(bytes count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * self.count)
        for number in self { for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))) } }
        return bytes
    }
}

extension ImagePixelDescription {
    /// Of native Pixel Data (PS3.5 8.1.1, A.1, A.2): words where cells are wider than a byte, and in implicit VR.
    func nativeRepresentation(in transferSyntax: TransferSyntax) -> ValueRepresentation {
        bitsAllocated > 8 || !transferSyntax.isExplicitVR ? .ow : .ob
    }
}

extension TranscodingPlan {
    /// Bytes of all frames as native cells.
    var nativeByteCount: Int {
        guard let image = pixels?.description else { return 0 }
        return image.bitsPerFrame / 8 * image.numberOfFrames
    }
}

/// What the frames of an object come to.
struct FrameSummary {
    private let plan: TranscodingPlan
    private(set) var byteCount = 0
    private var digests: [UInt8] = []
    private var frameCount = 0
    private var largestDifference: UInt64? = 0
    private var areVerified = true

    init(_ plan: TranscodingPlan) { self.plan = plan }

    mutating func add(_ frame: TranscodedFrame) {
        frameCount += 1
        byteCount += frame.bytes.count
        if let digest = frame.digest { digests += digest }
        if let difference = frame.largestDifference, let largest = largestDifference {
            largestDifference = max(largest, difference)
        } else {
            largestDifference = nil
        }
        areVerified = areVerified && frame.isVerified
    }

    func receipt() throws -> TranscodingReceipt {
        let isVerified = areVerified && frameCount > 0
        var bytesAfter = byteCount
        if case .native = plan.work, plan.result?.bitsAllocated == 1 { bytesAfter = (byteCount + 7) / 8 }
        return TranscodingReceipt(
            from: plan.source, to: plan.target, work: plan.receiptWork, frameCount: frameCount,
            bytesBefore: plan.pixels?.encodedByteCount ?? 0, bytesAfter: bytesAfter, isLossy: plan.loss != nil, isVerified: isVerified,
            largestDifference: isVerified ? largestDifference : nil,
            digest: isVerified ? SampleDigest.hexadecimal(frameCount == 1 ? digests : SampleDigest.sha256(of: digests.span)) : nil,
            movedOverlays: plan.movedOverlays, sopInstanceUID: try plan.dataSet.uniqueIdentifier(.sopInstanceUID))
    }
}

extension TranscodingPlan {
    var receiptWork: TranscodingReceipt.Work {
        switch work {
        case .kept: .kept
        case .relabelled: .relabelled
        case .recompressed, .rebuilt: .repacked
        case .encoded, .native: .encoded
        }
    }
}
