import DICOMBytes
import Testing

@Suite("Base64, RFC 4648")
struct Base64Tests {
    @Test(
        "gives the test vectors of section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ])
    func givesTestVectors(bytes: String, text: String) {
        var target: [UInt8] = []
        Base64.append(Array(bytes.utf8).span, to: &target)
        #expect(String(decoding: target, as: UTF8.self) == text)
    }

    @Test("appends to what is there, and has + and / for the last two digits")
    func appends() {
        var target = Array("x".utf8)
        Base64.append([0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF].span, to: &target)
        #expect(String(decoding: target, as: UTF8.self) == "x++++////")
    }
}

@Suite("Reading Base64, RFC 4648")
struct Base64DecodingTests {
    @Test(
        "gives the test vectors of section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ])
    func givesTestVectors(bytes: String, text: String) {
        var target = Array("x".utf8)
        let source = Array(text.utf8)
        #expect(Base64.append(decoding: source.span, to: &target) == nil)
        #expect(String(decoding: target, as: UTF8.self) == "x" + bytes)
    }

    @Test("gives back every length and every byte")
    func givesBack() {
        for count in 0..<300 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167) }
            var text: [UInt8] = []
            Base64.append(bytes.span, to: &text)
            var target: [UInt8] = []
            #expect(Base64.append(decoding: text.span, to: &target) == nil)
            #expect(target == bytes)
        }
    }

    /// Sections 3.1 to 3.5: no line feeds, no missing padding, no other alphabet, no bits left over.
    @Test(
        "says where a text departs",
        arguments: [
            ("Zg", 2), ("Z", 1), ("Zm9vYg=", 6), ("Zg=", 2), ("====", 0), ("Z===", 1), ("Zg==Zg==", 2), ("Zm9v\n", 4), ("Zm 9", 2),
            ("Zm9-", 3), ("Zm9_", 3), ("Zh==", 1), ("Zm9=", 2), ("Zm9vZm9\u{0}", 7), ("=m9v", 0), ("Zm9vZ", 5), ("Z\u{FC}==", 1),
        ])
    func refuses(text: String, place: Int) {
        var target: [UInt8] = []
        let source = Array(text.utf8)
        #expect(Base64.append(decoding: source.span, to: &target) == place)
    }
}
