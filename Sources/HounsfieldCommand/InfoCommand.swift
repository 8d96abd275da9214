internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Says what files are: object, geometry, transfer syntax, frames, window, repairs.",
        discussion: """
            Names no patient. A file that is refused is named on standard error, the others are still described; the status is then 2.
            """)

    @Argument(help: "DICOM files, or - for standard input.")
    var files: [String]

    @Flag(help: "An array of objects instead of text.")
    var json = false

    func run() throws {
        var summaries: [FileSummary] = []
        var refused = false
        for file in files {
            do {
                let summary = try refusing(file) { try FileSummary(of: file) }
                if json { summaries.append(summary) } else { try ByteSink.standardOutput.write(summary.text) }
            } catch is ExitCode {
                refused = true
            }
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try ByteSink.standardOutput.write(Array(encoder.encode(summaries)) + [UInt8(ascii: "\n")])
        }
        if refused { throw ExitCode(2) }
    }
}

/// What `info` says of one file.
private struct FileSummary: Encodable {
    var file: String
    var object: String
    var modality: String?
    var transferSyntax: String
    var image: Image?
    /// Why the object is no image that this version reads; nil for an image, and for an object without pixels.
    var imageProblem: String?
    var elements: Int
    var repairs: [String]
    /// What departs from the standard in how its pixels are kept.
    var pixelFindings: [String] = []

    struct Image: Encodable {
        var columns: Int
        var rows: Int
        var frames: Int
        var samplesPerPixel: Int
        var photometricInterpretation: String
        var bitsAllocated: Int
        var bitsStored: Int
        var isSigned: Bool
        var window: String?
        /// The views of the first frame that the object offers, in the order of their numbers: windows, then tables.
        var views: [String] = []
    }

    init(of path: String) throws {
        let dicom = try DICOMFile(at: path)
        let instance = try SOPInstance(dicom.dataSet)
        file = path
        object = instance.sopClassUID.map { $0.name ?? $0.rawValue } ?? "an object without SOP Class"
        modality = instance.modality
        transferSyntax = dicom.transferSyntax.description
        elements = dicom.dataSet.count
        repairs = dicom.repairs.map(\.description)
        do {
            let pixels = try dicom.pixelData()
            image = Image(pixels, dicom.dataSet)
            pixelFindings = (pixels.findings() + ((try? pixels.frame(0).findings()) ?? [])).map(\.description)
        } catch let error where error.code == .noPixelData {
            image = nil
        } catch {
            imageProblem = error.description
        }
    }

    var text: String {
        var lines = [file, "  \(object)\(modality.map { " (\($0))" } ?? "")", "  \(transferSyntax)"]
        if let image { lines.append(contentsOf: image.lines) }
        if let imageProblem { lines.append("  pixels: \(imageProblem)") }
        lines.append("  \(elements) elements")
        lines.append(repairs.isEmpty ? "  no repairs" : "  \(repairs.count) repairs")
        lines.append(contentsOf: repairs.map { "    \($0)" })
        if !pixelFindings.isEmpty { lines.append("  \(pixelFindings.count) findings about pixels") }
        lines.append(contentsOf: pixelFindings.map { "    \($0)" })
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }
}

extension FileSummary.Image {
    fileprivate init(_ pixelData: PixelData, _ dataSet: DataSet) {
        let image = pixelData.description
        columns = image.columns
        rows = image.rows
        frames = image.numberOfFrames
        samplesPerPixel = image.samplesPerPixel
        photometricInterpretation = image.photometricInterpretation.rawValue
        bitsAllocated = image.bitsAllocated
        bitsStored = image.bitsStored
        isSigned = image.isSigned
        // An unreadable window is no reason not to describe the file; render says what is wrong with it.
        let scope = FunctionalGroups(dataSet).scope(.frameVOILUTSequence, frame: 0, holding: .windowCenter)
        if let center = try? scope.string(.windowCenter), let width = try? scope.string(.windowWidth) {
            window = "center \(center), width \(width)"
        }
        views = ((try? pixelData.frame(0).voiChoices()) ?? []).map { choice in
            let name = choice.explanation.map { " “\($0)”" } ?? ""
            guard let window = choice.window else { return "VOI LUT or unreadable window" + name }
            return "center \(window.center.plain), width \(window.width.plain)\(name)"
        }
    }

    fileprivate var lines: [String] {
        let sign = isSigned ? "signed" : "unsigned"
        let count = frames == 1 ? "1 frame" : "\(frames) frames"
        let samples = samplesPerPixel == 1 ? "" : " × \(samplesPerPixel)"
        return [
            "  \(columns) × \(rows), \(count), \(photometricInterpretation), \(bitsStored) of \(bitsAllocated) bits\(samples), \(sign)",
            window.map { "  window \($0)" } ?? "  no window",
        ] + (views.count > 1 ? views.enumerated().map { "    view \($0.offset + 1): \($0.element)" } : [])
    }
}

extension DecimalNumber {
    /// As a person writes it.
    fileprivate var plain: String {
        let value = doubleValue
        return value.magnitude < 1e15 && value.rounded() == value ? "\(Int(value))" : "\(value)"
    }
}
