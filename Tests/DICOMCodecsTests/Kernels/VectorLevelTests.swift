import DICOMCodecs
import Testing

@Suite("Vector levels")
struct VectorLevelTests {
    @Test("scalar code is always there, and the best level is the last that is")
    func levels() {
        #expect(VectorLevel.available.first == .scalar)
        #expect(VectorLevel.best == VectorLevel.available.last)
    }
}
