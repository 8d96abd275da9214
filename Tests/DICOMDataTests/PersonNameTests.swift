import DICOMData
import Testing

@Suite("Person names, PS3.5 6.2.1")
struct PersonNameTests {
    /// The examples of 6.2.1.1.
    @Test("have the components of the standard's examples")
    func readExamples() {
        let reverend = PersonName("Adams^John Robert Quincy^^Rev.^B.A. M.Div.").alphabetic
        #expect(reverend.familyName == "Adams" && reverend.givenName == "John Robert Quincy" && reverend.middleName.isEmpty)
        #expect(reverend.prefix == "Rev." && reverend.suffix == "B.A. M.Div.")
        let doctor = PersonName("Morrison-Jones^Susan^^^Ph.D., Chief Executive Officer").alphabetic
        #expect(doctor.familyName == "Morrison-Jones" && doctor.suffix == "Ph.D., Chief Executive Officer")
        #expect(PersonName("Doe^John").alphabetic.givenName == "John")
        #expect(PersonName("^Bob^^Dr.").alphabetic.familyName.isEmpty)
    }

    /// PS3.5 H.3.1.
    @Test("have three groups")
    func readGroups() {
        let name = PersonName("Yamada^Tarou=\u{5C71}\u{7530}^\u{592A}\u{90CE}=\u{3084}\u{307E}\u{3060}^\u{305F}\u{308D}\u{3046}")
        #expect(name.alphabetic.familyName == "Yamada" && name.ideographic.givenName == "\u{592A}\u{90CE}")
        #expect(name.phonetic.familyName == "\u{3084}\u{307E}\u{3060}")
        #expect(PersonName("=\u{5C71}").alphabetic == PersonName.ComponentGroup())
        #expect(PersonName("a==c").ideographic.text.isEmpty && PersonName("a==c").phonetic.text == "c")
    }

    @Test(
        "are written without carets at their end",
        arguments: [("a^b^^^", "a^b"), ("^^^^", ""), ("", ""), ("^b", "^b"), ("a^b^c^d^e", "a^b^c^d^e")])
    func write(text: String, written: String) { #expect(PersonName(text).alphabetic.text == written) }

    @Test("keep what follows a fifth caret or a third group")
    func keepExcess() {
        #expect(PersonName("a^b^c^d^e^f").alphabetic.suffix == "e^f")
        #expect(PersonName("a=b=c=d").phonetic.text == "c=d")
    }

    @Test(
        "are written as they were, without delimiters at their end",
        arguments: [
            ("a^b=c=d", "a^b=c=d"), ("a==", "a"), ("==c^", "==c"), ("", ""), ("^^=^", ""), ("a^b^c^d^e^f=g=h=i", "a^b^c^d^e^f=g=h=i"),
        ])
    func writeGroups(text: String, written: String) {
        #expect(PersonName(text).text == written)
        #expect(PersonName(text).isEmpty == written.isEmpty)
        #expect(PersonName(PersonName(text).text) == PersonName(text))
    }

    @Test("tell what PS3.5 6.2 doesn't allow")
    func tellInvalid() {
        #expect(PersonName("Adams^John Robert Quincy^^Rev.^B.A. M.Div.").isValid && PersonName("").isValid)
        #expect(
            !PersonName("a^b^c^d^e^f").isValid && !PersonName("a=b=c=d").isValid && !PersonName("a\\b").isValid
                && !PersonName("a\nb").isValid)
        #expect(PersonName(alphabetic: .init(familyName: String(repeating: "a", count: 64))).isValid)
        #expect(!PersonName(alphabetic: .init(familyName: String(repeating: "a", count: 65))).isValid)
        #expect(PersonName(alphabetic: .init(familyName: "Doe", suffix: "Jr.")).text == "Doe^^^^Jr.")
    }
}
