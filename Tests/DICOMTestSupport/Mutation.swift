internal import Foundation

/// Damage done to good files: cuts, flipped bits, spliced bytes, changed lengths and stray delimiters, all from a seed.
///
/// Whatever reads files must give a result or an error for each, in bounded time. A suite runs a campaign:
/// ```swift
/// for number in Mutation.numbers(default: 2_000) {
///     let mutation = Mutation(number, of: originals)
///     …
/// }
/// ```
/// `HOUNSFIELD_MUTATIONS=100000` makes it larger, `HOUNSFIELD_MUTATION=4711` beside it runs that one of them alone, `HOUNSFIELD_MUTATION_SEED=7` makes other
/// damage, and `HOUNSFIELD_MUTATION_TRACE=PATH` writes each number to a file before its turn, so that a trap leaves the number behind.
public struct Mutation: Sendable {
    public let number: Int
    /// Which of the originals was damaged.
    public let original: Int
    public let bytes: [UInt8]

    public init(_ number: Int, of originals: [[UInt8]]) {
        precondition(!originals.isEmpty, "a mutation needs something to mutate")
        Self.trace(number)
        var generator = SeededGenerator(seed: Self.seed &+ UInt64(number) &* 0x9E37_79B9)
        self.number = number
        original = Int.random(in: 0..<originals.count, using: &generator)
        var bytes = originals[original]
        // Mostly one wound, so that what comes after it is still read; sometimes many.
        for _ in 0..<[1, 1, 1, 2, 3, 8][Int.random(in: 0..<6, using: &generator)] {
            let donor = originals[Int.random(in: 0..<originals.count, using: &generator)]
            Self.wound(&bytes, donor: donor, &generator)
        }
        self.bytes = bytes
    }

    /// The golden objects, and of the corpus, where there is one, what is small enough to be damaged often.
    public static let originals: [[UInt8]] = {
        let largest = campaignSize ?? 0 > 2_000 ? 200_000 : 20_000
        let real = Corpus.dataSets.filter { $0.size < largest }.compactMap { try? Data(contentsOf: URL(fileURLWithPath: $0.file)) }
        return GoldenObject.all.compactMap { try? $0.bytes() } + real.map { Array($0) }
    }()

    private static let campaignSize = ProcessInfo.processInfo.environment["HOUNSFIELD_MUTATIONS"].flatMap { Int($0) }

    /// The numbers of a campaign.
    public static func numbers(default count: Int) -> Range<Int> {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["HOUNSFIELD_MUTATION"].flatMap(Int.init) { return one..<one + 1 }
        return 0..<(campaignSize ?? count)
    }

    private static let seed = ProcessInfo.processInfo.environment["HOUNSFIELD_MUTATION_SEED"].flatMap(UInt64.init) ?? 0x4855_4E53

    private static func trace(_ number: Int) {
        guard let path = tracePath else { return }
        try? Data("\(number)\n".utf8).write(to: URL(fileURLWithPath: path))
    }

    private static let tracePath = ProcessInfo.processInfo.environment["HOUNSFIELD_MUTATION_TRACE"]
}

// MARK: - Kinds of damage

extension Mutation {
    private static func wound(_ bytes: inout [UInt8], donor: [UInt8], _ generator: inout SeededGenerator) {
        guard bytes.count > 16 else { return bytes.append(UInt8.random(in: 0...255, using: &generator)) }
        let place = place(in: bytes, &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: bytes.removeSubrange(place...)
        case 1, 2:
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[self.place(in: bytes, &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        case 3: bytes[place] = interesting8.randomElement(using: &generator)!
        case 4: overwrite(&bytes, at: place, interesting32.randomElement(using: &generator)!, width: 4)
        case 5: overwrite(&bytes, at: place, interesting32.randomElement(using: &generator)!, width: 2)
        case 6: editLength(&bytes, from: place, &generator)
        case 7:
            let stretch = stretch(of: donor, &generator)
            bytes.insert(contentsOf: stretch, at: place)
        case 8:
            let stretch = stretch(of: donor, &generator)
            bytes.replaceSubrange(place..<min(place + stretch.count, bytes.count), with: stretch)
        default: bytes.removeSubrange(place..<min(place + Int.random(in: 1...64, using: &generator), bytes.count))
        }
    }

    /// Anywhere, but more often among the headers: at the front, where the meta information and the first elements are.
    private static func place(in bytes: [UInt8], _ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Int.random(in: 0..<bytes.count, using: &generator)
        case 1: Int.random(in: min(128, bytes.count - 1)..<min(512, max(bytes.count, 129)), using: &generator) % bytes.count
        default: Int.random(in: 0..<min(bytes.count, 8192), using: &generator)
        }
    }

    private static let interesting8: [UInt8] = [0, 1, 0x1B, 0x20, 0x2D, 0x2E, 0x3D, 0x41, 0x5C, 0x5E, 0x7F, 0x80, 0xFE, 0xFF]

    private static let interesting32: [UInt32] = [
        0, 1, 2, 7, 8, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFE,
        0xFFFF_FFFF, 0xE000_FFFE, 0xE00D_FFFE, 0xE0DD_FFFE, 0x0010_7FE0, 0x0005_0008, 0x0000_5153, 0x0000_4E55, 0x0000_574F,
    ]

    private static func overwrite(_ bytes: inout [UInt8], at place: Int, _ number: UInt32, width: Int) {
        for offset in 0..<min(width, bytes.count - place) {
            bytes[place + offset] = UInt8(truncatingIfNeeded: number >> UInt32(8 * offset))
        }
    }

    /// Finds the next explicit header or item after `place`, where there is one, and writes another length into it.
    private static func editLength(_ bytes: inout [UInt8], from place: Int, _ generator: inout SeededGenerator) {
        let edit: UInt32 =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: UInt32(bytes.count)
            case 1: UInt32.random(in: 0...64, using: &generator)
            default: interesting32.randomElement(using: &generator)!
            }
        let isLetter = { (byte: UInt8) in byte >= 0x41 && byte <= 0x5A }
        for position in place..<max(place, min(place + 512, bytes.count - 12)) {
            if bytes[position] == 0xFE, bytes[position + 1] == 0xFF { return overwrite(&bytes, at: position + 4, edit, width: 4) }
            guard isLetter(bytes[position + 4]), isLetter(bytes[position + 5]) else { continue }
            let isLong = bytes[position + 6] == 0 && bytes[position + 7] == 0
            return overwrite(&bytes, at: position + (isLong ? 8 : 6), edit, width: isLong ? 4 : 2)
        }
    }

    private static func stretch(of donor: [UInt8], _ generator: inout SeededGenerator) -> ArraySlice<UInt8> {
        guard donor.count > 1 else { return donor[...] }
        let start = Int.random(in: 0..<donor.count, using: &generator)
        return donor[start..<min(start + Int.random(in: 1...256, using: &generator), donor.count)]
    }
}
