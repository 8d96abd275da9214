public import Foundation

/// A small DICOM file that lies in the tree with what independent tools say of it; `Data/README.md` tells how it was made.
public struct GoldenObject: Sendable, CustomStringConvertible {
    public let name: String

    public var description: String { name }

    /// All of them, in the order of their names.
    public static let all: [GoldenObject] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".dcm") }.sorted().map { GoldenObject(name: String($0.dropLast(4))) }
    }()

    /// The one with this name.
    public static func named(_ name: String) -> GoldenObject { GoldenObject(name: name) }

    public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data")

    public var path: String { Self.folder.appendingPathComponent("\(name).dcm").path }

    public func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    /// The data set in the DICOM JSON model, by pydicom.
    public func json() throws -> Data { try Data(contentsOf: Self.folder.appendingPathComponent("\(name).json")) }

    /// SHA-256 of the picture of the first frame, in the bytes of Scripts/make-picture-oracle; nil where the object has no pixels.
    public var picture: String? { Self.pictures[name] }

    private static let pictures: [String: String] = {
        let file = folder.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Golden/pictures.tsv")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").dropFirst() ?? []
        return Dictionary(uniqueKeysWithValues: lines.map { $0.split(separator: "\t") }.map { (String($0[0]), String($0[1])) })
    }()

    /// What the frames are; nil where the object has no pixels.
    public var frames: Frames? { Self.frames[name] }

    /// The frames of an object in canonical layout.
    public struct Frames: Sendable, Decodable {
        /// Rows and columns, then samples where there is more than one.
        public var shape: [Int]
        /// As numpy writes it: `u1`, `<u2`, `<i2`.
        public var dtype: String
        /// Of each frame, hexadecimal.
        public var sha256: [String]
    }

    private static let frames: [String: Frames] = {
        do {
            return try JSONDecoder().decode([String: Frames].self, from: Data(contentsOf: folder.appendingPathComponent("frames.json")))
        } catch {
            fatalError("frames.json cannot be read: \(error)")
        }
    }()
}
