import DICOMCodecs
import DICOMData
import DICOMImaging
import Foundation
import Testing

/// A tool of another project that turns compressed objects into native ones. It is no dependency: where it is missing, its tests say so.
enum OtherDecoder: String, CaseIterable, CustomStringConvertible {
    case gdcmconv
    case dcmdrle

    var description: String { rawValue }

    var isPresent: Bool { path != nil }

    private var path: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The object with native pixels; nil where the tool refuses it.
    func decode(_ file: [UInt8]) throws -> DICOMFile? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("decoder-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("in.dcm"), folder.appendingPathComponent("out.dcm"))
        try Data(file).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "")
        process.arguments = (self == .gdcmconv ? ["--raw"] : []) + [input.path, output.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return try DICOMFile(bytes: [UInt8](Data(contentsOf: output)))
    }
}

@Suite("Frames that we encode, decoded by others")
struct OtherDecodersTests {
    @Test(
        "come back from RLE Lossless",
        .enabled(if: OtherDecoder.allCases.contains { $0.isPresent }, "no other decoder of RLE is installed"),
        arguments: OtherDecoder.allCases.filter(\.isPresent), [(1, 8), (1, 16), (3, 8)])
    func decodeRLE(decoder: OtherDecoder, shape: (samples: Int, bits: Int)) throws {
        let layout = SampleLayout(columns: 131, rows: 20, samplesPerPixel: shape.samples, bytesPerSample: shape.bits / 8)
        let samples = Self.picture(layout, bits: shape.bits)
        var target = [UInt8](repeating: 0, count: try #require(RLELossless.maximumEncodedByteCount(for: layout)))
        var span = target.mutableSpan
        let count = try RLELossless.encode(samples.span, layout: layout, into: &span)
        let file = try #require(try decoder.decode(Self.object(layout, Array(target[..<count]), "1.2.840.10008.1.2.5", bits: shape.bits)))
        #expect(try file.frame(0).decoded() == samples)
    }

    @Test(
        "come back from JPEG 2000", .enabled(if: OtherDecoder.gdcmconv.isPresent, "gdcmconv is not installed"),
        arguments: [(1, 8), (1, 12), (1, 16), (3, 8)])
    func decodeJPEG2000(shape: (samples: Int, bits: Int)) throws {
        let layout = SampleLayout(columns: 131, rows: 120, samplesPerPixel: shape.samples, bytesPerSample: shape.bits > 8 ? 2 : 1)
        let samples = Self.picture(layout, bits: shape.bits)
        for tile in [nil, 50] {
            var options = JPEG2000.EncodingOptions()
            (options.tileColumns, options.tileRows, options.compressionRatios) = (tile, tile, [20, 0])
            let most = JPEG2000.maximumEncodedByteCount(for: layout, precision: shape.bits, options: options)
            var target = [UInt8](repeating: 0, count: try #require(most))
            var span = target.mutableSpan
            let count = try JPEG2000.encode(samples.span, layout: layout, precision: shape.bits, options: options, into: &span)
            let object = Self.object(layout, Array(target[..<count]), "1.2.840.10008.1.2.4.90", bits: shape.bits)
            let file = try #require(try OtherDecoder.gdcmconv.decode(object))
            #expect(try file.frame(0).decoded() == samples)
        }
    }

    private static func picture(_ layout: SampleLayout, bits: Int) -> [UInt8] {
        (0..<layout.columns * layout.rows * layout.samplesPerPixel).flatMap { index -> [UInt8] in
            let value = (index * index / 97 + index % 13 * (index / 500)) & (1 << bits - 1)
            return (0..<layout.bytesPerSample).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
    }

    private static func object(_ layout: SampleLayout, _ frame: [UInt8], _ syntax: String, bits: Int) -> [UInt8] {
        var image = SmallImage(fragments: [frame + (frame.count % 2 == 1 ? [0] : [])])
        (image.columns, image.rows, image.samples) = (UInt16(layout.columns), UInt16(layout.rows), UInt16(layout.samplesPerPixel))
        (image.bitsAllocated, image.bitsStored) = (UInt16(8 * layout.bytesPerSample), UInt16(bits))
        image.transferSyntax = syntax
        if layout.samplesPerPixel == 3 {
            (image.photometric, image.planar) = (syntax.hasSuffix(".90") ? "YBR_RCT" : "RGB", 0)
        }
        return image.file()
    }
}
