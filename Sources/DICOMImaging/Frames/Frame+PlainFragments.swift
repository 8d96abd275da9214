internal import DICOMBytes
internal import DICOMCodecs
internal import DICOMObjects

/// Frames whose cells are those of native Pixel Data, but in fragments: as they are, or deflated.
extension Frame {
    /// Bytes of the cells. Each frame begins with a byte of its own (PS3.5 A.4.11, A.4.13).
    var plainByteCount: Int { (pixelData.description.bitsPerFrame + 7) / 8 }

    static func joined(_ bytes: Span<UInt8>, _ fragments: [Range<Int>]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(fragments.reduce(0) { $0 + $1.count })
        for fragment in fragments { for place in fragment { joined.append(bytes[place]) } }
        return joined
    }

    /// Cells in little endian, with no more than padding behind them.
    func decodePlainCells(_ cells: Span<UInt8>, into target: inout MutableSpan<UInt8>) throws -> CodecReport {
        let count = plainByteCount
        guard cells.count >= count else {
            throw CodecError(
                code: .truncated, offset: cells.count, problem: "The frame has \(cells.count) bytes of its \(count)",
                remedy: "The object is cut short or contradicts itself; fetch it again.")
        }
        try decodeCells(cells.extracting(0..<count), from: 0, swapWidth: nil, into: &target)
        return CodecReport(notes: cells.count > count + count % 2 ? [.excessData] : [])
    }

    /// One deflate stream (RFC 1951), which may not grow to more than the frame and some padding.
    func decodeDeflated(_ stream: [UInt8], into target: inout MutableSpan<UInt8>) throws -> CodecReport {
        let isWrapped = Inflater.isWrapped(stream.span)
        let budget = Inflater.Budget(bytes: plainByteCount + 1 << 16, ratio: 1032)
        let inflated: Inflater.Output
        do throws(Inflater.Failure) {
            inflated = try Inflater.inflate(stream.span, format: isWrapped ? .zlib : .raw, budget: budget)
        } catch .budget {
            throw CodecError(
                code: .corrupt, problem: "The deflated frame grows beyond the \(plainByteCount) bytes that a frame has",
                remedy: "The object contradicts itself; correct it at its source.")
        } catch .memory {
            throw CodecError(code: .outOfMemory, problem: "zlib found no memory", remedy: "Decode fewer frames at a time.")
        }
        guard inflated.bytes.count >= plainByteCount else {
            throw CodecError(
                code: inflated.ending == .damaged ? .corrupt : .truncated, offset: inflated.consumed,
                problem: "The deflated frame gives \(inflated.bytes.count) bytes of \(plainByteCount)",
                remedy: "The object is damaged; fetch it again.")
        }
        var report = try decodePlainCells(inflated.bytes.span, into: &target)
        if isWrapped { report.notes.append(.zlibWrapped) }
        return report
    }
}
