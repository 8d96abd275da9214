internal import Foundation

extension Corpus {
    /// What the corpus' manifest says about one bare codestream. The corpus' README explains the fields.
    public struct Codestream: Sendable, Decodable, CustomStringConvertible {
        public struct Component: Sendable, Decodable {
            public let width: Int
            public let height: Int
            public let sha256: String
        }

        public struct Tolerance: Sendable, Decodable {
            public let max: Double
            public let mean: Double
        }

        public struct Reference: Sendable, Decodable {
            public let file: String
            public let step: Int
        }

        public let path: String
        public let codec: String
        /// `ok`, `refuse` or `no-crash`.
        public let decode: String
        /// `exact` or `tolerance`.
        public let compare: String?
        public let components: [Component]?
        public let tolerance: Tolerance?
        public let reference: Reference?

        public var description: String { path }

        public func bytes() throws -> [UInt8] {
            guard let folder = Corpus.folder else { throw CocoaError(.fileNoSuchFile) }
            return [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
        }
    }

    /// The codestreams of these codecs; empty where there is no corpus.
    public static func codestreams(_ codecs: String...) -> [Codestream] {
        records(Codestream.self, ofKind: "codec").filter { codecs.contains($0.codec) }
    }

    /// What the corpus' manifest says about one DICOM file with pixels.
    public struct Image: Sendable, Decodable, CustomStringConvertible {
        public struct Picture: Sendable, Decodable {
            public let sha256: String?
            public let compare: String
            public let alternatives: [Alternative]?
        }

        public struct Alternative: Sendable, Decodable {
            public let sha256: String?
        }

        public let path: String
        public let size: Int
        public let transferSyntax: String?
        /// `ok`, `refuse`, `none`, `video` or `no-crash`.
        public let decode: String?
        /// `exact` or `tolerance`.
        public let compare: String?
        /// Of the first frames in canonical layout.
        public let frameSha256: [String]?
        /// Other lists that are as right.
        public let alternatives: [[String]]?
        public let render: Picture?

        public var description: String { path }

        public var file: String { Corpus.folder.map { $0.appendingPathComponent(path).path } ?? path }
    }

    /// The DICOM files in one of these transfer syntaxes; empty where there is no corpus.
    public static func images(in transferSyntaxes: Set<String>) -> [Image] {
        records(Image.self, ofKind: "dicom").filter { transferSyntaxes.contains($0.transferSyntax ?? "") }
    }

    /// The DICOM files whose frames decode, in any transfer syntax; empty where there is no corpus.
    public static var soundImages: [Image] { records(Image.self, ofKind: "dicom").filter { $0.decode == "ok" } }

    private static func records<Record: Decodable>(_ type: Record.Type, ofKind kind: String) -> [Record] {
        guard let folder, let text = try? Data(contentsOf: folder.appendingPathComponent("manifest.jsonl")) else { return [] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let found = try? decoder.decode(RecordKind.self, from: line), found.kind == kind else { return nil }
            return try? decoder.decode(type, from: line)
        }
    }
}

private struct RecordKind: Decodable {
    let kind: String
}
