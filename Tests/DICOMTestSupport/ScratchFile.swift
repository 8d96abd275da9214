internal import Foundation

/// A file or folder of a test, with a name of its own, gone when the test is.
public final class ScratchFile: Sendable {
    public let path: String

    public init(_ bytes: [UInt8]) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("hounsfield-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        path = url.path
    }

    /// Only a name.
    public init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("hounsfield-\(UUID().uuidString)").path
    }

    public func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
