import DICOMData
import Testing

@Suite("Dates, PS3.5 6.2 DA")
struct CalendarDateTests {
    /// Days from Python's datetime.date, which pydicom's DA is.
    @Test(
        "stand for a day of the calendar",
        arguments: [
            ("20040119", 12436), ("20040229", 12477), ("20000229", 11016), ("00010101", -719_162), ("99991231", 2_932_896), ("19700101", 0),
            ("19691231", -1), ("19700301", 59), ("19000228", -25509), ("20240229", 19782),
        ] as [(String, Int)])
    func standForDays(text: String, days: Int) throws {
        let date = try CalendarDate(parsing: text)
        #expect(date.daysSince1970 == days..<days + 1)
        #expect(date.text == text && date.isStandardForm)
        #expect(CalendarDate(daysSince1970: days) == date)
    }

    @Test("go through every day of four hundred years and back")
    func goThroughCenturies() throws {
        var last = try #require(CalendarDate(daysSince1970: -1))
        for days in 0...146_097 {
            let date = try #require(CalendarDate(daysSince1970: days))
            #expect(date.daysSince1970.lowerBound == days)
            #expect(last.order(to: date) == .before)
            last = date
        }
        #expect(last.text == "23700101")
        #expect(CalendarDate(daysSince1970: 2_932_897) == nil && CalendarDate(daysSince1970: -719_163) == nil)
        #expect(CalendarDate(daysSince1970: .max) == nil && CalendarDate(daysSince1970: .min) == nil)
    }

    @Test("are read from other forms too, which is told", arguments: [("2004.01.19", "20040119"), ("200401", "200401"), ("2004", "2004")])
    func readOtherForms(text: String, standard: String) throws {
        let date = try CalendarDate(parsing: text)
        #expect(!date.isStandardForm)
        #expect(date.text == standard)
        #expect(try CalendarDate(parsing: standard) == date)
    }

    @Test("are read with padding", arguments: ["20040119 ", " 20040119", "20040119\u{0}"])
    func readPadding(text: String) throws { #expect(try CalendarDate(parsing: text).text == "20040119") }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [
            ("", 1, "year"), ("abcd", 1, "year"), ("00000101", 1, "year must be 1 to 9999"), ("20041301", 5, "month must be 1 to 12"),
            ("20040001", 5, "month"), ("20040230", 7, "day must be 1 to 29"), ("19000229", 7, "day must be 1 to 28"),
            ("20040431", 7, "day must be 1 to 30"), ("20040100", 7, "day"), ("2004011", 7, "day must have 2 digits"),
            ("200401191", 9, "end"),
            ("2004-01-19", 5, "end"), ("2004.01-19", 8, "point"), ("2004.13.19", 6, "month"), ("２００４", 1, "year"),
        ] as [(String, Int, String)])
    func refuse(text: String, character: Int, problem: String) {
        let error = #expect(throws: DataSetError.self) { try CalendarDate(parsing: text) }
        #expect(error?.code == .invalidValue)
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }

    @Test("are ordered only where they don't overlap")
    func areOrdered() throws {
        let day = try CalendarDate(parsing: "20040119")
        let month = try CalendarDate(parsing: "200401")
        let year = try CalendarDate(parsing: "2005")
        #expect(day.order(to: month) == nil && month.order(to: day) == nil)
        #expect(day.order(to: year) == .before && year.order(to: month) == .after)
        #expect(day.order(to: try CalendarDate(parsing: "2004.01.19")) == .same)
        #expect(day != month)
    }

    @Test("are made only of what the calendar has")
    func areMade() {
        #expect(CalendarDate(year: 2004, month: 2, day: 29)?.text == "20040229")
        #expect(CalendarDate(year: 2003, month: 2, day: 29) == nil && CalendarDate(year: 2004, day: 1) == nil)
        #expect(CalendarDate(year: 0) == nil && CalendarDate(year: 10_000) == nil && CalendarDate(year: 2004, month: 13) == nil)
    }
}
