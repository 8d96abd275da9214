/// The Grayscale Standard Display Function (PS3.14 Clause 7): luminance against just-noticeable differences.
public enum GrayscaleStandardDisplayFunction {
    /// JND indices for which the function is defined: 1 to 1023.
    public static let indices: ClosedRange<Double> = 1...1_023

    /// The luminance of a JND index, in cd/m² (PS3.14 7, Equation 1).
    ///
    /// - Parameter index: 1 … 1023; others count as the nearest of these.
    public static func luminance(ofIndex index: Double) -> Double {
        let x = logarithm(min(max(index, indices.lowerBound), indices.upperBound))
        // a, c, e, g, m over 1, b, d, f, h, k.
        let above = -1.3011877 + x * (8.0242636e-2 + x * (1.3646699e-1 + x * (-2.5468404e-2 + x * 1.3635334e-3)))
        let below = 1 + x * (-2.5840191e-2 + x * (-1.0320229e-1 + x * (2.8745620e-2 + x * (-3.1978977e-3 + x * 1.2992634e-4))))
        return exponential(above / below * 2.302_585_092_994_046)
    }

    /// The JND index of a luminance, the inverse of ``luminance(ofIndex:)``, to within 1e-9 of it. (PS3.14 prints an interpolation good to three
    /// digits; this one is found by halving.)
    ///
    /// - Parameter luminance: cd/m²; what lies outside of the function, 0.05 to about 4000, counts as its end.
    public static func index(ofLuminance luminance: Double) -> Double {
        var (low, high) = (indices.lowerBound, indices.upperBound)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if self.luminance(ofIndex: middle) < luminance { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
