import DICOMCodecs

/// The codecs as one, for tests of what they have in common.
enum FrameCodec: CaseIterable, CustomStringConvertible {
    case rleLossless
    case jpeg2000
    case jpegLossless

    var description: String {
        switch self {
        case .rleLossless: "rle"
        case .jpeg2000: "j2k"
        case .jpegLossless: "ljpeg"
        }
    }

    /// Whether cancelling is asked for within a frame, and not only between its tiles.
    var hearsWithinTiles: Bool { self != .jpeg2000 }

    /// Frames that other encoders made.
    var frames: [SmallFrame] {
        switch self {
        case .rleLossless: SmallFrame.all("rle")
        case .jpeg2000: SmallFrame.all("j2k").filter { !$0.name.hasPrefix("htj2k") }
        case .jpegLossless: SmallFrame.losslessJPEG.filter { $0.isLenient != true }
        }
    }

    @discardableResult
    func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        switch self {
        case .rleLossless: try RLELossless.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        case .jpeg2000: try JPEG2000.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        case .jpegLossless: try JPEG.decode(source, fragments: fragments, layout: layout, using: &workspace, into: &target)
        }
    }
}

/// A frame in several parts, with other bytes before, between and behind them.
struct ScatteredFrame {
    var bytes: [UInt8] = []
    var fragments: [Range<Int>] = []

    init(_ frame: [UInt8], cuts: [Int]) {
        var start = 0
        for end in cuts.sorted() + [frame.count] {
            bytes += [0xFE, 0xFF, 0x00, 0xE0]
            fragments.append(bytes.count..<bytes.count + end - start)
            bytes += frame[start..<end]
            start = end
        }
        bytes += [0x5A]
    }
}

extension SampleLayout {
    /// The same samples elsewhere.
    func with(rowPadding: Int?, planePadding: Int?) -> SampleLayout {
        var other = self
        let rowBytes = columns * bytesPerSample * (planePadding == nil ? samplesPerPixel : 1)
        other.rowStride = rowPadding.map { rowBytes + $0 }
        other.planeStride = planePadding.map { (other.rowStride ?? rowBytes) * rows + $0 }
        return other
    }

    /// Where a sample begins.
    func place(row: Int, column: Int, sample: Int) -> Int {
        let pixel = bytesPerSample * (planeStride == nil ? samplesPerPixel : 1)
        return row * (rowStride ?? columns * pixel) + column * pixel + sample * (planeStride ?? bytesPerSample)
    }

    /// The bytes of a memory of this layout in the order of samples interleaved by pixel, and how many others there are of another value
    /// than `filler`.
    func collect(_ memory: [UInt8], filler: UInt8) -> (samples: [UInt8], touched: Int) {
        var (samples, isSample): ([UInt8], [Bool]) = ([], [Bool](repeating: false, count: memory.count))
        for row in 0..<rows {
            for column in 0..<columns {
                for sample in 0..<samplesPerPixel {
                    let start = place(row: row, column: column, sample: sample)
                    for byte in start..<start + bytesPerSample {
                        samples.append(memory[byte])
                        isSample[byte] = true
                    }
                }
            }
        }
        return (samples, memory.indices.count { !isSample[$0] && memory[$0] != filler })
    }
}
