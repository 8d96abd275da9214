extension RawSpan {
    /// Where the first byte is that no well-formed UTF-8 has (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF); nil where
    /// all is well. Of a sequence that is cut short or broken, its first byte.
    package func firstIllFormedUTF8() -> Int? {
        var index = 0
        while index < byteCount {
            if byteCount - index >= 8, integer(at: index, .little, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                index += 8
                continue
            }
            let first = uint8(at: index)
            if first < 0x80 {
                index += 1
                continue
            }
            let length: Int
            // What the second byte may be; all further ones are 80 to BF (RFC 3629, section 4).
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch first {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            case 0xF1...0xF3: length = 4
            default: return index
            }
            guard byteCount - index >= length, second.contains(uint8(at: index + 1)) else { return index }
            for next in index + 2..<index + max(length, 2) where uint8(at: next) & 0xC0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}
