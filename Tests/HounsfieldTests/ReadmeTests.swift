import DICOMTestSupport
import Foundation
import Hounsfield
import Testing

@Suite("README")
struct ReadmeTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: StandardTables.package.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(
        "and the catalog of DICOMImaging list the transfer syntaxes that are read and written, and no others",
        arguments: ["README.md", "Sources/DICOMImaging/Documentation.docc/TransferSyntaxes.md"])
    func transferSyntaxes(path: String) throws {
        let rows = TransferSyntax.allRegistered.compactMap { syntax -> String? in
            let support = syntax.support(withJPEGXL: true)
            guard support.reads || support.writes else { return nil }
            return
                "| \(syntax.name ?? "") | `\(syntax.uid.rawValue)` | \(support.reads ? "yes" : "no") | \(support.writes ? "yes" : "no") | \(support.code) |"
        }
        let table = ["| transfer syntax | UID | read | written | by |", "| --- | --- | --- | --- | --- |"] + rows
        let text = try Self.text(path)
        let start = try #require(text.range(of: "<!-- syntaxes -->\n"))
        let end = try #require(text.range(of: "<!-- /syntaxes -->"))
        #expect(text[start.upperBound..<end.lowerBound] == table.joined(separator: "\n") + "\n")
    }

    @Test("shows the example that Examples/ builds")
    func firstPicture() throws {
        let source = try Self.text("Examples/Sources/FirstPicture/main.swift")
        let code = source.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("//") }.joined(separator: "\n")
        #expect(try Self.text("README.md").contains("```swift\n\(code)```"))
    }
}
