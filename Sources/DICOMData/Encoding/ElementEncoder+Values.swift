internal import DICOMBytes

extension ElementEncoder {
    /// Appends the bytes of a value, without header and padding.
    ///
    /// - Parameter checking: whether text must keep the rules of PS3.5 6.2. Objects that come from elsewhere need not.
    /// - Throws: ``DataSetError`` with code `invalidValue`, `unsupportedCharacterSet`.
    mutating func append(
        value: DataElement.Value, of tag: DataElement.Tag, as representation: ValueRepresentation, in characterSet: SpecificCharacterSet,
        checking: Bool = true
    ) throws(DataSetError) {
        switch value.kind {
        case .bytes(let value):
            guard representation != .sq || value.isEmpty else { throw Self.wrongKind(tag, representation) }
            if let word = representation.wordSize, value.count % word != 0 {
                throw Self.invalid(
                    tag, "\(value.count) bytes are no multiple of the \(word) of a value with representation \(representation).")
            }
            append(contentsOf: value, word: representation.wordSize)
        case .texts(let texts): try append(texts: texts, of: tag, as: representation, in: characterSet, checking: checking)
        case .integers(let values): try append(integers: values, of: tag, as: representation)
        case .unsigned(let values): try append(integers: values, of: tag, as: representation)
        case .numbers(let values): try append(numbers: values, of: tag, as: representation)
        case .tags(let tags):
            guard representation == .at else { throw Self.wrongKind(tag, representation) }
            for value in tags {
                append(value.group)
                append(value.element)
            }
        case .fragments, .items: throw Self.wrongKind(tag, representation)
        }
    }

    /// Little-endian numbers of `word` bytes, turned where the encoding asks for it.
    private mutating func append(contentsOf value: [UInt8], word: Int?) {
        guard encoding.byteOrder == .big, let word else { return bytes.append(contentsOf: value) }
        for start in stride(from: 0, to: value.count, by: word) { bytes.append(contentsOf: value[start..<start + word].reversed()) }
    }

    static func wrongKind(_ tag: DataElement.Tag, _ representation: ValueRepresentation) -> DataSetError {
        invalid(tag, "This kind of value has no place under the representation \(representation).")
    }

    static func invalid(
        _ tag: DataElement.Tag, _ problem: String, code: DataSetError.Code = .invalidValue,
        remedy: String = "Give a value that its representation can hold (PS3.5 6.2)."
    ) -> DataSetError {
        DataSetError(code: code, path: TagPath([TagPath.Step(tag)]), problem: problem, remedy: remedy)
    }
}

// MARK: - Text

extension ElementEncoder {
    private mutating func append(
        texts: [String], of tag: DataElement.Tag, as representation: ValueRepresentation, in characterSet: SpecificCharacterSet,
        checking: Bool
    ) throws(DataSetError) {
        guard let rules = representation.textRules else { return try append(parsing: texts, of: tag, as: representation) }
        guard rules.isMultiple || texts.count <= 1 else { throw Self.invalid(tag, "A value with representation \(representation) is one.") }
        if checking {
            for text in texts {
                if let violation = representation.violation(in: text) { throw Self.invalid(tag, violation) }
            }
        }
        let usedSet = rules.usesSpecificCharacterSet ? characterSet : .isoIR6
        guard let encoded = usedSet.encode(texts, as: representation) else {
            throw Self.invalid(
                tag, "The text has characters that the character set of the data set lacks.", code: .unsupportedCharacterSet,
                remedy: "Set the character set of the data set to ISO_IR 192 first.")
        }
        bytes += encoded
    }

    /// Numbers and tags that come as text.
    private mutating func append(parsing texts: [String], of tag: DataElement.Tag, as representation: ValueRepresentation)
        throws(DataSetError)
    {
        switch representation {
        case .at:
            for text in texts {
                guard text.utf8.count == 8, let value = UInt32(text, radix: 16) else { throw Self.invalid(tag, "The text names no tag.") }
                append(UInt16(truncatingIfNeeded: value >> 16))
                append(UInt16(truncatingIfNeeded: value))
            }
        case .fl, .fd, .of, .od:
            for text in texts {
                guard let value = Double(text) else { throw Self.invalid(tag, "The text is no number.") }
                try append(number: value, of: tag, as: representation)
            }
        case .uv, .ov:
            for text in texts {
                guard let value = UInt64(text) else { throw Self.invalid(tag, "The text is no whole number of 64 bits without a sign.") }
                append(value)
            }
        default:
            for text in texts {
                guard let value = Int(text) else { throw Self.invalid(tag, "The text is no whole number.") }
                try append(integers: [value], of: tag, as: representation)
            }
        }
    }
}

// MARK: - Numbers

extension ElementEncoder {
    private mutating func append<Number: BinaryInteger>(
        integers: [Number], of tag: DataElement.Tag, as representation: ValueRepresentation
    ) throws(DataSetError) {
        switch representation {
        case .us, .ow: try append(integers, of: tag, as: UInt16.self)
        case .ss: try append(integers, of: tag, as: Int16.self)
        case .ul, .ol: try append(integers, of: tag, as: UInt32.self)
        case .sl: try append(integers, of: tag, as: Int32.self)
        case .uv, .ov: try append(integers, of: tag, as: UInt64.self)
        case .sv: try append(integers, of: tag, as: Int64.self)
        case .ob: try append(integers, of: tag, as: UInt8.self)
        case .is, .ds, .lo, .sh, .uc:
            try append(texts: integers.map { String($0) }, of: tag, as: representation, in: .isoIR6, checking: true)
        case .fl, .fd, .of, .od: for value in integers { try append(number: Double(value), of: tag, as: representation) }
        default: throw Self.wrongKind(tag, representation)
        }
    }

    private mutating func append<Number: BinaryInteger, Stored: FixedWidthInteger & BitwiseCopyable>(
        _ values: [Number], of tag: DataElement.Tag, as type: Stored.Type
    ) throws(DataSetError) {
        for value in values {
            guard let stored = Stored(exactly: value) else {
                throw Self.invalid(tag, "A number lies outside of \(Stored.min) … \(Stored.max).")
            }
            append(stored)
        }
    }

    private mutating func append(
        numbers: [Double], of tag: DataElement.Tag, as representation: ValueRepresentation
    ) throws(DataSetError) {
        switch representation {
        case .fl, .fd, .of, .od: for value in numbers { try append(number: value, of: tag, as: representation) }
        case .ds:
            var texts: [String] = []
            for value in numbers {
                guard let text = value.decimalString else { throw Self.invalid(tag, "A number is not finite, which DS cannot say.") }
                texts.append(text)
            }
            try append(texts: texts, of: tag, as: .ds, in: .isoIR6, checking: true)
        default:
            var integers: [Int] = []
            for value in numbers {
                guard let integer = Int(exactly: value) else { throw Self.invalid(tag, "A number is not whole.") }
                integers.append(integer)
            }
            try append(integers: integers, of: tag, as: representation)
        }
    }

    private mutating func append(number: Double, of tag: DataElement.Tag, as representation: ValueRepresentation) throws(DataSetError) {
        guard representation == .fl || representation == .of else { return append(number.bitPattern) }
        let narrow = Float(number)
        guard narrow.isInfinite == number.isInfinite else { throw Self.invalid(tag, "A number is too large for 32 bits.") }
        append(narrow.bitPattern)
    }
}

extension Double {
    /// The shortest text of at most 16 characters that is nearest (PS3.5 6.2, DS); nil for what is not finite.
    var decimalString: String? {
        guard isFinite else { return nil }
        var shortest = description
        if shortest.hasSuffix(".0") { shortest.removeLast(2) }
        if shortest.utf8.count <= 16 { return shortest }
        // One digit less at a time: description has 17 at most, so that this ends within a few steps.
        for digits in stride(from: 16, to: 0, by: -1) {
            let text = rounded(toSignificantDigits: digits)
            if text.utf8.count <= 16 { return text }
        }
        return nil
    }

    /// Decimal rounding of the shortest description, halves up in magnitude, in fixed or floating point as is shorter.
    private func rounded(toSignificantDigits count: Int) -> String {
        let text = magnitude.description
        let parts = text.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var digits = mantissa.joined().utf8.map { Int($0) - 0x30 }
        var point = mantissa[0].utf8.count
        while digits.count > 1, digits[0] == 0 {
            digits.removeFirst()
            point -= 1
        }
        if digits.count > count {
            let roundsUp = digits[count] >= 5
            digits.removeLast(digits.count - count)
            var index = count - 1
            var carries = roundsUp
            while carries, index >= 0 {
                digits[index] += 1
                carries = digits[index] == 10
                if carries { digits[index] = 0 }
                index -= 1
            }
            if carries {
                digits.insert(1, at: 0)
                point += 1
            }
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        exponent += point
        let sign = self < 0 ? "-" : ""
        let all = digits.map(String.init).joined()
        let scientific = sign + String(all.prefix(1)) + (all.count > 1 ? "." + all.dropFirst() : "") + "e\(exponent - 1)"
        if exponent > 0, exponent <= 16 {
            let padded = all + String(repeating: "0", count: max(0, exponent - all.count))
            let fraction = padded.dropFirst(exponent)
            return sign + padded.prefix(exponent) + (fraction.isEmpty ? "" : "." + fraction)
        }
        let fixed = sign + "0." + String(repeating: "0", count: max(0, -exponent)) + all
        return exponent <= 0 && fixed.utf8.count <= scientific.utf8.count ? fixed : scientific
    }
}
