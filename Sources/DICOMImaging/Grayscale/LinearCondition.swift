/// "Display level t is reached": `rise` · u ≥ `first` + (t - 1) · `step`, for t in 1 … 255, all integers.
///
/// The display value y of a straight window rounds to at least t just when y ≥ t - 1/2, and with x = slope · v + intercept, a window
/// around m of width W (PS3.3 C.11.2.1.2; the table below) that is
///
///     255 ((x - m)/W + 1/2) ≥ t - 1/2   ⟺   510 (x - m) ≥ (2 t - 256) W   ⟺   510 slope · v ≥ (2 t - 256) W - 510 (intercept - m)
///
/// | | m | W |
/// |---|---|---|
/// | LINEAR | center - 1/2 | width - 1 |
/// | LINEAR_EXACT | center | width |
/// | from lo to hi | (lo + hi)/2 | hi - lo |
///
/// Both sides are multiplied by powers of ten and two until no fraction is left. To have `rise` ≥ 0, u is -v where the slope is negative.
struct LinearCondition {
    private(set) var rise: WideInteger
    private(set) var first: WideInteger
    let step: WideInteger
    let descends: Bool
    /// Greater, not greater or equal: LINEAR of width 1 puts its step behind center - 1/2.
    let isStrict: Bool
    private let wordCount: Int

    /// Values that `spareBits` must make room for: factors of 510 (9 bits), and whatever else u is multiplied by.
    private static let factorBits = 12
    /// For stored integers of up to 33 bits, and quotients in them.
    static let integerBits = 80
    /// For any finite double: its exponents span 2,098 powers of two.
    static let doubleBits = 2_200

    /// - Parameters:
    ///   - middle: Numbers that add up to m.
    ///   - width: Numbers that add up to W; nil when the sum is negative.
    init?(slope: ExactNumber, intercept: ExactNumber, middle: [ExactNumber], width: [ExactNumber], isLinear: Bool, spareBits: Int) {
        let unit = ExactUnit(of: [slope, intercept] + middle + width, spareBits: spareBits + Self.factorBits)
        wordCount = unit.wordCount
        var total = WideInteger(0, wordCount: wordCount)
        for part in width { total += unit.integer(part) }
        guard !total.isNegative else { return nil }
        isStrict = isLinear && total.isZero

        var offset = unit.integer(intercept)
        for part in middle { offset -= unit.integer(part) }
        rise = unit.integer(slope).multiplied(by: 510)
        first = total.multiplied(by: 2 - 256)
        first -= offset.multiplied(by: 510)
        step = total.multiplied(by: 2)
        descends = rise.isNegative
        if descends { rise.negate() }
    }

    /// Display levels that y rises by from one u to the next; infinite for a step.
    var levelsPerValue: Double {
        let (rise, step) = (rise.estimate, step.estimate)
        return Double(sign: .plus, exponent: rise.exponent - step.exponent, significand: rise.fraction / step.fraction)
    }

    /// For each level from 1 to 255 the smallest integer u in `values` that reaches it; one above the largest where none does.
    func starts(in values: ClosedRange<Int64>) -> [Int64] {
        let beyond = values.upperBound + 1
        let limit = beyond - values.lowerBound
        let bits = 64 - limit.leadingZeroBitCount
        var starts: [Int64] = []
        starts.reserveCapacity(255)

        // Counted from the lower bound: u - lower = ceiling((first - rise · lower)/rise), a floor once rise - 1 is added (and for integers,
        // greater is greater or equal to one more).
        var numerator = first
        if isStrict { numerator += WideInteger(1, wordCount: wordCount) }
        guard !rise.isZero else {
            let zero = WideInteger(0, wordCount: wordCount)
            for _ in 0..<255 {
                starts.append(zero < numerator ? beyond : values.lowerBound)
                numerator += step
            }
            return starts
        }
        numerator -= rise.multiplied(by: Int(values.lowerBound))
        numerator += rise
        numerator -= WideInteger(1, wordCount: wordCount)
        while numerator.isNegative, starts.count < 255 {
            starts.append(values.lowerBound)
            numerator += step
        }

        // The numerators are an arithmetic progression, so all quotients follow from the first one and that of the step.
        var stepRemainder = step
        let stepQuotient = stepRemainder.divide(by: rise, quotientBits: bits) ?? limit
        guard var quotient = numerator.divide(by: rise, quotientBits: bits) else {
            return starts + [Int64](repeating: beyond, count: 255 - starts.count)
        }
        while starts.count < 255, quotient < limit {
            starts.append(values.lowerBound + quotient)
            quotient += stepQuotient
            numerator += stepRemainder
            if !(numerator < rise) {
                numerator -= rise
                quotient += 1
            }
        }
        return starts + [Int64](repeating: beyond, count: 255 - starts.count)
    }

    /// For each level from 1 to 255 the smallest double u that reaches it, infinity where none does.
    func doubleStarts() -> [Double] {
        var starts: [Double] = []
        starts.reserveCapacity(255)
        var bound = first
        let zero = WideInteger(0, wordCount: wordCount)
        for _ in 0..<255 {
            if rise.isZero {
                starts.append((isStrict ? bound < zero : !(zero < bound)) ? -.greatestFiniteMagnitude : .infinity)
            } else {
                starts.append(smallestDouble(reaching: bound))
            }
            bound += step
        }
        return starts
    }

    private func smallestDouble(reaching bound: WideInteger) -> Double {
        let (top, bottom) = (bound.estimate, rise.estimate)
        let quotient = Double(sign: .plus, exponent: top.exponent - bottom.exponent, significand: top.fraction / bottom.fraction)
        var start = min(max(quotient, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
        // The estimate is a few units off in the last place at most.
        while start < .infinity, !reaches(start, bound) { start = start.nextUp }
        while start > -.greatestFiniteMagnitude, reaches(start.nextDown, bound) { start = start.nextDown }
        return start
    }

    private func reaches(_ value: Double, _ bound: WideInteger) -> Bool {
        let exact = ExactNumber(value)
        var left = rise
        left.multiply(by: exact.magnitude)
        if exact.isNegative { left.negate() }
        var right = bound
        if exact.two > 0 { left.shiftLeft(by: exact.two) } else { right.shiftLeft(by: -exact.two) }
        return isStrict ? right < left : !(left < right)
    }
}
