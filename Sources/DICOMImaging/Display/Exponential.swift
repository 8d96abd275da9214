// Written out so that all platforms round alike, and without a C library.

/// e to a power of -87 … 87, within a few units in the last place of a float and better than 1e-13.
func exponential(_ power: Double) -> Double {
    // e^x = (e^(x/256))^256: the 14th term of the series is below 1e-17 there.
    let part = min(max(power, -87), 87) / 256
    var sum = 1.0
    for n in (1...14).reversed() { sum = 1 + part / Double(n) * sum }
    for _ in 0..<8 { sum *= sum }
    return sum
}

/// A positive, normal number to a power; 0 for 0.
func power(_ base: Double, _ exponent: Double) -> Double {
    base > 0 ? exponential(exponent * logarithm(base)) : 0
}
