internal import CDICOMCodecs

/// How a stored value lies in the little-endian cell that holds it (PS3.5 8.1.1): Bits Allocated, Bits Stored, High Bit and Pixel
/// Representation, known to be possible.
package struct SampleCell: Sendable, Hashable {
    /// 1, 2, 4 or 8.
    package let bytes: Int
    /// 1 … 8 · `bytes`.
    package let bitsStored: Int
    /// `bitsStored` - 1 … 8 · `bytes` - 1.
    package let highBit: Int
    package let isSigned: Bool

    /// Nil when the value does not fit its cell.
    package init?(bytes: Int, bitsStored: Int, highBit: Int, isSigned: Bool) {
        guard [1, 2, 4, 8].contains(bytes), (1...8 * bytes).contains(bitsStored), (bitsStored - 1..<8 * bytes).contains(highBit) else {
            return nil
        }
        self.bytes = bytes
        self.bitsStored = bitsStored
        self.highBit = highBit
        self.isSigned = isSigned
    }

    var cCell: cdicom_cell {
        cdicom_cell(
            bytes: UInt8(bytes), left_shift: UInt8(8 * bytes - 1 - highBit), right_shift: UInt8(8 * bytes - bitsStored),
            is_signed: isSigned ? 1 : 0)
    }
}
