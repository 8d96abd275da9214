import DICOMCodecs
import DICOMData
import Testing

@testable import DICOMImaging

@Suite("Grayscale plans, PS3.3 C.11")
struct GrayscalePlanTests {
    private let unsigned12 = try! StoredValueFormat(bitsAllocated: 16, bitsStored: 12, highBit: 11, isSigned: false)
    private let signed16 = try! StoredValueFormat(bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true)
    private let byte = try! StoredValueFormat(bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: false)

    private func bytes(
        _ values: [Int], _ format: StoredValueFormat, _ modality: ModalityTransform = .identity, _ voi: VOITransform, inverted: Bool = false
    ) throws -> [UInt8] {
        let plan = try GrayscalePlan(stored: format, modality: modality, voi: voi, inverted: inverted)
        return try picture(plan, values.flatMap { littleEndian(UInt64(truncatingIfNeeded: $0), format.bytesPerSample) })
    }

    @Test("the standard's example: center 2048 and width 4096 show 0 as black and 4095 as white")
    func standardsExample() throws {
        let window = VOITransform.window(VOIWindow(center: 2048, width: 4096))
        // y = ((x - 2047.5)/4095 + 0.5) · 255 = x · 255/4095
        #expect(try bytes([0, 8, 9, 2047, 2048, 4086, 4087, 4095], unsigned12, .identity, window) == [0, 0, 1, 127, 128, 254, 255, 255])
    }

    @Test("center 2048 and width 1 show 2047 and less as black, all else as white")
    func widthOfOne() throws {
        let window = VOITransform.window(VOIWindow(center: 2048, width: 1))
        #expect(try bytes([0, 2047, 2048, 4095], unsigned12, .identity, window) == [0, 0, 255, 255])
        // x <= center - 1/2 is black: a value just at the edge, too.
        let half = VOITransform.window(VOIWindow(center: try #require(DecimalNumber("2048.5")), width: 1))
        #expect(try bytes([2047, 2048, 2049], unsigned12, .identity, half) == [0, 0, 255])
    }

    @Test("ties round up: LINEAR_EXACT of width 510 moves by half a level")
    func ties() throws {
        let window = VOITransform.window(VOIWindow(center: 255, width: 510, function: .linearExact))
        #expect(try bytes([0, 1, 2, 3, 4, 509, 510, 511], unsigned12, .identity, window) == [0, 1, 1, 2, 2, 255, 255, 255])
        // Falling, the tie still rounds up: y = 255 - v/2.
        let negative = ModalityTransform.rescale(RescaleTransform(slope: -1, intercept: 510))
        #expect(try bytes([0, 1, 2, 3, 509, 510], unsigned12, negative, window) == [255, 255, 254, 254, 1, 0])
    }

    @Test("inversion takes each byte from 255")
    func inversion() throws {
        let window = VOITransform.window(VOIWindow(center: 128, width: 256))
        for format in [byte, unsigned12, signed16] {
            #expect(try bytes([0, 1, 127, 255], format, .identity, window, inverted: true) == [255, 254, 128, 0])
        }
    }

    @Test("a range runs from black to white, whatever the slope says but its sign")
    func ranges() throws {
        #expect(try bytes([9, 10, 12, 20, 21], unsigned12, .identity, .range(10...20)) == [0, 0, 51, 255, 255])
        let falling = ModalityTransform.rescale(RescaleTransform(slope: try #require(DecimalNumber("-0.3")), intercept: 7))
        #expect(try bytes([9, 10, 18, 20, 21], unsigned12, falling, .range(10...20)) == [255, 255, 51, 0, 0])
        #expect(try bytes([-32_768, 0, 32_767], signed16, .identity, .range(-32_768...32_767)) == [0, 128, 255])
    }

    @Test("a frame of one value, and a slope of 0, are black")
    func constantFrames() throws {
        #expect(try bytes([9, 10, 11], unsigned12, .identity, .range(10...10)) == [0, 0, 0])
        let flat = ModalityTransform.rescale(RescaleTransform(slope: 0, intercept: 7))
        #expect(try bytes([9, 10, 11], unsigned12, flat, .range(9...11)) == [0, 0, 0])
        #expect(try bytes([9, 10, 11], unsigned12, .identity, .range(10...10), inverted: true) == [255, 255, 255])
    }

    @Test("a modality LUT clamps to its ends and is windowed like any value")
    func modalityLUT() throws {
        let lut = ModalityTransform.lut(try ModalityLUT(firstValueMapped: -2, entries: [0, 10, 50, 51, 65_535]))
        let window = VOITransform.window(VOIWindow(center: 51, width: 102, function: .linearExact))
        let expected: [UInt8] = [0, 0, 25, 125, 128, 255, 255]
        #expect(try bytes([-100, -2, -1, 0, 1, 2, 100], signed16, lut, window) == expected)
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true)
        #expect(try bytes([-100, -2, -1, 0, 1, 2, 100], wide, lut, window) == expected)
        #expect(try bytes([-100, -1, 100], signed16, lut, .range(0...100)) == [0, 26, 255])
    }

    @Test("a VOI LUT takes rounded modality values and clamps to its ends")
    func voiLUT() throws {
        let lut = VOITransform.lut(try VOILUT(firstValueMapped: 2, entries: [0, 100, 1_023, 5_000], bitsPerEntry: 10))
        #expect(try bytes([0, 2, 3, 4, 5, 9], unsigned12, .identity, lut) == [0, 0, 25, 255, 255, 255])
        // 2.5 and 3.49 round to 3; 2.49 to 2.
        let rescale = ModalityTransform.rescale(
            RescaleTransform(slope: try #require(DecimalNumber("0.01")), intercept: try #require(DecimalNumber("-0.50"))))
        #expect(try bytes([299, 300, 399, 400], unsigned12, rescale, lut) == [0, 25, 25, 255])
        let first = ModalityTransform.lut(try ModalityLUT(firstValueMapped: 0, entries: [9, 3]))
        #expect(try bytes([0, 1], unsigned12, first, lut) == [255, 25])
    }

    @Test("float pixels: not a number and minus infinity are black, plus infinity is white")
    func floats() throws {
        let window = VOITransform.window(VOIWindow(center: 0, width: 2, function: .linearExact))
        let plan = try GrayscalePlan(stored: .float32, voi: window)
        let values: [Float] = [.nan, -.infinity, -2, -1, 0, 0.5, 1, .infinity, -0.0]
        #expect(try picture(plan, values.flatMap { littleEndian(UInt64($0.bitPattern), 4) }) == [0, 0, 0, 0, 128, 191, 255, 255, 128])
        let range = try GrayscalePlan(stored: .float64, voi: .floatRange(-1e-300...3e-300))
        let doubles: [Double] = [-1, -1e-300, 0, 3e-300, 1]
        #expect(try picture(range, doubles.flatMap { littleEndian($0.bitPattern, 8) }) == [0, 0, 64, 255, 255])
    }

    @Test("windows that the standard forbids are an error")
    func forbiddenWindows() throws {
        let cases: [(VOIWindow.Function, String)] = [
            (.linear, "0.999"), (.linear, "-1"), (.linearExact, "0"), (.sigmoid, "0"), (.sigmoid, "-3"),
        ]
        for (function, width) in cases {
            let window = VOIWindow(center: 5, width: try #require(DecimalNumber(width)), function: function)
            for format in [unsigned12, StoredValueFormat.float32] {
                let error = #expect(throws: ImagingError.self) { try GrayscalePlan(stored: format, voi: .window(window)) }
                #expect(error?.code == .invalidWindow)
            }
        }
    }

    @Test("formats, tables and sizes that cannot be are an error")
    func impossibleArguments() throws {
        #expect(throws: ImagingError.self) { try StoredValueFormat(bitsAllocated: 12, bitsStored: 12, highBit: 11, isSigned: false) }
        #expect(throws: ImagingError.self) { try StoredValueFormat(bitsAllocated: 16, bitsStored: 12, highBit: 10, isSigned: false) }
        #expect(throws: ImagingError.self) { try ModalityLUT(firstValueMapped: 0, entries: []) }
        #expect(throws: ImagingError.self) { try VOILUT(firstValueMapped: 0, entries: [1], bitsPerEntry: 17) }
        #expect(throws: ImagingError.self) { try GrayscalePlan(stored: .float32, voi: .range(0...1)) }
        #expect(throws: ImagingError.self) { try GrayscalePlan(stored: unsigned12, voi: .floatRange(0...1)) }
        let plan = try GrayscalePlan(stored: unsigned12, voi: .range(0...9))
        var target = [UInt8](repeating: 0, count: 2)
        var span = target.mutableSpan
        let cells = [UInt8](repeating: 0, count: 5)
        #expect(throws: ImagingError.self) { try plan.apply(cells: cells.span, into: &span) }
    }

    @Test("the common windows run on arithmetic and not on a table")
    func arithmeticPath() throws {
        for (center, width) in [(40, 400), (-600, 1_500), (2_048, 4_096), (300, 1), (0, 65_536)] {
            let plan = try GrayscalePlan(
                stored: signed16, voi: .window(VOIWindow(center: DecimalNumber(center), width: DecimalNumber(width))))
            guard case .stretch = plan.method else {
                Issue.record("\(center)/\(width) is looked up")
                continue
            }
        }
    }

    @Test("the range of a frame leaves padding out, unless nothing else is there")
    func frameRange() throws {
        let cells = [5, 9, 7, 4_000, 0xF006].flatMap { littleEndian(UInt64($0), 2) }
        #expect(try GrayscalePlan.range(of: cells.span, stored: unsigned12, modality: .identity) == 5...4_000)
        #expect(try GrayscalePlan.range(of: cells.span, stored: unsigned12, modality: .identity, excluding: 4_000...4_095) == 5...9)
        #expect(try GrayscalePlan.range(of: cells.span, stored: unsigned12, modality: .identity, excluding: 6...4_095) == 5...4_000)
        #expect(try GrayscalePlan.range(of: [UInt8]().span, stored: unsigned12, modality: .identity) == nil)
        let lut = ModalityTransform.lut(try ModalityLUT(firstValueMapped: 5, entries: [70, 3, 900, 5, 60]))
        #expect(try GrayscalePlan.range(of: cells.span, stored: unsigned12, modality: lut, excluding: 4_000...4_000) == 3...900)
        let floats = [Float.nan, 2.5, -.infinity, -1].flatMap { littleEndian(UInt64($0.bitPattern), 4) }
        #expect(try GrayscalePlan.floatRange(of: floats.span, stored: .float32) == -1...2.5)
    }
}
