import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Damaged texts of the JSON and XML models")
struct ModelMutationTests {
    private static func texts(_ write: (DataSet) throws -> [UInt8]) -> [[UInt8]] {
        GoldenObject.all.compactMap { golden in try? write(DICOMFile(bytes: golden.bytes()).dataSet) }.filter { $0.count < 60_000 }
    }

    @Test("JSON gives data sets or an error, never a trap, in time that grows with the text")
    func damagedJSON() {
        let originals = Self.texts { try $0.json(bulkData: .inline) }
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 2_000) {
            let mutation = Mutation(number, of: originals)
            let start = clock.now
            for options in [ReadingOptions.lenient, .strict] {
                guard let found = try? DataSet.dataSets(fromJSON: mutation.bytes, options: options) else { continue }
                for dataSet in found { check(dataSet, number) }
            }
            #expect(clock.now - start < .seconds(10), "mutation \(number)")
        }
    }

    @Test("XML gives a data set or an error, never a trap, in time that grows with the text")
    func damagedXML() {
        let originals = Self.texts { try $0.xml(bulkData: .inline) }
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 2_000) {
            let mutation = Mutation(number, of: originals)
            let start = clock.now
            for options in [ReadingOptions.lenient, .strict] {
                guard let dataSet = try? DataSet(xml: mutation.bytes, options: options) else { continue }
                check(dataSet, number)
            }
            #expect(clock.now - start < .seconds(10), "mutation \(number)")
        }
    }

    /// What was read can be written, and read again as the same.
    private func check(_ dataSet: DataSet, _ number: Int) {
        guard let json = try? dataSet.json(bulkData: .inline) else { return }
        let again = try? DataSet(json: json)
        #expect(again != nil, "mutation \(number)")
        #expect(
            (try? again?.json(bulkData: .inline)) == json || String(decoding: json, as: UTF8.self).contains("00080005"),
            "mutation \(number)")
    }
}
