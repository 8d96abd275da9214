import DICOMTestSupport
import Foundation
import Hounsfield
import Testing

@Suite("README")
struct ReadmeTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: StandardTables.package.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("lists the transfer syntaxes that are read and written, and no others")
    func transferSyntaxes() throws {
        let rows = TransferSyntax.allRegistered.filter { $0.support.reads || $0.support.writes }.map { syntax in
            let support = syntax.support
            return
                "| \(syntax.name ?? "") | `\(syntax.uid.rawValue)` | \(support.reads ? "yes" : "no") | \(support.writes ? "yes" : "no") | \(support.code) |"
        }
        let table = ["| transfer syntax | UID | read | written | by |", "| --- | --- | --- | --- | --- |"] + rows
        let readme = try Self.text("README.md")
        let start = try #require(readme.range(of: "<!-- syntaxes -->\n"))
        let end = try #require(readme.range(of: "<!-- /syntaxes -->"))
        #expect(readme[start.upperBound..<end.lowerBound] == table.joined(separator: "\n") + "\n")
    }

    @Test("shows the example that Examples/ builds")
    func firstPicture() throws {
        let source = try Self.text("Examples/Sources/FirstPicture/main.swift")
        let code = source.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("//") }.joined(separator: "\n")
        #expect(try Self.text("README.md").contains("```swift\n\(code)```"))
    }
}
