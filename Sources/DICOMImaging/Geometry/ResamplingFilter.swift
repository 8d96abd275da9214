internal import DICOMCodecs

/// How a pixel of another size is made of those around its place.
///
/// Where a picture becomes smaller, ``bilinear``, ``bicubic`` and ``lanczos3`` are widened by the same factor, so that every pixel of the
/// source counts and nothing fine turns into something coarse that is not there. Beyond the edge there are no pixels: the weights of those
/// within are raised instead.
public enum ResamplingFilter: Sendable, Hashable, CaseIterable {
    /// The pixel at the place of the new one's center: no new value appears. For labels and for magnified pixels.
    case nearest
    /// A tent: straight lines between neighbours.
    case bilinear
    /// The cubic convolution of Keys with a = -0.5, also named Catmull-Rom: smooth, goes through the values of the source, rings a little.
    case bicubic
    /// A sinc under a sinc of three lobes: the sharpest, rings the most.
    case lanczos3
    /// The mean over the area that the new pixel covers, pixels at its border by the part that is covered. Keeps the mean of the picture.
    case area
}

extension ResamplingFilter {
    /// The weights along one side.
    ///
    /// - Parameters:
    ///   - source: 1 or more pixels, as `target`.
    func axis(from source: Int, to target: Int) -> ResamplingAxis {
        switch self {
        case .nearest: Self.nearestAxis(source, target)
        case .area: Self.areaAxis(source, target)
        case .bilinear: Self.axis(source, target, support: 1) { 1 - $0 }
        case .bicubic: Self.axis(source, target, support: 2, Self.cubic)
        case .lanczos3: Self.axis(source, target, support: 3) { Self.sinc($0) * Self.sinc($0 / 3) }
        }
    }

    private static func nearestAxis(_ source: Int, _ target: Int) -> ResamplingAxis {
        var axis = ResamplingAxis(source: source, taps: 1, capacity: target)
        for place in 0..<target { axis.append(start: (2 * place + 1) * source / (2 * target), weights: [1]) }
        return axis
    }

    /// In units of a pixel of the source over `target`, all borders are whole numbers, and so are the parts that are covered.
    private static func areaAxis(_ source: Int, _ target: Int) -> ResamplingAxis {
        let taps = min(source, (source + target - 1) / target + 1)
        var axis = ResamplingAxis(source: source, taps: taps, capacity: target)
        for place in 0..<target {
            let covered = place * source..<(place + 1) * source
            let pixels = covered.lowerBound / target...(covered.upperBound - 1) / target
            let weights = pixels.map { pixel in
                let part = covered.clamped(to: pixel * target..<(pixel + 1) * target).count
                return Double(part) / Double(source)
            }
            axis.append(start: pixels.lowerBound, weights: summingToOne(weights))
        }
        return axis
    }

    /// - Parameters:
    ///   - support: Where the filter ends.
    ///   - filter: Its value at a distance of 0 … `support`.
    private static func axis(_ source: Int, _ target: Int, support: Double, _ filter: (Double) -> Double) -> ResamplingAxis {
        let scale = Double(source) / Double(target)
        let widening = max(scale, 1)
        let reach = support * widening
        var axis = ResamplingAxis(source: source, taps: min(source, Int(2 * reach) + 2), capacity: target)
        for place in 0..<target {
            let center = (Double(place) + 0.5) * scale - 0.5
            let first = max(0, Int((center - reach).rounded(.up)))
            let last = min(source - 1, Int((center + reach).rounded(.down)))
            var weights = (first...last).map { filter(min(abs(Double($0) - center) / widening, support)) }
            let sum = weights.reduce(0, +)
            for index in weights.indices { weights[index] /= sum }
            // Weights of nothing at the ends are no weights: what is not a number must not spread by them.
            let leading = min(weights.prefix { $0 == 0 }.count, weights.count - 1)
            weights.removeFirst(leading)
            while weights.count > 1, weights.last == 0 { weights.removeLast() }
            axis.append(start: first + leading, weights: summingToOne(weights))
        }
        return axis
    }

    /// Weights in single precision whose sum, taken in the order and precision of the kernel, is as near to 1 as it can be: a constant
    /// picture stays constant.
    private static func summingToOne(_ weights: [Double]) -> [Float] {
        var rounded = weights.map { Float($0) }
        guard let largest = rounded.indices.max(by: { rounded[$0] < rounded[$1] }) else { return rounded }
        for _ in 0..<3 {
            let excess = rounded.reduce(0, +) - 1
            if excess == 0 { break }
            rounded[largest] -= excess
        }
        return rounded
    }

    private static func cubic(_ x: Double) -> Double {
        x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2
    }

    private static func sinc(_ x: Double) -> Double { x < 1e-9 ? 1 : sineOfTurns(x) / (Double.pi * x) }

    /// sin πx for x from 0 to 3, from its series: the mathematical libraries of two systems may differ in the last bit, and pictures should
    /// not.
    private static func sineOfTurns(_ x: Double) -> Double {
        let turns = x.rounded()
        let angle = (x - turns) * Double.pi
        let square = angle * angle
        var term = angle
        var sum = angle
        for n in stride(from: 2.0, through: 20, by: 2) {
            term *= -square / (n * (n + 1))
            sum += term
        }
        return Int(turns) % 2 == 0 ? sum : -sum
    }
}
