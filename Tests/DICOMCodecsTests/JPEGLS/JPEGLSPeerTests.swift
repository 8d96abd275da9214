import DICOMCodecs
import DICOMTestSupport
import Foundation
import Testing

/// Decoders of Debian that are not ours. A run without them says that these tests were skipped.
@Suite("JPEG-LS of ours in other decoders")
struct JPEGLSPeerTests {
    struct Case: Sendable, CustomStringConvertible {
        var precision: Int
        var near = 0
        var samples = 1
        var interleave = JPEGLS.Interleave.none
        var description: String { "\(precision) bits, NEAR \(near), \(samples) components, \(interleave)" }
    }

    static let cases = [
        Case(precision: 8), Case(precision: 8, near: 3), Case(precision: 10), Case(precision: 12), Case(precision: 12, near: 2),
        Case(precision: 16), Case(precision: 16, near: 5),
        Case(precision: 8, samples: 3, interleave: .none), Case(precision: 8, samples: 3, interleave: .line),
        Case(precision: 8, samples: 3, interleave: .sample), Case(precision: 8, near: 2, samples: 3, interleave: .line),
        Case(precision: 8, near: 2, samples: 3, interleave: .sample),
    ]

    @Test("dcmdjpls decodes them", .enabled(if: exists("dcmdjpls"), "DCMTK's dcmdjpls is not installed"), arguments: cases)
    func decodesWithDCMTK(of: Case) throws {
        try check(of) { try run("dcmdjpls", [$0, $1]) }
    }

    @Test("gdcmconv decodes them", .enabled(if: exists("gdcmconv"), "GDCM's gdcmconv is not installed"), arguments: cases)
    func decodesWithGDCM(of: Case) throws {
        try check(of) { try run("gdcmconv", ["--raw", $0, $1]) }
    }

    private func check(_ of: Case, _ convert: (String, String) throws -> Void) throws {
        let width = of.precision > 8 ? 2 : 1
        let layout = SampleLayout(columns: 46, rows: 31, samplesPerPixel: of.samples, bytesPerSample: width)
        var numbers = RepeatableNumbers(state: UInt64(of.precision * 100 + of.near))
        let values = (0..<46 * 31 * of.samples).map { index in
            let (pixel, most) = (index / of.samples, (1 << of.precision) - 1)
            let (x, y) = (pixel % 46, pixel / 46)
            return (x / 9 + y / 5) % 3 == 0 ? most / 3 : min(most, (x * 3 + y * 5) * most / 400 + Int.random(in: 0...3, using: &numbers))
        }
        let samples = values.flatMap { value in (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var options = JPEGLS.EncodingOptions(precision: of.precision, near: of.near)
        options.interleave = of.interleave
        let encoded = try encodeJPEGLS(samples, layout, options)

        let object = try ScratchFile(file(of: encoded, layout, of))
        let native = ScratchFile()
        try convert(object.path, native.path)
        let pixels = try pixelData(of: try native.bytes())
        try #require(pixels.count >= samples.count)
        var largest = 0
        for at in stride(from: 0, to: samples.count, by: width) {
            let got = Int(pixels[at]) | (width == 2 ? Int(pixels[at + 1]) << 8 : 0)
            largest = max(largest, abs(got - values[at / width]))
        }
        #expect(largest <= of.near)
    }

    private func file(of codestream: [UInt8], _ layout: SampleLayout, _ of: Case) -> [UInt8] {
        DICOMBytesBuilder()
            .element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7").element(0x0008_0018, "UI", "2.25.1")
            .element(0x0020_000D, "UI", "2.25.2").element(0x0020_000E, "UI", "2.25.3")
            .element(0x0028_0002, "US", words: [UInt16(layout.samplesPerPixel)])
            .element(0x0028_0004, "CS", layout.samplesPerPixel == 3 ? "RGB" : "MONOCHROME2")
            .raw(layout.samplesPerPixel == 3 ? DICOMBytesBuilder().element(0x0028_0006, "US", words: [0]).bytes : [])
            .element(0x0028_0010, "US", words: [UInt16(layout.rows)]).element(0x0028_0011, "US", words: [UInt16(layout.columns)])
            .element(0x0028_0100, "US", words: [UInt16(8 * layout.bytesPerSample)])
            .element(0x0028_0101, "US", words: [UInt16(of.precision)])
            .element(0x0028_0102, "US", words: [UInt16(of.precision - 1)]).element(0x0028_0103, "US", words: [0])
            .fragments([codestream])
            .file(transferSyntax: of.near == 0 ? "1.2.840.10008.1.2.4.80" : "1.2.840.10008.1.2.4.81")
    }

    /// The value of the last (7FE0,0010) with a defined length, in little endian with explicit or implicit VR.
    private func pixelData(of file: [UInt8]) throws -> [UInt8] {
        let start = (0..<max(0, file.count - 12)).last { Array(file[$0..<$0 + 4]) == [0xE0, 0x7F, 0x10, 0x00] }
        let at = try #require(start)
        let value = file[at + 4] == 0x4F ? at + 12 : at + 8
        return Array(file[value...])
    }
}

private func exists(_ tool: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/" + tool) }

private func run(_ tool: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/" + tool)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(tool) refuses the file")
}
