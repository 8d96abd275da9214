internal import CDICOMCodecs

extension SampleKernels {
    /// A matrix/TRC profile (ICC.1) joined with the encoding of another colour space; all values are 0…1 but on their way.
    package struct ColorProfile: Sendable {
        /// Three tables, one after the other, of `top` + 1 entries: device value to linear.
        let curves: [Float]
        /// Nine, by rows: linear R G B to linear R G B of the other space.
        let matrix: [Float]
        /// Linear to encoded, as the kernel has it: 4,097 entries over 0…1, then as many over its first 64th.
        let encoding: [Float]
        let top: Int

        /// - Throws: `badArgument` where the sizes do not match.
        package init(curves: [Float], matrix: [Float], top: Int, encoding encode: (Double) -> Double) throws(CodecError) {
            try require(
                (1...65_535).contains(top) && curves.count == 3 * (top + 1) && matrix.count == 9,
                "\(curves.count) entries are no three curves")
            self.curves = curves
            self.matrix = matrix
            self.top = top
            encoding = (0...4_096).map { Float(encode(Double($0) / 4_096)) } + (0...4_096).map { Float(encode(Double($0) / 262_144)) }
        }
    }

    /// R G B to R G B in place: bytes where the profile's top is below 256, else words, little endian.
    package static func apply(
        _ profile: ColorProfile, inPlace samples: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let bytes = profile.top < 256 ? 1 : 2
        let pixels = try count(samples.count, of: 3 * bytes)
        let m = profile.matrix
        // unsafe: C reads tables whose sizes the initialiser has checked, and reads and writes `pixels` pixels; in place is allowed
        let status = unsafe profile.curves.withUnsafeBufferPointer { curves in
            // unsafe: as above
            unsafe profile.encoding.withUnsafeBufferPointer { encoding in
                // unsafe: as above
                unsafe samples.withUnsafeMutableBufferPointer { samples in
                    // unsafe: as above
                    var joined = unsafe cdicom_profile(
                        curves: curves.baseAddress, matrix: (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]),
                        encoding: encoding.baseAddress, top: UInt32(profile.top), sample_bytes: UInt32(bytes))
                    // unsafe: as above
                    return unsafe cdicom_apply_profile(level.cLevel, &joined, samples.baseAddress, samples.baseAddress, pixels)
                }
            }
        }
        try check(status)
    }

    /// How values are told that lie between two levels.
    package enum Dither: Sendable, Hashable {
        case ordered
        case diffusion
    }

    /// Samples 0…`sourceTop` to 0…`targetTop`, rows from top to bottom; bytes where a top is below 256, else words, little endian.
    package static func dither(
        _ source: Span<UInt8>, top sourceTop: Int, columns: Int, rows: Int, samples: Int, by method: Dither,
        into target: inout MutableSpan<UInt8>, top targetTop: Int, level: VectorLevel = .best
    ) throws(CodecError) {
        let range = 1...65_535
        try require(range.contains(sourceTop) && range.contains(targetTop) && (1...4).contains(samples), "No samples are dithered so")
        try require((1...Int(Int32.max)).contains(columns) && (0...Int(Int32.max)).contains(rows), "\(columns) × \(rows) pixels are none")
        let (pixels, overflow) = columns.multipliedReportingOverflow(by: rows)
        try require(
            !overflow && source.count == pixels * samples * (sourceTop < 256 ? 1 : 2)
                && target.count == pixels * samples * (targetTop < 256 ? 1 : 2),
            "\(source.count) bytes do not become \(target.count) bytes of \(columns) × \(rows) pixels")
        var errors = [Int32](repeating: 0, count: method == .diffusion ? 2 * (columns + 2) * samples : 0)
        // unsafe: C reads and writes samples whose number is checked above, and as many errors as it is told
        let status = unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe errors.withUnsafeMutableBufferPointer { errors in
                    // unsafe: as above
                    unsafe cdicom_dither_samples(
                        level.cLevel, method == .ordered ? CDICOM_DITHER_ORDERED : CDICOM_DITHER_DIFFUSION, UInt32(sourceTop),
                        UInt32(targetTop), UInt32(columns), UInt32(rows), UInt32(samples), source.baseAddress, target.baseAddress,
                        errors.baseAddress, errors.count)
                }
            }
        }
        try check(status)
    }
}
