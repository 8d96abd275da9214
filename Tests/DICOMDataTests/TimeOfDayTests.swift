import DICOMData
import Testing

@Suite("Times, PS3.5 6.2 TM")
struct TimeOfDayTests {
    /// The first three are the examples of PS3.5 table 6.2-1.
    @Test(
        "are as precise as they were written",
        arguments: [
            ("070907.0705", 25_747_070_500, 100), ("1010", 36_600_000_000, 60_000_000), ("02", 7_200_000_000, 3_600_000_000),
            ("235959.999999", 86_399_999_999, 1), ("000000", 0, 1_000_000), ("070907.1", 25_747_100_000, 100_000),
            ("235960", 86_400_000_000, 1_000_000),
        ] as [(String, Int, Int)])
    func arePrecise(text: String, start: Int, length: Int) throws {
        let time = try TimeOfDay(parsing: text)
        #expect(time.microseconds == start..<start + length)
        #expect(time.text == text && time.isStandardForm)
    }

    @Test(
        "are read from other forms too, which is told",
        arguments: [
            ("07:09:07", "070907"), ("07:09:07.25", "070907.25"), ("07:09", "0709"), ("070907.", "070907"),
            ("070907.1234567", "070907.123456"),
        ] as [(String, String)])
    func readOtherForms(text: String, standard: String) throws {
        let time = try TimeOfDay(parsing: text)
        #expect(!time.isStandardForm)
        #expect(time.text == standard)
        #expect(try TimeOfDay(parsing: standard) == time)
    }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [
            ("", 1, "hour"), ("24", 1, "hour must be 0 to 23"), ("021", 3, "minute must have 2 digits"),
            ("2360", 3, "minute must be 0 to 59"),
            ("235961", 5, "second must be 0 to 60"), ("10.5", 3, "end"), ("1010.5", 5, "end"), ("070907.5x", 9, "end"),
            ("07:0907", 6, "end"),
            ("-10", 1, "hour"), ("0709:07", 5, "end"),
        ] as [(String, Int, String)])
    func refuse(text: String, character: Int, problem: String) {
        let error = #expect(throws: DataSetError.self) { try TimeOfDay(parsing: text) }
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }

    @Test("are ordered only where they don't overlap")
    func areOrdered() throws {
        let hour = try TimeOfDay(parsing: "10")
        let minute = try TimeOfDay(parsing: "1000")
        #expect(hour != minute && hour.order(to: minute) == nil)
        #expect(minute.order(to: try TimeOfDay(parsing: "100100")) == .before)
        #expect(try TimeOfDay(parsing: "10:00").order(to: minute) == .same)
        #expect(try TimeOfDay(parsing: "070907.1") != TimeOfDay(parsing: "070907.10"))
    }

    @Test("are made only of what a day has")
    func areMade() {
        #expect(TimeOfDay(hour: 7, minute: 9, second: 7, microsecond: 70_500, fractionDigits: 4)?.text == "070907.0705")
        #expect(TimeOfDay(hour: 7, minute: 9, second: 7, microsecond: 70_512, fractionDigits: 4)?.microsecond == 70_500)
        #expect(TimeOfDay(hour: 24) == nil && TimeOfDay(hour: 1, second: 1) == nil && TimeOfDay(hour: 1, minute: 1, microsecond: 1) == nil)
        #expect(TimeOfDay(hour: 1, minute: 1, second: 1, microsecond: 1, fractionDigits: 7) == nil)
    }
}
