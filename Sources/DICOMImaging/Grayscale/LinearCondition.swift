/// A straight rise from 0 to T around m, of width W, as seen from stored values v: y = T ((x - m)/W + 1/2), x = slope · v + intercept.
///
/// | | m | W | T |
/// |---|---|---|---|
/// | LINEAR (PS3.3 C.11.2.1.2.1) | center - 1/2 | width - 1 | levels |
/// | LINEAR_EXACT | center | width | levels |
/// | from lo to hi | (lo + hi)/2 | hi - lo | levels |
/// | places in a table of T + 1 entries from f on: x rounded, less f | f + T/2 | T | last entry |
struct StraightRise {
    var slope: ExactNumber
    var intercept: ExactNumber
    /// Two numbers that add up to m.
    var middle: (ExactNumber, ExactNumber)
    /// Two numbers that add up to W.
    var width: (ExactNumber, ExactNumber)
    /// A rise of no width is a step behind m, not at m.
    var stepsBehind = false
    /// T: 0 to 65,535.
    var top: Int

    /// Where the levels begin for integers.
    ///
    /// - Returns: the steps, and by how many levels y rises from one v to the next; nil where W is negative.
    func steps(of values: ClosedRange<Int64>) -> (steps: DisplaySteps<Int64>, slope: Double?)? {
        let unit = unit
        let lengthOfValues = 64 - Int64(max(values.upperBound.magnitude, values.lowerBound.magnitude)).leadingZeroBitCount
        // Products of u with the rise, sums of a few of those, and a sign.
        if unit.bits + LinearCondition<NarrowInteger>.factorBits + lengthOfValues + 4 < 64 {
            return LinearCondition<NarrowInteger>(self, unit, spareBits: 0).map { $0.steps(of: values) }
        }
        return LinearCondition<WideInteger>(self, unit, spareBits: 80).map { $0.steps(of: values) }
    }

    /// Where the levels begin for float pixels; nil where W is negative.
    func doubleSteps() -> DisplaySteps<Double>? {
        // The exponents of finite doubles span 2,098 powers of two.
        guard let condition = LinearCondition<WideInteger>(self, unit, spareBits: 2_200) else { return nil }
        return DisplaySteps(starts: condition.doubleStarts(), descends: condition.descends)
    }

    private var unit: ExactUnit { ExactUnit(of: [slope, intercept, middle.0, middle.1, width.0, width.1]) }
}

/// "Level t is reached": `rise` · u ≥ `first` + (t - 1) · `step`, for t in 1 … T, all integers.
///
/// The value y of a ``StraightRise`` rounds to at least t just when y ≥ t - 1/2, and that is
///
///     T ((x - m)/W + 1/2) ≥ t - 1/2   ⟺   2 T (x - m) ≥ (2 t - 1 - T) W   ⟺   2 T slope · v ≥ (2 t - 1 - T) W - 2 T (intercept - m)
///
/// Both sides are multiplied by powers of ten and two until no fraction is left. To have `rise` ≥ 0, u is -v where the slope is negative.
struct LinearCondition<Integer: ExactInteger> {
    private(set) var rise: Integer
    private(set) var first: Integer
    let step: Integer
    let descends: Bool
    /// Greater, not greater or equal.
    let isStrict: Bool
    private let top: Int
    private let wordCount: Int

    /// What `rise` and `first` are longer by than the numbers: factors of 2 T (17 bits), sums.
    static var factorBits: Int { 20 }

    /// - Parameter spareBits: Room for whatever else u is multiplied by.
    /// - Returns: Nil when W is negative.
    init?(_ straight: StraightRise, _ unit: ExactUnit, spareBits: Int) {
        let wordCount = unit.wordCount(spareBits: spareBits + Self.factorBits)
        self.wordCount = wordCount
        top = straight.top
        var total: Integer = unit.integer(straight.width.0, wordCount: wordCount)
        total += unit.integer(straight.width.1, wordCount: wordCount)
        guard !total.isNegative else { return nil }
        isStrict = straight.stepsBehind && total.isZero

        var offset: Integer = unit.integer(straight.intercept, wordCount: wordCount)
        offset -= unit.integer(straight.middle.0, wordCount: wordCount)
        offset -= unit.integer(straight.middle.1, wordCount: wordCount)
        rise = unit.integer(straight.slope, wordCount: wordCount, as: Integer.self).multiplied(by: 2 * top)
        first = total.multiplied(by: 1 - top)
        first -= offset.multiplied(by: 2 * top)
        step = total.multiplied(by: 2)
        descends = rise.isNegative
        if descends { rise.negate() }
    }

    func steps(of values: ClosedRange<Int64>) -> (steps: DisplaySteps<Int64>, slope: Double?) {
        let range = descends ? -values.upperBound...(-values.lowerBound) : values
        return (DisplaySteps(starts: starts(in: range), descends: descends), descends ? -levelsPerValue : levelsPerValue)
    }

    /// Levels that y rises by from one u to the next; infinite for a step.
    private var levelsPerValue: Double {
        let (rise, step) = (rise.estimate, step.estimate)
        return Double(sign: .plus, exponent: rise.exponent - step.exponent, significand: rise.fraction / step.fraction)
    }

    /// For each level from 1 to T the smallest integer u in `values` that reaches it; one above the largest where none does.
    private func starts(in values: ClosedRange<Int64>) -> [Int64] {
        let beyond = values.upperBound + 1
        let limit = beyond - values.lowerBound
        let bits = 64 - limit.leadingZeroBitCount
        var starts: [Int64] = []
        starts.reserveCapacity(top)

        // Counted from the lower bound: u - lower = ceiling((first - rise · lower)/rise), a floor once rise - 1 is added (and for integers,
        // greater is greater or equal to one more).
        let one = Integer(1, isNegative: false, wordCount: wordCount)
        var numerator = first
        if isStrict { numerator += one }
        guard !rise.isZero else {
            let zero = Integer(0, isNegative: false, wordCount: wordCount)
            for _ in 0..<top {
                starts.append(zero < numerator ? beyond : values.lowerBound)
                numerator += step
            }
            return starts
        }
        numerator -= rise.multiplied(by: Int(values.lowerBound))
        numerator += rise
        numerator -= one
        while numerator.isNegative, starts.count < top {
            starts.append(values.lowerBound)
            numerator += step
        }

        // The numerators are an arithmetic progression, so all quotients follow from the first one and that of the step.
        var stepRemainder = step
        let stepQuotient = stepRemainder.divide(by: rise, quotientBits: bits) ?? limit
        guard var quotient = numerator.divide(by: rise, quotientBits: bits) else {
            return starts + [Int64](repeating: beyond, count: top - starts.count)
        }
        while starts.count < top, quotient < limit {
            starts.append(values.lowerBound + quotient)
            quotient += stepQuotient
            numerator += stepRemainder
            if !(numerator < rise) {
                numerator -= rise
                quotient += 1
            }
        }
        while starts.count < top { starts.append(beyond) }
        return starts
    }

    /// For each level from 1 to T the smallest double u that reaches it, infinity where none does.
    func doubleStarts() -> [Double] {
        var starts: [Double] = []
        starts.reserveCapacity(top)
        var bound = first
        let zero = Integer(0, isNegative: false, wordCount: wordCount)
        for _ in 0..<top {
            if rise.isZero {
                starts.append((isStrict ? bound < zero : !(zero < bound)) ? -.greatestFiniteMagnitude : .infinity)
            } else {
                starts.append(smallestDouble(reaching: bound))
            }
            bound += step
        }
        return starts
    }

    private func smallestDouble(reaching bound: Integer) -> Double {
        let (top, bottom) = (bound.estimate, rise.estimate)
        let quotient = Double(sign: .plus, exponent: top.exponent - bottom.exponent, significand: top.fraction / bottom.fraction)
        var start = min(max(quotient, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
        // The estimate is a few units off in the last place at most.
        while start < .infinity, !reaches(start, bound) { start = start.nextUp }
        while start > -.greatestFiniteMagnitude, reaches(start.nextDown, bound) { start = start.nextDown }
        return start
    }

    private func reaches(_ value: Double, _ bound: Integer) -> Bool {
        let exact = ExactNumber(value)
        var left = rise
        left.multiply(by: exact.magnitude)
        if exact.isNegative { left.negate() }
        var right = bound
        if exact.two > 0 { left.shiftLeft(by: exact.two) } else { right.shiftLeft(by: -exact.two) }
        return isStrict ? right < left : !(left < right)
    }
}
