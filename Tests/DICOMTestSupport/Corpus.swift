public import Foundation

/// The folder of real files with independent oracles that may lie beside a checkout. It is not part of the project: a test that needs it is
/// enabled only where it exists, and the run says so.
public enum Corpus {
    /// `HOUNSFIELD_CORPUS`, else `../shared/corpus` beside the package; nil where neither holds a manifest.
    public static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["HOUNSFIELD_CORPUS"].map { URL(fileURLWithPath: $0) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/corpus")
        return [named, beside].compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0.appendingPathComponent("manifest.jsonl").path)
        }
    }()

    public static var isPresent: Bool { folder != nil }
}

extension Corpus {
    /// One line of the manifest, as far as tests ask for it.
    public struct Entry: Sendable, Decodable, CustomStringConvertible {
        public var path: String
        public var kind: String
        public var size: Int
        public var expectParse: String?
        public var transferSyntax: String?
        public var effectiveTransferSyntax: String?
        /// Of the stream of a video.
        public var bitstreamSHA256: String?

        public var description: String { path }

        private enum CodingKeys: String, CodingKey {
            case path, kind, size
            case expectParse = "expect_parse"
            case transferSyntax = "transfer_syntax"
            case effectiveTransferSyntax = "effective_transfer_syntax"
            case bitstreamSHA256 = "bitstream_sha256"
        }

        public var file: String { Corpus.folder!.appendingPathComponent(path).path }
    }

    /// The lines of the manifest; empty where there is no corpus.
    public static let entries: [Entry] = {
        guard let folder, let text = try? String(contentsOf: folder.appendingPathComponent("manifest.jsonl"), encoding: .utf8) else {
            return []
        }
        let decoder = JSONDecoder()
        return text.split(separator: "\n").map { line in
            do {
                return try decoder.decode(Entry.self, from: Data(line.utf8))
            } catch {
                fatalError("the manifest has a line that is no entry: \(error)")
            }
        }
    }()

    /// DICOM files, sound and malformed.
    public static var dataSets: [Entry] { entries.filter { $0.kind != "codec" } }
}
