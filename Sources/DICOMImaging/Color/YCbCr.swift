/// YBR_FULL to RGB: the exact inverse of the equations of PS3.3 C.7.6.3.1.2, rounded to nearest, halves up, cut to 0…255.
enum YCbCr {
    /// Converts 8-bit triples in place.
    static func convertToRGB(_ samples: inout [UInt8]) {
        for start in stride(from: 0, to: samples.count - 2, by: 3) {
            let luma = Int(samples[start])
            let blue = Int(samples[start + 1]) - 128
            let red = Int(samples[start + 2]) - 128
            // With Y = 0.299 R + 0.587 G + 0.114 B, Cb and Cr scaled by 1.772 and 1.402.
            samples[start] = rounded(1000 * luma + 1402 * red, over: 1000)
            samples[start + 1] = rounded(587_000 * luma - 114 * 1772 * blue - 299 * 1402 * red, over: 587_000)
            samples[start + 2] = rounded(1000 * luma + 1772 * blue, over: 1000)
        }
    }

    private static func rounded(_ numerator: Int, over denominator: Int) -> UInt8 {
        let doubled = 2 * numerator + denominator
        return doubled <= 0 ? 0 : UInt8(min(doubled / (2 * denominator), 255))
    }
}
