internal import CDICOMCodecs

extension SampleKernels {
    /// A stretch of stored values to bytes in single precision: `y = Float(v - origin) * scale + offset`, rounded twice, cut to 0…255 and
    /// to its integer part, then turned over (255 - y) where `inverts`.
    package struct Stretch: Sendable, Hashable {
        /// |origin| ≤ 65,535.
        package var origin: Int32
        /// |scale| · 131,072 + |offset| < 2³¹, both finite.
        package var scale: Float
        package var offset: Float
        package var inverts: Bool

        package init(origin: Int32, scale: Float, offset: Float, inverts: Bool) {
            self.origin = origin
            self.scale = scale
            self.offset = offset
            self.inverts = inverts
        }
    }

    /// Display bytes of cells of two bytes.
    package static func stretch(
        _ source: Span<UInt8>, cell: SampleCell, by stretch: Stretch, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(source.count, of: cell.bytes)
        try require(cell.bytes == 2, "A stretch reads cells of 2 bytes, not of \(cell.bytes)")
        try require(target.count == count, "\(count) samples do not fill \(target.count) bytes")
        let window = cdicom_window(
            origin: stretch.origin, scale: stretch.scale, offset: stretch.offset, flip: stretch.inverts ? 255 : 0)
        // unsafe: C reads `count` cells and writes `count` bytes, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_window_cells(level.cLevel, cell.cCell, window, source.baseAddress, target.baseAddress, count)
            }
        }
        try check(status)
    }

    /// Display bytes of cells of one or two bytes through `table`, which has an entry for each bit pattern of a stored value: index is the
    /// value as an unsigned number of Bits Stored bits.
    package static func lookUp(
        _ source: Span<UInt8>, cell: SampleCell, in table: Span<UInt8>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(source.count, of: cell.bytes)
        try require(cell.bytes <= 2, "A table is for cells of 1 or 2 bytes, not of \(cell.bytes)")
        try require(table.count == 1 << cell.bitsStored, "A table of \(table.count) entries is not one for \(cell.bitsStored) bits")
        try require(target.count == count, "\(count) samples do not fill \(target.count) bytes")
        // unsafe: C reads `count` cells and entries below 1 << bitsStored, and writes `count` bytes, all checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe table.withUnsafeBufferPointer { table in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_look_up(
                        level.cLevel, cell.cCell, table.baseAddress, table.count, source.baseAddress, target.baseAddress, count)
                }
            }
        }
        try check(status)
    }
}
