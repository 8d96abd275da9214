public import DICOMCodecs

extension GrayscalePlan {
    /// Smallest and largest value of a frame, as ``VOITransform/range(_:)`` takes them: stored values, or entries of a modality LUT.
    ///
    /// - Parameters:
    ///   - cells: Samples of the frame, little endian.
    ///   - excluded: Stored values that do not count: Pixel Padding Value (0028,0120) to Pixel Padding Range Limit (0028,0121). With fewer than
    ///     two different values left they count after all.
    /// - Returns: Nil for no samples.
    /// - Throws: `badArgument` for float pixels and where the sizes do not match.
    public static func range(
        of cells: Span<UInt8>, stored: StoredValueFormat, modality: ModalityTransform, excluding excluded: ClosedRange<Int>? = nil,
        level: VectorLevel = .best
    ) throws(ImagingError) -> ClosedRange<Int>? {
        guard case .integer(let cell) = stored.kind, cells.count % cell.bytes == 0 else {
            throw mismatch("\(cells.count) bytes are not a frame of integer samples.")
        }
        let kept = try extremes(of: cells, cell, modality, excluded, level)
        if let kept, kept.lowerBound < kept.upperBound { return kept }
        return excluded == nil ? kept : try extremes(of: cells, cell, modality, nil, level)
    }

    /// Smallest and largest finite value of a frame of float pixels, as ``VOITransform/floatRange(_:)`` takes them; nil without any.
    ///
    /// - Parameter excluded: Stored values that do not count, as in ``range(of:stored:modality:excluding:level:)``.
    /// - Throws: `badArgument` for integer pixels and where the sizes do not match.
    public static func floatRange(
        of cells: Span<UInt8>, stored: StoredValueFormat, excluding excluded: ClosedRange<Double>? = nil, level: VectorLevel = .best
    ) throws(ImagingError) -> ClosedRange<Double>? {
        if case .integer = stored.kind { throw mismatch("Integer samples are not float pixels.") }
        guard cells.count % stored.bytesPerSample == 0 else {
            throw mismatch("\(cells.count) bytes are not a whole number of samples of \(stored.bytesPerSample) bytes.")
        }
        func extremes(_ excluded: ClosedRange<Double>?) throws(ImagingError) -> ClosedRange<Double>? {
            do throws(CodecError) {
                return try SampleKernels.extremes(cells, of: stored.samples, excluding: excluded, level: level)
            } catch {
                throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
            }
        }
        let kept = try extremes(excluded)
        if let kept, kept.lowerBound < kept.upperBound { return kept }
        return excluded == nil ? kept : try extremes(nil)
    }

    private static func extremes(
        of cells: Span<UInt8>, _ cell: SampleCell, _ modality: ModalityTransform, _ excluded: ClosedRange<Int>?, _ level: VectorLevel
    ) throws(ImagingError) -> ClosedRange<Int>? {
        if case .rescale = modality {
            do throws(CodecError) {
                if cell.bytes < 4 { return try SampleKernels.extremes(cells, cell: cell, excluding: excluded, level: level) }
                let range = try SampleKernels.extremes(
                    cells, of: .integers(cell), excluding: excluded.map { Double($0.lowerBound)...Double($0.upperBound) }, level: level)
                return range.map { Int($0.lowerBound)...Int($0.upperBound) }
            } catch {
                throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
            }
        }
        var (low, high) = (Int64.max, Int64.min)
        for i in 0..<cells.count / cell.bytes {
            var value = cell.value(in: cells, at: i)
            if excluded?.contains(Int(value)) == true { continue }
            if case .lut(let lut) = modality { value = Int64(lut.entries[lut.index(of: value)]) }
            low = min(low, value)
            high = max(high, value)
        }
        return low <= high ? Int(low)...Int(high) : nil
    }
}

extension SampleCell {
    /// Stored value of a cell of one, two or four bytes.
    fileprivate func value(in cells: Span<UInt8>, at index: Int) -> Int64 {
        var bits: UInt64 = 0
        for k in (0..<bytes).reversed() { bits = bits << 8 | UInt64(cells[index * bytes + k]) }
        // To the top of 64 bits, which drops what lies above High Bit, and back.
        bits <<= UInt64(63 - highBit)
        let shift = Int64(64 - bitsStored)
        return isSigned ? Int64(bitPattern: bits) >> shift : Int64(bitPattern: bits >> UInt64(shift))
    }
}
