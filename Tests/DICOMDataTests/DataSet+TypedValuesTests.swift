import DICOMData
import DICOMTestSupport
import Testing

@Suite("Values as what they stand for")
struct DataSetTypedValuesTests {
    private func dataSet(_ builder: DICOMBytesBuilder) throws -> DataSet { try DICOMFile(bytes: builder.file()).dataSet }

    @Test("are read by tag")
    func read() throws {
        let dataSet = try dataSet(
            DICOMBytesBuilder().element(0x0008_0020, "DA", "20040119").element(0x0008_002A, "DT", "20040119093000.25+0100")
                .element(0x0008_0030, "TM", "093000").element(0x0008_0201, "SH", "+0200").element(0x0010_0010, "PN", "a^b\\c")
                .element(0x0010_1010, "AS", "045Y").element(0x0028_0030, "DS", "0.50\\\\1.0").element(0x0028_1052, "DS", ""))
        #expect(try dataSet.date(.studyDate)?.text == "20040119")
        #expect(try dataSet.time(.studyTime)?.text == "093000")
        #expect(try dataSet.dateTime(.acquisitionDateTime)?.text == "20040119093000.25+0100")
        #expect(try dataSet.dateTime(date: .studyDate, time: .studyTime)?.text == "20040119093000+0200")
        #expect(try dataSet.dateTime(date: .studyDate, time: .seriesTime)?.text == "20040119+0200")
        #expect(try dataSet.dateTime(date: .seriesDate, time: .studyTime) == nil)
        #expect(try dataSet.age(.patientAge)?.text == "045Y")
        #expect(try dataSet.personNames(.patientName)?.map(\.text) == ["a^b", "c"])
        #expect(try dataSet.decimalStrings(.pixelSpacing)?.map(\.text) == ["0.50", "1.0"])
        #expect(try dataSet.decimalString(.pixelSpacing)?.doubleValue == 0.5)
        #expect(try dataSet.dates(.studyDate)?.count == 1 && dataSet.times(.studyTime)?.count == 1)
        // Empty and absent.
        #expect(try dataSet.decimalString(.rescaleIntercept) == nil && dataSet.decimalStrings(.rescaleSlope) == nil)
    }

    @Test("say where they are not what they are asked for")
    func sayWhere() throws {
        let dataSet = try dataSet(
            DICOMBytesBuilder().element(0x0008_0020, "DA", "20041319").element(0x0010_1010, "AS", "old ").element(
                0x0028_0010, "US", words: [1]))
        let error = #expect(throws: DataSetError.self) { try dataSet.date(.studyDate) }
        #expect(error?.path.description == "(0008,0020)" && error?.offset == dataSet[.studyDate]?.valueOffset)
        #expect(error?.problem == "The text is not a date (PS3.5 6.2, DA): at character 5 the month must be 1 to 12.")
        #expect(error?.description.contains("20041319") == false)
        #expect(throws: DataSetError.self) { try dataSet.age(.patientAge) }
        #expect(throws: DataSetError.self) { try dataSet.date(.rows) }
    }

    @Test("the singular looks at the first value only, the plural at all")
    func firstOnly() throws {
        let dataSet = try dataSet(DICOMBytesBuilder().element(0x0008_0020, "DA", "20040119\\x"))
        #expect(try dataSet.date(.studyDate)?.text == "20040119")
        #expect(throws: DataSetError.self) { try dataSet.dates(.studyDate) }
    }

    @Test("unsigned numbers reach 2⁶⁴ - 1, and refuse what is negative")
    func unsigned() throws {
        let all = [UInt8](repeating: 0xFF, count: 8)
        let dataSet = try dataSet(
            DICOMBytesBuilder().element(0x0008_040C, "UV", all).element(0x0028_0106, "SS", words: [0xFFFF]).element(
                0x0028_0107, "SS", words: [7]
            )
            .element(0x7FE0_0001, "OV", all))
        #expect(try dataSet.unsignedIntegers(DataElement.Tag(0x0008_040C)) == [.max])
        #expect(try dataSet.unsignedIntegers(DataElement.Tag(0x7FE0_0001)) == [.max])
        #expect(throws: DataSetError.self) { try dataSet.integers(DataElement.Tag(0x0008_040C)) }
        #expect(throws: DataSetError.self) { try dataSet.unsignedIntegers(.smallestImagePixelValue) }
        #expect(try dataSet.unsignedIntegers(.largestImagePixelValue) == [7])
        #expect(throws: DataSetError.self) { try dataSet.floats(.largestImagePixelValue) }
    }

    /// Random texts of the characters that the values are made of, so that many are nearly right.
    @Test("no text makes a parser trap, and what is read is printed and read again as the same")
    func mutations() {
        var generator = SeededGenerator(seed: 0x5641_4C55)
        let alphabet = Array("0123456789012345678900--++..::[]()>,\" \\eEdDwWmMyYxAF\u{0}\u{E9}\u{65E5}".unicodeScalars)
        let seeds = [
            "20040119", "070907.0705", "20040119093000.25+0100", "20040101-20041231", "018M", "-0.12e-3", "(0040,A730)[0].(0029,\"A\",10)",
            "PatientName", "9999999999999999999999", "",
        ]
        for _ in 0..<5_000 {
            var scalars = Array(seeds[Int.random(in: 0..<seeds.count, using: &generator)].unicodeScalars)
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let place = Int.random(in: 0...scalars.count, using: &generator)
                let scalar = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                if Bool.random(using: &generator) || place == scalars.count {
                    scalars.insert(scalar, at: place)
                } else if Bool.random(using: &generator) {
                    scalars[place] = scalar
                } else {
                    scalars.remove(at: place)
                }
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            Self.parse(String(view))
        }
    }

    private static func parse(_ text: String) {
        func readAgain<Value: Equatable>(_ parse: (String) throws -> Value, _ print: (Value) -> String) {
            guard let value = try? parse(text) else { return }
            #expect((try? parse(print(value))) == value)
        }
        readAgain({ try CalendarDate(parsing: $0) }, \.text)
        readAgain({ try TimeOfDay(parsing: $0) }, \.text)
        readAgain({ try DateTime(parsing: $0) }, \.text)
        readAgain({ try UTCOffset(parsing: $0) }, \.text)
        readAgain({ try TemporalRange<CalendarDate>(parsing: $0) }, \.text)
        readAgain({ try TemporalRange<TimeOfDay>(parsing: $0) }, \.text)
        readAgain({ try TemporalRange<DateTime>(parsing: $0) }, \.text)
        readAgain({ try Age(parsing: $0) }, \.text)
        readAgain({ try DecimalString(parsing: $0) }, \.text)
        readAgain({ try IntegerString(parsing: $0) }, \.text)
        readAgain({ try TagPath(parsing: $0) }, \.description)
        readAgain({ try TagPath(parsing: $0) }, \.keywordDescription)
        _ = UniqueIdentifier(text).uuid
        _ = PersonName(text).text
        _ = (PersonName(text).isValid, DecimalNumber(text))
        if let value = try? DateTime(parsing: text) { _ = (value.instants(utcOffset: .zero), value.order(to: value)) }
    }
}
