import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("NHS numbers")
struct NHSNumberTests {
    /// 943 476 5919 is the example of the NHS Data Dictionary: 9·10 + 4·9 + 3·8 + 4·7 + 7·6 + 6·5 + 5·4 + 9·3 + 1·2 = 299 = 27·11 + 2, and
    /// 11 - 2 = 9.
    @Test("pass the check of modulus 11, alone or in groups of 3, 3 and 4", arguments: ["9434765919", "943 476 5919", "943-476-5919"])
    func pass(text: String) throws {
        let number = try #require(NHSNumber(text))
        #expect(number.digits == "9434765919" && number.formatted == "943 476 5919")
    }

    /// 4·10 + 0·9 + 0·8 + … = 40 = 3·11 + 7 → 4; 11 counts as 0: 0·10 + … for 1·2 more than a multiple of 11.
    @Test("may end in 0, and never in what would be 10")
    func zero() {
        #expect(NHSNumber("4000000004") != nil)
        // 4·10 + 1·4 = 44: no remainder, 11, written 0.
        #expect(NHSNumber("4000001000") != nil)
        // 4·10 + 1·5 = 45: remainder 1, so 10, for which there is no digit.
        for last in 0...9 { #expect(NHSNumber("400001000\(last)") == nil) }
    }

    @Test(
        "are refused with a wrong digit, exchanged digits, another length, other groups, other characters, or one digit ten times",
        arguments: [
            "9434765918", "9434756919", "943476591", "94347659190", "9434 765919", "943 4765919", "943 476 5919 ", " 9434765919",
            "943476591X",
            "٩٤٣٤٧٦٥٩١٩", "", "1111111111", "0000000000", "943  4765919",
        ])
    func refuse(text: String) { #expect(NHSNumber(text) == nil) }

    @Test("tell who gave them out by their range")
    func allocation() {
        func allocation(_ start: String) -> NHSNumber.Allocation? {
            let numbers = (0...9).map { "\(start)\($0)" }
            return numbers.compactMap { NHSNumber($0) }.first?.allocation
        }
        #expect(allocation("943476591") == NHSNumber.Allocation.none && allocation("400000000") == .englandWalesIsleOfMan)
        #expect(allocation("700000000") == .englandWalesIsleOfMan && allocation("010190123") == .scotland)
        #expect(allocation("350000000") == .northernIreland && allocation("999000001") == .test)
    }
}

@Suite("Patient Module, PS3.3 C.7.1.1")
struct PatientTests {
    private func qualifiers(_ id: String, _ type: String) -> DICOMBytesBuilder {
        DICOMBytesBuilder().element(0x0040_0032, "UT", id).element(0x0040_0033, "CS", type)
    }

    private func patient(issuer: String? = nil, qualifiers: DICOMBytesBuilder? = nil, others: [DICOMBytesBuilder] = []) throws -> Patient {
        var builder = DICOMBytesBuilder().element(0x0010_0010, "PN", "Phantom^Ada").element(0x0010_0020, "LO", "943 476 5919")
        if let issuer { builder = builder.element(0x0010_0021, "LO", issuer) }
        if let qualifiers { builder = builder.sequence(0x0010_0024, [qualifiers]) }
        builder = builder.element(0x0010_0030, "DA", "19520229").element(0x0010_0040, "CS", "F").sequence(0x0010_1002, others)
        return Patient(try DICOMFile(bytes: builder.file()).dataSet)
    }

    @Test("gives name, birth date, sex and identifier with issuer")
    func reads() throws {
        let patient = try patient(issuer: "TRUST A", qualifiers: qualifiers("2.16.840.1.113883.2.1.4.1", "ISO"))
        #expect(try patient.name?.alphabetic.familyName == "Phantom" && patient.sex == "F")
        #expect(try patient.birthDate == CalendarDate(year: 1952, month: 2, day: 29))
        let identifier = try #require(try patient.identifier)
        #expect(identifier.id == "943 476 5919" && identifier.issuer == "TRUST A" && identifier.universalEntityIDType == "ISO")
        #expect(try patient.nhsNumber?.digits == "9434765919")
    }

    @Test("takes a number for an NHS number only where the issuer marks it")
    func marksNumbers() throws {
        #expect(try patient().nhsNumber == nil && patient(issuer: "TRUST A").nhsNumber == nil)
        #expect(try patient(issuer: "NHS").nhsNumber != nil)
        #expect(try patient(qualifiers: qualifiers("https://fhir.nhs.uk/Id/nhs-number", "URI")).nhsNumber != nil)
        // A universal name outranks the local one.
        #expect(try patient(issuer: "NHS", qualifiers: qualifiers("1.2.3", "ISO")).nhsNumber == nil)
    }

    @Test("leaves a marked number that does not pass the check as it is")
    func keepsInvalid() throws {
        let other = DICOMBytesBuilder().element(0x0010_0020, "LO", "943 476 5910").element(0x0010_0021, "LO", "NHS")
            .element(0x0010_0022, "CS", "TEXT")
        let identifier = try #require(try patient(others: [other]).otherIdentifiers.first)
        #expect(
            identifier.id == "943 476 5910" && identifier.isMarkedAsNHSNumber && identifier.nhsNumber == nil && identifier.type == "TEXT")
    }

    @Test("finds the NHS number among the other identifiers, and leaves out items without one")
    func readsOthers() throws {
        let number = DICOMBytesBuilder().element(0x0010_0020, "LO", "4000000004").element(0x0010_0021, "LO", "NHS")
        let patient = try patient(issuer: "TRUST A", others: [DICOMBytesBuilder().element(0x0010_0021, "LO", "NHS"), number])
        #expect(try patient.otherIdentifiers.map(\.id) == ["4000000004"] && patient.nhsNumber?.digits == "4000000004")
    }

    @Test("knows nothing of an empty data set")
    func readsNothing() throws {
        let patient = Patient(try DICOMFile(bytes: DICOMBytesBuilder().file()).dataSet)
        #expect(try patient.identifier == nil && patient.otherIdentifiers.isEmpty && patient.name == nil && patient.nhsNumber == nil)
    }
}
