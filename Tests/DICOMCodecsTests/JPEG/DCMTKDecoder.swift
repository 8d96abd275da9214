import Foundation

/// An independent decoder of JPEG, if it is installed: DCMTK's `dcmdjpeg`, which takes a codestream in a DICOM file.
enum DCMTKDecoder {
    static let tool: String? = ["/usr/bin/dcmdjpeg", "/usr/local/bin/dcmdjpeg", "/opt/homebrew/bin/dcmdjpeg"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    struct Failure: Error {
        let status: Int32
    }

    /// The samples of a codestream of even length: interleaved, little endian, in containers of 1 byte or 2.
    static func decode(_ codestream: [UInt8], columns: Int, rows: Int, samples: Int, bits: Int) throws -> [UInt8] {
        let container = bits <= 8 ? 8 : 16
        func word(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
        func long(_ value: Int) -> [UInt8] { word(value) + word(value >> 16) }
        func short(_ group: Int, _ element: Int, _ value: Int) -> [UInt8] {
            word(group) + word(element) + Array("US".utf8) + word(2) + word(value)
        }
        func text(_ group: Int, _ element: Int, _ representation: String, _ value: String) -> [UInt8] {
            let padded = Array(value.utf8) + (value.utf8.count % 2 == 0 ? [] : [representation == "UI" ? 0 : 0x20])
            return word(group) + word(element) + Array(representation.utf8) + word(padded.count) + padded
        }
        let information =
            word(2) + word(1) + Array("OB".utf8) + word(0) + long(2) + [0, 1] + text(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.7")
            + text(2, 3, "UI", "1.2.3.4") + text(2, 0x10, "UI", "1.2.840.10008.1.2.4.57") + text(2, 0x12, "UI", "1.2.3")
        var file = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        file += word(2) + word(0) + Array("UL".utf8) + word(4) + long(information.count) + information
        file += text(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.7") + text(8, 0x18, "UI", "1.2.3.4")
        file += short(0x28, 2, samples) + text(0x28, 4, "CS", samples == 3 ? "RGB" : "MONOCHROME2")
        if samples > 1 { file += short(0x28, 6, 0) }
        file += short(0x28, 0x10, rows) + short(0x28, 0x11, columns) + short(0x28, 0x100, container) + short(0x28, 0x101, bits)
        file += short(0x28, 0x102, bits - 1) + short(0x28, 0x103, 0)
        file += word(0x7FE0) + word(0x10) + Array("OB".utf8) + word(0) + [0xFF, 0xFF, 0xFF, 0xFF]
        file += word(0xFFFE) + word(0xE000) + long(0) + word(0xFFFE) + word(0xE000) + long(codestream.count) + codestream
        file += word(0xFFFE) + word(0xE0DD) + long(0)

        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dcmdjpeg-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (encoded, decoded) = (folder.appendingPathComponent("encoded.dcm"), folder.appendingPathComponent("decoded.dcm"))
        try Data(file).write(to: encoded)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool ?? "")
        process.arguments = ["+te", "--color-by-pixel", encoded.path, decoded.path]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        // The pixels are the last element, padded to an even length.
        let count = columns * rows * samples * container / 8
        return [UInt8](try Data(contentsOf: decoded).suffix(count + count % 2).prefix(count))
    }
}
