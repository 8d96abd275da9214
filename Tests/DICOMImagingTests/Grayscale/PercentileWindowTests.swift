import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@testable import DICOMImaging

@Suite("Automatic windows, lists of windows, padding")
struct PercentileWindowTests {
    private let unsigned16 = try! StoredValueFormat(bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: false)
    private let wide = try! StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true)

    private func cells(_ values: [Int], _ bytes: Int) -> [UInt8] { values.flatMap { littleEndian(UInt64(truncatingIfNeeded: $0), bytes) } }

    @Test("are found by nearest rank: of 1 to 100, the 5th and 95th percentiles are 5 and 95")
    func ranks() throws {
        let values = (1...100).shuffled()
        for (window, expected) in [
            (PercentileWindow(low: 5, high: 95), 5...95), (PercentileWindow(low: 0, high: 100), 1...100), (PercentileWindow(), 1...99),
            (PercentileWindow(low: 0.5, high: 50.1), 1...51),
        ] {
            #expect(try window.range(of: cells(values, 2).span, stored: unsigned16) == .range(expected))
        }
        let signed = try StoredValueFormat(bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: true)
        #expect(try PercentileWindow(low: 0, high: 50).range(of: cells([-9, -3, 4, 7], 1).span, stored: signed) == .range(-9 ... -3))
        #expect(throws: ImagingError.self) { try PercentileWindow(low: 50, high: 50).range(of: cells(values, 2).span, stored: unsigned16) }
    }

    @Test("leave padding out, unless nothing else is there")
    func padding() throws {
        let source = cells([Int](repeating: 60_000, count: 900) + Array(1...100), 2)
        let window = PercentileWindow(low: 5, high: 95)
        #expect(try window.range(of: source.span, stored: unsigned16, excluding: .integers(50_000...65_535)) == .range(5...95))
        #expect(try window.range(of: source.span, stored: unsigned16) == .range(50...60_000))
        #expect(try window.range(of: cells([7, 7], 2).span, stored: unsigned16, excluding: .integers(7...7)) == .range(7...7))
    }

    @Test("of 32-bit and float pixels are within 1/65,536 of the range")
    func wideValues() throws {
        let values = (0...1_000).map { $0 * 1_000 }
        guard case .range(let range) = try PercentileWindow(low: 10, high: 90).range(of: cells(values, 4).span, stored: wide) else {
            Issue.record("no range of integers")
            return
        }
        #expect((range.lowerBound - 100_000).magnitude <= 1_016 && (range.upperBound - 900_000).magnitude <= 1_016)
        let floats = values.flatMap { littleEndian(UInt64(Float($0).bitPattern), 4) } + littleEndian(UInt64(Float.nan.bitPattern), 4)
        guard case .floatRange(let second) = try PercentileWindow(low: 10, high: 90).range(of: floats.span, stored: .float32) else {
            Issue.record("no range of floats")
            return
        }
        #expect((second.lowerBound - 100_000).magnitude <= 1_016 && (second.upperBound - 900_000).magnitude <= 1_016)
    }

    @Test("through a modality LUT are of its entries")
    func entries() throws {
        let lut = ModalityTransform.lut(try ModalityLUT(firstValueMapped: 0, entries: [500, 20, 300, 40]))
        let result = try PercentileWindow(low: 0, high: 75).range(of: cells([0, 1, 2, 3], 2).span, stored: unsigned16, modality: lut)
        #expect(result == .range(20...300))
    }

    @Test("an object's windows and tables are listed with what they are called")
    func choices() throws {
        var image = SmallImage(cells: [0, 10, 20, 30])
        image.more = { builder in
            let item = DICOMBytesBuilder().element(0x0028_3002, "US", words: [2, 0, 8]).element(0x0028_3003, "LO", "table")
                .element(0x0028_3006, "US", words: [0, 255])
            return builder.element(0x0028_1050, "DS", "10\\20").element(0x0028_1051, "DS", "5\\0.5").element(0x0028_1055, "LO", "soft\\odd")
                .sequence(0x0028_3010, [item])
        }
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        let choices = try frame.voiChoices()
        #expect(choices.map(\.explanation) == ["soft", "odd", "table"])
        #expect(choices.map { $0.window?.width } == [5, DecimalNumber("0.5"), nil])
        #expect(try frame.rendered(with: RenderingOptions(voi: .stored(2))).bytes == [0, 255, 255, 255])
        #expect(try frame.rendered(with: RenderingOptions(voi: .range)).bytes == [0, 85, 170, 255])
        #expect(WindowPreset.ct(named: "lung")?.window == VOIWindow(center: -600, width: 1_500))
        #expect(Set(WindowPreset.ct.map(\.name)).count == WindowPreset.ct.count && WindowPreset.ct(named: "none") == nil)
    }

    @Test("padding is black when that is asked for, and pictures have the depth that is asked for")
    func options() throws {
        var image = SmallImage(cells: [0, 10, 20, 30])
        image.photometric = "MONOCHROME1"
        image.more = { $0.element(0x0028_0120, "US", words: [0]) }
        let frame = try DICOMFile(bytes: image.file()).frame(0)
        #expect(try frame.rendered().bytes == [255, 255, 127, 0] && frame.padding() == .integers(0...0))
        var options = RenderingOptions.standard
        options.paintsPaddingBlack = true
        #expect(try frame.rendered(with: options).bytes == [0, 255, 127, 0])
        options.bitsPerSample = 12
        let deep = try frame.rendered(with: options)
        #expect(deep.bitsPerSample == 12 && words(deep.bytes) == [0, 4_095, 2_047, 0])
        options.presentation = .identity
        #expect(try words(frame.rendered(with: options).bytes) == [0, 0, 2_048, 4_095])
        options.bitsPerSample = 17
        #expect(throws: ImagingError.self) { try frame.rendered(with: options) }
    }

    @Test("a supplemental palette colours the values that it maps, and leaves the others grey")
    func supplementalPalette() throws {
        var image = SmallImage(cells: [0, 100, 200, 255])
        image.more = { builder in
            var builder = builder.element(0x0028_1050, "DS", "128 ").element(0x0028_1051, "DS", "256 ")
            for color: UInt32 in 0..<3 { builder = builder.element(0x0028_1101 + color, "US", words: [2, 200, 16]) }
            for color: UInt32 in 0..<3 { builder = builder.element(0x0028_1201 + color, "OW", words: [0x1000 << UInt16(color), 0xFF00]) }
            return builder
        }
        let base = image.more
        let plain = try DICOMFile(bytes: image.file()).renderedFrame()
        #expect(plain.samplesPerPixel == 1 && plain.bytes == [0, 100, 200, 255])
        // Pixel Presentation stands in group 0008, before everything that SmallImage writes.
        image.more = base
        var bytes = image.file()
        let start = try #require(bytes.indices.dropLast(4).first { Array(bytes[$0..<$0 + 4]) == [0x28, 0, 2, 0] })
        bytes.insert(contentsOf: DICOMBytesBuilder().element(0x0008_9205, "CS", "MIXED").bytes, at: start)
        let mixed = try DICOMFile(bytes: bytes).renderedFrame()
        #expect(mixed.bytes == [0, 0, 0, 100, 100, 100, 0x10, 0x20, 0x40, 0xFF, 0xFF, 0xFF])
        var options = RenderingOptions.standard
        options.showsSupplementalPalette = false
        #expect(try DICOMFile(bytes: bytes).renderedFrame(with: options).bytes == plain.bytes)
    }
}
