import DICOMData
import DICOMTestSupport
import Testing

/// The expected values are SHA-256 digests, over UTF-8, of what the codecs of Python 3.11 make of the same bytes, U+FFFD for what they refuse.
@Suite("Character tables")
struct CharacterTableTests {
    private func digest(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return SHA256.hexadecimal(of: bytes.span)
    }

    @Test(
        "of single bytes are those of Python's codecs, from 0xA0",
        arguments: [
            ("ISO_IR 100", "396a9017bb7885210c5f7f9e9443f8af859bcbeef1d98b66e2292ca76443b5d3"),
            ("ISO_IR 101", "aaed73db770d4de5030b44c95f1306b83197f0e4eb7fd9de97936329a7e469db"),
            ("ISO_IR 109", "aa939abbb30a1f95f55a0bd2ab1d71f3fe760c0758abb1f1f4dba56772a89248"),
            ("ISO_IR 110", "ad57a5f8dc32241a4108e83514f6ac017cfe4dcbc8119830d69aeed460064b9f"),
            ("ISO_IR 144", "f4f9a71be354cd1235b037abbb440ed9403b409bb5eaca25b62d988717a2f12c"),
            ("ISO_IR 127", "b2f632a10c3e1dbae56d0e9ef1797ec5d7941c72b59c6482d552efcf85a70bc6"),
            ("ISO_IR 126", "6df86c3dd8c280de5b43b52b3960eff96670fc3cbd12f79b2eaa93d1fbaa2360"),
            ("ISO_IR 138", "4a612df3ab63540ee8c75ac8d9d42bae859b78936c194d95ed91fdb755936f91"),
            ("ISO_IR 148", "235aba5aa7b8c3a5d108b786697aac4ec90cc87e64fd913d9a5805331526c137"),
            ("ISO_IR 203", "74a41d7a8adedb7d700b57b1e337d59c7215d20b2464ec31dba0011e8428bb6c"),
            ("ISO_IR 166", "580bd254d7fe6dc45592a339636f99a78a56ff2fb94cb53232defe05d1e794e6"),
            ("windows-1251", "c0d6cd19f49199c47fb2331d99cbcaaf697b78c007dd019b2db88d3a9d260f49"),
            ("windows-1252", "396a9017bb7885210c5f7f9e9443f8af859bcbeef1d98b66e2292ca76443b5d3"),
        ])
    func matchSingleBytes(term: String, expected: String) throws {
        let set = SpecificCharacterSet(terms: [term])
        let text = try #require(set.decode(Array(0xA0...0xFF), as: .ut)?.values.first)
        #expect(digest(text) == expected)
        for character in text.unicodeScalars where character != "\u{FFFD}" {
            let bytes = try #require(set.encode(String(character), as: .ut))
            #expect(bytes.count == 1)
            #expect(set.decode(bytes, as: .ut)?.values == [String(character)])
        }
    }

    /// One character a cell, each decoded by itself between escape sequences.
    private func cells(_ set: SpecificCharacterSet, _ escape: [UInt8], _ high: UInt8) throws -> [String] {
        var cells: [String] = []
        for row in UInt8(0x21)...0x7E {
            for column in UInt8(0x21)...0x7E {
                let bytes = escape + [row | high, column | high] + (high == 0 ? [0x1B, 0x28, 0x42] : [])
                cells.append(try #require(set.decode(bytes, as: .ut)?.values.first))
            }
        }
        return cells
    }

    @Test(
        "of double bytes are those of Python's codecs, and are written as they are read",
        arguments: [
            ("ISO 2022 IR 87", [0x1B, 0x24, 0x42], 0, "e99e7732cc4c5538257738c96115701e0d208e968078cc5a674bd54ce7956a2e"),
            ("ISO 2022 IR 159", [0x1B, 0x24, 0x28, 0x44], 0, "28fcbf47fff5c51a1ee557f46699e9824b085da05858127eb410497ec9f0d34e"),
            ("ISO 2022 IR 149", [0x1B, 0x24, 0x29, 0x43], 0x80, "6afb445f42ed4c003fe59f0d2f80d8a03a90544908bdb97e2aa89188dbf2e4f3"),
            ("ISO 2022 IR 58", [0x1B, 0x24, 0x29, 0x41], 0x80, "834c43362fe1f7d3cdf1f33ecf463a5aef61631a3e53c96493839a5a7ea7eb73"),
        ] as [(String, [UInt8], UInt8, String)])
    func matchDoubleBytes(term: String, escape: [UInt8], high: UInt8, expected: String) throws {
        let set = SpecificCharacterSet(terms: ["", term])
        let cells = try cells(set, escape, high)
        #expect(digest(cells.joined()) == expected)
        // JIS X 0212 has a tilde, which is written in ASCII.
        for (position, cell) in cells.enumerated() where cell != "\u{FFFD}" && cell != "~" {
            let code = [UInt8(position / 94 + 0x21) | high, UInt8(position % 94 + 0x21) | high]
            #expect(set.encode(cell, as: .ut) == escape + code + (high == 0 ? [0x1B, 0x28, 0x42] : []))
        }
    }

    @Test("of GB 18030 and GBK are those of Python's codecs, in both directions")
    func matchChinese() throws {
        var text = ""
        for lead in UInt8(0x81)...0xFE {
            for trail in UInt8(0x40)...0xFE where trail != 0x7F {
                let cell = try #require(SpecificCharacterSet.gb18030.decode([lead, trail], as: .ut)?.values.first)
                text += cell
                #expect(SpecificCharacterSet.gb18030.encode(cell, as: .ut) == [lead, trail])
            }
        }
        #expect(digest(text) == "3e8f01bd640d0fcbb3414a5db73d2309bcb8ddaca820f69c81fc247ddfd389d1")

        var scalars = String.UnicodeScalarView()
        for value in stride(from: UInt32(0x20), to: 0x110000, by: 7) { if let scalar = Unicode.Scalar(value) { scalars.append(scalar) } }
        let bytes = try #require(SpecificCharacterSet.gb18030.encode(String(scalars), as: .ut))
        #expect(SHA256.hexadecimal(of: bytes.span) == "a5d06c24ec6b6f10f42ef44d7f5f2a5687d623d8b212f9ad41cfcb6bad9ecfdd")
        let back = try #require(SpecificCharacterSet.gb18030.decode(bytes, as: .ut))
        #expect(back.departures == [])
        // The first character is a space in front of a text, which UT keeps.
        #expect(back.values == [String(scalars)])

        var gbk: [UInt8] = []
        for value in UInt32(0xA0)..<0x10000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            gbk += SpecificCharacterSet.gbk.encode(String(Character(scalar)), as: .ut) ?? []
        }
        #expect(SHA256.hexadecimal(of: gbk.span) == "a199ece5ba7a8e79600829b2f23ae2dcf96642ad1012857f2a64765e09745f9b")
    }

    @Test("of Shift_JIS are written as they are read")
    func matchShiftJIS() throws {
        let set = SpecificCharacterSet.shiftJIS
        var count = 0
        for lead in UInt8(0x81)...0xEF {
            for trail in UInt8(0x40)...0xFC {
                guard let text = set.decode([lead, trail], as: .ut), text.departures == [], lead < 0xA1 || lead > 0xDF else { continue }
                count += 1
                #expect(set.encode(text.values[0], as: .ut) == [lead, trail])
            }
        }
        // JIS X 0208 of 1997 has 6,879 characters.
        #expect(count == 6879)
    }
}
