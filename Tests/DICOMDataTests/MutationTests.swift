import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Damaged files")
struct MutationTests {
    @Test("give a data set or an error, never a trap, and cost no more than their size allows")
    func areSurvived() {
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 2_000) {
            let mutation = Mutation(number, of: Mutation.originals)
            let start = clock.now
            for options in [ReadingOptions.lenient, .strict, .forensic] {
                guard let file = try? DICOMFile(bytes: mutation.bytes, options: options) else { continue }
                let elements = walk(file.fileMetaInformation) + walk(file.dataSet)
                #expect(file.transferSyntax.isDeflated || elements <= mutation.bytes.count / 8, "mutation \(number)")
                #expect(file.repairs.count <= options.limits.repairs, "mutation \(number)")
                if file.transferSyntax.isDeflated { continue }
                guard let json = try? file.dataSet.json(bulkData: .inline) else { continue }
                // A backslash of PN is the byte that becomes the longest text: {"Alphabetic":"?"}, for two.
                #expect(json.count <= 16 * mutation.bytes.count, "mutation \(number)")
                #expect((try? JSONSerialization.jsonObject(with: Data(json))) != nil, "mutation \(number)")
            }
            #expect(clock.now - start < .seconds(10), "mutation \(number)")
        }
    }

    /// Asks every element for everything.
    ///
    /// - Returns: the number of elements, items and fragments.
    private func walk(_ dataSet: DataSet) -> Int {
        var count = 0
        for element in dataSet {
            count += 1 + element.items.count + element.fragments.count
            _ = try? element.strings()
            _ = try? element.integers()
            _ = try? element.doubles()
            _ = try? element.tags()
            _ = try? dataSet.personName(element.tag)
            _ = dataSet[element.tag]?.bytes
            for fragment in element.fragments.indices { element.fragments.withBytes(of: fragment) { _ = $0.count } }
            for item in element.items { count += walk(item) }
        }
        return count
    }
}
