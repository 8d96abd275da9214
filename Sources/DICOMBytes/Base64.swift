/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Of each byte its place in the alphabet; 64 where it has none.
    private static let places: [UInt8] = {
        var places = [UInt8](repeating: 64, count: 256)
        for (place, letter) in alphabet.enumerated() { places[Int(letter)] = UInt8(place) }
        return places
    }()

    /// Appends the text of `bytes` to `target`.
    package static func append(_ bytes: Span<UInt8>, to target: inout [UInt8]) {
        let alphabet = alphabet
        target.reserveCapacity(target.count + (bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let first = UInt32(bytes[index]) << 16
            let second = left > 1 ? UInt32(bytes[index + 1]) << 8 : 0
            let third = left > 2 ? UInt32(bytes[index + 2]) : 0
            let word = first | second | third
            target.append(alphabet[Int(word >> 18)])
            target.append(alphabet[Int(word >> 12 & 63)])
            target.append(left > 1 ? alphabet[Int(word >> 6 & 63)] : UInt8(ascii: "="))
            target.append(left > 2 ? alphabet[Int(word & 63)] : UInt8(ascii: "="))
            index += 3
        }
    }

    /// Appends the bytes that a text stands for to `target`. Strict: no character but those of the alphabet, whole groups of four, padding
    /// at the end and there alone, and no bits left over behind it, so that each run of bytes has one text.
    ///
    /// - Returns: nil, or where in `text` the first thing wrong is. What came before it has then been appended.
    package static func append(decoding text: Span<UInt8>, to target: inout [UInt8]) -> Int? {
        guard !text.isEmpty else { return nil }
        let places = places
        let whole = text.count / 4 * 4
        // The last group may be padded and is looked at more closely.
        let plain = whole == text.count ? whole - 4 : whole
        target.reserveCapacity(target.count + text.count / 4 * 3)
        var index = 0
        while index < plain {
            let first = places[Int(text[index])]
            let second = places[Int(text[index + 1])]
            let third = places[Int(text[index + 2])]
            let fourth = places[Int(text[index + 3])]
            guard first | second | third | fourth < 64 else { break }
            let word = UInt32(first) << 18 | UInt32(second) << 12 | UInt32(third) << 6 | UInt32(fourth)
            target.append(UInt8(truncatingIfNeeded: word >> 16))
            target.append(UInt8(truncatingIfNeeded: word >> 8))
            target.append(UInt8(truncatingIfNeeded: word))
            index += 4
        }
        if index < plain || whole != text.count {
            while index < text.count, places[Int(text[index])] < 64 { index += 1 }
            return index
        }
        return appendLastGroup(text, at: index, places, to: &target)
    }

    private static func appendLastGroup(_ text: Span<UInt8>, at start: Int, _ places: [UInt8], to target: inout [UInt8]) -> Int? {
        let padding = UInt8(ascii: "=")
        var count = 4
        while count > 2, text[start + count - 1] == padding { count -= 1 }
        var word: UInt32 = 0
        for index in start..<start + count {
            let place = places[Int(text[index])]
            guard place < 64 else { return index }
            word = word << 6 | UInt32(place)
        }
        word <<= UInt32(6 * (4 - count))
        guard word & (count == 4 ? 0 : count == 3 ? 0xFF : 0xFFFF) == 0 else { return start + count - 1 }
        for byte in 0..<count - 1 { target.append(UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * byte))) }
        return nil
    }
}
