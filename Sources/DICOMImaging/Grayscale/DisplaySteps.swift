internal import DICOMData

/// The map from a number v to places 0 … T on a display's scale as what it is: a step function that never turns back.
struct DisplaySteps<Value: Comparable & SignedNumeric & Sendable>: Sendable {
    /// For each place t from 1 to T, at index t - 1, the smallest u that is shown at t or more; ascending. A u beyond all values marks a
    /// place that none reaches.
    let starts: [Value]
    /// Whether u = -v, for a map that falls as v rises; else u = v.
    let descends: Bool
}

/// The same by v, with what is shown at each place: from an edge on, and below the next, the output of one more than the edge's index.
struct DisplayEdges<Value: Comparable & Sendable>: Sendable {
    /// Ascending; equal ones leave the places between them empty.
    var edges: [Value]
    /// One more than edges.
    var outputs: [UInt16]

    /// Shows values from `low` on, and below `end`, as one output.
    mutating func paint(from low: Value, to end: Value, _ output: UInt16) {
        let first = edges.firstIndex { !($0 < low) } ?? edges.count
        let after = edges.firstIndex { end < $0 } ?? edges.count
        let resumed = outputs[after]
        edges.replaceSubrange(first..<after, with: [low, end])
        outputs.replaceSubrange(first + 1..<after + 1, with: [output, resumed])
    }
}

extension DisplaySteps<Int64> {
    /// The steps among `values`, with the output of each place.
    func edges(in values: ClosedRange<Int64>, _ output: (Int) -> UInt16) -> DisplayEdges<Int64> {
        let first = place(of: descends ? -values.lowerBound : values.lowerBound)
        let last = place(of: descends ? -values.upperBound : values.upperBound)
        if descends {
            // From a place down to the next where u falls below its start: v = 1 - start.
            return DisplayEdges(
                edges: starts[last..<first].reversed().map { 1 - $0 }, outputs: (last...first).reversed().map(output))
        }
        return DisplayEdges(edges: Array(starts[first..<last]), outputs: (first...last).map(output))
    }

    private func place(of u: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= u { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension DisplaySteps<Double> {
    /// The steps with the output of each place.
    func edges(_ output: (Int) -> UInt16) -> DisplayEdges<Double> {
        if descends {
            return DisplayEdges(
                edges: starts.reversed().map { (-$0).nextUp }, outputs: (0...starts.count).reversed().map(output))
        }
        return DisplayEdges(edges: starts, outputs: (0...starts.count).map(output))
    }
}

extension DisplayEdges<Int64> {
    /// The output of each of `values`, from the smallest up.
    func outputs<Output: FixedWidthInteger>(of values: ClosedRange<Int64>, as type: Output.Type) -> [Output] {
        var list: [Output] = []
        list.reserveCapacity(values.count)
        var from = values.lowerBound
        for (edge, output) in zip(edges + [values.upperBound + 1], outputs) where edge > from {
            let to = min(edge, values.upperBound + 1)
            if from < to { list.append(contentsOf: repeatElement(Output(truncatingIfNeeded: output), count: Int(to - from))) }
            from = max(from, to)
        }
        return list
    }
}

extension DisplayEdges<Double> {
    /// The same for values of single precision: each edge the smallest of those that is not below it.
    var single: DisplayEdges<Float> {
        DisplayEdges<Float>(edges: edges.map(\.roundedUpToSingle), outputs: outputs)
    }
}

extension Double {
    /// The smallest number of single precision that is not below this one.
    var roundedUpToSingle: Float {
        let nearest = Float(self)
        return Double(nearest) < self ? nearest.nextUp : nearest
    }
}

extension VOIWindow {
    /// Where the places 0 … `top` begin for integers, and for a straight window how many places a value is worth.
    func steps(
        of values: ClosedRange<Int64>, after rescale: RescaleTransform, top: Int
    ) throws(ImagingError) -> (steps: DisplaySteps<Int64>, slope: Double?) {
        guard let straight = try rise(after: rescale, top: top).steps(of: values) else { throw invalid }
        guard function == .sigmoid else { return straight }
        let descends = straight.steps.descends
        let range = descends ? -values.upperBound...(-values.lowerBound) : values
        var starts = sigmoidStarts(after: rescale, descends: descends, top: top).map { start -> Int64 in
            // Compared as doubles: a wide window may begin far outside every integer.
            if start <= Double(range.lowerBound) { return range.lowerBound }
            if start > Double(range.upperBound) { return range.upperBound + 1 }
            return -(-start).roundedDown
        }
        // The only rational start: the middle of the curve is the center itself.
        if top % 2 == 1 { starts[top / 2] = straight.steps.starts[top / 2] }
        return (DisplaySteps(starts: starts, descends: descends), nil)
    }

    /// Where the places begin for float pixels.
    func doubleSteps(after rescale: RescaleTransform, top: Int) throws(ImagingError) -> DisplaySteps<Double> {
        guard let straight = try rise(after: rescale, top: top).doubleSteps() else { throw invalid }
        guard function == .sigmoid else { return straight }
        var starts = sigmoidStarts(after: rescale, descends: straight.descends, top: top)
        if top % 2 == 1 { starts[top / 2] = straight.starts[top / 2] }
        return DisplaySteps(starts: starts, descends: straight.descends)
    }

    /// The straight window, or for a sigmoid its middle: a window of width 0, so that the middle place begins at the center.
    private func rise(after rescale: RescaleTransform, top: Int) throws(ImagingError) -> StraightRise {
        guard width.magnitude > 0, !width.isNegative else { throw invalid }
        let (middle, total) = (ExactNumber(center), ExactNumber(width))
        var rise = StraightRise(
            slope: ExactNumber(rescale.slope), intercept: ExactNumber(rescale.intercept), middle: (middle, .zero), width: (total, .zero),
            top: top)
        switch function {
        case .linear:
            rise.middle.1 = -.half
            rise.width.1 = -.one
            rise.stepsBehind = true
        case .linearExact: break
        case .sigmoid: rise.width.0 = .zero
        }
        return rise
    }

    private var invalid: ImagingError {
        ImagingError(
            code: .invalidWindow,
            problem: function == .linear ? "A LINEAR window must be at least 1 wide" : "A window must be wider than 0",
            remedy: "Choose another window, or leave it out to stretch the frame's own range (PS3.3 C.11.2.1.2).")
    }

    /// u = ±v with T/(1 + exp(-4 (x - c)/w)) = t - 1/2, for each t; ±infinity where the slope is 0.
    private func sigmoidStarts(after rescale: RescaleTransform, descends: Bool, top: Int) -> [Double] {
        guard top > 0 else { return [] }
        let (slope, intercept) = (rescale.slope.doubleValue, rescale.intercept.doubleValue)
        let (center, width) = (center.doubleValue, width.doubleValue)
        return (1...top).map { t in
            let x = center + width / 4 * logarithm((Double(t) - 0.5) / (Double(top) + 0.5 - Double(t)))
            if slope == 0 { return intercept >= x ? -.infinity : .infinity }
            return (x - intercept) / slope.magnitude
        }
    }
}

extension StraightRise {
    /// From the smallest to the largest of the frame's own values; nil for a slope of 0.
    init?(from low: ExactNumber, to high: ExactNumber, slope: DecimalNumber, top: Int) {
        // Slope and intercept cancel out of (x - lo)/(hi - lo), but for the sign of the slope.
        guard slope.magnitude != 0 else { return nil }
        let falls = slope.isNegative
        self.init(
            slope: ExactNumber(falls ? -1 : 1), intercept: .zero,
            middle: (falls ? -low.halved : low.halved, falls ? -high.halved : high.halved),
            width: (high, -low), top: top)
    }

    /// The places in a table whose first entry stands for `first`.
    init(placesFrom first: Int, after rescale: RescaleTransform, top: Int) {
        self.init(
            slope: ExactNumber(rescale.slope), intercept: ExactNumber(rescale.intercept),
            middle: (ExactNumber(first), ExactNumber(top).halved), width: (ExactNumber(top), .zero), top: top)
    }
}

extension Double {
    /// The largest integer not above a number that an Int64 can hold. (`rounded(.down)` may become a call to a C library that nobody else
    /// here needs.)
    var roundedDown: Int64 {
        let integer = Int64(self)
        return Double(integer) > self ? integer - 1 : integer
    }
}

/// Natural logarithm of a positive, normal number, within 2 units in the last place. Written out so that all platforms round alike, and
/// without a C library.
func logarithm(_ value: Double) -> Double {
    var exponent = Double(value.exponent)
    var fraction = value.significand
    if fraction > 1.5 {
        fraction /= 2
        exponent += 1
    }
    // ln f = 2 artanh((f - 1)/(f + 1)), |z| ≤ 1/5: the 12th term is below 1e-17.
    let z = (fraction - 1) / (fraction + 1)
    var series = 0.0
    for n in (0..<13).reversed() { series = series * z * z + 1 / Double(2 * n + 1) }
    return exponent * 0.693_147_180_559_945_3 + 2 * z * series
}
