internal import CDICOMCodecs

extension SampleKernels {
    /// What three samples of 8 bits mean (PS3.3 C.7.6.3.1.2).
    package enum YBR: Sendable, Hashable, CaseIterable {
        /// 0…255 each.
        case full
        /// Y 16…235, Cb and Cr 16…240.
        case partial
    }

    /// Y Cb Cr to R G B in place: the exact inverse of the standard's equations, rounded to nearest, halves up, cut to 0…255.
    package static func convertToRGB(
        inPlace samples: inout MutableSpan<UInt8>, from ybr: YBR, level: VectorLevel = .best
    ) throws(CodecError) {
        let pixels = try count(samples.count, of: 3)
        // unsafe: C reads and writes `pixels` triples; the kernel allows source and target to be the same
        let status = unsafe samples.withUnsafeMutableBufferPointer { samples in
            // unsafe: as above
            unsafe cdicom_ybr_to_rgb(
                level.cLevel, ybr == .full ? CDICOM_YBR_FULL : CDICOM_YBR_PARTIAL, samples.baseAddress, samples.baseAddress, pixels)
        }
        try check(status)
    }

    /// Native YBR_FULL_422: Y1 Y2 Cb Cr for two pixels, to a triple for each.
    package static func expand422(
        _ source: Span<UInt8>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let pixels = try count(target.count, of: 6) * 2
        try require(source.count == 2 * pixels, "\(source.count) bytes of YBR_FULL_422 are not \(pixels) pixels")
        // unsafe: C reads 2 and writes 3 bytes for each of `pixels` pixels, checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_expand_422(level.cLevel, source.baseAddress, target.baseAddress, pixels)
            }
        }
        try check(status)
    }

    /// Stored values in cells of 1, 2 or 4 bytes to R G B of 8 or 16 bits, as `target` has room. An entry has R in its lowest byte or two, then
    /// G, then B; the first stands for `first`, smaller values take it too, those beyond the end the last.
    package static func lookUpColors(
        _ source: Span<UInt8>, cell: SampleCell, from first: Int, in table: Span<UInt64>, into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        try require(cell.bytes <= 4, "A palette is for cells of 1, 2 or 4 bytes, not of \(cell.bytes)")
        let pixels = try count(source.count, of: cell.bytes)
        try require(target.count == 3 * pixels || target.count == 6 * pixels, "\(pixels) pixels do not fill \(target.count) bytes")
        let targetBytes: UInt32 = target.count == 3 * pixels ? 1 : 2
        // unsafe: C reads `pixels` cells and entries within the table, and writes 3 · `targetBytes` for each pixel, checked above or by C
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe table.withUnsafeBufferPointer { table in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_palette(
                        level.cLevel, cell.cCell, Int64(first), table.baseAddress, table.count, source.baseAddress, target.baseAddress,
                        targetBytes, pixels)
                }
            }
        }
        try check(status)
    }

    /// Planar Configuration 0 to 1: pixels of `planes` samples of 1, 2 or 4 bytes to planes one after the other.
    package static func deinterleave(
        _ source: Span<UInt8>, planes: Int, sampleBytes: Int, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        try require([1, 2, 4].contains(sampleBytes), "Samples of \(sampleBytes) bytes are not put into planes")
        try require((1...Int(UInt16.max)).contains(planes), "\(planes) planes do not make a pixel")
        let pixels = try count(source.count, of: planes * sampleBytes)
        try require(target.count == source.count, "\(source.count) bytes of pixels do not fill \(target.count) bytes")
        // unsafe: C reads and writes `pixels` pixels, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_deinterleave(
                    level.cLevel, UInt32(sampleBytes), UInt32(planes), source.baseAddress, target.baseAddress, pixels)
            }
        }
        try check(status)
    }
}
