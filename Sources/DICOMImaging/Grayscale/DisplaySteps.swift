internal import DICOMData

/// The map from a number v to display levels 0 … 255 as what it is: a step function that never turns back.
struct DisplaySteps<Value: Comparable & SignedNumeric & Sendable>: Sendable {
    /// For each level t from 1 to 255, at index t - 1, the smallest u that is shown at t or more; ascending. A u beyond all values marks a
    /// level that none reaches.
    let starts: [Value]
    /// Whether u = -v, for a map that falls as v rises; else u = v.
    let descends: Bool

    func level(of value: Value) -> UInt8 {
        let u = descends ? -value : value
        // Invariant: levels up to `low` are reached, those above `high` are not.
        var low = 0
        var high = 255
        while low < high {
            let middle = (low + high + 1) / 2
            if u >= starts[middle - 1] { low = middle } else { high = middle - 1 }
        }
        return UInt8(low)
    }
}

extension DisplaySteps<Int64> {
    /// The level of each of `values`, from the smallest up.
    func levels(of values: ClosedRange<Int64>) -> [UInt8] {
        var levels: [UInt8] = []
        levels.reserveCapacity(values.count)
        // Runs of one level lie between neighbouring starts; where the map descends, the largest u comes first.
        let low = descends ? -values.upperBound : values.lowerBound
        let beyond = (descends ? -values.lowerBound : values.upperBound) + 1
        func append(_ level: Int) {
            let from = level == 0 ? low : max(starts[level - 1], low)
            let to = level == 255 ? beyond : min(starts[level], beyond)
            if from < to { levels.append(contentsOf: repeatElement(UInt8(level), count: Int(to - from))) }
        }
        if descends {
            for level in (0...255).reversed() { append(level) }
        } else {
            for level in 0...255 { append(level) }
        }
        return levels
    }
}

extension VOIWindow {
    /// Where the levels begin for integers; u runs through `values` or through their negatives.
    func steps(
        of values: ClosedRange<Int64>, after rescale: RescaleTransform
    ) throws(ImagingError) -> (steps: DisplaySteps<Int64>, slope: Double?) {
        let condition = try condition(after: rescale, spareBits: LinearCondition.integerBits)
        let range = values.seen(from: condition)
        guard function == .sigmoid else {
            let steps = DisplaySteps(starts: condition.starts(in: range), descends: condition.descends)
            return (steps, condition.descends ? -condition.levelsPerValue : condition.levelsPerValue)
        }
        var starts = sigmoidStarts(after: rescale, descends: condition.descends).map { start -> Int64 in
            // Compared as doubles: a wide window may begin far outside every integer.
            if start <= Double(range.lowerBound) { return range.lowerBound }
            if start > Double(range.upperBound) { return range.upperBound + 1 }
            return -(-start).roundedDown
        }
        // The only rational start: the middle of the curve is the center itself.
        starts[127] = condition.starts(in: range)[127]
        return (DisplaySteps(starts: starts, descends: condition.descends), nil)
    }

    /// Where the levels begin for float pixels.
    func doubleSteps(after rescale: RescaleTransform) throws(ImagingError) -> DisplaySteps<Double> {
        let condition = try condition(after: rescale, spareBits: LinearCondition.doubleBits)
        guard function == .sigmoid else { return DisplaySteps(starts: condition.doubleStarts(), descends: condition.descends) }
        var starts = sigmoidStarts(after: rescale, descends: condition.descends)
        starts[127] = condition.doubleStarts()[127]
        return DisplaySteps(starts: starts, descends: condition.descends)
    }

    /// The straight window, or for a sigmoid its middle: a window of width 0, so that level 128 begins at the center.
    private func condition(after rescale: RescaleTransform, spareBits: Int) throws(ImagingError) -> LinearCondition {
        let isLegal = width.magnitude > 0 && !width.isNegative
        var middle = [ExactNumber(center)]
        var total = [ExactNumber(width)]
        switch function {
        case .linear:
            var minusHalf = ExactNumber.half
            minusHalf.isNegative = true
            var minusOne = ExactNumber.one
            minusOne.isNegative = true
            middle.append(minusHalf)
            total.append(minusOne)
        case .linearExact: break
        case .sigmoid: total = []
        }
        let condition = LinearCondition(
            slope: ExactNumber(rescale.slope), intercept: ExactNumber(rescale.intercept), middle: middle, width: total,
            isLinear: function == .linear, spareBits: spareBits)
        guard isLegal, let condition else {
            throw ImagingError(
                code: .invalidWindow,
                problem: function == .linear ? "A LINEAR window must be at least 1 wide" : "A window must be wider than 0",
                remedy: "Choose another window, or leave it out to stretch the frame's own range (PS3.3 C.11.2.1.2).")
        }
        return condition
    }

    /// u = ±v with 255/(1 + exp(-4 (x - c)/w)) = t - 1/2, for each t; ±infinity where the slope is 0.
    private func sigmoidStarts(after rescale: RescaleTransform, descends: Bool) -> [Double] {
        let (slope, intercept) = (rescale.slope.doubleValue, rescale.intercept.doubleValue)
        return (1...255).map { t in
            let x = center.doubleValue + width.doubleValue / 4 * logarithm((Double(t) - 0.5) / (255.5 - Double(t)))
            if slope == 0 { return intercept >= x ? -.infinity : .infinity }
            return (x - intercept) / slope.magnitude
        }
    }
}

/// Straight from the smallest to the largest of the frame's own values.
func rangeSteps(_ low: ExactNumber, _ high: ExactNumber, slope: DecimalNumber, spareBits: Int) -> LinearCondition? {
    // Slope and intercept cancel out of (x - lo)/(hi - lo), but for the sign of the slope.
    let sign = slope.magnitude == 0 ? 0 : slope.isNegative ? -1 : 1
    guard sign != 0 else { return nil }
    var (halfLow, halfHigh, minusLow) = (low, high, low)
    halfLow.two -= 1
    halfHigh.two -= 1
    minusLow.isNegative.toggle()
    if sign < 0 {
        halfLow.isNegative.toggle()
        halfHigh.isNegative.toggle()
    }
    return LinearCondition(
        slope: ExactNumber(sign), intercept: ExactNumber(0), middle: [halfLow, halfHigh], width: [high, minusLow], isLinear: false,
        spareBits: spareBits)
}

extension ClosedRange<Int64> {
    /// The range of u for a range of v.
    func seen(from condition: LinearCondition) -> ClosedRange<Int64> {
        condition.descends ? -upperBound...(-lowerBound) : self
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
