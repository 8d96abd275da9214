import DICOMCodecs
import Foundation

/// A frame of the `Data` folder: encoded by a tool that is not ours, with the samples that went in.
struct SmallFrame: Sendable, Decodable, CustomStringConvertible {
    let name: String
    let kind: String
    let columns: Int
    let rows: Int
    let samples: Int
    let width: Int
    let bits: Int?
    let signed: Bool?
    /// The file of the samples, where it has another name.
    let raw: String?
    /// JPEG Lossless: selection value, point transform, restart interval, and what a decoder has to note or to be asked for.
    let selection: Int?
    let point: Int?
    let interval: Int?
    let isUpsampled: Bool?
    let hasLinesDefined: Bool?
    let isLenient: Bool?

    var description: String { "\(name).\(kind)" }
    var layout: SampleLayout { SampleLayout(columns: columns, rows: rows, samplesPerPixel: samples, bytesPerSample: width) }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data")

    func encoded() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(description))) }
    func expected() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(raw ?? "\(name).raw"))) }

    /// Frames by kind of encoding: `rle`, `j2k`, `jp2`.
    static func all(_ kinds: String...) -> [SmallFrame] { listed(in: "frames.json").filter { kinds.contains($0.kind) } }

    /// Frames of JPEG Lossless, by a reference encoder in another language.
    static let losslessJPEG = listed(in: "ljpeg.json")

    private static func listed(in file: String) -> [SmallFrame] {
        guard
            let text = try? Data(contentsOf: folder.appendingPathComponent(file)),
            let frames = try? JSONDecoder().decode([SmallFrame].self, from: text)
        else { return [] }
        return frames
    }
}

/// Numbers that are the same on every run (SplitMix64).
struct RepeatableNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
