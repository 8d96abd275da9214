import DICOMCodecs
import Foundation

/// A codestream of `Scripts/make-jpeg-dct-test-data` with the samples that libjpeg-turbo decodes it to. Its name says what it is:
/// dct-COLUMNSxROWS-pPRECISION-sSAMPLING-qQUALITY-SCANS-rRESTART.
struct DCTFrame: Sendable, CustomStringConvertible {
    let name: String
    let columns: Int
    let rows: Int
    let precision: Int
    /// Horizontal and vertical sampling factor of each component, two digits.
    let sampling: [String]
    let quality: Int
    /// `one`, `separate` or `progressive`; `rgb`: one, made of R G B.
    let scans: String
    let restartInterval: Int

    var description: String { name }
    var layout: SampleLayout {
        SampleLayout(columns: columns, rows: rows, samplesPerPixel: sampling.count, bytesPerSample: precision > 8 ? 2 : 1)
    }
    var isOneScan: Bool { scans == "one" || scans == "rgb" }
    var isUpsampled: Bool { Set(sampling).count > 1 }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Data")

    static let all: [DCTFrame] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasPrefix("dct-") && $0.hasSuffix(".jpg") }.sorted().compactMap { DCTFrame(name: String($0.dropLast(4))) }
    }()
    /// Those whose samples before encoding are kept: what the library's own encoder can be asked for as well.
    static let sources: [DCTFrame] = all.filter {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent($0.name + ".src").path)
    }

    private init?(name: String) {
        let parts = name.split(separator: "-").map(String.init)
        guard parts.count == 7 else { return nil }
        let size = parts[1].split(separator: "x").compactMap { Int($0) }
        guard size.count == 2, let precision = Int(parts[2].dropFirst()), let quality = Int(parts[4].dropFirst()),
            let interval = Int(parts[6].dropFirst())
        else { return nil }
        self.name = name
        (columns, rows) = (size[0], size[1])
        (self.precision, self.quality, restartInterval) = (precision, quality, interval)
        sampling = parts[3].dropFirst().split(separator: "_").map(String.init)
        scans = parts[5]
    }

    private func bytes(_ suffix: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("\(name).\(suffix)")))
    }

    func encoded() throws -> [UInt8] { try bytes("jpg") }
    func expected() throws -> [UInt8] { try bytes("raw") }
    func expectedRGB() throws -> [UInt8] { try bytes("rgb") }
    func source() throws -> [UInt8] { try bytes("src") }
}

/// Where the entropy-coded data of the first scan begin.
func startOfScan(in codestream: [UInt8]) -> Int? {
    var at = 2
    while at + 4 <= codestream.count, codestream[at] == 0xFF {
        let end = at + 2 + (Int(codestream[at + 2]) << 8 | Int(codestream[at + 3]))
        let isScan = codestream[at + 1] == 0xDA
        at = end
        if isScan { return at }
    }
    return nil
}

/// Where a marker stands, of those in front of the first scan's data.
func place(ofMarker marker: UInt8, in codestream: [UInt8]) -> Int? {
    let end = startOfScan(in: codestream) ?? codestream.count
    return (0..<end - 1).first { codestream[$0] == 0xFF && codestream[$0 + 1] == marker }
}
