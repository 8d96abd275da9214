internal import DICOMCodecs

/// Packs the samples of frames that follow each other without padding, eight to a byte (PS3.5 8.1.1): a frame may begin within a byte.
struct BitPacker {
    /// The byte that is not full, and its bits.
    private var rest: UInt8 = 0
    private var restCount = 0

    /// - Parameter samples: one bit a byte.
    /// - Returns: The bytes that are full now.
    mutating func pack(_ samples: [UInt8]) throws(CodecError) -> [UInt8] {
        let end = restCount + samples.count
        var packed = [UInt8](repeating: 0, count: (end + 7) / 8)
        guard !packed.isEmpty else { return [] }
        packed[0] = rest
        try Self.pack(samples, into: &packed, from: restCount)
        restCount = end % 8
        rest = restCount == 0 ? 0 : packed.removeLast()
        return packed
    }

    private static func pack(_ samples: [UInt8], into packed: inout [UInt8], from first: Int) throws(CodecError) {
        var target = packed.mutableSpan
        try SampleKernels.packBits(samples.span, into: &target, from: first)
    }

    /// The last byte, which nothing fills up.
    mutating func finish() -> [UInt8] {
        defer { (rest, restCount) = (0, 0) }
        return restCount == 0 ? [] : [rest]
    }
}
