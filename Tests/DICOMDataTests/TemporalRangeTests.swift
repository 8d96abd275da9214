import DICOMData
import Testing

@Suite("Ranges of dates and times, PS3.4 C.2.2.2.5")
struct TemporalRangeTests {
    @Test("have two ends, one, or are one value")
    func haveEnds() throws {
        let year = try TemporalRange<CalendarDate>(parsing: "20040101-20041231")
        #expect(year.lower?.text == "20040101" && year.upper?.text == "20041231" && year.text == "20040101-20041231")
        let before = try TemporalRange<CalendarDate>(parsing: "-20041231")
        #expect(before.lower == nil && before.upper?.text == "20041231" && before.text == "-20041231")
        let since = try TemporalRange<CalendarDate>(parsing: "20040101- ")
        #expect(since.lower?.text == "20040101" && since.upper == nil && since.text == "20040101-")
        let day = try TemporalRange<CalendarDate>(parsing: "20040101")
        #expect(day.lower == day.upper && day.text == "20040101")
        let legacy = try TemporalRange<CalendarDate>(parsing: "2004.01.01-2004.12.31")
        #expect(legacy == year)
        #expect(try TemporalRange<TimeOfDay>(parsing: "08-0930").text == "08-0930")
    }

    @Test("contain their ends, whole")
    func containEnds() throws {
        let year = try TemporalRange<CalendarDate>(parsing: "20040101-20041231")
        for (text, isInside) in [
            ("20040101", true), ("20041231", true), ("20031231", false), ("20050101", false), ("200406", true), ("2003", false),
        ] {
            #expect(try year.contains(CalendarDate(parsing: text)) == isInside)
        }
        let morning = try TemporalRange<TimeOfDay>(parsing: "08-0930")
        for (text, isInside) in [("075959.999999", false), ("08", true), ("093059", true), ("0931", false), ("09", true)] {
            #expect(try morning.contains(TimeOfDay(parsing: text)) == isInside)
        }
    }

    /// In a DT the hyphen is the sign of an offset as well (PS3.5 6.2).
    @Test(
        "tell a hyphen between from the sign of an offset",
        arguments: [
            ("2004-0500", "2004-0500", "2004-0500"), ("2004-2005", "2004", "2005"),
            ("20040101-0500-20041231-0500", "20040101-0500", "20041231-0500"),
            ("20040101-0500-20041231", "20040101-0500", "20041231"), ("20040101-20041231-0500", "20040101", "20041231-0500"),
            ("20040101+0100-20041231+0100", "20040101+0100", "20041231+0100"), ("20040101-0500-", "20040101-0500", ""),
            ("-20041231-0500", "", "20041231-0500"), ("-20041231", "", "20041231"), ("2004-", "2004", ""), ("-2004+0100", "", "2004+0100"),
        ])
    func tellHyphens(text: String, lower: String, upper: String) throws {
        let range = try TemporalRange<DateTime>(parsing: text)
        #expect((range.lower?.text ?? "", range.upper?.text ?? "") == (lower, upper))
        #expect(try TemporalRange<DateTime>(parsing: range.text) == range)
    }

    @Test(
        "are refused without an end, in the wrong order, or with ends that are no dates",
        arguments: ["", "-", " - ", "20041231-20040101", "20040101-2004123", "20040101-20041231-", "--20040101", "1-2-3-4", "x"])
    func refuse(text: String) {
        #expect(throws: DataSetError.self) { try TemporalRange<CalendarDate>(parsing: text) }
        #expect(throws: DataSetError.self) { try TemporalRange<DateTime>(parsing: text) }
    }

    @Test("say which end is wrong")
    func sayWhichEnd() {
        let error = #expect(throws: DataSetError.self) { try TemporalRange<CalendarDate>(parsing: "20040101-20041331") }
        #expect(error?.problem.contains("month must be 1 to 12") == true)
    }
}
