import DICOMData
import Testing

@Suite("Ages, PS3.5 6.2 AS")
struct AgeTests {
    @Test(
        "have a number and a unit",
        arguments: [("018M", 18, Age.Unit.months), ("000D", 0, .days), ("999Y", 999, .years), ("026W", 26, .weeks)]
            as [(String, Int, Age.Unit)])
    func haveUnit(text: String, count: Int, unit: Age.Unit) throws {
        let age = try Age(parsing: text)
        #expect(age.count == count && age.unit == unit && age.isStandardForm && age.text == text)
        #expect(Age(count, unit) == age)
    }

    @Test("are read from other forms too, which is told", arguments: [("45Y", "045Y"), ("045y", "045Y"), ("7d", "007D")])
    func readOtherForms(text: String, standard: String) throws {
        let age = try Age(parsing: text)
        #expect(!age.isStandardForm && age.text == standard)
        #expect(try Age(parsing: standard) == age)
    }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [("", 1), ("Y", 1), ("0450Y", 1), ("045", 4), ("045X", 4), ("045YY", 5), ("-45Y", 1)])
    func refuse(text: String, character: Int) {
        let error = #expect(throws: DataSetError.self) { try Age(parsing: text) }
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
        #expect(Age(1000, .years) == nil && Age(-1, .days) == nil)
    }
}
