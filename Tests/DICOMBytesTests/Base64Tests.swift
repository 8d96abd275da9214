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
