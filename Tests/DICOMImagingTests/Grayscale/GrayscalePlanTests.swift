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
        let plan = try GrayscalePlan(stored: format, modality: modality, voi: voi, presentation: inverted ? .inverse : .identity)
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

    @Test("float pixels and 32-bit cells run on arithmetic, too, where that is exact")
    func wideArithmeticPath() throws {
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: false)
        let window = VOITransform.window(VOIWindow(center: 40, width: 400))
        for (format, bits) in [(wide, 8), (wide, 16), (.float32, 8), (.float32, 12)] {
            guard case .wideStretch = try GrayscalePlan(stored: format, voi: window, bitsPerDisplayValue: bits).method else {
                Issue.record("\(format) is searched")
                continue
            }
        }
    }

    @Test("float pixels beside the edge of each level are told apart as rational numbers are", arguments: [8, 12], [false, true])
    func floatEdges(bits: Int, falls: Bool) throws {
        let slope = try #require(DecimalNumber(falls ? "-0.3" : "0.3"))
        let plan = try GrayscalePlan(
            stored: .float32, modality: .rescale(RescaleTransform(slope: slope, intercept: 7)),
            voi: .window(VOIWindow(center: 40, width: 400)), bitsPerDisplayValue: bits)
        let top = Float80(1 << bits - 1)
        var values: [Float] = []
        for level in stride(from: 0, through: 1 << bits - 1, by: bits == 8 ? 1 : 16) {
            // The number of single precision nearest to where the level begins, and those beside it; one of them lies on a tie when none does.
            let x = (Float80(level) - 0.5) / top * 399 - 199.5 + 39.5
            let start = Float((x - 7) / (falls ? -0.3 : 0.3))
            values += [start.nextDown.nextDown, start.nextDown, start, start.nextUp, start.nextUp.nextUp]
        }
        let expected = values.map { value -> Int in
            // 0.3 v + 7, by whole tenths, over a common denominator: 64 bits of precision hold all but the last quotient exactly.
            let tenths = (falls ? -3 : 3) * Float80(value) + 70
            let doubled = 2 * (tenths - 395) * top + 3990 * top
            return Int(min(max((doubled + 3990) / 7980, 0), top).rounded(.down))
        }
        for level in VectorLevel.available {
            let picture = try picture(plan, values.flatMap { littleEndian(UInt64($0.bitPattern), 4) }, level: level)
            let levels = bits == 8 ? picture.map(Int.init) : words(picture)
            #expect(levels == expected, "\(level)")
        }
    }

    @Test("steps that are searched give what arithmetic gives, at every level of vectors")
    func searchedSteps() throws {
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 20, highBit: 21, isSigned: true)
        let values = Array(stride(from: -1_200, through: 1_200, by: 7)) + [-524_288, 524_287]
        let cells32 = values.flatMap { littleEndian(UInt64(truncatingIfNeeded: ($0 & 0xFFFFF) << 2 | 0xFFC0_0003), 4) }
        let doubles = values.flatMap { littleEndian(Double($0).bitPattern, 8) }
        for (center, width) in [(40, 400), (-600, 1_500), (0, 2), (300, 1)] {
            for presentation in [PresentationTransform.identity, .inverse] {
                let window = VOITransform.window(VOIWindow(center: DecimalNumber(center), width: DecimalNumber(width)))
                let short = try GrayscalePlan(stored: signed16, voi: window, presentation: presentation)
                let expected = try picture(short, values.dropLast(2).flatMap { littleEndian(UInt64(truncatingIfNeeded: $0), 2) })
                // A background that no value has keeps a plan from arithmetic.
                let searched = try GrayscalePlan(
                    stored: wide, voi: window, presentation: presentation, background: .integers(9_999...9_999))
                let double = try GrayscalePlan(stored: .float64, voi: window, presentation: presentation)
                guard case .steps = searched.method, case .doubles = double.method else {
                    Issue.record("not searched")
                    return
                }
                for level in VectorLevel.available {
                    #expect(try picture(searched, cells32, level: level).dropLast(2) == expected[...], "\(center)/\(width) \(level)")
                    #expect(try picture(double, doubles, level: level).dropLast(2) == expected[...], "\(center)/\(width) \(level)")
                }
            }
        }
    }

    @Test("a presentation LUT takes what the window gives in proportion to its entries")
    func presentationLUT() throws {
        let window = VOITransform.window(VOIWindow(center: 2_048, width: 4_096))
        let table = PresentationTransform.lut(try PresentationLUT(entries: [0, 100, 1_023, 5_000], bitsPerEntry: 10))
        // 0 … 4095 over four entries: places begin at 1/6, 3/6 and 5/6 of the range; 5000 counts as 1023.
        let plan = try GrayscalePlan(stored: unsigned12, voi: window, presentation: table)
        let cells = [0, 682, 683, 2_047, 2_048, 4_095].flatMap { littleEndian(UInt64($0), 2) }
        #expect(try picture(plan, cells) == [0, 0, 25, 25, 255, 255])
        // As floats, and to 10 bits.
        let floats = [0, 682, 683, 2_047, 2_048, 4_095].flatMap { littleEndian(UInt64(Float($0).bitPattern), 4) }
        let ten = try GrayscalePlan(stored: .float32, voi: window, presentation: table, bitsPerDisplayValue: 10)
        #expect(words(try picture(ten, floats)) == [0, 0, 100, 100, 1_023, 1_023])
        // A VOI LUT of three values lands on the entries in proportion: 0, 1.5 (rounded up) and 3 of 3.
        let voi = VOITransform.lut(try VOILUT(firstValueMapped: 0, entries: [0, 127, 128, 255], bitsPerEntry: 8))
        let both = try GrayscalePlan(stored: unsigned12, voi: voi, presentation: table, bitsPerDisplayValue: 10)
        #expect(words(try picture(both, [0, 1, 2, 3].flatMap { littleEndian(UInt64($0), 2) })) == [0, 100, 1_023, 1_023])
    }

    @Test("the table of a display comes after the presentation")
    func displayTable() throws {
        let range = VOITransform.range(0...3)
        let display = try PresentationLUT(entries: [10, 20, 30, 40], bitsPerEntry: 8)
        let cells = [0, 1, 2, 3].flatMap { littleEndian(UInt64($0), 2) }
        #expect(try picture(GrayscalePlan(stored: unsigned12, voi: range, display: display), cells) == [10, 20, 30, 40])
        let inverse = try GrayscalePlan(stored: unsigned12, voi: range, presentation: .inverse, display: display)
        #expect(try picture(inverse, cells) == [40, 30, 20, 10])
        let table = PresentationTransform.lut(try PresentationLUT(entries: [0, 0, 255, 255], bitsPerEntry: 8))
        #expect(
            try picture(GrayscalePlan(stored: unsigned12, voi: range, presentation: table, display: display), cells) == [10, 10, 40, 40])
    }

    @Test("display values have as many bits as are asked for, exactly rounded", arguments: 1...16)
    func depths(bits: Int) throws {
        let top = 1 << bits - 1
        let window = VOITransform.window(VOIWindow(center: 500, width: 1_000, function: .linearExact))
        let values = Array(stride(from: 0, through: 1_000, by: 7))
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: false)
        let expected = values.map { (2 * $0 * top + 1_000) / 2_000 }
        for format in [unsigned12, wide] {
            let cells = values.flatMap { littleEndian(UInt64($0), format.bytesPerSample) }
            for presentation in [PresentationTransform.identity, .inverse] {
                let plan = try GrayscalePlan(stored: format, voi: window, presentation: presentation, bitsPerDisplayValue: bits)
                let picture = try picture(plan, cells)
                let levels = plan.bytesPerDisplayValue == 1 ? picture.map(Int.init) : words(picture)
                #expect(levels == (presentation == .inverse ? expected.map { top - $0 } : expected))
            }
        }
    }

    @Test("a background is black, whatever the window and the polarity say")
    func background() throws {
        let window = VOITransform.window(VOIWindow(center: 50, width: 100, function: .linearExact))
        let values = [0, 9, 10, 11, 12, 50, 200]
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true)
        for format in [byte, unsigned12, wide] {
            let cells = values.flatMap { littleEndian(UInt64($0), format.bytesPerSample) }
            let plain = try picture(GrayscalePlan(stored: format, voi: window, presentation: .inverse), cells)
            let plan = try GrayscalePlan(stored: format, voi: window, presentation: .inverse, background: .integers(10...11))
            #expect(try picture(plan, cells) == [plain[0], plain[1], 0, 0, plain[4], plain[5], plain[6]])
        }
        let floats: [Float] = [9, 10, 11, 11.001, .infinity, .nan]
        let cells = floats.flatMap { littleEndian(UInt64($0.bitPattern), 4) }
        let plan = try GrayscalePlan(stored: .float32, voi: window, presentation: .inverse, background: .floats(10...11))
        #expect(try picture(plan, cells) == [232, 0, 0, 227, 0, 255])
        #expect(throws: ImagingError.self) {
            try GrayscalePlan(stored: .float32, voi: window, background: .integers(10...11))
        }
    }

    @Test("a VOI LUT is applied to 32-bit cells and to float pixels")
    func wideVOILUT() throws {
        let lut = VOITransform.lut(try VOILUT(firstValueMapped: -1, entries: [0, 100, 1_023, 5_000], bitsPerEntry: 10))
        let wide = try StoredValueFormat(bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true)
        let half = ModalityTransform.rescale(RescaleTransform(slope: try #require(DecimalNumber("0.5")), intercept: 0))
        // Modality values -2 … 2 by halves; -0.5 rounds up to 0, and 0.5 to 1.
        let values = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
        let expected: [UInt8] = [0, 0, 0, 25, 25, 255, 255, 255, 255]
        #expect(try bytes(values, wide, half, lut) == expected)
        let plan = try GrayscalePlan(stored: .float32, modality: half, voi: lut)
        #expect(try picture(plan, values.flatMap { littleEndian(UInt64(Float($0).bitPattern), 4) }) == expected)
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

func words(_ bytes: [UInt8]) -> [Int] {
    stride(from: 0, to: bytes.count - 1, by: 2).map { Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8 }
}
