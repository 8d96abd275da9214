internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension Frame {
    /// Mean, standard deviation, minimum and maximum of the modality values in a region of a grey frame, in the unit of the object. Padding
    /// is left out.
    ///
    /// - Returns: nil where no pixel is left to count.
    /// - Throws: ``ImagingError``: `badArgument` for a region that cannot be, `unsupportedImage` for colour, and what ``decode(into:)``
    ///   throws.
    /// - Complexity: O(pixels of the frame) to decode it, O(pixels of the region) to count.
    public func statistics(of region: RegionOfInterest) throws(ImagingError) -> RegionStatistics? {
        let samples = try decoded()
        return try statistics(of: region, in: samples.span)
    }

    /// The same for a frame that is decoded already.
    ///
    /// - Parameter samples: What ``decode(into:)`` gave.
    public func statistics(of region: RegionOfInterest, in samples: Span<UInt8>) throws(ImagingError) -> RegionStatistics? {
        let image = pixelData.description
        guard image.samplesPerPixel == 1, image.photometricInterpretation != .paletteColor else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "A frame in colour has no values to count.",
                remedy: "Measure lengths in it.")
        }
        try region.check(columns: layout.columns, rows: layout.rows)
        guard samples.count == layout.byteCount else {
            throw ImagingError(
                code: .badArgument, frame: number, problem: "The samples are not those of the frame.", remedy: "Pass what decode gave.")
        }
        do {
            return try StoredValues(self).statistics(of: region, in: samples, columns: layout.columns, rows: layout.rows)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }
}

/// The values of a frame's decoded samples, one by one.
private struct StoredValues {
    private let image: ImagePixelDescription
    private let bytes: Int
    private let transform: ModalityTransform
    private let slope: Double
    private let intercept: Double
    private let padding: ClosedRange<Int>?
    private let floatPadding: ClosedRange<Double>?
    private let unit: String?

    init(_ frame: Frame) throws {
        image = frame.pixelData.description
        bytes = frame.layout.bytesPerSample
        let attributes = GrayscaleAttributes(frame.pixelData, frame: frame.number)
        transform = try attributes.modality()
        if case .rescale(let line) = transform {
            (slope, intercept) = (line.slope.doubleValue, line.intercept.doubleValue)
        } else {
            (slope, intercept) = (1, 0)
        }
        padding = image.content == .integers ? try attributes.padding() : nil
        floatPadding = image.content == .integers ? nil : try attributes.floatPadding()
        unit = frame.pixelData.modalityUnit(frame: frame.number)
    }

    /// The modality value of a sample; nil for padding, and for what is no number.
    private func value(_ samples: Span<UInt8>, _ index: Int) -> Double? {
        switch image.content {
        case .integers:
            let pattern = (0..<bytes).reduce(UInt64(0)) { $0 | UInt64(samples[index * bytes + $1]) << UInt64(8 * $1) }
            let unused = UInt64(64 - 8 * bytes)
            let isNegative = image.isSigned && pattern >> UInt64(8 * bytes - 1) == 1
            let stored = isNegative ? Int64(bitPattern: pattern << unused) >> Int64(unused) : Int64(clamping: pattern)
            if let padding, padding.contains(Int(stored)) { return nil }
            if case .lut(let lut) = transform { return Double(lut.entries[lut.index(of: min(max(stored, -1 << 40), 1 << 40))]) }
            // Of 64 bits, half of the values without a sign are beyond those with one.
            let number = isNegative || pattern <= UInt64(Int64.max) ? Double(stored) : Double(pattern)
            return number * slope + intercept
        case .floats, .doubles:
            let number =
                image.content == .floats
                ? Double(Float(bitPattern: samples.littleEndian32(at: 4 * index)))
                : Double(
                    bitPattern: UInt64(samples.littleEndian32(at: 8 * index + 4)) << 32 | UInt64(samples.littleEndian32(at: 8 * index)))
            if number.isNaN || floatPadding?.contains(number) == true { return nil }
            return number * slope + intercept
        }
    }

    /// Once for the sum, once for the differences from the mean: squares of large numbers that differ little would leave nothing.
    func statistics(of region: RegionOfInterest, in samples: Span<UInt8>, columns: Int, rows: Int) -> RegionStatistics? {
        var (count, excluded, sum) = (0, 0, 0.0)
        var (minimum, maximum) = (Double.infinity, -Double.infinity)
        for row in 0..<rows {
            for run in region.runs(inRow: row, columns: columns) {
                for column in run {
                    guard let value = value(samples, row * columns + column) else {
                        excluded += 1
                        continue
                    }
                    count += 1
                    sum += value
                    minimum = min(minimum, value)
                    maximum = max(maximum, value)
                }
            }
        }
        guard count > 0 else { return nil }
        let mean = sum / Double(count)
        var squares = 0.0
        for row in 0..<rows {
            for run in region.runs(inRow: row, columns: columns) {
                for column in run {
                    guard let value = value(samples, row * columns + column) else { continue }
                    squares += (value - mean) * (value - mean)
                }
            }
        }
        return RegionStatistics(
            count: count, excluded: excluded, mean: mean, standardDeviation: (squares / Double(count)).squareRoot(), minimum: minimum,
            maximum: maximum, unit: unit)
    }
}

extension PixelData {
    /// The unit of a frame's modality values; nil where the object names none.
    func modalityUnit(frame: Int) -> String? {
        let module = ModalityLUTModule(dataSet, frame: frame)
        if let unit = (try? module.unit) ?? nil { return unit }
        if let hasTable = try? module.lookupTable != nil, hasTable { return nil }
        // PS3.3 C.8.2.1: a CT image whose Rescale Type is absent is in Hounsfield units.
        if (try? dataSet.string(.modality)) == "CT" { return "HU" }
        // Units (0054,1001) of PET, which has no Rescale Type (C.8.9.1).
        return try? dataSet.string(.units)
    }
}
