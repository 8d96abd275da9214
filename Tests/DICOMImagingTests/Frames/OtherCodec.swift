import DICOMData
import DICOMImaging
import DICOMTestSupport
import Foundation
import Testing

/// A program of another project that encodes or decodes. None is a dependency: a test that needs one which is not installed says so.
struct OtherCodec: Sendable, CustomStringConvertible {
    /// What it reads and writes where we have a frame and a codestream.
    enum Form: Sendable {
        /// DICOM objects: one with native pixels, one with encapsulated ones.
        case object
        /// A portable graymap or pixmap, and a bare codestream with this file name extension.
        case codestream(String)
    }

    let form: Form
    let tool: String
    /// `IN` and `OUT` stand for the files.
    let arguments: [String]

    var description: String { ([tool] + arguments).joined(separator: " ") }

    static func objects(_ tool: String, _ options: String...) -> Self {
        Self(form: .object, tool: tool, arguments: options + ["IN", "OUT"])
    }

    static func codestreams(_ fileExtension: String, _ tool: String, _ arguments: String...) -> Self {
        Self(form: .codestream(fileExtension), tool: tool, arguments: arguments)
    }

    private var path: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What the program makes of a file. Ends the test where it is not installed; nil where it refuses the file.
    func convert(_ bytes: [UInt8], from: String, to: String) throws -> [UInt8]? {
        guard let path else { try Test.cancel("\(tool) is not installed") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("codec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("in.\(from)"), folder.appendingPathComponent("out.\(to)"))
        try Data(bytes).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments.map { $0.replacing("IN", with: input.path).replacing("OUT", with: output.path) }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0, let result = try? Data(contentsOf: output) else { return nil }
        return [UInt8](result)
    }
}

/// A frame of the kind that tests exchange with other programs: noise on slopes, unsigned, interleaved.
struct ExchangedFrame: Sendable, CustomStringConvertible {
    let columns = 131
    let rows = 40
    let samples: Int
    let bits: Int

    var description: String { "\(samples) × \(bits) bits" }

    var cellBytes: Int { bits > 8 ? 2 : 1 }

    /// Little endian, in the smallest cells.
    var cells: [UInt8] {
        (0..<columns * rows * samples).flatMap { index -> [UInt8] in
            let value = (index * index / 97 + index % 13 * (index / 500)) & (1 << bits - 1)
            return (0..<cellBytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
    }

    /// An object with these cells, or with a frame encoded in a transfer syntax.
    func object(_ encoded: (frame: [UInt8], syntax: TransferSyntax)? = nil) -> [UInt8] {
        let isTransformed = samples == 3 && (encoded.map { $0.syntax == .jpeg2000Lossless } ?? false)
        let head = DICOMBytesBuilder()
            .element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7").element(0x0008_0018, "UI", "2.25.1")
            .element(0x0020_000D, "UI", "2.25.2").element(0x0020_000E, "UI", "2.25.3").element(0x0028_0002, "US", words: [UInt16(samples)])
            .element(0x0028_0004, "CS", samples == 1 ? "MONOCHROME2" : isTransformed ? "YBR_RCT" : "RGB")
            .raw(samples == 1 ? [] : DICOMBytesBuilder().element(0x0028_0006, "US", words: [0]).bytes)
            .element(0x0028_0010, "US", words: [UInt16(rows)]).element(0x0028_0011, "US", words: [UInt16(columns)])
            .element(0x0028_0100, "US", words: [UInt16(8 * cellBytes)]).element(0x0028_0101, "US", words: [UInt16(bits)])
            .element(0x0028_0102, "US", words: [UInt16(bits - 1)]).element(0x0028_0103, "US", words: [0])
        guard let encoded else {
            return head.element(0x7FE0_0010, cellBytes == 1 ? "OB" : "OW", cells + (cells.count % 2 == 1 ? [0] : []))
                .file(transferSyntax: "1.2.840.10008.1.2.1")
        }
        let padding: [UInt8] = encoded.frame.count % 2 == 1 ? [0] : []
        return head.fragments([encoded.frame + padding]).file(transferSyntax: encoded.syntax.uid.rawValue)
    }

    /// A portable graymap or pixmap.
    var picture: [UInt8] {
        let cells = cells
        let swapped = cellBytes == 1 ? cells : cells.indices.map { cells[$0 ^ 1] }
        return Array("P\(samples == 1 ? 5 : 6)\n\(columns) \(rows)\n\(1 << bits - 1)\n".utf8) + swapped
    }

    /// The cells of a portable graymap or pixmap of this shape; nil for another.
    func cells(ofPicture picture: [UInt8]) -> [UInt8]? {
        var words: [String] = []
        var position = 0
        while words.count < 4, position < picture.count {
            if picture[position] == UInt8(ascii: "#") {
                position = picture[position...].firstIndex(of: 10) ?? picture.count
            } else if picture[position] <= 0x20 {
                position += 1
            } else {
                let end = picture[position...].firstIndex { $0 <= 0x20 } ?? picture.count
                words.append(String(decoding: picture[position..<end], as: UTF8.self))
                position = end
            }
        }
        let pixels = Array(picture.dropFirst(position + 1))
        guard words == ["P\(samples == 1 ? 5 : 6)", "\(columns)", "\(rows)", "\(1 << bits - 1)"] else { return nil }
        return cellBytes == 1 ? pixels : pixels.indices.map { pixels[$0 ^ 1] }
    }
}
