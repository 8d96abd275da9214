import Testing

@testable import DICOMImaging

/// Expected luminances are PS3.14 Equation 1 computed with Python's floating-point numbers and printed to as many digits as Table B-1 has.
@Suite("Grayscale Standard Display Function, PS3.14")
struct DisplayCalibrationTests {
    @Test(
        "luminances of JND indices",
        arguments: [
            (1, 0.0500), (2, 0.0547), (3, 0.0594), (10, 0.0991), (50, 0.5574), (100, 1.8508), (200, 8.2179), (400, 55.3640),
            (500, 119.1318),
            (700, 480.4999), (1_000, 3439.1590), (1_023, 3993.3296),
        ] as [(Double, Double)])
    func luminances(index: Double, luminance: Double) {
        #expect((GrayscaleStandardDisplayFunction.luminance(ofIndex: index) - luminance).magnitude <= 0.00005001)
    }

    @Test("the index of a luminance is the inverse, and what the standard's own interpolation gives to its accuracy")
    func inverse() {
        // PS3.14 7.1, note 1: an eighth-degree polynomial in the common logarithm of luminance.
        let coefficients = [
            71.498068, 94.593053, 41.912053, 9.8247004, 0.28175407, -1.1878455, -0.18014349, 0.14710899, -0.017046845,
        ]
        for index in stride(from: 1.0, through: 1_023, by: 7.3) {
            let luminance = GrayscaleStandardDisplayFunction.luminance(ofIndex: index)
            #expect((GrayscaleStandardDisplayFunction.index(ofLuminance: luminance) - index).magnitude < 1e-8)
            let x = logarithm(luminance) / logarithm(10)
            let printed = coefficients.reversed().reduce(0) { $0 * x + $1 }
            #expect((printed - index).magnitude < 0.35)
        }
    }

    @Test("a display that follows the function needs no correction, and its steps are all worth the same")
    func idealDisplay() throws {
        let luminances = (0...255).map { GrayscaleStandardDisplayFunction.luminance(ofIndex: 50 + 2 * Double($0)) }
        let calibration = try DisplayCalibration(luminances: luminances)
        #expect(calibration.table.entries == (0...255).map { UInt16($0) } && calibration.table.bitsPerEntry == 8)
        #expect((calibration.indices.lowerBound - 50).magnitude < 1e-6 && (calibration.indices.upperBound - 560).magnitude < 1e-6)
        let conformance = calibration.conformance
        #expect((conformance.mean - 2).magnitude < 1e-6 && conformance.rootMeanSquare < 1e-6 && conformance.largestDeviation < 1e-5)
        #expect(conformance.jndsPerStep.count == 255)
    }

    @Test("a display of gamma 2.2 comes within half a driving level of the function, and its figures of conformance show it")
    func gammaDisplay() throws {
        // 10 bits of driving levels, 0.5 to 400 cd/m², under 0.25 cd/m² of ambient light: enough levels for each P-value.
        let luminances = (0...1_023).map { 0.5 + 399.5 * power(Double($0) / 1_023, 2.2) }
        let calibration = try DisplayCalibration(luminances: luminances, ambient: 0.25)
        let function = GrayscaleStandardDisplayFunction.self
        let (low, high) = (function.index(ofLuminance: 0.75), function.index(ofLuminance: 400.25))
        #expect(calibration.table.entries.first == 0 && calibration.table.entries.last == 1_023)
        for (value, level) in calibration.table.entries.enumerated() {
            let wanted = low + (high - low) * Double(value) / 255
            let got = function.index(ofLuminance: luminances[Int(level)] + 0.25)
            for neighbour in [Int(level) - 1, Int(level) + 1] where luminances.indices.contains(neighbour) {
                #expect((function.index(ofLuminance: luminances[neighbour] + 0.25) - wanted).magnitude >= (got - wanted).magnitude - 1e-6)
            }
        }
        let conformance = calibration.conformance
        #expect((conformance.mean - (high - low) / 255).magnitude < 1e-6)
        // The uncalibrated display, every fourth level, is far from level.
        let raw = DisplayConformance(luminances: stride(from: 0, through: 1_020, by: 4).map { luminances[$0] + 0.25 })
        #expect(raw.rootMeanSquare > 2 * conformance.rootMeanSquare && !raw.isLevel && conformance.isLevel)
    }

    @Test("the figures of conformance are those of least squares")
    func conformanceFigures() {
        // Steps of 1, 2, 3 and 4 JNDs: mean 2.5, deviations 1.5 0.5 0.5 1.5, slope 1, nothing left over.
        let luminances = [100.0, 101, 103, 106, 110].map(GrayscaleStandardDisplayFunction.luminance(ofIndex:))
        let conformance = DisplayConformance(luminances: luminances)
        #expect((conformance.mean - 2.5).magnitude < 1e-7 && (conformance.fitSlope - 1).magnitude < 1e-7)
        #expect((conformance.rootMeanSquare - 1.118_033_988_7).magnitude < 1e-7 && conformance.fitSlopeConfidence < 1e-6)
        #expect((conformance.largestDeviation - 1.5).magnitude < 1e-7 && !conformance.isLevel)
    }

    @Test("curves that are none are refused")
    func refusals() {
        for luminances in [[], [1], [1, 1], [2, 1], [0, 5], [1, .nan], [1e-6, 1e-5], [5_000, 6_000]] as [[Double]] {
            #expect(throws: ImagingError.self) { try DisplayCalibration(luminances: luminances) }
        }
        #expect(throws: ImagingError.self) { try DisplayCalibration(luminances: [1, 100], ambient: -1) }
        #expect(throws: ImagingError.self) { try DisplayCalibration(luminances: [1, 100], pValues: 1) }
        #expect(throws: ImagingError.self) { try PresentationLUT.linearOpticalDensity(FilmDensities(minimum: 300, maximum: 20)) }
    }

    @Test("LIN OD gives the P-values that look as the film does")
    func opticalDensity() throws {
        let table = try PresentationLUT.linearOpticalDensity()
        #expect(table.entries.count == 4_096 && table.entries[0] == 0 && table.entries[4_095] == 65_535)
        #expect(zip(table.entries, table.entries.dropFirst()).allSatisfy { $0 < $1 })
        // Entry 2047 is density 1.6003: 10 + 2000 · 10^-1.6003 cd/m².
        let function = GrayscaleStandardDisplayFunction.self
        let luminance = 10 + 2_000 * 0.025_099_53
        let (low, high) = (function.index(ofLuminance: 12), function.index(ofLuminance: 10 + 2_000 * 0.630_957_344))
        let expected = (function.index(ofLuminance: luminance) - low) / (high - low) * 65_535
        #expect((Double(table.entries[2_047]) - expected).magnitude < 3)
    }
}
