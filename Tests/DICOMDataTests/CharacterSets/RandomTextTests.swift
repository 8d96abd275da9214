import DICOMData
import DICOMTestSupport
import Testing

@Suite("Random text")
struct RandomTextTests {
    static let sets: [SpecificCharacterSet] = [
        .isoIR6, .isoIR100, .isoIR144, .isoIR13, .isoIR166, .isoIR192, .gb18030, .gbk, .iso2022IR87, .iso2022IR159, .iso2022IR13,
        .iso2022IR149, .iso2022IR58, .windows1251, .windows1252, .shiftJIS, .eucKR,
        SpecificCharacterSet(terms: ["ISO 2022 IR 100", "ISO 2022 IR 126", "ISO 2022 IR 144", "ISO 2022 IR 87", "ISO 2022 IR 149"]),
    ]

    /// Bytes of which many are escape sequences, delimiters, and characters of the double-byte sets.
    private func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
        let parts: [[UInt8]] = [
            [0x1B, 0x24, 0x42], [0x1B, 0x28, 0x42], [0x1B, 0x24, 0x28, 0x44], [0x1B, 0x24, 0x29, 0x43], [0x1B, 0x24, 0x29, 0x41],
            [0x1B, 0x28, 0x4A], [0x1B, 0x29, 0x49], [0x1B, 0x2D, 0x46], [0x1B], [0x1B, 0x24], [0x5C], [0x5E], [0x3D], [0x0D, 0x0A], [0x20],
            [0x5E, 0x3D], [0x3D, 0x5C],
        ]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<24, using: &generator) {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes += parts.randomElement(using: &generator) ?? []
            case 1: bytes.append(UInt8.random(in: 0x21...0x7E, using: &generator))
            case 2: bytes += [UInt8.random(in: 0xA1...0xFE, using: &generator), UInt8.random(in: 0xA1...0xFE, using: &generator)]
            default: bytes.append(UInt8.random(in: 0...0xFF, using: &generator))
            }
        }
        return bytes
    }

    @Test("gives text in bounds or nothing, and what is in order comes back when written and read", arguments: sets)
    func isSurvived(set: SpecificCharacterSet) throws {
        var generator = SeededGenerator(seed: 45)
        for number in 0..<3_000 {
            let bytes = bytes(&generator)
            for representation in [ValueRepresentation.pn, .lo, .lt] {
                guard let text = set.decode(bytes, as: representation) else { continue }
                #expect(text.values.reduce(0) { $0 + $1.utf8.count } <= 3 * bytes.count)
                #expect(text.values.count <= bytes.count + 1)
                #expect((text.departures == []) == (text.firstDeparture == nil))
                guard text.departures == [] else { continue }
                let written = try #require(set.encode(text.values.joined(separator: "\\"), as: representation), "\(number) \(bytes)")
                let again = try #require(set.decode(written, as: representation))
                #expect(again.values.joined(separator: "\\") == text.values.joined(separator: "\\"), "\(number) \(bytes)")
                #expect(set == .eucKR || again.departures == [], "\(number) \(bytes)")
            }
            #expect(SpecificCharacterSet.detect(bytes.span).reduce(0) { $0 + $1.confidence } <= 1.000_001)
        }
    }
}
