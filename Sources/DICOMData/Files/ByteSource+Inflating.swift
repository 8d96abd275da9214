internal import DICOMBytes

extension ByteSource {
    /// The data set that is deflated from `start` on (PS3.5 A.5). Its offsets count from the start of the inflated bytes.
    func inflatedDataSet(from start: Int, _ reader: inout DataSetReader) throws(DataSetError) -> ByteSource {
        guard !reader.isPrefix else { throw reader.incomplete(.max) }
        let isWrapped = withSpan(of: start..<count) { Inflater.isWrapped($0) }
        if isWrapped {
            try reader.depart(
                .zlibWrappedDeflate, .encodingMismatch, in: start..<start + 2,
                "The deflated data set is wrapped by zlib (RFC 1950), where PS3.5 A.5 asks for RFC 1951.", action: "It was unwrapped.")
        }
        let limits = reader.options.limits
        let output: Inflater.Output
        do {
            output = try withSpan(of: start..<count) { (bytes) throws(Inflater.Failure) in
                try Inflater.inflate(
                    bytes, format: isWrapped ? .zlib : .raw,
                    budget: Inflater.Budget(bytes: limits.inflatedBytes, ratio: limits.inflationRatio))
            }
        } catch {
            throw DataSetError(
                code: .limitExceeded, offset: start,
                problem: "The deflated data set inflates to more than \(limits.inflationRatio) times its size or than memory allows.",
                remedy: "Raise ReadingLimits.inflationRatio or inflatedBytes if the source is trusted.")
        }
        let end = start + output.consumed
        switch output.ending {
        case .complete:
            try checkTail(end, &reader)
        case .cut, .damaged:
            let isCut = output.ending == .cut
            try reader.depart(
                .deflateCut, .lengthOverrun, in: end..<count,
                isCut ? "The deflate stream is cut short." : "The deflate stream is damaged.",
                remedy: "The data set is cut short or damaged; fetch it again.",
                action: "The \(output.bytes.count) bytes that it gave were read.")
        }
        return ByteSource(output.bytes)
    }

    /// A byte of padding may follow the stream, for even length (PS3.5 A.5).
    private func checkTail(_ end: Int, _ reader: inout DataSetReader) throws(DataSetError) {
        let isPadding = end == count || end + 1 == count && withSpan(of: end..<count) { $0[0] == 0 }
        guard !isPadding else { return }
        try reader.depart(
            .trailingBytes, .lengthOverrun, in: end..<count, "\(count - end) bytes follow the deflate stream.",
            remedy: "The data set is padded or damaged; fetch it again.", action: "They were passed over.")
    }
}
