import DICOMData
import Testing

@Suite("Decimal strings, PS3.5 6.2")
struct DecimalNumberTests {
    @Test(
        "keeps what was written",
        arguments: [
            ("0", "0e0"), (" 40 ", "4e1"), ("-1024", "-1024e0"), ("+.5", "5e-1"), ("5.", "5e0"), ("1.50E+2", "15e1"), ("-2e-3", "-2e-3"),
            ("-0", "0e0"), ("0e5000", "0e0"), ("12345678901234567890", "1234567890123456789e1"), ("0.1000000000000000000000000001", "1e-1"),
            ("400\u{0}", "4e2"),
        ])
    func parses(text: String, expected: String) throws {
        let number = try #require(DecimalNumber(text))
        #expect(number.description == expected)
        #expect(DecimalNumber(number.description) == number)
    }

    @Test(
        "refuses what is no decimal",
        arguments: ["", " ", "-", ".", "e5", "1e", "1e+", "1,5", "1 2", "0x10", "nan", "inf", "1e9999", "--1", "1.2.3", "1e5.0"])
    func refuses(text: String) { #expect(DecimalNumber(text) == nil) }

    @Test("is near a double")
    func double() throws {
        #expect(try #require(DecimalNumber("-0.234542")).doubleValue == -0.234542)
        #expect(DecimalNumber(Int.min).doubleValue == -0x1p63)
    }
}
