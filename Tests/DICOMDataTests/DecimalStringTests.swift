import DICOMData
import Testing

@Suite("Decimal and integer strings, PS3.5 6.2 DS and IS")
struct DecimalStringTests {
    @Test(
        "keep their text and know their number",
        arguments: [
            ("1.0", "1"), ("1.00", "1"), ("+.5", "0.5"), ("-0.10", "-0.1"), (" 12e-1 ", "1.2"), ("5.", "5"), ("1E+2", "100"),
            ("0.1", "0.1"),
        ])
    func keepText(text: String, plain: String) throws {
        let value = try DecimalString(parsing: text)
        #expect(value.text == text.filter { $0 != " " })
        #expect(value.number == DecimalNumber(plain))
        #expect(value.isStandardForm)
    }

    @Test("tell what is longer than PS3.5 allows")
    func tellLength() throws {
        #expect(try !DecimalString(parsing: "0.12345678901234567").isStandardForm)
        #expect(try DecimalString(parsing: "0.12345678901234567").number == DecimalNumber("12345678901234567e-17"))
    }

    @Test(
        "are refused where they begin to be wrong",
        arguments: [
            ("", 1), ("-", 2), (".", 2), ("1,5", 2), ("1e", 3), ("1e+", 4), ("e5", 1), ("1 2", 2), ("nan", 1), ("0x1", 2), ("1e5.0", 4),
            ("1e9999", 7), ("1.2.3", 4),
        ])
    func refuse(text: String, character: Int) {
        let error = #expect(throws: DataSetError.self) { try DecimalString(parsing: text) }
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
    }

    /// The texts of pydicom's format_number_as_ds.
    static let written: [(Double, String)] = [
        (0.0, "0.0"), (1.0, "1.0"), (-1.0, "-1.0"), (0.1, "0.1"), (0.3333333333333333, "0.33333333333333"),
        (-0.3333333333333333, "-0.3333333333333"),
        (0.6666666666666666, "0.66666666666667"), (3.141592653589793, "3.14159265358979"), (-3.141592653589793, "-3.1415926535898"),
        (1e-10, "1e-10"),
        (1.23456789012345e-10, "1.2345678901e-10"), (-1.23456789012345e-10, "-1.234567890e-10"), (123456789012345678.0, "1.2345678901e+17"),
        (1e22, "1e+22"), (-1.7976931348623157e308, "-1.79769313e+308"), (.leastNonzeroMagnitude, "5e-324"), (0.001953125, "0.001953125"),
        (12345678.12345678, "12345678.1234568"), (-12345678.12345678, "-12345678.123457"), (-0.00012345678901, "-0.0001234567890"),
        (99999999999999.98, "1.0000000000e+14"), (1e16, "1e+16"), (-1e15, "-1.000000000e+15"),
    ]

    /// Never further from the number than pydicom, and of 16 characters at most.
    @Test("are written from doubles as exactly as 16 characters allow", arguments: written)
    func write(number: Double, other: String) throws {
        let value = try #require(DecimalString(number))
        #expect(value.isStandardForm)
        #expect(try DecimalString(parsing: value.text) == value)
        let theirs = try #require(Double(other))
        #expect(abs(value.doubleValue - number) <= abs(theirs - number), "\(value) beside \(other)")
    }

    @Test("give back every double of at most 14 digits that they are written from")
    func giveBack() throws {
        for step in -2_000...2_000 {
            let number = Double(step) / 128
            #expect(try #require(DecimalString(number)).doubleValue == number)
        }
        #expect(DecimalString(.nan) == nil && DecimalString(-.infinity) == nil)
        #expect(try #require(DecimalString(-0.0)).text == "0")
    }

    @Test(
        "integers keep their text",
        arguments: [
            ("-12", -12, true), ("+5", 5, true), ("007", 7, true), ("2147483648", 2_147_483_648, false), ("12.0", 12, false),
            ("3.", 3, false),
        ])
    func integers(text: String, number: Int, isStandard: Bool) throws {
        let value = try IntegerString(parsing: text + " ")
        #expect(value.text == text && value.value == number && value.isStandardForm == isStandard)
    }

    @Test(
        "integers are refused where they begin to be wrong",
        arguments: [("", 1), ("1.5", 3), ("x", 1), ("1x", 2), ("9223372036854775808", 20), ("--1", 2)])
    func refuseIntegers(text: String, character: Int) {
        let error = #expect(throws: DataSetError.self) { try IntegerString(parsing: text) }
        #expect(error?.problem.contains("at character \(character) ") == true, "\(error?.problem ?? "")")
    }
}
