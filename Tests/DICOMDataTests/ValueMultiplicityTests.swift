import DICOMData
import Testing

@Suite("Value multiplicity, PS3.5 6.4")
struct ValueMultiplicityTests {
    @Test(
        "prints as the standard does",
        arguments: [
            (ValueMultiplicity(minimum: 1, maximum: 1), "1"), (ValueMultiplicity(minimum: 1, maximum: 99), "1-99"),
            (ValueMultiplicity(minimum: 1, maximum: nil), "1-n"), (ValueMultiplicity(minimum: 2, maximum: nil, step: 2), "2-2n"),
            (ValueMultiplicity(minimum: 6, maximum: nil), "6-n"),
        ])
    func prints(multiplicity: ValueMultiplicity, text: String) {
        #expect(multiplicity.description == text)
    }

    @Test("allows counts between the bounds, in whole groups")
    func allowsCounts() {
        let pairs = ValueMultiplicity(minimum: 2, maximum: nil, step: 2)
        #expect([2, 4, 100].allSatisfy(pairs.allows) && [-2, 0, 1, 3].allSatisfy { !pairs.allows($0) })
        let few = ValueMultiplicity(minimum: 1, maximum: 3)
        #expect([1, 2, 3].allSatisfy(few.allows) && !few.allows(4) && !few.allows(0))
    }
}
