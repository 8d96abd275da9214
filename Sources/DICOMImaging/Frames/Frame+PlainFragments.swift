internal import DICOMBytes
internal import DICOMCodecs
internal import DICOMObjects

/// Frames whose cells are those of native Pixel Data, but in fragments: as they are, or deflated.
extension Frame {
    /// Bytes of the cells. Each frame begins with a byte of its own (PS3.5 A.4.11, A.4.13).
    var plainByteCount: Int { (pixelData.description.bitsPerFrame + 7) / 8 }

    /// Lends the bytes of fragments as one run, without a copy where it is one fragment.
    func withJoined<Result>(_ bytes: Span<UInt8>, _ fragments: [Range<Int>], _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        if fragments.count == 1 { return try body(bytes.extracting(fragments[0])) }
        let joined = Self.joined(bytes, fragments)
        return try body(joined.span)
    }

    /// A copy of the bytes of fragments as one run.
    static func joined(_ bytes: Span<UInt8>, _ fragments: [Range<Int>]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(fragments.reduce(0) { $0 + $1.count })
        for fragment in fragments { joined.append(copying: bytes.extracting(fragment)) }
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

    /// One deflate stream (RFC 1951), which may have no more than the frame and some padding.
    func decodeDeflated(_ stream: Span<UInt8>, into target: inout MutableSpan<UInt8>) throws -> CodecReport {
        let image = pixelData.description
        var report: CodecReport
        // Cells that lie as samples do are inflated where these belong.
        if image.bitsAllocated == 8 * layout.bytesPerSample, !image.isPlanar, !image.isNative422, target.count == plainByteCount {
            report = try inflate(stream, into: &target)
            try SampleKernels.canonicalize(inPlace: &target, cell: sampleCell())
        } else {
            var cells = [UInt8](repeating: 0, count: plainByteCount)
            var span = cells.mutableSpan
            report = try inflate(stream, into: &span)
            try decodeCells(cells.span, from: 0, swapWidth: nil, into: &target)
        }
        return report
    }

    private func inflate(_ stream: Span<UInt8>, into cells: inout MutableSpan<UInt8>) throws(CodecError) -> CodecReport {
        let isWrapped = Inflater.isWrapped(stream)
        let filling: Inflater.Filling
        do throws(Inflater.Failure) {
            filling = try Inflater.inflate(stream, format: isWrapped ? .zlib : .raw, into: &cells, excess: 1 << 16)
        } catch {
            switch error {
            case .budget:
                throw CodecError(
                    code: .corrupt, problem: "The deflated frame grows beyond the \(cells.count) bytes that a frame has",
                    remedy: "The object contradicts itself; correct it at its source.")
            case .memory:
                throw CodecError(code: .outOfMemory, problem: "zlib found no memory", remedy: "Decode fewer frames at a time.")
            }
        }
        guard filling.count == cells.count else {
            throw CodecError(
                code: filling.ending == .damaged ? .corrupt : .truncated, offset: filling.consumed,
                problem: "The deflated frame gives \(filling.count) bytes of \(cells.count)",
                remedy: "The object is damaged; fetch it again.")
        }
        var report = CodecReport(notes: filling.excess > cells.count % 2 ? [.excessData] : [])
        if isWrapped { report.notes.append(.zlibWrapped) }
        return report
    }
}
