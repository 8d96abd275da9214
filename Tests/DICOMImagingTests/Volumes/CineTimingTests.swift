import DICOMData
import DICOMImaging
import DICOMTestSupport
import Testing

@Suite("Cine loops, PS3.3 C.7.6.5")
struct CineTimingTests {
    private func timing(frames: Int = 4, _ build: (DICOMBytesBuilder) -> DICOMBytesBuilder) throws -> CineTiming? {
        try CineTiming(DICOMFile(bytes: build(DICOMBytesBuilder()).file()).dataSet, frameCount: frames)
    }

    @Test("of one frame time are even")
    func frameTime() throws {
        let timing = try #require(try timing { $0.element(0x0018_1063, "DS", "40") })
        #expect(timing.starts == [0, 40, 80, 120] && timing.duration == 160 && timing.source == .frameTime && timing.trim == 0...3)
        #expect([0, 39.9, 40, 119, 159, 160, 245].map { timing.frame(at: $0) } == [0, 0, 1, 2, 3, 0, 2])
        #expect(timing.frame(at: -1) == 0 && timing.frame(at: .nan) == 0 && timing.frame(at: .infinity) == 0)
    }

    @Test("of a vector are as it says, when the pointer points to it")
    func vector() throws {
        let timing = try #require(
            try timing {
                $0.element(0x0018_1063, "DS", "40").element(0x0018_1065, "DS", "0\\10\\30\\20").element(
                    0x0028_0009, "AT", words: [0x18, 0x1065])
            })
        #expect(timing.starts == [0, 10, 40, 60] && timing.duration == 80 && timing.source == .frameTimeVector)
    }

    @Test("of a rate are even, and trimmed where the object says so")
    func rate() throws {
        let timing = try #require(
            try timing { $0.element(0x0008_2142, "IS", "2 ").element(0x0008_2143, "IS", "3 ").element(0x0008_2144, "IS", "25") })
        #expect(timing.starts == [0, 40, 80, 120] && timing.source == .recommendedRate && timing.trim == 1...2)
        let cine = try #require(try self.timing { $0.element(0x0018_0040, "IS", "10") })
        #expect(cine.starts == [0, 100, 200, 300] && cine.source == .cineRate)
    }

    @Test("without times that make sense are none", arguments: ["0 ", "-5", "1e99", "nan ", ""])
    func none(text: String) throws {
        #expect(try timing { $0.element(0x0018_1063, "DS", text) } == nil)
        #expect(try timing { $0.element(0x0018_1065, "DS", "0\\10") } == nil)
        #expect(try timing { $0 } == nil)
    }

    @Test("of no frames, or of more than anyone shows, are refused", arguments: [0, -1, .max])
    func counts(frames: Int) {
        #expect(throws: ImagingError.self) { try timing(frames: frames) { $0.element(0x0018_1063, "DS", "40") } }
    }
}
