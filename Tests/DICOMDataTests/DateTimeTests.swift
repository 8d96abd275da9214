import DICOMData
import Testing

@Suite("Dates with times, PS3.5 6.2 DT")
struct DateTimeTests {
    /// Microseconds from pydicom's DT, taken as UTC where there is no offset.
    @Test(
        "stand for a point in time",
        arguments: [
            ("2004", 1_072_915_200_000_000), ("200401", 1_072_915_200_000_000), ("20040119", 1_074_470_400_000_000),
            ("2004011909", 1_074_502_800_000_000), ("200401190930", 1_074_504_600_000_000), ("20040119093000", 1_074_504_600_000_000),
            ("20040119093000.25", 1_074_504_600_250_000), ("20040119093000.25+0100", 1_074_501_000_250_000),
            ("20040119093000.25-0500", 1_074_522_600_250_000), ("2004-0500", 1_072_933_200_000_000), ("2004+1400", 1_072_864_800_000_000),
            ("19700101000000+0000", 0), ("19691231235959.999999-1200", 43_199_999_999),
            ("99991231235959.999999+1400", 253_402_250_399_999_999), ("00010101000000-1200", -62_135_553_600_000_000),
            ("20160229120000+0530", 1_456_727_400_000_000),
        ] as [(String, Int)])
    func standForInstants(text: String, microseconds: Int) throws {
        let value = try DateTime(parsing: text)
        #expect(value.text == text && value.isStandardForm)
        #expect(try #require(value.instants(utcOffset: .zero)).lowerBound.microsecondsSince1970 == microseconds)
    }

    @Test("are as long as what they leave out")
    func areAsLong() throws {
        let year = try #require(try DateTime(parsing: "2004+0000").instants())
        #expect(year.upperBound.secondsSince1970 - year.lowerBound.secondsSince1970 == 366 * 86_400)
        let hour = try #require(try DateTime(parsing: "2004011909+0000").instants())
        #expect(hour.upperBound.secondsSince1970 - hour.lowerBound.secondsSince1970 == 3_600)
    }

    @Test("have no instant without an offset from UTC, theirs or the data set's")
    func needOffset() throws {
        let local = try DateTime(parsing: "20040119093000")
        #expect(local.instants() == nil)
        let offset = try UTCOffset(parsing: "+0530")
        #expect(local.instants(utcOffset: offset) == (try DateTime(parsing: "20040119093000+0530")).instants())
        // Its own comes first.
        #expect(
            try DateTime(parsing: "20040119093000-0100").instants(utcOffset: offset) == DateTime(parsing: "20040119093000-0100").instants())
    }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [
            ("", 1, "year"), ("20041", 5, "month must have 2 digits"), ("20040230", 7, "day"), ("2004011924", 9, "hour"),
            ("20040119093061", 13, "second must be 0 to 60"), ("2004+1401", 5, "-1200 to +1400"), ("2004-1201", 5, "-1200 to +1400"),
            ("2004+15", 6, "hours of the offset"), ("2004+0160", 8, "minutes of the offset"), ("2004+010", 8, "minutes of the offset"),
            ("20040119 09", 9, "sign"), ("2004.5", 5, "sign"), ("2004+0100x", 10, "end"), ("2004-01-19", 8, "minutes of the offset"),
        ] as [(String, Int, String)])
    func refuse(text: String, character: Int, problem: String) {
        let error = #expect(throws: DataSetError.self) { try DateTime(parsing: text) }
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }

    @Test("tell the offset that PS3.5 forbids")
    func tellForbiddenOffset() throws {
        let value = try DateTime(parsing: "20040119093000-0000")
        #expect(!value.isStandardForm && value.utcOffset == .zero)
        #expect(value.text == "20040119093000+0000")
    }

    @Test("are ordered where both are known to the same clock")
    func areOrdered() throws {
        let east = try DateTime(parsing: "20040119093000+0100")
        let west = try DateTime(parsing: "20040119083000-0500")
        let local = try DateTime(parsing: "20040119093000")
        #expect(east.order(to: west) == .before && west.order(to: east) == .after)
        #expect(east.order(to: try DateTime(parsing: "20040119083000+0000")) == .same)
        #expect(east.order(to: local) == nil && local.order(to: east) == nil)
        #expect(east.order(to: local, utcOffset: .zero) == .before)
        #expect(local.order(to: try DateTime(parsing: "2005")) == .before)
        #expect(local.order(to: try DateTime(parsing: "2004")) == nil)
    }

    @Test("are made of a day and a time")
    func areMade() throws {
        let day = try CalendarDate(parsing: "20040119")
        let time = try TimeOfDay(parsing: "0930")
        #expect(DateTime(day, time, utcOffset: UTCOffset(minutes: -90))?.text == "200401190930-0130")
        #expect(DateTime(try CalendarDate(parsing: "2004"), time) == nil)
        #expect(UTCOffset(minutes: 841) == nil && UTCOffset(minutes: -721) == nil && UTCOffset(minutes: 840)?.text == "+1400")
    }
}
