import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

/// A row of Tests/Golden/resampling.tsv, made by Scripts/make-resampling-oracle in rational arithmetic.
private struct Resampling: Sendable, CustomStringConvertible {
    var filter: ResamplingFilter
    var samples: Int
    var columns, rows, toColumns, toRows: Int
    var source: [UInt8]
    var target: [Double]

    var description: String { "\(filter) \(columns) × \(rows) × \(samples) to \(toColumns) × \(toRows)" }

    static let all: [Resampling] = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try? String(contentsOf: tests.appendingPathComponent("Golden/resampling.tsv"), encoding: .utf8)
        let filters = Dictionary(uniqueKeysWithValues: ResamplingFilter.allCases.map { ("\($0)", $0) })
        return (text ?? "").split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t")
            let sizes = fields[1...5].map { Int($0)! }
            return Resampling(
                filter: filters[String(fields[0])]!, samples: sizes[0], columns: sizes[1], rows: sizes[2], toColumns: sizes[3],
                toRows: sizes[4], source: fields[6].split(separator: " ").map { UInt8($0)! },
                target: fields[7].split(separator: " ").map { Double($0)! })
        }
    }()
}

private func noise(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

@Suite("Scaling of pictures")
struct PictureScalingTests {
    @Test("there are eighty scalings to compare with")
    func oracleIsThere() { #expect(Resampling.all.count == 80) }

    @Test("gives what rational arithmetic gives, cut to bytes and rounded", arguments: Resampling.all)
    fileprivate func oracle(_ row: Resampling) throws {
        let picture = try Picture(columns: row.columns, rows: row.rows, samplesPerPixel: row.samples, bytes: row.source)
        let scaled = try picture.scaled(toColumns: row.toColumns, rows: row.toRows, filter: row.filter)
        #expect((scaled.columns, scaled.rows, scaled.samplesPerPixel) == (row.toColumns, row.toRows, row.samples))
        for (byte, exact) in zip(scaled.bytes, row.target) {
            // A thousandth for single precision and for the four decimals of the file.
            #expect(abs(Double(byte) - min(max(exact, 0), 255)) <= 0.501)
        }
    }

    @Test("to the size that a picture has changes nothing", arguments: ResamplingFilter.allCases)
    func identity(filter: ResamplingFilter) throws {
        let picture = try Picture(columns: 13, rows: 9, samplesPerPixel: 3, bytes: noise(13 * 9 * 3))
        #expect(try picture.scaled(toColumns: 13, rows: 9, filter: filter) == picture)
        // The other side has the size it had: its weights must leave every row as it is.
        let wide = try picture.scaled(toColumns: 26, rows: 9, filter: .nearest)
        #expect(try wide.scaled(toColumns: 13, rows: 9, filter: .nearest) == picture)
    }

    @Test("leaves a constant picture constant, however far", arguments: ResamplingFilter.allCases, [0, 1, 127, 254, 255] as [UInt8])
    func constant(filter: ResamplingFilter, value: UInt8) throws {
        let picture = try Picture(columns: 401, rows: 300, samplesPerPixel: 1, bytes: [UInt8](repeating: value, count: 401 * 300))
        for (columns, rows) in [(1, 1), (7, 299), (97, 3), (402, 901)] {
            let scaled = try picture.scaled(toColumns: columns, rows: rows, filter: filter)
            #expect(scaled.bytes.allSatisfy { $0 == value })
        }
    }

    @Test("by area keeps the mean to the rounding of a pixel, and exactly where a pixel is left")
    func mean() throws {
        let bytes = noise(120 * 90)
        let picture = try Picture(columns: 120, rows: 90, samplesPerPixel: 1, bytes: bytes)
        let mean = Double(bytes.reduce(0) { $0 + Int($1) }) / Double(bytes.count)
        for (columns, rows) in [(60, 45), (17, 13), (119, 89)] {
            let scaled = try picture.scaled(toColumns: columns, rows: rows, filter: .area)
            let kept = Double(scaled.bytes.reduce(0) { $0 + Int($1) }) / Double(scaled.bytes.count)
            // Halves go up: a quarter of the means of four bytes are halves, which is an eighth for all.
            #expect(abs(kept - mean) < 0.2)
        }
        #expect(try picture.scaled(toColumns: 1, rows: 1, filter: .area).bytes == [UInt8(mean.rounded())])
    }

    @Test("by nearest neighbour repeats pixels when it enlarges, and takes no other value")
    func nearest() throws {
        let picture = try Picture(columns: 2, rows: 2, samplesPerPixel: 1, bytes: [1, 2, 3, 4])
        let large = try picture.scaled(toColumns: 4, rows: 4, filter: .nearest)
        #expect(large.bytes == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
    }

    @Test("rings to no value beyond black and white", arguments: [ResamplingFilter.bicubic, .lanczos3])
    func clamping(filter: ResamplingFilter) throws {
        let edge = try Picture(columns: 4, rows: 1, samplesPerPixel: 1, bytes: [0, 0, 255, 255])
        let bytes = try edge.scaled(toColumns: 16, rows: 1, filter: filter).bytes
        #expect(bytes.contains(0) && bytes.contains(255))
        // The cubic rings beyond black and white only, the sinc along the way too.
        #expect(bytes == bytes.sorted() || filter == .lanczos3)
        #expect(zip(bytes, bytes.reversed()).allSatisfy { abs(Int($0) + Int($1) - 255) <= 1 })
    }

    @Test("refuses sizes that are none", arguments: [(0, 4), (4, 0), (-1, 4), (65_536, 1), (1, .max)])
    func refused(columns: Int, rows: Int) throws {
        let picture = try Picture(columns: 2, rows: 2, samplesPerPixel: 1, bytes: [1, 2, 3, 4])
        let error = #expect(throws: ImagingError.self) { try picture.scaled(toColumns: columns, rows: rows) }
        #expect(error?.code == .badArgument)
    }

    @Test("refuses a picture beyond 4 GiB before it takes memory")
    func tooLarge() throws {
        let picture = try Picture(columns: 1, rows: 1, samplesPerPixel: 3, bytes: [1, 2, 3])
        let error = #expect(throws: ImagingError.self) { try picture.scaled(toColumns: 65_535, rows: 65_535) }
        #expect(error?.code == .limitExceeded)
    }

    @Test("makes pixels square by more of them along their longer side")
    func squarePixels() throws {
        // PS3.3 C.7.6.3.1.7: 0.30 mm high and 0.25 mm wide is 6\5.
        let aspect = try #require(PixelAspectRatio(vertical: 6, horizontal: 5))
        let picture = try Picture(columns: 10, rows: 10, samplesPerPixel: 1, bytes: noise(100))
        let square = try picture.withSquarePixels(aspect)
        #expect((square.columns, square.rows) == (10, 12))
        let wide = try picture.withSquarePixels(#require(PixelAspectRatio(vertical: 1, horizontal: 2)))
        #expect((wide.columns, wide.rows) == (20, 10))
        #expect(try picture.withSquarePixels(.square) == picture)
    }
}
