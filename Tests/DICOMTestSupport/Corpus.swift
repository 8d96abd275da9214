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
