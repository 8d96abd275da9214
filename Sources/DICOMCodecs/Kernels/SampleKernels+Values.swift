internal import CDICOMCodecs

extension SampleKernels {
    /// Samples through a line: v · slope + intercept in double precision, rounded once more for `Float`; for integers exactly.
    ///
    /// - Parameters:
    ///   - range: A v outside becomes NaN; `Float` and `Double` only.
    /// - Throws: `badArgument` where sizes do not match; for integer values where slope or intercept is none of 32 bits, or a sample is a float.
    ///   The caller knows that no integer overflows.
    package static func values<Value: PixelValue>(
        _ source: Span<UInt8>, of samples: SampleKind, slope: Double, intercept: Double, within range: ClosedRange<Double>? = nil,
        into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(CodecError) {
        let (count, kind) = try valueCount(source.count, samples.bytes, target.count, Value.self)
        let (sampleKind, cell) = samples.cKind
        let status: cdicom_status
        if Value.isInteger {
            guard case .integers(let integers) = samples, integers.bytes <= 4, range == nil, let slope = Int32(exactly: slope),
                let intercept = Int32(exactly: intercept)
            else { throw mismatch("Values of this frame are not integers") }
            // unsafe: C reads and writes `count` samples, checked above; the target's type is the one that `kind` names
            status = unsafe source.withUnsafeBufferPointer { source in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_integer_values(
                        level.cLevel, cell, slope, intercept, source.baseAddress, UnsafeMutableRawPointer(target.baseAddress), kind, count)
                }
            }
        } else {
            let line = cdicom_line(
                slope: slope, intercept: intercept, low: range?.lowerBound ?? -.infinity, high: range?.upperBound ?? .infinity)
            // unsafe: as above
            status = unsafe source.withUnsafeBufferPointer { source in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_line_values(
                        level.cLevel, sampleKind, cell, line, source.baseAddress, UnsafeMutableRawPointer(target.baseAddress), kind, count)
                }
            }
        }
        try check(status)
    }

    /// Integers in cells of 1, 2 or 4 bytes through a table whose first entry stands for `first`. Values outside of it take the nearest entry,
    /// or become NaN where it does not clamp.
    package static func values<Value: PixelValue>(
        _ source: Span<UInt8>, cell: SampleCell, from first: Int, in table: Span<Double>, clamps: Bool,
        into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(CodecError) {
        let (count, kind) = try valueCount(source.count, cell.bytes, target.count, Value.self)
        // unsafe: C reads `count` cells and entries within the table, and writes `count` values, all checked above or by C
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe table.withUnsafeBufferPointer { table in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_table_values(
                        level.cLevel, cell.cCell, Int64(first), table.baseAddress, table.count, clamps, source.baseAddress,
                        UnsafeMutableRawPointer(target.baseAddress), kind, count)
                }
            }
        }
        try check(status)
    }

    /// How often each stored value of cells of 1 or 2 bytes is there: index is the value as an unsigned number of Bits Stored bits.
    package static func histogram(
        _ source: Span<UInt8>, cell: SampleCell, level: VectorLevel = .best
    ) throws(CodecError) -> [UInt32] {
        let count = try count(source.count, of: cell.bytes)
        try require(cell.bytes <= 2, "Histograms of all values are for cells of 1 or 2 bytes, not of \(cell.bytes)")
        var counts = [UInt32](repeating: 0, count: 1 << cell.bitsStored)
        // unsafe: C reads `count` cells and writes counts of which there is one for each value
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                // unsafe: as above
                unsafe cdicom_histogram(level.cLevel, cell.cCell, source.baseAddress, count, counts.baseAddress, counts.count)
            }
        }
        try check(status)
        return counts
    }

    /// How many samples lie in each of so many equal parts of a range, but those in `excluded`; NaN is in none.
    package static func histogram(
        _ source: Span<UInt8>, of samples: SampleKind, in range: ClosedRange<Double>, bins: Int,
        excluding excluded: ClosedRange<Double>? = nil,
        level: VectorLevel = .best
    ) throws(CodecError) -> [UInt32] {
        let count = try count(source.count, of: samples.bytes)
        let (kind, cell) = samples.cKind
        var counts = [UInt32](repeating: 0, count: bins)
        // unsafe: C reads `count` samples and writes `bins` counts
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                // unsafe: as above
                unsafe cdicom_histogram_range(
                    level.cLevel, kind, cell, range.lowerBound, range.upperBound, excluded?.lowerBound ?? .infinity,
                    excluded?.upperBound ?? -.infinity, source.baseAddress, count, counts.baseAddress, counts.count)
            }
        }
        try check(status)
        return counts
    }

    /// Smallest and largest finite sample, without those in `excluded`; nil where none is left.
    package static func extremes(
        _ source: Span<UInt8>, of samples: SampleKind, excluding excluded: ClosedRange<Double>? = nil, level: VectorLevel = .best
    ) throws(CodecError) -> ClosedRange<Double>? {
        let count = try count(source.count, of: samples.bytes)
        let (kind, cell) = samples.cKind
        var (smallest, largest) = (0.0, 0.0)
        // unsafe: C reads `count` samples and writes two numbers of ours
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe cdicom_extremes_range(
                level.cLevel, kind, cell, excluded?.lowerBound ?? .infinity, excluded?.upperBound ?? -.infinity, source.baseAddress, count,
                &smallest, &largest)
        }
        try check(status)
        return smallest <= largest ? smallest...largest : nil
    }

    private static func valueCount<Value: PixelValue>(
        _ source: Int, _ bytes: Int, _ target: Int, _ type: Value.Type
    ) throws(CodecError) -> (Int, cdicom_value_kind) {
        guard let kind = Value.cKind else { throw mismatch("Pixel values are given as Int16, Int32, Float or Double") }
        let count = try count(source, of: bytes)
        try require(target == count, "\(count) samples do not fill \(target) values")
        return (count, kind)
    }
}
