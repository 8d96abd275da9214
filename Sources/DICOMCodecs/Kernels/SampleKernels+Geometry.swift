internal import CDICOMCodecs

extension SampleKernels {
    /// What a number is in memory, little endian.
    package enum Number: Sendable, Hashable, CaseIterable {
        case uint8
        case uint16
        case int16
        case float32

        package var bytes: Int {
            switch self {
            case .uint8: 1
            case .uint16, .int16: 2
            case .float32: 4
            }
        }

        /// The largest that the container holds; a float has no bound.
        package var maximum: Int {
            switch self {
            case .uint8: 255
            case .uint16: 65_535
            case .int16: 32_767
            case .float32: 0
            }
        }

        var c: cdicom_number {
            switch self {
            case .uint8: CDICOM_U8
            case .uint16: CDICOM_U16
            case .int16: CDICOM_I16
            case .float32: CDICOM_F32
            }
        }
    }

    /// Pixels of interleaved samples in another size: each is a weighted sum along both axes, in single precision; integers are cut to
    /// 0 … `maximum` (signed ones to -`maximum` - 1 … `maximum`) and rounded to nearest, halves up.
    ///
    /// - Parameters:
    ///   - channels: Samples of a pixel.
    ///   - maximum: At most that of the number.
    ///   - scratch: Is made as long as it has to be; kept by who resamples often.
    package static func resample(
        _ source: Span<UInt8>, _ number: Number, channels: Int, maximum: Int? = nil, columns: ResamplingAxis, rows: ResamplingAxis,
        scratch: inout [Float], into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let most = maximum ?? number.maximum
        try require((1...Int(UInt16.max)).contains(channels), "\(channels) samples make no pixel")
        try require((0...number.maximum).contains(most), "\(most) is no largest value of such samples")
        let needed = columns.source.multipliedReportingOverflow(by: 16 * channels)
        try require(!needed.overflow && needed.partialValue > 0, "\(columns.source) columns are no row")
        if scratch.count < needed.partialValue { scratch = [Float](repeating: 0, count: needed.partialValue) }
        // unsafe: all buffers outlive the call, and C checks the axes and counts that are given with them
        let status = unsafe withCAxis(columns) { columns in
            unsafe withCAxis(rows) { rows in  // as above
                unsafe scratch.withUnsafeMutableBufferPointer { scratch in  // as above
                    unsafe source.withUnsafeBufferPointer { source in  // as above
                        unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                            unsafe cdicom_resample(  // as above
                                level.cLevel, number.c, UInt32(channels), Float(most), columns, rows, source.baseAddress, source.count,
                                target.baseAddress, target.count, scratch.baseAddress, scratch.count)
                        }
                    }
                }
            }
        }
        try check(status)
    }

    // unsafe: the struct holds pointers to the arrays of the axis, for the time of the call
    private static func withCAxis<Result>(_ axis: ResamplingAxis, _ body: (cdicom_axis) -> Result) -> Result {
        // unsafe: as above
        unsafe axis.starts.withUnsafeBufferPointer { starts in
            unsafe axis.counts.withUnsafeBufferPointer { counts in  // as above
                unsafe axis.weights.withUnsafeBufferPointer { weights in  // as above
                    unsafe body(  // as above
                        cdicom_axis(
                            starts: starts.baseAddress, counts: counts.baseAddress, weights: weights.baseAddress, count: axis.count,
                            taps: axis.taps, source: axis.source))
                }
            }
        }
    }

    /// A way through the pixels of a picture: the first one, and how many further the next column's and the next row's are.
    package struct Walk: Sendable, Hashable {
        package var first: Int
        package var columnStep: Int
        package var rowStep: Int

        package init(first: Int, columnStep: Int, rowStep: Int) {
            self.first = first
            self.columnStep = columnStep
            self.rowStep = rowStep
        }
    }

    /// Pixels of 1 to 64 bytes in another arrangement: cut out, turned by quarters, mirrored.
    package static func walk(
        _ source: Span<UInt8>, pixelBytes: Int, along walk: Walk, columns: Int, rows: Int, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) {
        try require((1...64).contains(pixelBytes), "Pixels of \(pixelBytes) bytes are not moved")
        try require(columns > 0 && rows > 0, "\(columns) × \(rows) pixels are no picture")
        let walk = cdicom_walk(first: Int64(walk.first), column_step: Int64(walk.columnStep), row_step: Int64(walk.rowStep))
        // unsafe: C checks the walk and the sizes against the counts given with the buffers
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_walk_pixels(  // as above
                    UInt32(pixelBytes), walk, columns, rows, source.baseAddress, source.count, target.baseAddress, target.count)
            }
        }
        try check(status)
    }

    /// Rows of `rowBytes` from a place in one buffer to a place in another.
    ///
    /// - Parameters:
    ///   - start: Of the first row in `source`; `sourceStride` bytes to the next one.
    ///   - place: Of the first row in `target`; `targetStride` bytes to the next one.
    package static func copyRows(
        _ source: Span<UInt8>, from start: Int, stride sourceStride: Int, to place: Int, of target: inout MutableSpan<UInt8>,
        stride targetStride: Int, rowBytes: Int, rows: Int
    ) throws(CodecError) {
        try require(
            start >= 0 && start <= source.count && place >= 0 && place <= target.count && sourceStride >= 0 && targetStride >= 0
                && rowBytes >= 0
                && rows >= 0, "The rows lie in no buffer")
        // unsafe: C keeps to the bytes behind the two places, which lie in their buffers
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                guard let from = source.baseAddress, let to = target.baseAddress else { return CDICOM_BAD_ARGUMENT }
                return unsafe cdicom_copy_rows(  // as above
                    from + start, source.count - start, sourceStride, to + place, target.count - place, targetStride, rowBytes, rows)
            }
        }
        try check(status)
    }
}
