import DICOMData
import DICOMTestSupport
import Foundation
import Testing

/// Real files with what other tools say of them, where the folder with them lies beside the checkout.
@Suite("The JSON and XML models of the corpus", .enabled(if: Corpus.isPresent))
struct ModelCorpusTests {
    /// A binary value of odd length comes back with its padding: PS3.18 F.1 and PS3.19 A.1.1 ask for it.
    private static let oddLengths: Set<String> = [
        "ctbrain1.dcm", "GH364.dcm", "dx_image.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm",
        "TC0717_encap_frag_len_1_data_64.dcm", "TC1149_odd_len_len1.dcm", "TC1153_odd_len_len7.dcm",
    ]

    private static let files: [(entry: Corpus.Entry, dataSet: DataSet)] = Corpus.dataSets.compactMap { entry in
        guard entry.size < 4_000_000, let file = try? DICOMFile(at: entry.file) else { return nil }
        return (entry, file.dataSet)
    }

    @Test("give back what was written, as JSON and as XML")
    func giveBack() throws {
        var options = ModelWritingOptions(bulkData: .inline)
        options.declaresUnicode = true
        options.replacesForbiddenCharacters = true
        var count = 0
        for (entry, dataSet) in Self.files where !Self.oddLengths.contains(String(entry.path.split(separator: "/").last ?? "")) {
            guard let json = try? dataSet.json(options) else { continue }
            count += 1
            var repairs: [Repair] = []
            let fromJSON = try DataSet(json: json, repairs: &repairs)
            // Bytes that no declared character set explains are read as ISO 8859-1: then the way back declares one.
            if fromJSON.contains(.specificCharacterSet) == dataSet.contains(.specificCharacterSet) {
                #expect(try fromJSON.json(options) == json, "\(entry)")
            }
            let isSound = entry.expectParse == "ok"
            if isSound { #expect(fromJSON.difference(from: dataSet) == nil, "\(entry)") }

            let xml = try dataSet.xml(options)
            let fromXML = try DataSet(xml: xml, repairs: &repairs)
            if fromXML.contains(.specificCharacterSet) == dataSet.contains(.specificCharacterSet) {
                #expect(try fromXML.xml(options) == xml, "\(entry)")
            }
            if isSound, (try? dataSet.xml(bulkData: .inline)) != nil { #expect(fromXML.difference(from: dataSet) == nil, "\(entry)") }
            // A CS outside of the default repertoire is one here too.
            #expect(repairs.allSatisfy { $0.departure.code == .invalidValue }, "\(entry): \(repairs)")
        }
        #expect(count > 500)
    }

    /// Files of which the tool says something else than the bytes do, with the reason.
    private static let otherwise: [String: String] = [
        "TC0265_depth_100.dcm": "nested deeper than the limit on depth",
        "GH195.dcm": "pydicom leaves out a DS that is no number",
        "badVR.dcm": "pydicom leaves out an IS that is no number",
        "GH179A.dcm": "DCMTK cuts a value short",
        "GH1301.dcm": "DCMTK decodes a CS in the character set of the data set",
        "chrGB2312.dcm": "pydicom does not decode the second value of the character set",
        "chrSQEncoding.dcm": "DCMTK does not decode the character set of an item",
        "gdcm-CT-MONO2-8-abdo.dcm": "DCMTK takes spaces out of identifiers",
    ]

    @Test("are read from what other tools wrote", arguments: ["pydicom", "dcmtk"])
    func areReadFromOtherTools(tool: String) throws {
        var count = 0
        for (entry, dataSet) in Self.files where entry.expectParse == "ok" {
            let name = entry.path.split(separator: "/").dropFirst().joined(separator: "__") + ".\(tool).json"
            guard Self.otherwise[String(entry.path.split(separator: "/").last ?? "")] == nil,
                let text = try? Data(contentsOf: try #require(Corpus.folder).appendingPathComponent("oracle/json/\(name)"))
            else { continue }
            guard (try? dataSet.json()) != nil else { continue }
            count += 1
            let read = try DataSet(json: Array(text))
            #expect(read.difference(from: dataSet, isReference: true) == nil, "\(entry)")
        }
        #expect(count > 200)
    }
}
