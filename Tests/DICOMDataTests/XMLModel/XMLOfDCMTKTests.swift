import DICOMData
import DICOMTestSupport
import Foundation
import Testing

/// The path of `dcm2xml`; nil where it is not installed.
private let tool = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { $0 + "/dcm2xml" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// DCMTK's `dcm2xml`, where it is installed. DCMTK writes the Native DICOM Model and reads it not (its own tracker, feature 1180), so that what
/// can be shown is that we read what it writes.
@Suite("XML that DCMTK writes", .enabled(if: Corpus.isPresent && tool != nil))
struct XMLOfDCMTKTests {
    /// The Native DICOM Model in UTF-8, values inline; nil where DCMTK refuses the file.
    private func xml(of path: String) throws -> [UInt8]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(tool))
        process.arguments = [
            "--quiet", "--native-format", "--use-xml-namespace", "--convert-to-utf8", "--load-all", "--encode-base64", path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? Array(text) : nil
    }

    /// Files of which `dcm2xml` says something else than the bytes do, with the reason.
    private static let otherwise: [String: String] = [
        "GH1301.dcm": "a CS outside of the default repertoire is not converted, so that the text is not UTF-8",
        "chrGB2312.dcm": "an empty phonetic group is given the characters of the ideographic one",
        "chrX1.dcm": "as above",
        "chrX2.dcm": "as above",
        "decimal_rescale.dcm": "a creator with two blocks in a group is named without the number of the block",
        "gdcm-CT-MONO2-8-abdo.dcm": "spaces are taken out of identifiers",
        "UN_sequence.dcm": "a private element whose block nobody has reserved loses its number",
        "sample-dicom.dcm": "as above",
        "waveform_ecg.dcm": "as above",
    ]

    @Test("gives the data set of the file, but that words are big endian")
    func givesDataSet() throws {
        var count = 0
        for entry in Corpus.dataSets where entry.expectParse == "ok" && entry.size < 1_000_000 {
            guard Self.otherwise[String(entry.path.split(separator: "/").last ?? "")] == nil, let text = try xml(of: entry.file) else {
                continue
            }
            let expected = try DICOMFile(at: entry.file).dataSet
            var read = try DataSet(xml: text)
            try read.turnWords()
            #expect(read.difference(from: expected) == nil, "\(entry)")
            count += 1
        }
        #expect(count > 400, "\(count) files")
    }
}

extension DataSet {
    /// DCMTK writes the words of InlineBinary with the most significant byte first in XML, whatever the file, and with the least significant first
    /// in JSON, as PS3.18 F.2.7 asks for and this library has it in both.
    fileprivate mutating func turnWords() throws {
        for element in self where element.tag != .pixelData {
            if !element.items.isEmpty {
                try editItems(of: element.tag) { items in
                    for number in items.indices { try items[number].turnWords() }
                }
            }
            let widths: [ValueRepresentation: Int] = [.ow: 2, .of: 4, .ol: 4, .od: 8, .ov: 8]
            guard let width = widths[element.valueRepresentation], element.length % width == 0 else { continue }
            var bytes = element.bytes
            for start in stride(from: 0, to: bytes.count, by: width) { bytes[start..<start + width].reverse() }
            set(try DataElement(element.tag, .bytes(bytes), as: element.valueRepresentation))
        }
    }
}
