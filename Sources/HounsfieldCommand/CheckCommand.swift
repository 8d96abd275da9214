internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says what had to be repaired to read files and what is wrong with values, and gives the receipt.",
        discussion: """
            Names quirks, tags and bytes, no values. With --json the receipts of all files, one object a line: each repair with its place and \
            the bytes before and after. Those hold what the file holds: keep a receipt as the file itself is kept.

            Exit status: 0 every file is clean; 1 one was repaired, or has values that depart from the standard; 2 one was refused.
            """)

    @Argument(help: "DICOM files, or - for standard input.")
    var files: [String]

    @Flag(help: "Receipts as JSON, one a line.")
    var json = false

    @Flag(help: "Take everything that can be had, and mark each doubt.")
    var forensic = false

    @Option(name: [.customShort("o"), .long], help: "Write the clean file here; of one file only.")
    var output: String?

    func validate() throws {
        guard output != "-" else { throw ValidationError("--output is a file: the report goes to standard output.") }
        guard output == nil || files.count == 1 else { throw ValidationError("--output is for one file.") }
    }

    func run() throws {
        var worst = Verdict.clean
        for path in files {
            let report = report(on: path)
            worst = max(worst, report.verdict)
            try ByteSink.standardOutput.write(json ? try report.json() : report.text)
        }
        if worst != .clean { throw ExitCode(worst.rawValue) }
    }

    private func report(on path: String) -> Report {
        do {
            let file = try DICOMFile(at: path, options: forensic ? .forensic : .lenient)
            if let output { try file.write(to: output) }
            let findings = file.findings().map {
                Finding(quirk: $0.quirk.rawValue, path: "\($0.departure.path)", problem: $0.departure.problem)
            }
            let receipt = try file.receipt()
            let isClean = receipt.isClean && findings.isEmpty
            return Report(file: path, verdict: isClean ? .clean : .repaired, receipt: receipt, findings: findings)
        } catch {
            return Report(file: path, verdict: .refused, refusal: "\(error)")
        }
    }
}

/// The exit status, and worse is higher.
private enum Verdict: Int32, Comparable, Encodable {
    case clean, repaired, refused

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(self)")
    }
}

/// A value that departs from the standard and was left as it is.
private struct Finding: Encodable {
    var quirk: String
    var path: String
    var problem: String
}

/// What is said of one file.
private struct Report: Encodable {
    var file: String
    var verdict: Verdict
    var refusal: String?
    var receipt: RepairReceipt?
    var findings: [Finding] = []

    var text: String {
        var lines = ["\(file): \(verdict)"]
        if let refusal { lines.append("  \(refusal)") }
        for entry in receipt?.entries ?? [] {
            let place = entry.path.isEmpty ? "" : "\(entry.path): "
            let bytes =
                entry.range.isEmpty ? "byte \(entry.range.lowerBound)" : "bytes \(entry.range.lowerBound) to \(entry.range.upperBound - 1)"
            lines.append("  \(entry.quirk): \(place)\(entry.problem) (\(bytes)) \(entry.action)")
        }
        for finding in findings { lines.append("  \(finding.quirk): \(finding.path): \(finding.problem)") }
        return lines.joined(separator: "\n") + "\n"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
