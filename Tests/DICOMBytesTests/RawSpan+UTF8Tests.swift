import DICOMBytes
import Foundation
import Testing

@Suite("UTF-8, RFC 3629")
struct RawSpanUTF8Tests {
    private func firstIllFormed(_ bytes: [UInt8]) -> Int? { ByteSource(bytes).withSpan { $0.firstIllFormedUTF8() } }

    @Test(
        "takes what is well formed", arguments: ["", "abcdefghi", "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}"])
    func takesWellFormed(text: String) {
        for padding in 0..<9 { #expect(firstIllFormed(Array(repeating: 0x20, count: padding) + Array(text.utf8)) == nil) }
    }

    @Test(
        "says where what is ill formed begins",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xEF, 0xBF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xF1, 0x80, 0x80],
            [0xF1, 0x80, 0x41, 0x80],
        ] as [[UInt8]])
    func findsIllFormed(bytes: [UInt8]) {
        for padding in 0..<10 { #expect(firstIllFormed(Array(repeating: 0x41, count: padding) + bytes) == padding) }
    }

    @Test("agrees with Foundation on every pair of bytes")
    func agreesWithFoundation() {
        for first in UInt8(0x7F)...0xFF {
            for second in UInt8.min...UInt8.max {
                let bytes = [first, second, 0x80, 0x80]
                for count in 1...4 {
                    let part = Array(bytes.prefix(count))
                    #expect((firstIllFormed(part) == nil) == (String(bytes: part, encoding: .utf8) != nil))
                }
            }
        }
    }
}
