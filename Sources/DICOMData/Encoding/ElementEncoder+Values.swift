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
            bytes += value
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
        // The binary values of one number after the other are encoded as that number.
        let single: [ValueRepresentation: ValueRepresentation] = [.of: .fl, .od: .fd, .ol: .ul, .ov: .uv, .ow: .us]
        for text in texts {
            if let problem = bytes.append(number: text, as: single[representation] ?? representation) { throw Self.invalid(tag, problem) }
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
                guard let text = DecimalString(value)?.text else { throw Self.invalid(tag, "A number is not finite, which DS cannot say.") }
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
