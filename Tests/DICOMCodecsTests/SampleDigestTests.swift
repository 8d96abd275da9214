import DICOMCodecs
import DICOMTestSupport
import Testing

@Suite("Digests of samples")
struct SampleDigestTests {
    @Test("are those of FIPS 180-4's examples, at every level", arguments: VectorLevel.available)
    func examples(level: VectorLevel) {
        func digest(_ text: String) -> String {
            let bytes = Array(text.utf8)
            return SampleDigest.hexadecimal(SampleDigest.sha256(of: bytes.span, level: level))
        }
        #expect(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(digest(long) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test("are those of another implementation around every length of a block", arguments: VectorLevel.available)
    func lengths(level: VectorLevel) {
        var noise = Noise(state: 3)
        for count in Array(0...130) + [1_000, 4_096] {
            let bytes = noise.bytes(count)
            #expect(SampleDigest.hexadecimal(SampleDigest.sha256(of: bytes.span, level: level)) == SHA256.hexadecimal(of: bytes.span))
        }
    }
}
