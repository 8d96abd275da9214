import DICOMObjects
import Testing

@testable import DICOMImaging

@Suite("Colours to draw with")
struct DrawingColorTests {
    /// L*a*b* under D50 of the corners of sRGB, computed with Bradford's adaptation by the formulas of CIE 15 and IEC 61966-2-1 in Python.
    @Test(
        "are sRGB of what L*a*b* under D50 says, PS3.3 C.10.7.1.1",
        arguments: [
            (100, 0, 0, 255, 255, 255), (0, 0, 0, 0, 0, 0), (53.585, 0, 0, 128, 128, 128), (54.2917, 80.8125, 69.8851, 255, 0, 0),
            (87.8185, -79.2873, 80.9902, 0, 255, 0), (29.5676, 68.2986, -112.0294, 0, 0, 255),
        ] as [(Double, Double, Double, Int, Int, Int)])
    func lab(lightness: Double, a: Double, b: Double, red: Int, green: Int, blue: Int) {
        let color = DrawingColor(CIELabColor(lightness: lightness, a: a, b: b))
        #expect(abs(Int(color.red) - red) <= 1 && abs(Int(color.green) - green) <= 1 && abs(Int(color.blue) - blue) <= 1)
    }

    @Test("keep grey grey, and spread P-Values of 16 bits over 8")
    func grey() {
        for lightness in stride(from: 0, through: 0xFFFF, by: 257) {
            #expect(DrawingColor(CIELabColor(encodedLightness: UInt16(lightness))).isGrey)
        }
        // 255 v / 65535 = v / 257.
        #expect([0, 128, 129, 257, 0x8000, 0xFFFF].map { DrawingColor(presentationValue: $0).red } == [0, 0, 1, 1, 128, 255])
    }
}
