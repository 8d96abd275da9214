public import DICOMCodecs
internal import DICOMData

/// The whole way from stored value to display byte (PS3.3 C.11: modality transform, VOI, inversion), composed once and then run over any
/// number of frames.
///
/// Windows and ranges are exact: the byte is what rational arithmetic on the decimals of the data set gives, rounded to nearest, halves up,
/// once at the end. (A sigmoid is computed in double precision, relative error about 1e-15; its bytes are those of the exact curve unless a
/// stored value lies that close to the edge of a level. A VOI LUT behind a rescale of more than 18 digits likewise.)
///
/// ```swift
/// let plan = try GrayscalePlan(stored: format, modality: .rescale(rescale), voi: .window(VOIWindow(center: 40, width: 400)))
/// try plan.apply(cells: frame.span, into: &picture)
/// ```
///
/// Planning takes some ten microseconds for stored values of up to 16 bits, so a plan can be made for each step of a dragged window.
public struct GrayscalePlan: Sendable {
    enum Method: Sendable {
        /// Cells of two bytes, in single precision that was found to be exact.
        case stretch(SampleCell, SampleKernels.Stretch)
        /// Cells of one and two bytes.
        case table(SampleCell, [UInt8])
        /// Cells of four bytes.
        case steps(SampleCell, DisplaySteps<Int64>, flip: UInt8)
        /// Cells of four bytes through a modality LUT.
        case entries(SampleCell, ModalityLUT, [UInt8])
        case floats(StoredValueFormat, DisplaySteps<Double>, flip: UInt8)
    }

    let method: Method
    /// Bytes from one sample to the next in the cells that the plan is for.
    public let bytesPerSample: Int

    /// - Parameters:
    ///   - stored: How the samples lie in their cells.
    ///   - modality: ``ModalityTransform/identity`` for an image without one.
    ///   - inverted: Whether the lowest display value is white: MONOCHROME1, or Presentation LUT Shape INVERSE.
    /// - Throws: `invalidWindow` for a LINEAR window narrower than 1 or another one of width 0 or less; `badArgument` for a range that is not
    ///   of the pixels' kind; `unsupportedImage` for lookup tables with float pixels, and for a VOI LUT with 32-bit cells and no modality LUT.
    public init(
        stored: StoredValueFormat, modality: ModalityTransform = .identity, voi: VOITransform, inverted: Bool = false
    ) throws(ImagingError) {
        bytesPerSample = stored.bytesPerSample
        let flip: UInt8 = inverted ? 255 : 0
        switch (stored.kind, modality) {
        case (.integer(let cell), .rescale(let rescale)):
            method = try Self.method(for: cell, rescale, voi, flip)
        case (.integer(let cell), .lut(let lut)):
            let bytes = try Self.entryBytes(of: lut, voi).map { $0 ^ flip }
            if cell.bytes == 4 {
                method = .entries(cell, lut, bytes)
            } else {
                method = .table(cell, cell.tableOrder(cell.values.map { bytes[lut.index(of: $0)] }))
            }
        case (_, .rescale(let rescale)):
            switch voi {
            case .window(let window): method = .floats(stored, try window.doubleSteps(after: rescale), flip: flip)
            case .floatRange(let range): method = .floats(stored, try Self.floatSteps(range, rescale), flip: flip)
            case .range: throw Self.mismatch("A range of integers is none of float pixels.")
            case .lut: throw Self.floatsWithLUT
            }
        case (_, .lut): throw Self.floatsWithLUT
        }
    }

    /// Display bytes of one frame, or of any run of its samples.
    ///
    /// - Parameters:
    ///   - cells: Samples as the data set or a codec gives them: little endian, in the format of the plan, without alignment.
    ///   - target: As many bytes as there are samples; 0 is black, 255 white.
    ///   - level: The instruction set; the bytes are the same for all.
    /// - Throws: `badArgument` where the sizes do not match, and for a `level` that this machine lacks.
    /// - Complexity: O(samples), no allocation.
    public func apply(
        cells: Span<UInt8>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(ImagingError) {
        guard cells.count % bytesPerSample == 0, cells.count / bytesPerSample == target.count else {
            throw Self.mismatch(
                "\(cells.count) bytes of samples of \(bytesPerSample) bytes do not fill a picture of \(target.count) bytes.")
        }
        do throws(CodecError) {
            switch method {
            case .stretch(let cell, let stretch):
                try SampleKernels.stretch(cells, cell: cell, by: stretch, into: &target, level: level)
            case .table(let cell, let table):
                try SampleKernels.lookUp(cells, cell: cell, in: table.span, into: &target, level: level)
            case .steps(let cell, let steps, let flip):
                for i in 0..<target.count { target[i] = steps.level(of: cell.value32(in: cells, at: i)) ^ flip }
            case .entries(let cell, let lut, let bytes):
                for i in 0..<target.count { target[i] = bytes[lut.index(of: cell.value32(in: cells, at: i))] }
            case .floats(let format, let steps, let flip):
                for i in 0..<target.count {
                    let value = format.float(in: cells, at: i)
                    // A NaN reaches no level. Infinities are those of the modality value: plus is white, minus black.
                    let isLowest = value.isInfinite && (value < 0) != steps.descends
                    target[i] = (isLowest ? 0 : steps.level(of: value)) ^ flip
                }
            }
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
    }
}

extension GrayscalePlan {
    private static func method(
        for cell: SampleCell, _ rescale: RescaleTransform, _ voi: VOITransform, _ flip: UInt8
    ) throws(ImagingError) -> Method {
        switch voi {
        case .window(let window):
            let (steps, slope) = try window.steps(of: cell.values, after: rescale)
            return method(for: cell, steps, slope: slope, flip)
        case .range(let range):
            let (steps, slope) = rangeSteps(range, slope: rescale.slope, over: cell.values)
            return method(for: cell, steps, slope: slope, flip)
        case .lut(let lut):
            guard cell.bytes < 4 else {
                throw ImagingError(
                    code: .unsupportedImage, problem: "A VOI LUT is not applied to 32-bit pixels.", remedy: "Render with a window.")
            }
            let bytes = lut.displayBytes
            return .table(cell, cell.tableOrder(rescale.rounded(cell.values).map { bytes[lut.index(of: $0)] ^ flip }))
        case .floatRange: throw mismatch("A range of floats is none of integer pixels.")
        }
    }

    private static func method(for cell: SampleCell, _ steps: DisplaySteps<Int64>, slope: Double?, _ flip: UInt8) -> Method {
        if cell.bytes == 4 { return .steps(cell, steps, flip: flip) }
        // Cells of one byte are looked up faster than computed.
        if cell.bytes == 2, let slope, let stretch = SampleKernels.Stretch(equalTo: steps, of: cell.values, slope: slope, flip) {
            return .stretch(cell, stretch)
        }
        var levels = steps.levels(of: cell.values)
        if flip != 0 { for i in levels.indices { levels[i] ^= flip } }
        return .table(cell, cell.tableOrder(levels))
    }

    private static func entryBytes(of lut: ModalityLUT, _ voi: VOITransform) throws(ImagingError) -> [UInt8] {
        let values: ClosedRange<Int64> = 0...65_535
        let levels: [UInt8]
        switch voi {
        case .window(let window): levels = try window.steps(of: values, after: .identity).steps.levels(of: values)
        case .range(let range): levels = rangeSteps(range, slope: 1, over: values).steps.levels(of: values)
        case .lut(let second):
            let bytes = second.displayBytes
            return lut.entries.map { bytes[second.index(of: Int64($0))] }
        case .floatRange: throw mismatch("A range of floats is none of integer pixels.")
        }
        return lut.entries.map { levels[Int($0)] }
    }

    private static func rangeSteps(
        _ range: ClosedRange<Int>, slope: DecimalNumber, over values: ClosedRange<Int64>
    ) -> (steps: DisplaySteps<Int64>, slope: Double?) {
        guard range.lowerBound < range.upperBound,
            let condition = DICOMImaging.rangeSteps(
                ExactNumber(range.lowerBound), ExactNumber(range.upperBound), slope: slope, spareBits: LinearCondition.integerBits)
        else {
            // One value, or a slope that makes it one: black.
            return (DisplaySteps(starts: [Int64](repeating: values.upperBound + 1, count: 255), descends: false), 0)
        }
        let steps = DisplaySteps(starts: condition.starts(in: values.seen(from: condition)), descends: condition.descends)
        return (steps, condition.descends ? -condition.levelsPerValue : condition.levelsPerValue)
    }

    private static func floatSteps(_ range: ClosedRange<Double>, _ rescale: RescaleTransform) throws(ImagingError) -> DisplaySteps<Double> {
        guard range.lowerBound.isFinite, range.upperBound.isFinite else { throw mismatch("A range of pixels must be finite.") }
        guard range.lowerBound < range.upperBound,
            let condition = DICOMImaging.rangeSteps(
                ExactNumber(range.lowerBound), ExactNumber(range.upperBound), slope: rescale.slope, spareBits: LinearCondition.doubleBits)
        else { return DisplaySteps(starts: [Double](repeating: .infinity, count: 255), descends: rescale.slope.isNegative) }
        return DisplaySteps(starts: condition.doubleStarts(), descends: condition.descends)
    }

    @inline(never) static func mismatch(_ problem: String) -> ImagingError {
        ImagingError(code: .badArgument, problem: problem, remedy: "Pass a frame, a format and a range that belong together.")
    }

    private static var floatsWithLUT: ImagingError {
        ImagingError(code: .unsupportedImage, problem: "Lookup tables are not applied to float pixels.", remedy: "Render with a window.")
    }
}

extension SampleKernels.Stretch {
    /// A stretch that gives the same level as `steps` for each of `values`, or nil where single precision is too coarse for one.
    init?(equalTo steps: DisplaySteps<Int64>, of values: ClosedRange<Int64>, slope: Double, _ flip: UInt8) {
        let low = steps.descends ? -values.upperBound : values.lowerBound
        let high = steps.descends ? -values.lowerBound : values.upperBound
        // Near the middle of the window, where the kernel's factors are smallest.
        let middle = min(max(steps.starts[127], low), high)
        let origin = min(max(steps.descends ? -middle : middle, -65_535), 65_535)
        // A steeper rise than this has no level between two neighbouring values, or is found not to be equal below.
        let scale = Float(min(max(slope, -8_000), 8_000))

        // y at a start must be t or more, and below t at the value before. Products of 18 by 24 bits are exact in double, so that gives the
        // interval in which the offset must lie; its middle leaves the most room for the rounding of the kernel.
        var least = -Double.infinity
        var most = Double.infinity
        func product(_ u: Int64) -> Double { Double((steps.descends ? -u : u) - origin) * Double(scale) }
        for t in 1...255 {
            let start = steps.starts[t - 1]
            if start <= high { least = max(least, Double(t) - product(max(start, low))) }
            if start > low { most = min(most, Double(t) - product(min(start, high + 1) - 1)) }
        }
        guard least < most else { return nil }
        let offset = Float(least.isInfinite ? most - 1 : most.isInfinite ? least + 1 : (least + most) / 2)
        guard Double(scale.magnitude) * 131_072 + Double(offset.magnitude) < 2_147_483_648 else { return nil }
        self.init(origin: Int32(origin), scale: scale, offset: offset, inverts: flip != 0)

        // The kernel never turns back, so equality at both sides of each start is equality everywhere.
        func computed(_ u: Int64) -> Float { Float((steps.descends ? -u : u) - origin) * scale + offset }
        for t in 1...255 {
            let start = steps.starts[t - 1]
            if start <= high, computed(max(start, low)) < Float(t) { return nil }
            if start > low, computed(min(start, high + 1) - 1) >= Float(t) { return nil }
        }
    }
}

extension SampleCell {
    /// Entries from the smallest value up, brought to the order of a lookup table: 0 and above first, then the negative ones.
    func tableOrder(_ entries: [UInt8]) -> [UInt8] {
        isSigned ? Array(entries[(entries.count / 2)...] + entries[..<(entries.count / 2)]) : entries
    }

    /// Stored value of a cell of four bytes.
    func value32(in cells: Span<UInt8>, at index: Int) -> Int64 {
        let raised = cells.littleEndian32(at: 4 * index) << UInt32(31 - highBit)
        let shift = UInt32(32 - bitsStored)
        return isSigned ? Int64(Int32(bitPattern: raised) >> Int32(shift)) : Int64(raised >> shift)
    }
}

extension StoredValueFormat {
    func float(in cells: Span<UInt8>, at index: Int) -> Double {
        guard case .float64 = kind else { return Double(Float(bitPattern: cells.littleEndian32(at: 4 * index))) }
        let low = UInt64(cells.littleEndian32(at: 8 * index))
        return Double(bitPattern: UInt64(cells.littleEndian32(at: 8 * index + 4)) << 32 | low)
    }
}

extension Span<UInt8> {
    func littleEndian32(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16 | UInt32(self[offset + 3]) << 24
    }
}

extension RescaleTransform {
    /// Modality values rounded to nearest, halves up, from the smallest stored value up.
    func rounded(_ values: ClosedRange<Int64>) -> [Int64] {
        // slope · v + intercept = (s v + i)/unit in integers, where all fits.
        let exponent = min(slope.exponent, intercept.exponent, 0)
        if let s = slope.scaled(by: -exponent), let i = intercept.scaled(by: -exponent), let unit = DecimalNumber(1).scaled(by: -exponent) {
            return values.map { v in
                let numerator = 2 * (s * v + i) + unit
                let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: 2 * unit)
                return remainder < 0 ? quotient - 1 : quotient
            }
        }
        let (s, i) = (slope.doubleValue, intercept.doubleValue)
        return values.map { min(max(s * Double($0) + i + 0.5, -0x1p62), 0x1p62).roundedDown }
    }
}

extension DecimalNumber {
    /// The integer number · 10^`power`, where it leaves room for a product with a stored value of 16 bits.
    fileprivate func scaled(by power: Int) -> Int64? {
        guard magnitude < 1 << 44, magnitude == 0 || exponent + power <= 13 else { return nil }
        var value = Int64(magnitude)
        for _ in 0..<(magnitude == 0 ? 0 : exponent + power) {
            value *= 10
            if value >= 1 << 44 { return nil }
        }
        return isNegative ? -value : value
    }
}
