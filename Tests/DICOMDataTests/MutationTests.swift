import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("Damaged files")
struct MutationTests {
    /// The golden objects, and of the corpus, where there is one, what is small enough to be damaged often.
    static let originals: [[UInt8]] = {
        let largest = Mutation.numbers(default: 2_000).count > 2_000 ? 200_000 : 20_000
        let real = Corpus.dataSets.filter { $0.size < largest }.compactMap { try? Data(contentsOf: URL(fileURLWithPath: $0.file)) }
        return GoldenObject.all.compactMap { try? $0.bytes() } + real.map { Array($0) }
    }()

    @Test("give a data set or an error, never a trap, and cost no more than their size allows")
    func areSurvived() {
        let clock = ContinuousClock()
        for number in Mutation.numbers(default: 2_000) {
            let mutation = Mutation(number, of: Self.originals)
            let start = clock.now
            for options in [ReadingOptions.lenient, .strict] {
                guard let file = try? DICOMFile(bytes: mutation.bytes, options: options) else { continue }
                #expect(walk(file.fileMetaInformation) + walk(file.dataSet) <= mutation.bytes.count / 8, "mutation \(number)")
                #expect(file.repairs.count <= options.limits.repairs, "mutation \(number)")
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
