internal import DICOMBytes

// Numbers as the texts of the JSON and XML models have them, into the bytes of a value in little-endian order.

extension [UInt8] {
    /// Appends the number or tag that a text names.
    ///
    /// - Returns: nil, or what is wrong, without the value.
    mutating func append(number text: String, as representation: ValueRepresentation) -> String? {
        switch representation {
        case .us: append(integer: text, UInt16.self)
        case .ss: append(integer: text, Int16.self)
        case .ul: append(integer: text, UInt32.self)
        case .sl: append(integer: text, Int32.self)
        case .uv: append(integer: text, UInt64.self)
        case .sv: append(integer: text, Int64.self)
        case .fl: append(floating: text, Float.self) { $0.bitPattern }
        case .fd: append(floating: text, Double.self) { $0.bitPattern }
        case .at: append(tag: text)
        default: "A value with representation \(representation) is no number."
        }
    }

    private mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(integer text: String, _ type: Number.Type) -> String? {
        // 1.0 and 1e3 are whole numbers to JSON; no double is needed to read others, which may have 64 bits.
        let number = Number(text) ?? (text.utf8.allSatisfy { $0 != UInt8(ascii: "x") } ? Double(text).flatMap(Number.init(exactly:)) : nil)
        guard let number else { return "A number is not whole, or outside of \(Number.min) … \(Number.max)." }
        append(number, .little)
        return nil
    }

    private mutating func append<Number: BinaryFloatingPoint & LosslessStringConvertible, Bits: FixedWidthInteger & BitwiseCopyable>(
        floating text: String, _ type: Number.Type, _ bits: (Number) -> Bits
    ) -> String? {
        let isPlain = text.utf8.allSatisfy { $0.isDigit || "+-.eE".utf8.contains($0) }
        switch text {
        case "NaN": append(bits(.nan), .little)
        case "inf", "Infinity", "INF": append(bits(.infinity), .little)
        case "-inf", "-Infinity", "-INF": append(bits(-.infinity), .little)
        default:
            guard isPlain, let number = Number(text) else { return "The text is no number." }
            guard number.isFinite else { return "A number is too large for its representation." }
            append(bits(number), .little)
        }
        return nil
    }

    private mutating func append(tag text: String) -> String? {
        guard let tag = DataElement.Tag(hexadecimal: Array(text.utf8)[...]) else {
            return "A tag has eight hexadecimal digits."
        }
        append(tag.group, .little)
        append(tag.element, .little)
        return nil
    }
}

extension DataElement.Tag {
    /// From eight hexadecimal digits, as the JSON and XML models write tags.
    init?(hexadecimal digits: ArraySlice<UInt8>) {
        guard digits.count == 8 else { return nil }
        var number: UInt32 = 0
        for byte in digits {
            guard let digit = byte.hexadecimalDigit else { return nil }
            number = number << 4 | UInt32(digit)
        }
        self.init(number)
    }
}

extension ValueRepresentation {
    /// Written as bytes in the JSON and XML models, InlineBinary or bulk data (PS3.18 F.2.7, PS3.19 A.1.5).
    var isBinary: Bool {
        switch self {
        case .ob, .od, .of, .ol, .ov, .ow, .un: true
        default: false
        }
    }
}
