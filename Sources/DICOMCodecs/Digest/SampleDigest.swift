internal import CDICOMCodecs

/// SHA-256 (FIPS 180-4), by which samples are known again.
package enum SampleDigest {
    /// The 32 bytes of the digest.
    package static func sha256(of bytes: Span<UInt8>, level: VectorLevel = .best) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        // unsafe: C reads the bytes of the span and writes 32, for the length of the call.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe digest.withUnsafeMutableBufferPointer { digest in  // as above
                unsafe cdicom_sha256(level.cLevel, bytes.baseAddress, bytes.count, digest.baseAddress)  // as above
            }
        }
        return digest
    }

    /// In the digits of most tools.
    package static func hexadecimal(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
