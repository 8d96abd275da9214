import DICOMBytes
import Testing

@Suite("Integers in bytes, PS3.5 7.3")
struct RawSpanIntegersTests {
    static let source = ByteSource([0x80, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0xFF])

    @Test("have the least significant byte first where the order is little")
    func littleEndian() {
        Self.source.withSpan { bytes in
            #expect(bytes.uint8(at: 0) == 0x80)
            #expect(bytes.uint16(at: 0) == 0x0180)
            #expect(bytes.uint32(at: 0) == 0x0302_0180)
            #expect(bytes.integer(at: 1, .little, as: UInt64.self) == 0xFF07_0605_0403_0201)
            #expect(bytes.integer(at: 7, .little, as: Int16.self) == -249)
        }
    }

    @Test("have the most significant byte first where the order is big")
    func bigEndian() {
        Self.source.withSpan { bytes in
            #expect(bytes.uint16(at: 0, .big) == 0x8001)
            #expect(bytes.uint32(at: 0, .big) == 0x8001_0203)
            #expect(bytes.integer(at: 1, .big, as: UInt64.self) == 0x0102_0304_0506_07FF)
            #expect(bytes.integer(at: 0, .big, as: Int16.self) == -32767)
        }
    }

    @Test("are found at odd offsets")
    func unaligned() {
        Self.source.withSpan { bytes in
            #expect(bytes.uint16(at: 1) == 0x0201)
            #expect(bytes.uint32(at: 3) == 0x0605_0403)
            #expect(bytes.uint32(at: 5, .big) == 0x0506_07FF)
        }
    }
}
