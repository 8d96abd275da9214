internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says what had to be repaired to read files and what is wrong with values, and gives the receipt.",
        discussion: """
            Names quirks, tags and bytes, no values. With --json the receipts of all files, one object a line: each repair with its place and \
            the bytes before and after. Those hold what the file holds: keep a receipt as the file itself is kept.

            Of pixels it says where frames lie otherwise than the object says, and what the headers of their codestreams contradict; with \
            --decode it decodes every frame, names those that are damaged and what had to be put up with.

            Exit status: 0 every file is clean; 1 one was repaired, or has values that depart from the standard; 2 one was refused.
            """)

    @Argument(help: "DICOM files, or - for standard input.")
    var files: [String]

    @Flag(help: "Receipts as JSON, one a line.")
    var json = false

    @Flag(help: "Take everything that can be had, and mark each doubt.")
    var forensic = false

    @Flag(help: "Decode all frames too.")
    var decode = false

    @Option(name: [.customShort("o"), .long], help: "Write the clean file here; of one file only.")
    var output: String?

    func validate() throws {
        guard output != "-" else { throw ValidationError("--output is a file: the report goes to standard output.") }
        guard output == nil || files.count == 1 else { throw ValidationError("--output is for one file.") }
    }

    func run() async throws {
        var worst = Verdict.clean
        for path in files {
            let report = await report(on: path)
            worst = max(worst, report.verdict)
            try ByteSink.standardOutput.write(json ? try report.json() : report.text)
        }
        if worst != .clean { throw ExitCode(worst.rawValue) }
    }

    private func report(on path: String) async -> Report {
        do {
            let file = try DICOMFile(at: path, options: forensic ? .forensic : .lenient)
            if let output { try file.write(to: output) }
            let findings = file.findings().map(Finding.init) + (await pixelFindings(file)).map(Finding.init)
            let receipt = try file.receipt()
            let isClean = receipt.isClean && findings.isEmpty
            return Report(file: path, verdict: isClean ? .clean : .repaired, receipt: receipt, findings: findings)
        } catch {
            return Report(file: path, verdict: .refused, refusal: "\(error)")
        }
    }
}

// MARK: - Pixels

extension CheckCommand {
    /// Findings after which no more are sought.
    private static let mostFindings = 10_000

    private func pixelFindings(_ file: DICOMFile) async -> [PixelFinding] {
        // An object without pixels, or with a video, has none; `info` says why pixels of others are not read.
        guard let pixels = try? file.pixelData(options: forensic ? .forensic : .lenient) else { return [] }
        var findings = pixels.findings()
        for number in 0..<pixels.frameCount {
            guard findings.count < Self.mostFindings, let frame = try? pixels.frame(number) else { break }
            do {
                findings += try frame.findings()
                if forensic { findings += try frame.doubts() }
            } catch  where error.code == .missingPixels {
                // Said of all frames together.
                break
            } catch {
                findings.append(damage(error, number))
            }
        }
        return decode ? findings + (await decodingFindings(pixels)) : findings
    }

    private func decodingFindings(_ pixels: PixelData) async -> [PixelFinding] {
        var findings: [PixelFinding] = []
        var iterator = pixels.decodedFrames.makeAsyncIterator()
        for number in 0..<pixels.frameCount where findings.count < Self.mostFindings {
            do {
                guard let frame = try await iterator.next() else { break }
                findings += try pixels.frame(number).findings(decoding: frame.report)
            } catch let error as ImagingError {
                if error.code == .missingPixels { break }
                findings.append(damage(error, number))
            } catch {
                break
            }
        }
        return findings
    }

    private func damage(_ error: ImagingError, _ frame: Int) -> PixelFinding {
        PixelFinding(
            .corruptFragment, frame: frame, problem: error.problem, action: "The frame was left out; the others can be read.",
            effect: .changed)
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

/// A departure from the standard that nothing was changed for: of a value, or of pixels.
private struct Finding: Encodable {
    var quirk: String
    var path: String
    var problem: String
    /// Of pixels: counted from 1, as in DICOMweb; nil for all frames.
    var frame: Int?
    /// Of pixels: the first byte in the file and the one behind the last.
    var bytes: [Int]?
    /// Of pixels: whether the picture is the one that was meant.
    var effect: String?

    init(_ repair: Repair) {
        (quirk, path, problem) = (repair.quirk.rawValue, "\(repair.departure.path)", repair.departure.problem)
    }

    init(_ finding: PixelFinding) {
        (quirk, path, problem) = (finding.quirk.rawValue, "(7FE0,0010)", "\(finding.problem) \(finding.action)")
        frame = finding.frame.map { $0 + 1 }
        bytes = finding.range.map { [$0.lowerBound, $0.upperBound] }
        switch finding.effect {
        case .none: effect = "none"
        case .changed: effect = "changed"
        case .doubtful: effect = "doubtful"
        }
    }

    var text: String { "\(quirk): \(path): \(frame.map { "Frame \($0): " } ?? "")\(problem)" }
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
        for finding in findings { lines.append("  \(finding.text)") }
        return lines.joined(separator: "\n") + "\n"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
