internal import CDICOMCodecs

extension SampleKernels {
    /// How the numbers of a volume lie: columns, rows and slices of `channels` interleaved numbers, none between them.
    package struct VolumeShape: Sendable, Hashable {
        package var number: Number
        package var columns: Int
        package var rows: Int
        package var slices: Int
        package var channels: Int

        package init(number: Number, columns: Int, rows: Int, slices: Int, channels: Int = 1) {
            self.number = number
            self.columns = columns
            self.rows = rows
            self.slices = slices
            self.channels = channels
        }
    }

    package enum Interpolation: Sendable, Hashable, CaseIterable {
        case nearest
        case linear
        case cubic
    }

    package enum Projection: Sendable, Hashable, CaseIterable {
        case mean
        case maximum
        case minimum
    }

    /// A plane through a volume, in voxels: the place of the first pixel, and the way to the next one along a row, down a column, and into
    /// the depth of a slab.
    package struct VolumePlane: Sendable, Hashable {
        package var start: SIMD3<Double>
        package var columnStep: SIMD3<Double>
        package var rowStep: SIMD3<Double>
        package var depthStep: SIMD3<Double>
        package var columns: Int
        package var rows: Int
        package var depth: Int

        package init(
            start: SIMD3<Double>, columnStep: SIMD3<Double>, rowStep: SIMD3<Double>, depthStep: SIMD3<Double> = .zero, columns: Int,
            rows: Int,
            depth: Int = 1
        ) {
            self.start = start
            self.columnStep = columnStep
            self.rowStep = rowStep
            self.depthStep = depthStep
            self.columns = columns
            self.rows = rows
            self.depth = depth
        }
    }

    /// The pixels of a plane through a volume, in numbers of its kind; see `cdicom_reformat` for the arithmetic.
    ///
    /// - Parameters:
    ///   - channel: Which of the volume's channels is read, and written to the same one of `target`.
    ///   - outside: What a pixel is that no voxel reaches.
    ///   - scratch: Is made as long as it has to be.
    package static func reformat(
        _ voxels: Span<UInt8>, _ shape: VolumeShape, along plane: VolumePlane, channel: Int = 0, interpolation: Interpolation,
        projection: Projection = .mean, outside: Float, scratch: inout [Float], into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        let sides = 1...65_535
        try require(
            sides.contains(shape.columns) && sides.contains(shape.rows) && sides.contains(shape.slices)
                && (1...64).contains(shape.channels),
            "\(shape.columns) × \(shape.rows) × \(shape.slices) voxels are no volume")
        try require((0..<shape.channels).contains(channel), "There is no channel \(channel)")
        try require(
            sides.contains(plane.columns) && sides.contains(plane.rows) && sides.contains(plane.depth),
            "\(plane.columns) × \(plane.rows) pixels, \(plane.depth) deep, are no slice")
        // Sides of 16 bits each and a channel count of 7: no overflow.
        let last = (shape.columns * shape.rows * shape.slices - 1) * shape.channels + shape.channels
        try require(last * shape.number.bytes <= voxels.count, "\(voxels.count) bytes do not hold the volume")
        let pixels = plane.columns * plane.rows * shape.channels
        try require(pixels * shape.number.bytes <= target.count, "\(target.count) bytes do not hold the slice")
        guard let start = fixedPoint(plane.start, below: 0x1p28), let columnStep = fixedPoint(plane.columnStep, below: 0x1p12),
            let rowStep = fixedPoint(plane.rowStep, below: 0x1p12), let depthStep = fixedPoint(plane.depthStep, below: 0x1p12)
        else { throw mismatch("The plane is too far from the volume, or its pixels are too far apart") }
        if scratch.count < 3 * plane.columns { scratch = [Float](repeating: 0, count: 3 * plane.columns) }
        let offset = channel * shape.number.bytes
        let cPlane = cdicom_plane(
            start: start, column_step: columnStep, row_step: rowStep, depth_step: depthStep, columns: UInt32(plane.columns),
            rows: UInt32(plane.rows), depth: UInt32(plane.depth))
        // unsafe: C keeps to the counts given with the buffers; `offset` lies within the first pixel of both
        let status = unsafe scratch.withUnsafeMutableBufferPointer { scratch in
            unsafe voxels.withUnsafeBufferPointer { voxels in  // as above
                unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                    guard let source = voxels.baseAddress, let to = target.baseAddress else { return CDICOM_BAD_ARGUMENT }
                    let volume = unsafe cdicom_volume(  // as above
                        numbers: source + offset, bytes: voxels.count - offset, number: shape.number.c,
                        size: (UInt32(shape.columns), UInt32(shape.rows), UInt32(shape.slices)),
                        stride: (
                            UInt64(shape.channels), UInt64(shape.channels * shape.columns),
                            UInt64(shape.channels * shape.columns * shape.rows)
                        ))
                    return unsafe cdicom_reformat(  // as above
                        level.cLevel, volume, cPlane, interpolation.c, projection.c, outside, to + offset, target.count - offset,
                        shape.channels, scratch.baseAddress, scratch.count)
                }
            }
        }
        try check(status)
    }

    /// Voxels in units of 2⁻³²; nil for what is not below `limit`.
    private static func fixedPoint(_ place: SIMD3<Double>, below limit: Double) -> (Int64, Int64, Int64)? {
        // A comparison with what is no number is false.
        guard abs(place.x) < limit, abs(place.y) < limit, abs(place.z) < limit else { return nil }
        let scaled = (place * 0x1p32).rounded(.toNearestOrEven)
        return (Int64(scaled.x), Int64(scaled.y), Int64(scaled.z))
    }

    /// What the cells of a frame are that become single-precision numbers.
    package enum Stored: Sendable, Hashable {
        /// Of 1, 2 or 4 bytes, with nothing but the value in them.
        case integers(SampleCell)
        case float32
        case float64

        package var bytes: Int {
            switch self {
            case .integers(let cell): cell.bytes
            case .float32: 4
            case .float64: 8
            }
        }
    }

    /// Modality values: `slope · v + intercept` in double precision, rounded once to single.
    package static func rescale(
        _ source: Span<UInt8>, _ stored: Stored, slope: Double, intercept: Double, into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        let count = try count(source.count, of: stored.bytes)
        try require(target.count == 4 * count, "\(count) samples do not fill \(target.count) bytes of single-precision numbers")
        // unsafe: C reads `count` cells and writes as many floats, both checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                switch stored {
                case .integers(let cell):
                    unsafe cdicom_rescale(  // as above
                        level.cLevel, cell.cCell, slope, intercept, source.baseAddress, target.baseAddress, count)
                case .float32, .float64:
                    unsafe cdicom_rescale_floats(  // as above
                        level.cLevel, UInt32(stored.bytes), slope, intercept, source.baseAddress, target.baseAddress, count)
                }
            }
        }
        try check(status)
    }

    /// Cells of one byte, with nothing but the value in them, to words.
    package static func widen(
        _ source: Span<UInt8>, isSigned: Bool, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        try require(target.count == 2 * source.count, "\(source.count) samples do not fill \(target.count) bytes of words")
        let cell = cdicom_cell(bytes: 1, left_shift: 0, right_shift: 0, is_signed: isSigned ? 1 : 0)
        // unsafe: C reads as many cells as there are and writes as many words, checked above
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_widen(level.cLevel, cell, source.baseAddress, target.baseAddress, source.count)  // as above
            }
        }
        try check(status)
    }
}

extension SampleKernels.Interpolation {
    var c: cdicom_interpolation {
        switch self {
        case .nearest: CDICOM_NEAREST
        case .linear: CDICOM_LINEAR
        case .cubic: CDICOM_CUBIC
        }
    }
}

extension SampleKernels.Projection {
    var c: cdicom_projection {
        switch self {
        case .mean: CDICOM_MEAN
        case .maximum: CDICOM_MAXIMUM
        case .minimum: CDICOM_MINIMUM
        }
    }
}
