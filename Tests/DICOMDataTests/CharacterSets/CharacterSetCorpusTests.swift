import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Text of real files", .enabled(if: Corpus.isPresent))
struct CharacterSetCorpusTests {
    /// The texts of a data set in the DICOM JSON model, each after its path.
    private func texts(_ object: [String: Any], _ path: String) -> Set<String> {
        var found: Set<String> = []
        for (tag, element) in object {
            guard let element = element as? [String: Any], let values = element["Value"] as? [Any] else { continue }
            for (position, value) in values.enumerated() {
                let place = "\(path)\(tag)[\(position)]"
                switch (element["vr"] as? String, value) {
                case ("SQ", let item as [String: Any]): found.formUnion(texts(item, place))
                case ("PN", let name as [String: Any]):
                    for (group, text) in name { found.insert("\(place)\(group)=\(trimmed(text))") }
                case ("LO", _), ("SH", _), ("LT", _), ("ST", _), ("UT", _), ("UC", _): found.insert("\(place)=\(trimmed(value))")
                default: break
                }
            }
        }
        return found.filter { !$0.allSatisfy(\.isASCII) }
    }

    private func trimmed(_ text: Any) -> String { "\(text)".trimmingCharacters(in: [" ", "^", "\r", "\n"]) }

    @Test(
        "is what pydicom or DCMTK reads",
        arguments: [
            "dicom/fo-dicom/GH1301.dcm", "dicom/fo-dicom/charset/chrGB2312.dcm",
        ]
            + [
                "Arab", "Fren", "FrenMulti", "Germ", "Greek", "H31", "H32", "Hbrw", "I2", "JapMulti", "JapMultiExplicitIR6", "KoreanMulti",
                "Russ", "SQEncoding", "SQEncoding1", "X1", "X2",
            ].map { "dicom/pydicom/charset_files/chr\($0).dcm" })
    func matchesOracles(path: String) throws {
        let folder = try #require(Corpus.folder)
        let json = try DICOMFile(at: folder.appendingPathComponent(path).path).dataSet.json()
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        let ours = texts(object, "")
        #expect(!ours.isEmpty)
        let name = path.split(separator: "/").dropFirst().joined(separator: "__")
        let oracles = ["pydicom", "dcmtk"].compactMap { peer -> Set<String>? in
            guard let data = try? Data(contentsOf: folder.appendingPathComponent("oracle/json/\(name).\(peer).json")),
                let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
            else { return nil }
            return texts(object, "")
        }
        #expect(oracles.contains(ours), "\(ours.symmetricDifference(oracles.first ?? []))")
    }
}
