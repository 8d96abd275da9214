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

    /// Display values of 16 bits, little endian, of cells of one or two bytes through `table`, which is as for
    /// ``lookUp(_:cell:in:into:level:)``.
    package static func lookUp(
        _ source: Span<UInt8>, cell: SampleCell, in table: Span<UInt16>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(source.count, of: cell.bytes)
        try require(cell.bytes <= 2, "A table is for cells of 1 or 2 bytes, not of \(cell.bytes)")
        try require(table.count == 1 << cell.bitsStored, "A table of \(table.count) entries is not one for \(cell.bitsStored) bits")
        try require(target.count == 2 * count, "\(count) samples do not fill \(target.count) bytes")
        // unsafe: C reads `count` cells and entries below 1 << bitsStored, and writes 2 · `count` bytes, all checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe table.withUnsafeBufferPointer { table in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_look_up_words(
                        level.cLevel, cell.cCell, table.baseAddress, table.count, source.baseAddress, target.baseAddress, count)
                }
            }
        }
        try check(status)
    }

    /// Cells of one, two or four bytes through a table whose first entry stands for `first`: smaller values take it too, those beyond the end
    /// the last. One byte for each, or two, little endian, as `target` has room.
    package static func lookUp(
        _ source: Span<UInt8>, cell: SampleCell, clampedFrom first: Int, in table: Span<UInt16>, into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        try require(cell.bytes <= 4, "A table is for cells of 1, 2 or 4 bytes, not of \(cell.bytes)")
        let (count, targetBytes) = try displayBytes(source.count, cell.bytes, target.count)
        // unsafe: C reads `count` cells and entries within the table, and writes `count` values, all checked above or by C
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe table.withUnsafeBufferPointer { table in
                // unsafe: as above
                unsafe target.withUnsafeMutableBufferPointer { target in
                    // unsafe: as above
                    unsafe cdicom_look_up_clamped(
                        level.cLevel, cell.cCell, Int64(first), table.baseAddress, table.count, source.baseAddress, target.baseAddress,
                        targetBytes, count)
                }
            }
        }
        try check(status)
    }

    /// A stretch of samples of four bytes in double precision: y = (v - origin) · scale + offset, rounded three times, cut to 0…top and to its
    /// integer part, then turned over (top - y) where `inverts`. NaN counts as 0.
    package struct WideStretch: Sendable, Hashable {
        package var origin: Double
        package var scale: Double
        package var offset: Double
        /// A power of two less 1: 1 … 65,535.
        package var top: Int
        package var inverts: Bool

        package init(origin: Double, scale: Double, offset: Double, top: Int, inverts: Bool) {
            self.origin = origin
            self.scale = scale
            self.offset = offset
            self.top = top
            self.inverts = inverts
        }
    }

    /// Display values of cells of 4 bytes, or of binary32: one byte for each, or two, little endian, as `target` has room.
    package static func stretch(
        _ source: Span<UInt8>, of samples: SampleKind, by stretch: WideStretch, into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        let (count, targetBytes) = try displayBytes(source.count, samples.bytes, target.count)
        try require((1...65_535).contains(stretch.top) && stretch.top & (stretch.top + 1) == 0, "\(stretch.top) is no white of whole bits")
        let (kind, cell) = samples.cKind
        let wide = cdicom_stretch(
            origin: stretch.origin, scale: stretch.scale, offset: stretch.offset, top: Int32(stretch.top),
            flip: stretch.inverts ? Int32(stretch.top) : 0)
        // unsafe: C reads `count` cells and writes `count` values, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe cdicom_stretch_cells(
                    level.cLevel, kind, cell, wide, source.baseAddress, target.baseAddress, targetBytes, count)
            }
        }
        try check(status)
    }
}
