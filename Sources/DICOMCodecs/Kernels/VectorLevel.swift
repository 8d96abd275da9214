internal import CDICOMCodecs

/// The instruction set that a pixel kernel runs with.
///
/// All levels give the same bytes; a kernel without a version of its own for a level uses the next lower one. Leave it at ``best``
/// except to test or to measure.
public struct VectorLevel: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    private let number: UInt32

    private init(_ level: cdicom_level, _ description: String) {
        self.description = description
        number = level.rawValue
    }

    /// Plain code: the definition of correct. Available everywhere.
    public static let scalar = VectorLevel(CDICOM_SCALAR, "scalar")
    /// SSE 4.1 (x86-64).
    public static let sse41 = VectorLevel(CDICOM_SSE41, "sse41")
    /// AVX2 (x86-64).
    public static let avx2 = VectorLevel(CDICOM_AVX2, "avx2")
    /// AVX-512 with F, BW and VL (x86-64).
    public static let avx512 = VectorLevel(CDICOM_AVX512, "avx512")
    /// NEON (arm64).
    public static let neon = VectorLevel(CDICOM_NEON, "neon")

    /// What this machine and its operating system can run, from scalar upwards.
    public static let available = [scalar, sse41, avx2, avx512, neon].filter { cdicom_level_is_available($0.cLevel) }

    /// The highest of ``available``.
    public static let best = available.last ?? scalar

    var cLevel: cdicom_level { cdicom_level(number) }
}
