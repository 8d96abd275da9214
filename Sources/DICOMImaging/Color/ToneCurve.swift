/// Device value to linear value, both 0…1 (ICC.1 10.6 curveType, 10.18 parametricCurveType).
enum ToneCurve: Sendable, Hashable {
    case gamma(Double)
    /// Equally spaced over 0…1: two entries or more, between which lines are drawn.
    case table([Double])
    /// Type 3 of ICC.1 Table 68, of which the others are cases: (a x + b)^g + e for x ≥ d, else c x + f.
    case parametric(g: Double, a: Double, b: Double, c: Double, d: Double, e: Double, f: Double)

    func linear(_ device: Double) -> Double {
        let value: Double
        switch self {
        case .gamma(let gamma): value = gamma == 1 ? device : power(device, gamma)
        case .table(let entries):
            let place = device * Double(entries.count - 1)
            let below = min(max(Int(place), 0), entries.count - 2)
            value = entries[below] + (entries[below + 1] - entries[below]) * (place - Double(below))
        case .parametric(let g, let a, let b, let c, let d, let e, let f):
            value = device >= d ? power(max(a * device + b, 0), g) + e : c * device + f
        }
        return value.isFinite ? min(max(value, 0), 1) : 0
    }
}
