extension RawSpan {
    /// The integer whose first byte is at `offset`; the caller has made sure that all of its bytes are inside.
    @inlinable @inline(__always)
    package func integer<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, _ order: ByteOrder, as type: Number.Type) -> Number {
        // unsafe only by name: the load is bounds-checked, and every bit pattern is a valid integer.
        let stored = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
        return order == .little ? Number(littleEndian: stored) : Number(bigEndian: stored)
    }

    @inlinable @inline(__always)
    package func uint8(at offset: Int) -> UInt8 {
        // unsafe only by name: bounds-checked.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    @inlinable @inline(__always)
    package func uint16(at offset: Int, _ order: ByteOrder = .little) -> UInt16 { integer(at: offset, order, as: UInt16.self) }

    @inlinable @inline(__always)
    package func uint32(at offset: Int, _ order: ByteOrder = .little) -> UInt32 { integer(at: offset, order, as: UInt32.self) }
}

extension RawSpan {
    /// Text of a range in UTF-8 (so also ASCII); ill-formed bytes become U+FFFD. The range must lie inside.
    package func utf8(in range: Range<Int>) -> String {
        // unsafe only by name: the range is checked, and the bytes are copied.
        unsafe extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
