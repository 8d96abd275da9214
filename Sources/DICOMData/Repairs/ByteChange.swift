/// One place where a clean file differs from the original: what stood there, and what stands there instead.
public struct ByteChange: Sendable, Hashable {
    /// What is done to the bytes in the range.
    public enum Edit: Sendable, Hashable {
        /// They are replaced; nothing by something where the range is empty.
        case replaced(before: [UInt8], after: [UInt8])
        /// The bytes of each word are turned around, as of pixels in the wrong order.
        case swapped(wordSize: Int)
    }

    /// Bytes of the original.
    public var range: Range<Int>
    public var edit: Edit

    public init(range: Range<Int>, edit: Edit) {
        self.range = range
        self.edit = edit
    }
}

// In JSON: {"offset": 132, "before": "0D0A", "after": ""} or {"offset": 1024, "length": 512, "swappedWords": 2}.
extension ByteChange: Codable {
    private enum CodingKeys: String, CodingKey {
        case offset, before, after, length, swappedWords
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(range.lowerBound, forKey: .offset)
        switch edit {
        case .replaced(let before, let after):
            try container.encode(before.hexadecimal, forKey: .before)
            try container.encode(after.hexadecimal, forKey: .after)
        case .swapped(let wordSize):
            try container.encode(range.count, forKey: .length)
            try container.encode(wordSize, forKey: .swappedWords)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let offset = try container.decode(Int.self, forKey: .offset)
        let length: Int
        if let wordSize = try container.decodeIfPresent(Int.self, forKey: .swappedWords) {
            length = try container.decode(Int.self, forKey: .length)
            guard (1...8).contains(wordSize) else { throw Self.corrupted(container, .swappedWords) }
            edit = .swapped(wordSize: wordSize)
        } else {
            guard let before = [UInt8](hexadecimal: try container.decode(String.self, forKey: .before)),
                let after = [UInt8](hexadecimal: try container.decode(String.self, forKey: .after))
            else { throw Self.corrupted(container, .before) }
            length = before.count
            edit = .replaced(before: before, after: after)
        }
        guard offset >= 0, length >= 0, offset <= Int.max - length else { throw Self.corrupted(container, .offset) }
        range = offset..<offset + length
    }

    private static func corrupted(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) -> DecodingError {
        .dataCorruptedError(forKey: key, in: container, debugDescription: "The value is none of a change of bytes.")
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    fileprivate init?(hexadecimal text: String) {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        let values = digits.compactMap { $0 }
        self = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
