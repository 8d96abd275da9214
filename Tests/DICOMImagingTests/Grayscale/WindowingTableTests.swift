import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

/// The corpus's table of window arithmetic, made with rational numbers by a program of its own.
@Suite("Windowing table of the corpus", .enabled(if: Corpus.isPresent))
struct WindowingTableTests {
    private struct Row: Decodable {
        var function: String
        var bitsStored: Int
        var signed: Bool
        var slope: String
        var intercept: String
        var center: String
        var width: String
        var stored: Int
        var y8: Int?
        var y12: Int?

        var key: [String] { [function, "\(bitsStored)\(signed)", slope, intercept, center, width] }
    }

    private static func rows() throws -> [Row] {
        let folder = try #require(Corpus.folder)
        let gunzip = Process()
        gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-dc", folder.appendingPathComponent("oracle/windowing.jsonl.gz").path]
        let output = Pipe()
        gunzip.standardOutput = output
        try gunzip.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        gunzip.waitUntilExit()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try text.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Row.self, from: $0) }
    }

    // Planning is slow in a build for tests: each window in the container that fits it to 8 bits, and a sample of them in all the others and to
    // 12 bits. HOUNSFIELD_EVERY_WINDOW=1 takes all of them to both.
    @Test("every row is exact, at every level")
    func everyRow() throws {
        let rows = try Self.rows()
        #expect(rows.count > 30_000)
        let takesEvery = ProcessInfo.processInfo.environment["HOUNSFIELD_EVERY_WINDOW"] == "1"
        let groups = Dictionary(grouping: rows, by: \.key).sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        for (number, group) in groups.enumerated() {
            let row = group[0]
            let function: VOIWindow.Function = ["LINEAR": .linear, "LINEAR_EXACT": .linearExact, "SIGMOID": .sigmoid][row.function]!
            let modality = ModalityTransform.rescale(
                RescaleTransform(
                    slope: try #require(DecimalNumber(row.slope)), intercept: try #require(DecimalNumber(row.intercept))))
            let window = VOIWindow(
                center: try #require(DecimalNumber(row.center)), width: try #require(DecimalNumber(row.width)), function: function)
            let containers = [8, 16, 32].filter { $0 >= row.bitsStored }
            for bits in number % 10 == 0 ? containers : Array(containers.prefix(1)) {
                let inverted = number % 4 == 0
                let format = try StoredValueFormat(
                    bitsAllocated: bits, bitsStored: row.bitsStored, highBit: row.bitsStored - 1, isSigned: row.signed)
                if row.y8 == nil {
                    let error = #expect(throws: ImagingError.self) {
                        try GrayscalePlan(stored: format, modality: modality, voi: .window(window))
                    }
                    #expect(error?.code == .invalidWindow)
                    continue
                }
                for depth in takesEvery || number % 10 == 0 ? [8, 12] : [8] {
                    let plan = try GrayscalePlan(
                        stored: format, modality: modality, voi: .window(window), presentation: inverted ? .inverse : .identity,
                        bitsPerDisplayValue: depth)
                    try expect(plan, group, cells: cells(group.map(\.stored), bits: bits, stored: row.bitsStored), inverted: inverted)
                }
            }
            if row.y8 != nil, number % 10 == 0 {
                let plan = try GrayscalePlan(stored: .float64, modality: modality, voi: .window(window))
                let cells = group.flatMap { row in
                    let bits = Double(row.stored).bitPattern
                    return (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
                }
                try expect(plan, group, cells: cells, inverted: false)
            }
        }
    }

    /// Cells with garbage above the stored value.
    private func cells(_ values: [Int], bits: Int, stored: Int) -> [UInt8] {
        values.enumerated().flatMap { index, value in
            let mask = 1 << stored - 1
            let cell = (value & mask) | ((index &* 0x5_DEEC_E66D >> 3) & ~mask)
            return (0..<bits / 8).map { UInt8(truncatingIfNeeded: cell >> (8 * $0)) }
        }
    }

    private func expect(_ plan: GrayscalePlan, _ rows: [Row], cells: [UInt8], inverted: Bool) throws {
        let top = 1 << plan.bitsPerDisplayValue - 1
        for level in VectorLevel.available {
            let picture = try picture(plan, cells, level: level)
            let values = top == 255 ? picture.map(Int.init) : words(picture)
            for (value, row) in zip(values, rows) {
                let expected = top == 255 ? row.y8! : row.y12!
                guard value != (inverted ? top - expected : expected) else { continue }
                Issue.record("\(row) gave \(value), inverted: \(inverted), \(level)")
            }
        }
    }
}
