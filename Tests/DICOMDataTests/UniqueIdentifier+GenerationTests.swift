import DICOMData
import DICOMTestSupport
import Testing

@Suite("New unique identifiers, PS3.5 B.2")
struct UniqueIdentifierGenerationTests {
    /// The first is the example of PS3.5 B.2; the others are from Python's uuid.
    static let examples: [(UInt64, UInt64, String)] = [
        (0xF81D_4FAE_7DEC_11D0, 0xA765_00A0_C91E_6BF6, "2.25.329800735698586629295641978511506172918"), (0, 0, "2.25.0"),
        (UInt64.max, UInt64.max, "2.25.340282366920938463463374607431768211455"), (1, 0, "2.25.18446744073709551616"),
        (0x8AC7_2304_89E8_0000, 0, "2.25.184467440737095516160000000000000000000"),
    ]

    @Test("are the UUID as a decimal number", arguments: examples)
    func areDecimal(high: UInt64, low: UInt64, text: String) throws {
        let identifier = UniqueIdentifier(uuid: (high, low))
        #expect(identifier.rawValue == text && identifier.isValid)
        let back = try #require(identifier.uuid)
        #expect(back.high == high && back.low == low)
    }

    @Test("are valid, random and all different")
    func areDifferent() throws {
        var generator = SeededGenerator(seed: 7)
        var seen: Set<UniqueIdentifier> = []
        for _ in 0..<1_000 {
            let identifier = UniqueIdentifier.generated(using: &generator)
            let bits = try #require(identifier.uuid)
            #expect(identifier.isValid && bits.high >> 12 & 15 == 4 && bits.low >> 62 == 2)
            #expect(seen.insert(identifier).inserted)
        }
        #expect(UniqueIdentifier.generated() != UniqueIdentifier.generated())
    }

    @Test(
        "tell others from those made of a UUID",
        arguments: [
            "1.2.840.10008.1.1", "2.25", "2.25.", "2.25.1.2", "2.25.340282366920938463463374607431768211456", "2.25.01",
            "2.25.9999999999999999999999999999999999999999",
        ])
    func tellOthers(text: String) { #expect(UniqueIdentifier(text).uuid == nil) }
}
