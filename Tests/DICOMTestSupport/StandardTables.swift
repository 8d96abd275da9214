public import Foundation

/// The tables of the standard that the generators read. They may lie beside a checkout and aren't part of the project: a test that needs one
/// is enabled only where it exists.
public enum StandardTables {
    /// `HOUNSFIELD_STANDARD`, else `../shared/standard` beside the package; nil where neither holds the registry.
    public static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["HOUNSFIELD_STANDARD"].map { URL(fileURLWithPath: $0) }
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/standard")
        return [named, beside].compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0.appendingPathComponent("data_elements.tsv").path)
        }
    }()

    public static var isPresent: Bool { folder != nil }

    /// The checkout that these tests were built from.
    public static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The rows of a tab-separated table without its head; empty where there is no folder.
    public static func rows(of name: String) throws -> [[String]] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
