import DICOMCodecs
import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@testable import DICOMImaging

@Suite("Values of frames, PS3.3 C.11.1 and C.7.6.16.2.11")
struct FrameValuesTests {
    private func words(_ values: [Int]) -> [UInt8] { values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8 & 255)] } }

    /// Four cells of 12 signed bits in 16, with something else above them.
    private func image(slope: String, intercept: String, type: String? = "HU") -> SmallImage {
        var image = SmallImage(cells: words([0xF000 | 0x800, 0x3FFF, 0x0000, 0xA123]))
        (image.bitsAllocated, image.bitsStored, image.isSigned) = (16, 12, true)
        image.more = {
            let builder = $0.element(0x0028_1052, "DS", intercept).element(0x0028_1053, "DS", slope)
            return type.map { builder.element(0x0028_1054, "LO", $0) } ?? builder
        }
        return image
    }

    private func values<Value: PixelValue & Numeric>(_ frame: Frame, as type: Value.Type, level: VectorLevel) throws -> [Value] {
        var values = [Value](repeating: 77, count: 4)
        var span = values.mutableSpan
        try frame.modalityValues(into: &span, level: level)
        return values
    }

    @Test("are Hounsfield units in whichever type is asked for", arguments: VectorLevel.available)
    func hounsfield(level: VectorLevel) throws {
        let frame = try DICOMFile(bytes: image(slope: "2", intercept: "-1024").file()).frame(0)
        #expect(try values(frame, as: Int16.self, level: level) == [-5_120, -1_026, -1_024, -442])
        #expect(try values(frame, as: Int32.self, level: level) == [-5_120, -1_026, -1_024, -442])
        #expect(try values(frame, as: Float.self, level: level) == [-5_120, -1_026, -1_024, -442])
        #expect(try values(frame, as: Double.self, level: level) == [-5_120, -1_026, -1_024, -442])
        #expect(try frame.modalityUnit() == "HU" && frame.modalityValueType() == .int16)
        var stored = [Int32](repeating: 0, count: 4)
        var span = stored.mutableSpan
        try frame.storedValues(into: &span, level: level)
        #expect(stored == [-2_048, -1, 0, 0x123])
    }

    @Test("that are no integers, or too large, are refused where integers are asked for")
    func precision() throws {
        let half = try DICOMFile(bytes: image(slope: "0.5", intercept: "0", type: nil).file()).frame(0)
        #expect(try half.modalityValues(as: Float.self) == [-1_024, -0.5, 0, 145.5])
        #expect(try half.modalityValueType() == .float && half.modalityUnit() == nil)
        #expect(throws: ImagingError.self) { try half.modalityValues(as: Int32.self) }
        let large = try DICOMFile(bytes: image(slope: "100", intercept: "0").file()).frame(0)
        #expect(try large.modalityValueType() == .int32)
        #expect(throws: ImagingError.self) { try large.modalityValues(as: Int16.self) }
        #expect(try large.modalityValues(as: Int32.self) == [-204_800, -100, 0, 29_100])
        var short = [Float](repeating: 0, count: 3)
        var span = short.mutableSpan
        #expect(throws: ImagingError.self) { try large.modalityValues(into: &span) }
    }

    @Test("go through a modality LUT where there is one, and clamp to its ends")
    func modalityLUT() throws {
        var image = SmallImage(cells: [0, 1, 2, 9])
        image.more = { builder in
            let item = DICOMBytesBuilder().element(0x0028_3002, "US", words: [3, 1, 16]).element(0x0028_3004, "LO", "US")
                .element(0x0028_3006, "US", words: [7, 40_000, 9])
            return builder.sequence(0x0028_3000, [item])
        }
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(try frame.modalityValues(as: Int32.self) == [7, 7, 40_000, 9] && frame.modalityValueType() == .int32)
        #expect(try frame.modalityValues(as: Double.self) == [7, 7, 40_000, 9] && frame.modalityUnit() == "US")
        #expect(throws: ImagingError.self) { try frame.modalityValues(as: Int16.self) }
    }

    @Test("are real world values by a line or a table, not a number where the mapping does not hold")
    func realWorldValues() throws {
        func double(_ value: Double) -> [UInt8] { littleEndian(value.bitPattern, 8) }
        let units = DICOMBytesBuilder().element(0x0008_0100, "SH", "mm2/s").element(0x0008_0102, "SH", "UCUM")
        let line = DICOMBytesBuilder().sequence(0x0040_08EA, [units]).element(0x0040_9210, "SH", "ADC")
            .element(0x0040_9211, "US", words: [2]).element(0x0040_9216, "US", words: [1])
            .element(0x0040_9224, "FD", double(0.5)).element(0x0040_9225, "FD", double(0.25))
        let table = DICOMBytesBuilder().element(0x0040_9210, "SH", "T2").element(0x0040_9211, "US", words: [2])
            .element(0x0040_9212, "FD", double(-1) + double(1e6)).element(0x0040_9216, "US", words: [1])
        var image = SmallImage(cells: [0, 1, 2, 3])
        image.pixels = { $0.sequence(0x0040_9096, [line, table]).element(0x7FE0_0010, "OW", [0, 1, 2, 3]) }
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        let mappings = try frame.realWorldValueMappings()
        #expect(mappings.map(\.label) == ["ADC", "T2"] && mappings.map(\.unit) == ["mm2/s", nil])
        for (mapping, expected) in zip(mappings, [[0.75, 1], [-1, 1e6]]) {
            var values = [Double](repeating: 0, count: 4)
            var span = values.mutableSpan
            try frame.realWorldValues(by: mapping, into: &span)
            #expect(values[0].isNaN && Array(values[1...2]) == expected && values[3].isNaN)
        }
    }

    @Test("are uptake for PET, and a refusal names what is missing")
    func uptake() throws {
        func file(_ units: String) throws -> DICOMFile {
            var image = SmallImage(cells: [0, 1, 2, 100])
            image.more = { $0.element(0x0028_1052, "DS", "0 ").element(0x0028_1053, "DS", "0.5 ").element(0x0054_1001, "CS", units) }
            return try DICOMFile(bytes: image.file())
        }
        var values = [Float](repeating: 0, count: 4)
        var span = values.mutableSpan
        let uptake = try file("GML ").frame(0).bodyWeightUptake(into: &span)
        #expect(uptake.method == .alreadyUptake && values == [0, 0.5, 1, 50])
        var other = values.mutableSpan
        let error = try #require(throws: ImagingError.self) { try file("BQML").frame(0).bodyWeightUptake(into: &other) }
        #expect(error.code == .invalidImage && error.problem.contains("0028,0051"))
    }

    @Test("are not those of colours")
    func refusesColour() throws {
        var image = SmallImage(cells: [1, 2, 3, 4, 5, 6])
        (image.columns, image.samples, image.photometric, image.planar) = (2, 3, "RGB", 0)
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(throws: ImagingError.self) { try frame.modalityValues(as: Float.self) }
    }
}
