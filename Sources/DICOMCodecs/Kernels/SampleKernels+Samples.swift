internal import CDICOMCodecs

extension SampleKernels {
    /// Stored values in their own container: bits outside Bits Stored dropped, shifted down, sign- or zero-extended.
    package static func canonicalize(
        _ source: Span<UInt8>, cell: SampleCell, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(source.count, of: cell.bytes)
        try require(target.count == source.count, "\(source.count) bytes of cells do not fill \(target.count) bytes")
        // unsafe: C reads and writes `count` cells, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_canonical(level.cLevel, cell.cCell, source.baseAddress, target.baseAddress, count)
            }
        }
        try check(status)
    }

    /// ``canonicalize(_:cell:into:level:)`` in place.
    package static func canonicalize(
        inPlace cells: inout MutableSpan<UInt8>, cell: SampleCell, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(cells.count, of: cell.bytes)
        // unsafe: C reads and writes `count` cells; the kernel allows source and target to be the same
        let status = unsafe cells.withUnsafeMutableBufferPointer { cells in
            // unsafe: as above
            unsafe cdicom_canonical(level.cLevel, cell.cCell, cells.baseAddress, cells.baseAddress, count)
        }
        try check(status)
    }

    /// Single-bit pixels to bytes 0 and 1: as many as `target` holds, least significant bit first, from bit `firstBit` of `source` on.
    package static func unpackBits(
        _ source: Span<UInt8>, from firstBit: Int, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = target.count
        let (end, overflow) = firstBit.addingReportingOverflow(count)
        try require(firstBit >= 0 && !overflow, "Bit \(firstBit) is no place in a frame")
        let bytes = end / 8 + (end % 8 == 0 ? 0 : 1)
        try require(bytes <= source.count, "\(count) bits from bit \(firstBit) do not lie in \(source.count) bytes")
        // unsafe: C reads bits below `end` and writes `count` bytes, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_unpack_bits(level.cLevel, source.baseAddress, source.count, firstBit, target.baseAddress, count)
            }
        }
        try check(status)
    }

    /// A bit for each byte, 1 where it is not 0, into `target` from bit `firstBit` on, least significant first (PS3.5 8.1.1). Bits before that
    /// stay; those behind the last one become 0 up to the end of its byte.
    package static func packBits(
        _ source: Span<UInt8>, into target: inout MutableSpan<UInt8>, from firstBit: Int = 0, level: VectorLevel = .best
    ) throws(CodecError) {
        let (end, overflow) = firstBit.addingReportingOverflow(source.count)
        try require(firstBit >= 0 && !overflow, "Bit \(firstBit) is no place in a frame")
        try require((end - 1) / 8 < target.count || source.isEmpty, "\(end) bits do not fit in \(target.count) bytes")
        // unsafe: C reads `count` bytes and writes bits below `end`, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_pack_bits(level.cLevel, source.baseAddress, source.count, target.baseAddress, target.count, firstBit)
            }
        }
        try check(status)
    }

    /// The bytes of each sample of 2, 4 or 8 bytes in reverse order.
    package static func swapBytes(
        _ source: Span<UInt8>, sampleBytes: Int, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        try require([2, 4, 8].contains(sampleBytes), "Samples of \(sampleBytes) bytes have no byte order")
        let count = try count(source.count, of: sampleBytes)
        try require(target.count == source.count, "\(source.count) bytes of samples do not fill \(target.count) bytes")
        // unsafe: C reads and writes `count` samples, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_swap_bytes(level.cLevel, UInt32(sampleBytes), source.baseAddress, target.baseAddress, count)
            }
        }
        try check(status)
    }

    /// ``swapBytes(_:sampleBytes:into:level:)`` in place.
    package static func swapBytes(
        inPlace samples: inout MutableSpan<UInt8>, sampleBytes: Int, level: VectorLevel = .best
    ) throws(CodecError) {
        try require([2, 4, 8].contains(sampleBytes), "Samples of \(sampleBytes) bytes have no byte order")
        let count = try count(samples.count, of: sampleBytes)
        // unsafe: C reads and writes `count` samples; the kernel allows source and target to be the same
        let status = unsafe samples.withUnsafeMutableBufferPointer { samples in
            // unsafe: as above
            unsafe cdicom_swap_bytes(level.cLevel, UInt32(sampleBytes), samples.baseAddress, samples.baseAddress, count)
        }
        try check(status)
    }

    /// Planar Configuration 1 to 0: `planes` planes one after the other to pixels of `planes` samples of 1, 2 or 4 bytes.
    package static func interleave(
        _ source: Span<UInt8>, planes: Int, sampleBytes: Int, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        try require([1, 2, 4].contains(sampleBytes), "Samples of \(sampleBytes) bytes are not interleaved")
        try require((1...Int(UInt16.max)).contains(planes), "\(planes) planes do not make a pixel")
        let pixels = try count(source.count, of: planes * sampleBytes)
        try require(target.count == source.count, "\(source.count) bytes of planes do not fill \(target.count) bytes")
        // unsafe: C reads and writes `pixels` pixels, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_interleave(
                    level.cLevel, UInt32(sampleBytes), UInt32(planes), source.baseAddress, target.baseAddress, pixels)
            }
        }
        try check(status)
    }

    /// Samples from one layout to another of the same columns, rows, samples and containers: planes to pixels and back, row strides. Bytes
    /// between rows stay as they are.
    package static func rearrange(
        _ source: Span<UInt8>, layout sourceLayout: SampleLayout, into target: inout MutableSpan<UInt8>, layout targetLayout: SampleLayout
    ) throws(CodecError) {
        guard let from = sourceLayout.c, let to = targetLayout.c else { throw .impossibleLayout }
        // unsafe: C checks both layouts against the counts that it is given
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_rearrange(from, source.baseAddress, source.count, to, target.baseAddress, target.count)
            }
        }
        try check(status)
    }

    /// Smallest and largest stored value of cells of one or two bytes, without the values in `excluded`; nil where none is left.
    package static func extremes(
        _ source: Span<UInt8>, cell: SampleCell, excluding excluded: ClosedRange<Int>? = nil, level: VectorLevel = .best
    ) throws(CodecError) -> ClosedRange<Int>? {
        let count = try count(source.count, of: cell.bytes)
        try require(cell.bytes <= 2, "Extremes are for cells of 1 or 2 bytes, not of \(cell.bytes)")
        var smallest: Int32 = 0
        var largest: Int32 = 0
        let low = Int32(clamping: excluded?.lowerBound ?? 1)
        let high = Int32(clamping: excluded?.upperBound ?? 0)
        // unsafe: C reads `count` cells, checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above, and two numbers of ours are written
            unsafe cdicom_extremes(level.cLevel, cell.cCell, low, high, source.baseAddress, count, &smallest, &largest)
        }
        try check(status)
        return smallest <= largest ? Int(smallest)...Int(largest) : nil
    }

    /// The largest absolute difference between samples of 1, 2, 4 or 8 bytes at the same place; 0 where all are equal.
    package static func difference(
        _ first: Span<UInt8>, _ second: Span<UInt8>, sampleBytes: Int, isSigned: Bool, level: VectorLevel = .best
    ) throws(CodecError) -> UInt64 {
        let count = try count(first.count, of: sampleBytes)
        try require(first.count == second.count, "\(first.count) bytes of samples do not compare with \(second.count)")
        var largest: UInt64 = 0
        // unsafe: C reads `count` samples of each, checked above
        let status = unsafe first.withUnsafeBufferPointer { first in
            // unsafe: as above
            unsafe second.withUnsafeBufferPointer { second in
                // unsafe: as above, and a number of ours is written
                unsafe cdicom_difference(
                    level.cLevel, UInt32(sampleBytes), isSigned, first.baseAddress, second.baseAddress, count, &largest)
            }
        }
        try check(status)
        return largest
    }
}
