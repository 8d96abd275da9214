import DICOMCodecs
import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@testable import DICOMImaging

/// Profiles and values made with LittleCMS by Scripts/make-icc-oracle.
@Suite("ICC profiles, ICC.1")
struct ICCProfileTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var profile: [UInt8]
        var pairs: [(device: [UInt8], expected: [Double])]

        static let all: [Row] = {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let text = try! String(contentsOf: tests.appendingPathComponent("Golden/icc-oracle.tsv"), encoding: .utf8)
            return text.split(separator: "\n").dropFirst().map { line in
                let fields = line.split(separator: "\t")
                let hex = Array(fields[1].utf8)
                let bytes = stride(from: 0, to: hex.count, by: 2).map {
                    UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)!
                }
                let pairs = fields[2].split(separator: " ").map { pair in
                    let sides = pair.split(separator: ":").map { $0.split(separator: ",") }
                    return (sides[0].map { UInt8($0)! }, sides[1].map { min(max(Double($0)!, 0), 255) })
                }
                return Row(testDescription: String(fields[0]), profile: bytes, pairs: pairs)
            }
        }()
    }

    private func picture(_ row: Row, bits: Int = 8) throws -> Picture {
        let samples = row.pairs[0].device.count
        var picture = try Picture(columns: row.pairs.count, rows: 1, samplesPerPixel: samples, bytes: row.pairs.flatMap(\.device))
        if bits > 8 { picture = try picture.proportionate(bits: bits) }
        picture.iccProfile = row.profile
        return picture
    }

    @Test("give the sRGB that LittleCMS gives, to a level of 8 bits", arguments: Row.all)
    func matchesLittleCMS(row: Row) throws {
        for level in VectorLevel.available {
            let result = try picture(row).convertedToSRGB(level: level)
            #expect(result.iccProfile == nil)
            for (index, pair) in row.pairs.enumerated() {
                for sample in 0..<result.samplesPerPixel {
                    let value = Double(result.bytes[index * result.samplesPerPixel + sample])
                    #expect((value - pair.expected[sample]).magnitude <= 1, "\(pair.device) gave \(value) for \(pair.expected[sample])")
                }
            }
        }
    }

    @Test("convert 16 bits a sample as finely", arguments: Row.all)
    func sixteenBits(row: Row) throws {
        let result = try picture(row, bits: 16).convertedToSRGB()
        for (index, pair) in row.pairs.enumerated() {
            for sample in 0..<result.samplesPerPixel {
                let place = 2 * (index * result.samplesPerPixel + sample)
                let value = Double(Int(result.bytes[place]) | Int(result.bytes[place + 1]) << 8) / 257
                #expect((value - pair.expected[sample]).magnitude <= 0.5)
            }
        }
    }

    @Test("that are none, or end early, are refused by name")
    func refusesDamaged() throws {
        let whole = Row.all[0].profile
        for count in 0..<whole.count {
            // Cut within a tag or before it; padding after the last tag may go.
            let error = (try? ICCProfile(Array(whole[..<count]))) == nil ? nil : count
            #expect(error == nil || whole.count - count < 4)
        }
        var foreign = whole
        foreign[36] = UInt8(ascii: "x")
        #expect(throws: ImagingError.self) { try ICCProfile(foreign) }
        var many = whole
        many[128] = 0x7F
        #expect(throws: ImagingError.self) { try ICCProfile(many) }
        #expect(throws: ImagingError.self) { try ICCProfile([]) }
    }

    @Test("with lookup tables are refused as such, and the picture stays as it is")
    func refusesTables() throws {
        var bytes = Row.all[0].profile
        // The name of any tag that is not needed otherwise.
        let count = Int(bytes[131])
        let entry = try #require((0..<count).map { 132 + 12 * $0 }.first { String(decoding: bytes[$0..<$0 + 4], as: UTF8.self) == "cprt" })
        bytes.replaceSubrange(entry..<entry + 4, with: Array("A2B0".utf8))
        let error = try #require(throws: ImagingError.self) { try ICCProfile(bytes) }
        #expect(error.code == .unsupportedProfile && error.problem.contains("A2B0"))

        var image = SmallImage(cells: [10, 20, 30])
        (image.columns, image.samples, image.photometric, image.planar) = (1, 3, "RGB", 0)
        image.more = { $0.element(0x0028_2000, "OB", bytes) }
        var options = RenderingOptions.standard
        options.convertsToSRGB = true
        let picture = try DICOMFile(bytes: image.file()).renderedFrame(with: options)
        #expect(picture.bytes == [10, 20, 30] && picture.iccProfile == bytes && picture.profileRefusal?.code == .unsupportedProfile)
    }

    @Test("of an object are kept with its picture, applied when asked for, and written to PNG when asked for")
    func throughRendering() throws {
        let row = Row.all[0]
        var image = SmallImage(cells: row.pairs.flatMap(\.device))
        (image.columns, image.samples, image.photometric, image.planar) = (UInt16(row.pairs.count), 3, "RGB", 0)
        image.more = { $0.element(0x0028_2000, "OB", row.profile) }
        let file = try DICOMFile(bytes: image.file())
        let plain = try file.renderedFrame()
        #expect(plain.iccProfile == row.profile && plain.bytes == row.pairs.flatMap(\.device))
        var options = RenderingOptions.standard
        options.convertsToSRGB = true
        let converted = try file.renderedFrame(with: options)
        #expect(try converted == picture(row).convertedToSRGB())
        func chunks(_ png: [UInt8]) -> String { String(decoding: png.map { $0 < 0x80 ? $0 : 0 }, as: UTF8.self) }
        #expect(try chunks(plain.png(embedsProfile: true)).contains("iCCPICC profile"))
        #expect(try !chunks(plain.png()).contains("iCCP"))
    }

    @Test("cut and flipped at random are read or refused, never a trap")
    func mutations() throws {
        for row in Row.all {
            for seed in 0..<40 {
                var random = SeededGenerator(seed: UInt64(seed))
                var bytes = row.profile
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if seed % 5 == 0 { bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))) }
                var picture = try self.picture(row)
                picture.iccProfile = bytes
                _ = try? picture.convertedToSRGB()
            }
        }
    }
}
