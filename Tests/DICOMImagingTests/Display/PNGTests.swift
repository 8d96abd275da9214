import DICOMImaging
import Testing

@Suite("PNG, RFC 2083")
struct PNGTests {
    /// A second reader of the format, as slow as can be: chunks, stored or Huffman-coded deflate data, filters.
    private func decoded(_ file: [UInt8], columns: Int, rows: Int, pixelBytes: Int, header: [UInt8]) throws -> [UInt8] {
        #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        var data: [UInt8] = []
        var types: [String] = []
        var offset = 8
        while offset < file.count {
            let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            let body = Array(file[offset + 8..<offset + 8 + length])
            let type = String(decoding: file[offset + 4..<offset + 8], as: UTF8.self)
            let sum = file[offset + 8 + length..<offset + 12 + length].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            #expect(sum == crc(Array(file[offset + 4..<offset + 8 + length])))
            if type == "IHDR" { #expect(body == header) }
            if type == "IDAT" { data += body }
            types.append(type)
            offset += 12 + length
        }
        #expect(types.first == "IHDR" && types.last == "IEND" && types.count >= 3)
        let plain = try inflated(data)
        let rowBytes = columns * pixelBytes
        #expect(plain.count == rows * (rowBytes + 1))
        var pixels: [UInt8] = []
        for row in 0..<rows {
            let filter = plain[row * (rowBytes + 1)]
            for i in 0..<rowBytes {
                let left = i < pixelBytes ? 0 : Int(pixels[row * rowBytes + i - pixelBytes])
                let above = row == 0 ? 0 : Int(pixels[(row - 1) * rowBytes + i])
                let corner = row == 0 || i < pixelBytes ? 0 : Int(pixels[(row - 1) * rowBytes + i - pixelBytes])
                let p = left + above - corner
                let nearest = [(abs(p - left), left), (abs(p - above), above), (abs(p - corner), corner)].min { $0.0 < $1.0 }!.1
                let prediction = [0, left, above, (left + above) / 2, nearest][Int(filter)]
                pixels.append(plain[row * (rowBytes + 1) + 1 + i] &+ UInt8(prediction))
            }
        }
        return pixels
    }

    private func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }

    private struct NotDeflate: Error {}

    /// RFC 1950 and 1951.
    private func inflated(_ data: [UInt8]) throws -> [UInt8] {
        guard data.count > 6, data[0] & 15 == 8, (Int(data[0]) << 8 | Int(data[1])) % 31 == 0 else { throw NotDeflate() }
        var position = 16
        func bits(_ count: Int) throws -> Int {
            var value = 0
            for k in 0..<count {
                guard position / 8 < data.count else { throw NotDeflate() }
                value |= Int(data[position / 8] >> UInt8(position % 8) & 1) << k
                position += 1
            }
            return value
        }
        func codes(_ lengths: [Int]) -> [[Int]: Int] {
            var codes: [[Int]: Int] = [:]
            var next = 0
            for length in 1...15 {
                for (symbol, own) in lengths.enumerated() where own == length {
                    codes[[length, next]] = symbol
                    next += 1
                }
                next <<= 1
            }
            return codes
        }
        func symbol(_ codes: [[Int]: Int]) throws -> Int {
            var code = 0
            for length in 1...15 {
                code = try code << 1 | bits(1)
                if let symbol = codes[[length, code]] { return symbol }
            }
            throw NotDeflate()
        }
        let lengthBases = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
        ]
        let distanceBases = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537, 2_049, 3_073, 4_097, 6_145, 8_193,
            12_289, 16_385, 24_577,
        ]
        var output: [UInt8] = []
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            let type = try bits(2)
            if type == 0 {
                position = (position + 7) / 8 * 8
                let count = try bits(16)
                guard try bits(16) == 0xFFFF ^ count else { throw NotDeflate() }
                for _ in 0..<count { output.append(UInt8(try bits(8))) }
                continue
            }
            var literals = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
            var distances = [Int](repeating: 5, count: 30)
            if type == 2 {
                let (literalCount, distanceCount, lengthCount) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
                var lengths = [Int](repeating: 0, count: 19)
                for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(lengthCount) {
                    lengths[place] = try bits(3)
                }
                let lengthCodes = codes(lengths)
                var all: [Int] = []
                while all.count < literalCount + distanceCount {
                    switch try symbol(lengthCodes) {
                    case 16: all += [Int](repeating: all.last ?? 0, count: 3 + (try bits(2)))
                    case 17: all += [Int](repeating: 0, count: 3 + (try bits(3)))
                    case 18: all += [Int](repeating: 0, count: 11 + (try bits(7)))
                    case let length: all.append(length)
                    }
                }
                literals = Array(all[..<literalCount])
                distances = Array(all[literalCount...])
            }
            let (literalCodes, distanceCodes) = (codes(literals), codes(distances))
            while true {
                let code = try symbol(literalCodes)
                if code == 256 { break }
                if code < 256 {
                    output.append(UInt8(code))
                    continue
                }
                let place = code - 257
                let length = lengthBases[place] + (try bits(place < 8 || place == 28 ? 0 : place / 4 - 1))
                let far = try symbol(distanceCodes)
                let distance = distanceBases[far] + (try bits(far < 4 ? 0 : far / 2 - 1))
                for _ in 0..<length { output.append(output[output.count - distance]) }
            }
        }
        return output
    }

    /// A ramp with noise in one half and flat ground in the other.
    private func pixels(_ count: Int) -> [UInt8] {
        (0..<count).map { $0 % 64 < 32 ? UInt8(truncatingIfNeeded: $0 / 7 &+ ($0 &* 2_654_435_761 >> 29)) : 200 }
    }

    @Test("is read back pixel by pixel", arguments: [(1, 1), (1, 5), (7, 3), (64, 64), (301, 97)])
    func roundTrip(columns: Int, rows: Int) throws {
        for (format, bytes, depth, color) in [(PNG.PixelFormat.gray8, 1, 8, 0), (.gray16, 2, 16, 0), (.rgb8, 3, 8, 2)] {
            let source = pixels(columns * rows * bytes)
            let file = try PNG(columns: columns, rows: rows, format: format).encoded(source.span)
            let header: [UInt8] = [
                0, 0, UInt8(columns >> 8), UInt8(columns & 255), 0, 0, UInt8(rows >> 8), UInt8(rows & 255), UInt8(depth), UInt8(color), 0,
                0, 0,
            ]
            var expected = source
            if format == .gray16 { for i in stride(from: 0, to: source.count, by: 2) { expected.swapAt(i, i + 1) } }
            #expect(try decoded(file, columns: columns, rows: rows, pixelBytes: bytes, header: header) == expected)
        }
    }

    @Test("refuses pixels that do not fill the picture")
    func mismatch() throws {
        let png = try PNG(columns: 3, rows: 2, format: .rgb8)
        #expect(throws: ImagingError.self) { try png.encoded([UInt8](repeating: 0, count: 17).span) }
        #expect(throws: ImagingError.self) { try PNG(columns: 0, rows: 2, format: .gray8) }
        #expect(throws: ImagingError.self) { try PNG(columns: Int.max, rows: Int.max, format: .gray8) }
    }
}
