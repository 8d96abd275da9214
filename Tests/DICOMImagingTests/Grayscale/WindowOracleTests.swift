import DICOMCodecs
import DICOMData
import DICOMImaging
import Foundation
import Testing

/// Rows made with Python's fractions by Scripts/make-window-oracle.
@Suite("Windows against rational arithmetic")
struct WindowOracleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var fields: [Substring]
        var testDescription: String { fields.joined(separator: " ") }
        var expected: [(stored: Int, byte: UInt8?)] {
            fields[7].split(separator: " ").map { pair in
                let parts = pair.split(separator: ":")
                return (Int(parts[0])!, UInt8(parts[1]))
            }
        }

        static let all: [Row] = {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let file = tests.appendingPathComponent("Golden/window-oracle.tsv")
            let text = try! String(contentsOf: file, encoding: .utf8)
            return text.split(separator: "\n").dropFirst().map { Row(fields: $0.split(separator: "\t")) }
        }()
    }

    @Test("the oracle has its rows")
    func count() { #expect(Row.all.count == 416) }

    @Test("each value gets the exact byte, in integers and as float pixels", arguments: Row.all)
    func row(row: Row) throws {
        let fields = row.fields
        let bits = try #require(Int(fields[1]))
        let modality = ModalityTransform.rescale(
            RescaleTransform(slope: try #require(DecimalNumber(fields[3])), intercept: try #require(DecimalNumber(fields[4]))))
        let window = VOIWindow(
            center: try #require(DecimalNumber(fields[5])), width: try #require(DecimalNumber(fields[6])),
            function: fields[0] == "LINEAR" ? .linear : .linearExact)
        let expected = row.expected
        let values = expected.map(\.stored)
        // The value lies two bits above the lowest one where the cell has room, with bits set around it.
        let low = bits <= 14 ? 2 : 0
        let cells16 = values.flatMap { value -> [UInt8] in
            let mask = (1 << bits - 1) << low
            return littleEndian(UInt64(truncatingIfNeeded: (value << low) & mask | ~mask), 2)
        }
        var formats = [
            (try StoredValueFormat(bitsAllocated: 16, bitsStored: bits, highBit: bits - 1 + low, isSigned: fields[2] == "1"), cells16),
            (
                try StoredValueFormat(bitsAllocated: 32, bitsStored: bits, highBit: bits - 1, isSigned: fields[2] == "1"),
                values.flatMap { littleEndian(UInt64(truncatingIfNeeded: $0), 4) }
            ),
            (.float32, values.flatMap { littleEndian(UInt64(Float($0).bitPattern), 4) }),
            (.float64, values.flatMap { littleEndian(Double($0).bitPattern, 8) }),
        ]
        if bits == 8 {
            let format = try StoredValueFormat(bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: fields[2] == "1")
            formats.append((format, values.map { UInt8(truncatingIfNeeded: $0) }))
        }
        for (format, cells) in formats {
            guard expected[0].byte != nil else {
                let error = #expect(throws: ImagingError.self) {
                    try GrayscalePlan(stored: format, modality: modality, voi: .window(window))
                }
                #expect(error?.code == .invalidWindow)
                continue
            }
            let plan = try GrayscalePlan(stored: format, modality: modality, voi: .window(window))
            for level in VectorLevel.available {
                #expect(try picture(plan, cells, level: level) == expected.map { $0.byte! }, "\(format) \(level)")
            }
        }
    }
}

func littleEndian(_ bits: UInt64, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
}

func picture(_ plan: GrayscalePlan, _ cells: [UInt8], level: VectorLevel = .best) throws -> [UInt8] {
    var picture = [UInt8](repeating: 77, count: cells.count / plan.bytesPerSample * plan.bytesPerDisplayValue)
    var span = picture.mutableSpan
    try plan.apply(cells: cells.span, into: &span, level: level)
    return picture
}
