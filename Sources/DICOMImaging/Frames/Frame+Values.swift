public import DICOMCodecs
internal import DICOMData
public import DICOMObjects

/// The type of the four that holds every value of a frame.
public enum PixelValueType: Sendable, Hashable, CaseIterable {
    case int16
    case int32
    case float
    case double
}

// Numbers that mean something, straight into the caller's memory: one pass over the samples, native ones read where they lie in the file.
extension Frame {
    /// From stored values to modality values, as the object says for this frame (PS3.3 C.11.1; C.7.6.16.2.9 where each frame has its own).
    ///
    /// Rescale Slope and Intercept hold wherever they are, in MR objects too: PS3.3 C.11.2.1.2 has windows act on what they give, and a
    /// maker's habit of writing windows for stored values is not to be told from the object.
    ///
    /// - Throws: ``ImagingError``: `invalidLUT` or `invalidImage`.
    public func modalityTransform() throws(ImagingError) -> ModalityTransform {
        do {
            return try GrayscaleAttributes(pixelData, frame: number).modality()
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Rescale Type (0028,1054) or Modality LUT Type (0028,3004): the unit of modality values, as `HU`. Nil where the object does not say, which
    /// for CT means Hounsfield units (PS3.3 C.8.2.1.1).
    public func modalityUnit() throws(ImagingError) -> String? {
        do {
            return try ModalityLUTModule(pixelData.dataSet, frame: number).unit
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// The narrowest type that holds each modality value that the frame's format can have: integers where the transform gives nothing else,
    /// `Float` where stored values have 24 bits or fewer, else `Double`.
    public func modalityValueType() throws(ImagingError) -> PixelValueType {
        let image = pixelData.description
        guard image.content == .integers else { return image.content == .floats ? .float : .double }
        switch try modalityTransform() {
        case .lut(let lut): return lut.entries.allSatisfy { $0 <= Int16.max } ? .int16 : .int32
        case .rescale(let rescale):
            guard let values = try sampleCell().integerValues(after: rescale) else { return image.bitsStored <= 24 ? .float : .double }
            return Int64(Int16.min)...Int64(Int16.max) ~= values.lowerBound && values.upperBound <= Int16.max ? .int16 : .int32
        }
    }

    /// Stored values: what is in the cells, no table or line applied.
    ///
    /// - Parameter target: one value for each pixel, rows from top to bottom.
    /// - Throws: As ``modalityValues(into:level:)``.
    public func storedValues<Value: PixelValue>(
        into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(ImagingError) {
        try write(.rescale(.identity), into: &target, level)
    }

    /// Modality values, in the unit of Rescale Type: Hounsfield units for CT. Padding is mapped like other values.
    ///
    /// - Parameter target: `Int16`, `Int32`, `Float` or `Double`: one value for each pixel, rows from top to bottom. Floating-point values
    ///   are v · slope + intercept computed in double precision; integers are exact.
    /// - Throws: ``ImagingError``: what ``decode(into:)`` throws; `badArgument` for a target of another size, and for a type of integers that does
    ///   not hold each value that the frame's format can have (``modalityValueType()`` does); `unsupportedImage` for a frame in colour.
    public func modalityValues<Value: PixelValue>(
        into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(ImagingError) {
        try write(modalityTransform(), into: &target, level)
    }

    /// ``modalityValues(into:level:)`` in fresh memory.
    public func modalityValues<Value: PixelValue & Numeric>(as type: Value.Type) throws(ImagingError) -> [Value] {
        var values = [Value](repeating: 0, count: layout.columns * layout.rows)
        var span = values.mutableSpan
        try modalityValues(into: &span)
        return values
    }

    /// Quantities by a real world value mapping (PS3.3 C.7.6.16.2.11), of which ``realWorldValueMappings()`` gives those of the frame. NaN where the
    /// mapping does not hold.
    ///
    /// - Parameter target: `Float` or `Double`.
    /// - Throws: As ``modalityValues(into:level:)``.
    public func realWorldValues<Value: PixelValue & BinaryFloatingPoint>(
        by mapping: RealWorldValueMapping, into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(ImagingError) {
        if let table = mapping.table {
            try write(table, from: mapping.valuesMapped, into: &target, level)
        } else {
            try write(slope: mapping.slope, intercept: mapping.intercept, within: mapping.valuesMapped, into: &target, level)
        }
    }

    /// The real world value mappings of the frame, from its functional groups or the top level.
    public func realWorldValueMappings() throws(ImagingError) -> [RealWorldValueMapping] {
        do {
            return try RealWorldValueMapping.mappings(of: pixelData.dataSet, frame: number)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Standardized Uptake Values by body weight (SUVbw, g/ml) of a PET frame.
    ///
    /// - Parameter target: `Float` or `Double`.
    /// - Returns: by what modality values were multiplied, and how that was found.
    /// - Throws: As ``modalityValues(into:level:)``; `invalidImage` with the attribute that is missing or does not allow the computation.
    @discardableResult
    public func bodyWeightUptake<Value: PixelValue & BinaryFloatingPoint>(
        into target: inout MutableSpan<Value>, level: VectorLevel = .best
    ) throws(ImagingError) -> BodyWeightUptake {
        let uptake: BodyWeightUptake
        do {
            uptake = try BodyWeightUptake(pixelData.dataSet)
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
        guard case .rescale(let rescale) = try modalityTransform() else {
            throw ImagingError(
                code: .invalidImage, frame: number, problem: "A PET image has a modality LUT.", remedy: "Take its modality values.")
        }
        try write(
            slope: rescale.slope.doubleValue * uptake.factor, intercept: rescale.intercept.doubleValue * uptake.factor, within: nil,
            into: &target, level)
        return uptake
    }
}

extension Frame {
    private func write<Value: PixelValue>(
        _ modality: ModalityTransform, into target: inout MutableSpan<Value>, _ level: VectorLevel
    ) throws(ImagingError) {
        switch modality {
        case .rescale(let rescale):
            if Value.isInteger { try checkIntegers(rescale, Value.self) }
            try write(slope: rescale.slope.doubleValue, intercept: rescale.intercept.doubleValue, within: nil, into: &target, level)
        case .lut(let lut):
            if Value.self is Int16.Type, lut.entries.contains(where: { $0 > Int16.max }) { throw doesNotFit }
            let first = Double(lut.firstValueMapped)
            try write(lut.entries.map(Double.init), from: first...first + Double(lut.entries.count - 1), clamps: true, into: &target, level)
        }
    }

    private func write<Value: PixelValue>(
        slope: Double, intercept: Double, within range: ClosedRange<Double>?, into target: inout MutableSpan<Value>, _ level: VectorLevel
    ) throws(ImagingError) {
        do {
            try withGreySamples { samples, kind in
                try SampleKernels.values(
                    samples, of: kind, slope: slope, intercept: intercept, within: range, into: &target, level: level)
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    private func write<Value: PixelValue>(
        _ table: [Double], from range: ClosedRange<Double>, clamps: Bool = false, into target: inout MutableSpan<Value>,
        _ level: VectorLevel
    ) throws(ImagingError) {
        guard let first = Int(exactly: range.lowerBound), !table.isEmpty else {
            throw ImagingError(
                code: .invalidLUT, frame: number, problem: "A table of real world values maps no stored value.",
                remedy: "Check Real World Value First Value Mapped (0040,9216) and LUT Data (0040,9212).")
        }
        do {
            try withGreySamples { samples, kind in
                guard case .integers(let cell) = kind else { throw Self.tableForFloats }
                try SampleKernels.values(samples, cell: cell, from: first, in: table.span, clamps: clamps, into: &target, level: level)
            }
        } catch {
            throw ImagingError(translating: error, frame: number)
        }
    }

    /// Lends the samples of a grey or palette frame: native ones straight from the file where a kernel can read them, others decoded.
    private func withGreySamples(_ body: (Span<UInt8>, SampleKind) throws -> Void) throws {
        let image = pixelData.description
        guard image.samplesPerPixel == 1 else {
            throw ImagingError(
                code: .unsupportedImage, frame: number, problem: "A frame in colour has no modality values.",
                remedy: "Take the decoded samples, or render it.")
        }
        func kind(_ cell: SampleCell) -> SampleKind {
            switch image.content {
            case .integers: .integers(cell)
            case .floats: .floats
            case .doubles: .doubles
            }
        }
        let cell = try sampleCell()
        if case .native(let frames) = pixelData.source, frames.swapWidth == nil, !frames.swapsBytesOfWords,
            image.bitsAllocated == 8 * layout.bytesPerSample
        {
            let range = try frames.bytes(of: number).range
            return try pixelData.element.withBytes(in: range) { cells in try body(cells, kind(cell)) }
        }
        let samples = try decoded()
        guard
            let canonical = SampleCell(
                bytes: cell.bytes, bitsStored: cell.bitsStored, highBit: cell.bitsStored - 1, isSigned: cell.isSigned)
        else { return }
        try body(samples.span, kind(canonical))
    }

    private func checkIntegers<Value: PixelValue>(_ rescale: RescaleTransform, _ type: Value.Type) throws(ImagingError) {
        guard pixelData.description.content == .integers, let values = try sampleCell().integerValues(after: rescale) else {
            throw doesNotFit
        }
        if type is Int16.Type, values.lowerBound < Int16.min || values.upperBound > Int16.max { throw doesNotFit }
    }

    private var doesNotFit: ImagingError {
        ImagingError(
            code: .badArgument, frame: number, problem: "The values of the frame need not fit the type that is asked for.",
            remedy: "Ask for the type that modalityValueType() names, or a wider one.")
    }

    private static var tableForFloats: ImagingError {
        ImagingError(code: .unsupportedImage, problem: "Lookup tables are not applied to float pixels.", remedy: "Take the stored values.")
    }
}

extension SampleCell {
    /// From the smallest to the largest value that a line of integers gives, where all fit in 32 bits; else nil.
    fileprivate func integerValues(after rescale: RescaleTransform) -> ClosedRange<Int64>? {
        guard bytes <= 4, let slope = Int32(exactly: rescale.slope.doubleValue),
            let intercept = Int32(exactly: rescale.intercept.doubleValue)
        else { return nil }
        let ends = [values.lowerBound, values.upperBound].map { $0 * Int64(slope) + Int64(intercept) }
        guard let low = ends.min(), let high = ends.max(), low >= Int32.min, high <= Int32.max else { return nil }
        return low...high
    }
}
