/// A display made to follow the Grayscale Standard Display Function (PS3.14 6): from P-values to the driving levels that give their luminance.
public struct DisplayCalibration: Sendable, Hashable {
    /// The luminance of each digital driving level, from the lowest up, with the light of the room that the screen reflects: cd/m².
    public let luminances: [Double]
    /// The driving level of each P-value, from the lowest up, to hand to a ``GrayscalePlan`` as its display, or over to a display system.
    public let table: PresentationLUT
    /// JND indices of the darkest and the brightest P-value.
    public let indices: ClosedRange<Double>

    /// - Parameters:
    ///   - luminances: The characteristic curve (PS3.14 C.1): what was measured for each driving level, 2 to 65,536 of them, in the dark, cd/m².
    ///     It may fall where it is not measured finely enough, but its end is above its beginning.
    ///   - ambient: The luminance that the room's light adds.
    ///   - pValues: How many P-values the table has: 2 to 65,536.
    /// - Throws: `badArgument` where the curve is none, or lies outside of the function: 0.05 to about 4,000 cd/m².
    public init(luminances: [Double], ambient: Double = 0, pValues: Int = 256) throws(ImagingError) {
        let total = luminances.map { $0 + ambient }
        guard (2...65_536).contains(total.count), (2...65_536).contains(pValues), total.allSatisfy({ $0 > 0 && $0.isFinite }), ambient >= 0,
            let first = total.first, let last = total.last, first < last
        else {
            throw Self.impossible("A characteristic curve of \(total.count) luminances, or a table of \(pValues) P-values, is none.")
        }
        let function = GrayscaleStandardDisplayFunction.indices
        guard last >= GrayscaleStandardDisplayFunction.luminance(ofIndex: function.lowerBound),
            first <= GrayscaleStandardDisplayFunction.luminance(ofIndex: function.upperBound)
        else { throw Self.impossible("The display is darker or brighter than PS3.14 defines its function for.") }
        self.luminances = total
        let low = GrayscaleStandardDisplayFunction.index(ofLuminance: first)
        let high = GrayscaleStandardDisplayFunction.index(ofLuminance: last)
        indices = low...high

        // A curve that falls in places has no inverse; its running maximum has.
        var rising = total
        for i in rising.indices.dropFirst() { rising[i] = max(rising[i], rising[i - 1]) }
        var entries: [UInt16] = []
        var level = 0
        for value in 0..<pValues {
            let wanted = GrayscaleStandardDisplayFunction.luminance(
                ofIndex: low + (high - low) * Double(value) / Double(pValues - 1))
            while level + 1 < rising.count, rising[level + 1] <= wanted { level += 1 }
            // The nearer of the two levels around, as PS3.14 C.2 counts: in JNDs.
            let above = min(level + 1, rising.count - 1)
            let index = GrayscaleStandardDisplayFunction.index(ofLuminance: wanted)
            let down = index - GrayscaleStandardDisplayFunction.index(ofLuminance: rising[level])
            let up = GrayscaleStandardDisplayFunction.index(ofLuminance: rising[above]) - index
            entries.append(UInt16(up < down ? above : level))
        }
        let bits = max(1, Int.bitWidth - (total.count - 1).leadingZeroBitCount)
        table = try PresentationLUT(entries: entries, bitsPerEntry: bits)
    }

    /// How closely the calibrated display follows the function.
    public var conformance: DisplayConformance {
        DisplayConformance(luminances: table.entries.map { luminances[Int($0)] })
    }

    private static func impossible(_ problem: String) -> ImagingError {
        ImagingError(
            code: .badArgument, problem: problem, remedy: "Measure the luminance of each driving level, in cd/m², from black to white.")
    }
}

/// The measures of conformance of PS3.14 C.3: how many just-noticeable differences each step between neighbouring P-values is worth.
///
/// On a display that follows the function exactly, all steps are worth the same.
public struct DisplayConformance: Sendable, Hashable {
    /// JNDs of each step.
    public let jndsPerStep: [Double]
    /// FIT: the slope of the straight line through the JNDs per step; 0 where none is left over for another curve.
    public let fitSlope: Double
    /// FIT: the 95% half-width of confidence of ``fitSlope`` under normal deviations.
    public let fitSlopeConfidence: Double
    /// LUM: the mean of the JNDs per step.
    public let mean: Double
    /// LUM: the root mean square of what the JNDs per step are off the mean.
    public let rootMeanSquare: Double
    /// The largest of what they are off the mean, in size.
    public let largestDeviation: Double

    /// Whether the line through the steps is level within its confidence: the FIT test.
    public var isLevel: Bool { fitSlope.magnitude <= fitSlopeConfidence }

    /// - Parameter luminances: of each P-value, from the lowest up, ambient light included: cd/m².
    public init(luminances: [Double]) {
        let indices = luminances.map(GrayscaleStandardDisplayFunction.index(ofLuminance:))
        let steps = zip(indices.dropFirst(), indices).map { $0 - $1 }
        jndsPerStep = steps
        let count = Double(max(steps.count, 1))
        let mean = steps.reduce(0, +) / count
        self.mean = mean
        rootMeanSquare = (steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        largestDeviation = steps.map { ($0 - mean).magnitude }.max() ?? 0
        // Least squares on the step's number.
        let middle = (count - 1) / 2
        var (square, product) = (0.0, 0.0)
        for (number, step) in steps.enumerated() {
            square += (Double(number) - middle) * (Double(number) - middle)
            product += (Double(number) - middle) * (step - mean)
        }
        let slope = square > 0 ? product / square : 0
        fitSlope = slope
        var rest = 0.0
        for (number, step) in steps.enumerated() {
            let off = step - mean - slope * (Double(number) - middle)
            rest += off * off
        }
        fitSlopeConfidence = count > 2 && square > 0 ? 1.96 * (rest / (count - 2) / square).squareRoot() : 0
    }
}
