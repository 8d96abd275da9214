/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

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
}
