import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Damaged images")
struct MutationTests {
    /// What a frame may cost here: so little that a run with a bound on each allocation shows whether the limits are kept.
    private static let limits: CodecLimits = {
        var limits = CodecLimits()
        limits.maximumPixels = 1 << 22
        limits.maximumBytes = 1 << 24
        limits.maximumWorkingBytes = 1 << 27
        return limits
    }()

    @Test("give frames and pictures or an error, never a trap and never a hang")
    func areSurvived() {
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 1_000) {
            let mutation = Mutation(number, of: Mutation.originals)
            let start = clock.now
            if let pixels = try? DICOMFile(bytes: mutation.bytes).pixelData(limits: Self.limits) {
                for index in Set([0, pixels.frameCount / 2, pixels.frameCount - 1]) {
                    guard let frame = try? pixels.frame(index), let samples = try? frame.decoded() else { continue }
                    #expect(samples.count == frame.layout.byteCount, "mutation \(number)")
                    guard let picture = try? frame.rendered() else { continue }
                    #expect(picture.bytes.count == picture.columns * picture.rows * picture.samplesPerPixel, "mutation \(number)")
                }
            }
            #expect(clock.now - start < .seconds(20), "mutation \(number)")
        }
    }
}
