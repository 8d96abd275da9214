internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// An object in memory whose frames come one after the other.
struct TranscodedDataSet {
    private let plan: TranscodingPlan
    private var frames = EncapsulatedPixelData()
    private var cells: [UInt8] = []
    private var packer = BitPacker()
    private(set) var summary: FrameSummary

    init(_ plan: TranscodingPlan) {
        self.plan = plan
        summary = FrameSummary(plan)
    }

    mutating func append(_ frame: TranscodedFrame) throws {
        summary.add(frame)
        if case .native = plan.work {
            cells += plan.result?.bitsAllocated == 1 ? try packer.pack(frame.bytes) : frame.bytes
        } else {
            frames.append(frame.bytes)
        }
    }

    mutating func finish() throws -> DataSet {
        var dataSet = plan.dataSet
        if let loss = plan.loss {
            try dataSet.set(
                .lossyImageCompressionRatio,
                to: .texts(loss.earlierRatios + [LossStep.ratio(plan.nativeByteCount, to: summary.byteCount)]))
        }
        if case .native = plan.work, let image = plan.result {
            guard !plan.target.isBigEndian || image.bitsAllocated <= 16 else {
                throw ImagingError(
                    code: .unsupportedImage,
                    problem: "Cells of more than 16 bits turn in words of 16 when a data set is written big endian.",
                    remedy: "Transcode the file to a file, or take another transfer syntax: this one is retired.")
            }
            cells += packer.finish()
            // Numbers in little endian: whoever writes the data set turns them where it is another's order.
            try dataSet.set(.pixelData, to: .bytes(cells), as: image.nativeRepresentation(in: .explicitVRLittleEndian))
            return dataSet
        }
        dataSet.set(try frames.element())
        return dataSet
    }
}
