public import DICOMCodecs
internal import DICOMData

/// The whole way from stored value to display value (PS3.3 C.11: modality transform, VOI, presentation), composed once and then run over any
/// number of frames.
///
/// Display values have 1 to 16 bits, 0 being black. They are exact: what rational arithmetic on the decimals of the data set gives, rounded to
/// nearest, halves up, once at the end; and where a table follows, once at each table. (A sigmoid is computed in double precision, relative
/// error about 1e-15; its values are those of the exact curve unless a stored value lies that close to the edge of a level.)
///
/// ```swift
/// let plan = try GrayscalePlan(stored: format, modality: .rescale(rescale), voi: .window(VOIWindow(center: 40, width: 400)))
/// try plan.apply(cells: frame.span, into: &picture)
/// ```
///
/// Planning a window takes a microsecond or two for stored values of up to 16 bits, so a plan can be made for each step of a dragged window.
public struct GrayscalePlan: Sendable {
    enum Method: Sendable {
        /// Cells of two bytes to 8 bits, in single precision that was found to be exact.
        case stretch(SampleCell, SampleKernels.Stretch)
        /// Cells of one and two bytes to 8 bits or fewer.
        case table(SampleCell, [UInt8])
        /// Cells of one and two bytes to more than 8 bits.
        case words(SampleCell, [UInt16])
        /// Cells of four bytes through a modality LUT.
        case entries(SampleCell, firstValueMapped: Int, [UInt16])
        /// Samples of four bytes, in double precision that was found to be exact.
        case wideStretch(SampleKind, SampleKernels.WideStretch)
        /// Cells of four bytes.
        case steps(SampleCell, SampleSteps<Int32>)
        case floats(SampleSteps<Float>)
        case doubles(SampleSteps<Double>)
    }

    let method: Method
    /// Bytes from one sample to the next in the cells that the plan is for.
    public let bytesPerSample: Int
    /// Bits of a display value: 1 … 16. White is the largest number of so many bits.
    public let bitsPerDisplayValue: Int

    /// Bytes of a display value: 1, or 2 for more than 8 bits, little endian.
    public var bytesPerDisplayValue: Int { bitsPerDisplayValue > 8 ? 2 : 1 }

    /// - Parameters:
    ///   - stored: How the samples lie in their cells.
    ///   - modality: ``ModalityTransform/identity`` for an image without one.
    ///   - presentation: ``PresentationTransform/inverse`` where the lowest value is white: MONOCHROME1, or Presentation LUT Shape INVERSE.
    ///   - display: The table of a calibrated display, from P-values to driving levels.
    ///   - bitsPerDisplayValue: 1 … 16.
    ///   - background: Stored values that are shown as black, whatever the rest says: the padding of a frame.
    /// - Throws: `invalidWindow` for a LINEAR window narrower than 1 or another one of width 0 or less; `badArgument` for a range or a background
    ///   that is not of the pixels' kind, and for impossible bits; `unsupportedImage` for a modality LUT with float pixels.
    public init(
        stored: StoredValueFormat, modality: ModalityTransform = .identity, voi: VOITransform,
        presentation: PresentationTransform = .identity, display: PresentationLUT? = nil, bitsPerDisplayValue: Int = 8,
        background: StoredValueRange? = nil
    ) throws(ImagingError) {
        guard (1...16).contains(bitsPerDisplayValue) else { throw Self.mismatch("Display values of \(bitsPerDisplayValue) bits are none.") }
        bytesPerSample = stored.bytesPerSample
        self.bitsPerDisplayValue = bitsPerDisplayValue
        let composition = DisplayComposition(presentation, display: display, bitsPerSample: bitsPerDisplayValue)
        switch (stored.kind, modality) {
        case (.integer(let cell), .rescale(let rescale)):
            let background = try background.map { range throws(ImagingError) in try range.integers }
            method = try Self.method(for: cell, rescale, voi, composition, bitsPerDisplayValue, background)
        case (.integer(let cell), .lut(let lut)):
            let background = try background.map { range throws(ImagingError) in try range.integers }
            method = try Self.method(for: cell, lut, voi, composition, bitsPerDisplayValue, background)
        case (_, .rescale(let rescale)):
            method = try Self.method(forFloats: stored, rescale, voi, composition, background)
        case (_, .lut):
            throw ImagingError(
                code: .unsupportedImage, problem: "A modality LUT is not applied to float pixels.", remedy: "Render without it.")
        }
    }

    /// Display values of one frame, or of any run of its samples.
    ///
    /// - Parameters:
    ///   - cells: Samples as the data set or a codec gives them: little endian, in the format of the plan, without alignment.
    ///   - target: ``bytesPerDisplayValue`` for each sample; 0 is black.
    ///   - level: The instruction set; the bytes are the same for all.
    /// - Throws: `badArgument` where the sizes do not match, and for a `level` that this machine lacks.
    /// - Complexity: O(samples), no allocation.
    public func apply(
        cells: Span<UInt8>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(ImagingError) {
        guard cells.count % bytesPerSample == 0, cells.count / bytesPerSample * bytesPerDisplayValue == target.count else {
            throw Self.mismatch(
                "\(cells.count) bytes of samples of \(bytesPerSample) bytes do not fill a picture of \(target.count) bytes.")
        }
        do throws(CodecError) {
            switch method {
            case .stretch(let cell, let stretch):
                try SampleKernels.stretch(cells, cell: cell, by: stretch, into: &target, level: level)
            case .table(let cell, let table):
                try SampleKernels.lookUp(cells, cell: cell, in: table.span, into: &target, level: level)
            case .words(let cell, let table):
                try SampleKernels.lookUp(cells, cell: cell, in: table.span, into: &target, level: level)
            case .entries(let cell, let first, let table):
                try SampleKernels.lookUp(cells, cell: cell, clampedFrom: first, in: table.span, into: &target, level: level)
            case .wideStretch(let samples, let stretch):
                try SampleKernels.stretch(cells, of: samples, by: stretch, into: &target, level: level)
            case .steps(let cell, let steps): try SampleKernels.step(cells, cell: cell, by: steps, into: &target, level: level)
            case .floats(let steps): try SampleKernels.step(cells, by: steps, into: &target, level: level)
            case .doubles(let steps): try SampleKernels.step(cells, by: steps, into: &target, level: level)
            }
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
    }

    @inline(never) static func mismatch(_ problem: String) -> ImagingError {
        ImagingError(code: .badArgument, problem: problem, remedy: "Pass a frame, a format and a range that belong together.")
    }
}

extension GrayscalePlan {
    private static func method(
        for cell: SampleCell, _ rescale: RescaleTransform, _ voi: VOITransform, _ composition: DisplayComposition, _ bits: Int,
        _ background: ClosedRange<Int>?
    ) throws(ImagingError) -> Method {
        let values = cell.values
        let (steps, slope) = try integerSteps(of: values, rescale, voi, composition)
        // Cells of one byte are looked up faster than computed.
        if cell.bytes == 2, bits == 8, background == nil, let slope, composition.outputs == nil, !voi.isLUT,
            let stretch = SampleKernels.Stretch(equalTo: steps, of: values, slope: slope, composition.inverts ? 255 : 0)
        {
            return .stretch(cell, stretch)
        }
        if cell.bytes == 4, background == nil, let slope, composition.outputs == nil,
            let stretch = SampleKernels.WideStretch(
                equalTo: steps.pairs(in: values), descends: steps.descends, slope: slope, inverts: composition.inverts)
        {
            return .wideStretch(.integers(cell), stretch)
        }
        let output = voi.output(through: composition)
        var edges = steps.edges(in: values, output)
        if let background { edges.paint(background, in: values, 0) }
        if cell.bytes == 4 { return .steps(cell, try edges.sampleSteps(of: cell)) }
        if bits > 8 { return .words(cell, cell.tableOrder(edges.outputs(of: values, as: UInt16.self))) }
        return .table(cell, cell.tableOrder(edges.outputs(of: values, as: UInt8.self)))
    }

    /// Through a modality LUT: the display value of each of its entries first.
    private static func method(
        for cell: SampleCell, _ lut: ModalityLUT, _ voi: VOITransform, _ composition: DisplayComposition, _ bits: Int,
        _ background: ClosedRange<Int>?
    ) throws(ImagingError) -> Method {
        let values: ClosedRange<Int64> = 0...65_535
        let steps = try integerSteps(of: values, .identity, voi, composition).steps
        let byValue = steps.edges(in: values, voi.output(through: composition)).outputs(of: values, as: UInt16.self)
        let entries = lut.entries.map { byValue[Int($0)] }
        if cell.bytes == 4 {
            guard background == nil else {
                throw ImagingError(
                    code: .unsupportedImage, problem: "The padding of 32-bit pixels behind a modality LUT is not painted.",
                    remedy: "Render it like other values.")
            }
            return .entries(cell, firstValueMapped: lut.firstValueMapped, entries)
        }
        let outputs = cell.values.map { value -> UInt16 in
            background?.contains(Int(value)) == true ? 0 : entries[lut.index(of: value)]
        }
        return bits > 8 ? .words(cell, cell.tableOrder(outputs)) : .table(cell, cell.tableOrder(outputs.map(UInt8.init)))
    }

    private static func method(
        forFloats stored: StoredValueFormat, _ rescale: RescaleTransform, _ voi: VOITransform, _ composition: DisplayComposition,
        _ background: StoredValueRange?
    ) throws(ImagingError) -> Method {
        let steps: DisplaySteps<Double>
        switch voi {
        case .window(let window): steps = try window.doubleSteps(after: rescale, top: composition.top)
        case .floatRange(let range): steps = try floatSteps(range, rescale, composition.top)
        case .range: throw mismatch("A range of integers is none of float pixels.")
        case .lut(let lut): steps = StraightRise(placesFrom: lut, after: rescale).doubleSteps() ?? .init(starts: [], descends: false)
        }
        if case .float32 = stored.kind, background == nil, composition.outputs == nil, !voi.isLUT,
            let stretch = SampleKernels.WideStretch(
                equalTo: steps.singlePairs, descends: steps.descends, slope: steps.typicalSlope, inverts: composition.inverts)
        {
            return .wideStretch(.floats, stretch)
        }
        let output = voi.output(through: composition)
        var edges = steps.edges(output)
        if let background {
            let range = try background.floats
            edges.paint(from: range.lowerBound, to: range.upperBound.nextUp, 0)
        }
        do throws(CodecError) {
            // A NaN reaches no place. Infinities are those of the modality value: plus is at the top, minus at the bottom.
            let notANumber = output(0)
            guard case .float32 = stored.kind else {
                return .doubles(try SampleSteps(edges: edges.edges, outputs: edges.outputs, notANumber: notANumber))
            }
            let single = edges.single
            return .floats(try SampleSteps(edges: single.edges, outputs: single.outputs, notANumber: notANumber))
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
    }

    private static func integerSteps(
        of values: ClosedRange<Int64>, _ rescale: RescaleTransform, _ voi: VOITransform, _ composition: DisplayComposition
    ) throws(ImagingError) -> (steps: DisplaySteps<Int64>, slope: Double?) {
        switch voi {
        case .window(let window): return try window.steps(of: values, after: rescale, top: composition.top)
        case .range(let range):
            if range.lowerBound < range.upperBound,
                let rise = StraightRise(
                    from: ExactNumber(range.lowerBound), to: ExactNumber(range.upperBound), slope: rescale.slope, top: composition.top),
                let steps = rise.steps(of: values)
            {
                return steps
            }
            // One value, or a slope that makes it one: the lowest place.
            return (DisplaySteps(starts: [Int64](repeating: values.upperBound + 1, count: composition.top), descends: false), 0)
        case .lut(let lut):
            let steps = StraightRise(placesFrom: lut, after: rescale).steps(of: values)?.steps
            return (steps ?? DisplaySteps(starts: [], descends: false), nil)
        case .floatRange: throw mismatch("A range of floats is none of integer pixels.")
        }
    }

    private static func floatSteps(
        _ range: ClosedRange<Double>, _ rescale: RescaleTransform, _ top: Int
    ) throws(ImagingError) -> DisplaySteps<Double> {
        guard range.lowerBound.isFinite, range.upperBound.isFinite else { throw mismatch("A range of pixels must be finite.") }
        let rise = StraightRise(
            from: ExactNumber(range.lowerBound), to: ExactNumber(range.upperBound), slope: rescale.slope, top: top)
        guard range.lowerBound < range.upperBound, let steps = rise?.doubleSteps() else {
            return DisplaySteps(starts: [Double](repeating: .infinity, count: top), descends: rescale.slope.isNegative)
        }
        return steps
    }
}

extension VOITransform {
    fileprivate var isLUT: Bool {
        if case .lut = self { true } else { false }
    }

    /// What is shown at a place that the transform gives: entries of its table, or the places themselves.
    fileprivate func output(through composition: DisplayComposition) -> (Int) -> UInt16 {
        guard case .lut(let lut) = self else { return composition.output }
        let largest = 1 << lut.bitsPerEntry - 1
        return { composition.output(Int(lut.entries[$0]), of: largest) }
    }
}

extension StraightRise {
    fileprivate init(placesFrom lut: VOILUT, after rescale: RescaleTransform) {
        self.init(placesFrom: lut.firstValueMapped, after: rescale, top: lut.entries.count - 1)
    }
}

extension DisplayEdges<Int64> {
    fileprivate mutating func paint(_ range: ClosedRange<Int>, in values: ClosedRange<Int64>, _ output: UInt16) {
        let low = max(Int64(range.lowerBound), values.lowerBound)
        let high = min(Int64(range.upperBound), values.upperBound)
        guard low <= high else { return }
        paint(from: low, to: high + 1, output)
        if high == values.upperBound {
            edges.removeLast()
            outputs.removeLast()
        }
    }

    fileprivate func sampleSteps(of cell: SampleCell) throws(ImagingError) -> SampleSteps<Int32> {
        let bias: Int64 = cell.isSigned ? 0 : 1 << 31
        do throws(CodecError) {
            return try SampleSteps(edges: edges.map { Int32(truncatingIfNeeded: $0 - bias) }, outputs: outputs)
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
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

extension SampleKernels.WideStretch {
    /// A stretch that gives the same place as the steps for every value, or nil where double precision is too coarse for one.
    ///
    /// - Parameters:
    ///   - steps: for each place from 1 up, the u at which it begins and the one before; nil in place of a u that no sample has.
    ///   - slope: places that a value is worth; negative where the steps descend.
    init?(equalTo steps: [(start: Double?, before: Double?)], descends: Bool, slope: Double, inverts: Bool) {
        let sign: Double = descends ? -1 : 1
        guard slope.isFinite, slope != 0, let middle = steps[steps.count / 2].start ?? steps[steps.count / 2].before else { return nil }
        let origin = sign * middle
        // The interval in which the offset must lie, but for rounding; its middle leaves the most room for that.
        var (least, most) = (-Double.infinity, Double.infinity)
        for (index, step) in steps.enumerated() {
            if let start = step.start { least = max(least, Double(index + 1) - (sign * start - origin) * slope) }
            if let before = step.before { most = min(most, Double(index + 1) - (sign * before - origin) * slope) }
        }
        guard least < most else { return nil }
        let offset = least.isInfinite ? most - 1 : most.isInfinite ? least + 1 : least + (most - least) / 2
        guard offset.isFinite else { return nil }
        self.init(origin: origin, scale: slope, offset: offset, top: steps.count, inverts: inverts)
        guard top & (top + 1) == 0 else { return nil }

        // The kernel never turns back, so equality at both sides of each start is equality everywhere.
        func computed(_ u: Double) -> Double { (sign * u - origin) * scale + offset }
        for (index, step) in steps.enumerated() {
            if let start = step.start, computed(start) < Double(index + 1) { return nil }
            if let before = step.before, computed(before) >= Double(index + 1) { return nil }
        }
    }
}

extension DisplaySteps<Int64> {
    /// Where each place begins and the value before, as u; nil for those that are none of `values`.
    fileprivate func pairs(in values: ClosedRange<Int64>) -> [(start: Double?, before: Double?)] {
        let low = descends ? -values.upperBound : values.lowerBound
        let high = descends ? -values.lowerBound : values.upperBound
        return starts.map { start in
            (start <= high ? Double(max(start, low)) : nil, start > low ? Double(min(start, high + 1) - 1) : nil)
        }
    }
}

extension DisplaySteps<Double> {
    /// The same for every finite number of single precision.
    fileprivate var singlePairs: [(start: Double?, before: Double?)] {
        starts.map { start in
            let single = start.roundedUpToSingle
            let before = single.nextDown
            return (single.isFinite ? Double(single) : nil, before.isFinite ? Double(before) : nil)
        }
    }

    /// Places that a value is worth, from the first start to the last; 0 where they are not apart.
    fileprivate var typicalSlope: Double {
        guard let first = starts.first, let last = starts.last, last > first else { return 0 }
        let slope = Double(starts.count - 1) / (last - first)
        return descends ? -slope : slope
    }
}

extension SampleCell {
    /// Entries from the smallest value up, brought to the order of a lookup table: 0 and above first, then the negative ones.
    func tableOrder<Entry>(_ entries: [Entry]) -> [Entry] {
        isSigned ? Array(entries[(entries.count / 2)...] + entries[..<(entries.count / 2)]) : entries
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
