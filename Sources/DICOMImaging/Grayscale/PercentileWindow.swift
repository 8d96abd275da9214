public import DICOMCodecs

/// A window found from a frame's own values: black and white at two percentiles of them, padding left out. The standard has no such rule.
public struct PercentileWindow: Sendable, Hashable {
    /// Percent of the values that are at or below black: 0 … 100.
    public var low: Double
    /// Percent of the values that are at or below white: above `low`, to 100.
    public var high: Double

    public init(low: Double = 1, high: Double = 99) {
        self.low = low
        self.high = high
    }

    /// The values at both percentiles (nearest rank): stored values, or entries of a modality LUT, as ``VOITransform/range(_:)`` and
    /// ``VOITransform/floatRange(_:)`` take them. 32-bit and float pixels are told apart to 1/65,536 of the frame's own range.
    ///
    /// - Parameters:
    ///   - cells: Samples of the frame, little endian.
    ///   - excluded: Stored values that do not count: padding. With none left they count after all.
    /// - Throws: `badArgument` for percentiles that are none, and where the sizes do not match.
    public func range(
        of cells: Span<UInt8>, stored: StoredValueFormat, modality: ModalityTransform = .identity,
        excluding excluded: StoredValueRange? = nil,
        level: VectorLevel = .best
    ) throws(ImagingError) -> VOITransform {
        guard low >= 0, low < high, high <= 100 else { throw GrayscalePlan.mismatch("\(low) and \(high) are no percentiles.") }
        do throws(CodecError) {
            guard case .integers(let cell) = stored.samples, cell.bytes < 4 else {
                return try wideRange(of: cells, stored, modality, excluded, level)
            }
            let histogram = try SampleKernels.histogram(cells, cell: cell, level: level)
            let padding: ClosedRange<Int>? = if case .integers(let range) = excluded { range } else { nil }
            return .range(
                percentiles(of: histogram, cell, modality, without: padding) ?? percentiles(of: histogram, cell, modality, without: nil)
                    ?? 0...0)
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
    }

    private func percentiles(
        of histogram: [UInt32], _ cell: SampleCell, _ modality: ModalityTransform, without padding: ClosedRange<Int>?
    ) -> ClosedRange<Int>? {
        let values = cell.values
        // Signed values lie above the others as bit patterns.
        func count(_ value: Int64) -> Int {
            padding?.contains(Int(value)) == true ? 0 : Int(histogram[Int(value & Int64(histogram.count - 1))])
        }
        if case .lut(let lut) = modality {
            var byEntry = [Int](repeating: 0, count: 65_536)
            for value in values { byEntry[Int(lut.entries[lut.index(of: value)])] += count(value) }
            return bounds(of: byEntry).map { $0.low...$0.high }
        }
        let first = Int(values.lowerBound)
        return bounds(of: values.map(count)).map { first + $0.low...first + $0.high }
    }

    /// Index of the first count at which the running sum reaches each percentile.
    private func bounds(of counts: [Int]) -> (low: Int, high: Int)? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        // At least the first value, and the last for 100.
        let ranks = [low, high].map { min(max(Int((Double(total) * $0 / 100).rounded(.up)), 1), total) }
        var (sum, found) = (0, [Int]())
        for (index, count) in counts.enumerated() where count > 0 {
            sum += count
            while found.count < 2, sum >= ranks[found.count] { found.append(index) }
        }
        return found.count == 2 ? (found[0], found[1]) : nil
    }

    private func wideRange(
        of cells: Span<UInt8>, _ stored: StoredValueFormat, _ modality: ModalityTransform, _ excluded: StoredValueRange?,
        _ level: VectorLevel
    ) throws(CodecError) -> VOITransform {
        let samples = stored.samples
        var padding: ClosedRange<Double>?
        switch excluded {
        case .integers(let range): padding = Double(range.lowerBound)...Double(range.upperBound)
        case .floats(let range): padding = range
        case nil: padding = nil
        }
        var extremes = try SampleKernels.extremes(cells, of: samples, excluding: padding, level: level)
        if extremes == nil, padding != nil {
            padding = nil
            extremes = try SampleKernels.extremes(cells, of: samples, level: level)
        }
        var range = extremes ?? 0...0
        if range.lowerBound < range.upperBound, range.upperBound / 2 - range.lowerBound / 2 > 0 {
            let counts = try SampleKernels.histogram(cells, of: samples, in: range, bins: 65_536, excluding: padding, level: level)
            if let bounds = bounds(of: counts.map(Int.init)) {
                let step = (range.upperBound / 2 - range.lowerBound / 2) / 32_768
                let low = bounds.low == 0 ? range.lowerBound : range.lowerBound + step * Double(bounds.low)
                let high = bounds.high == 65_535 ? range.upperBound : range.lowerBound + step * Double(bounds.high + 1)
                range = low...max(low, high)
            }
        }
        guard case .integers = samples else { return .floatRange(range) }
        let integers = Int(range.lowerBound.roundedDown)...Int(range.upperBound.roundedDown)
        guard case .lut(let lut) = modality else { return .range(integers) }
        // Entries need not rise with stored values: from the smallest to the largest of those that the percentiles lie between.
        let entries = lut.entries[lut.index(of: Int64(integers.lowerBound))...lut.index(of: Int64(integers.upperBound))]
        return .range(Int(entries.min() ?? 0)...Int(entries.max() ?? 0))
    }
}
