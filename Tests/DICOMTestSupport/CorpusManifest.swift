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
        struct Kind: Decodable {
            let kind: String
            let codec: String?
        }
        guard let folder, let text = try? Data(contentsOf: folder.appendingPathComponent("manifest.jsonl")) else { return [] }
        let decoder = JSONDecoder()
        return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard
                let kind = try? decoder.decode(Kind.self, from: line), kind.kind == "codec", let codec = kind.codec, codecs.contains(codec)
            else { return nil }
            return try? decoder.decode(Codestream.self, from: line)
        }
    }
}
