internal import DICOMBytes

// MARK: - Text

extension DataElement {
    /// The values as text, padding removed (PS3.5 6.2). LT, ST, UR and UT have one value whatever it contains.
    ///
    /// - Throws: ``DataSetError`` with code `invalidValue` when the representation is not one of text, `unsupportedCharacterSet` when the
    ///   text cannot be decoded.
    public func strings() throws(DataSetError) -> [String] { try decodedText().values }

    /// The values as ``strings()`` has them, with what their bytes departed from (PS3.5 6.1).
    public func decodedText() throws(DataSetError) -> DecodedText {
        let representation = effectiveRepresentation
        guard let rules = representation.textRules else { throw invalid("A value with representation \(representation) is not text.") }
        let characterSet = origin.characterSet
        let isPersonName = representation == .pn
        let decoded = origin.source.withSpan(of: record.valueRange) { characterSet.decode($0, rules, isPersonName: isPersonName) }
        guard let decoded else {
            throw invalid(
                "The text is in a character set that is not known.", code: .unsupportedCharacterSet,
                remedy: "Name the set that is meant as ReadingOptions.fallbackCharacterSet, or take the bytes and decode them.")
        }
        return decoded
    }
}

extension RawSpan {
    /// The range without the padding of text: spaces and NULs at the end, and spaces in front where `leading` says that they mean nothing.
    func trimmingPadding(_ range: Range<Int>, leading: Bool = true) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while high > low, uint8(at: high - 1) == 0x20 || uint8(at: high - 1) == 0 { high -= 1 }
        while leading, low < high, uint8(at: low) == 0x20 { low += 1 }
        return low..<high
    }
}

extension ValueRepresentation {
    /// How the bytes of a text value are taken apart (PS3.5 6.2).
    struct TextRules {
        /// A backslash divides values.
        var isMultiple: Bool
        var trimsLeadingSpaces: Bool
        /// Written in Specific Character Set; else in the default repertoire.
        var usesSpecificCharacterSet: Bool
    }

    var textRules: TextRules? {
        switch self {
        case .ae, .as, .cs, .da, .ds, .dt, .is, .tm, .ui:
            TextRules(isMultiple: true, trimsLeadingSpaces: true, usesSpecificCharacterSet: false)
        case .lo, .pn, .sh: TextRules(isMultiple: true, trimsLeadingSpaces: true, usesSpecificCharacterSet: true)
        case .uc: TextRules(isMultiple: true, trimsLeadingSpaces: false, usesSpecificCharacterSet: true)
        case .lt, .st, .ut: TextRules(isMultiple: false, trimsLeadingSpaces: false, usesSpecificCharacterSet: true)
        case .ur: TextRules(isMultiple: false, trimsLeadingSpaces: false, usesSpecificCharacterSet: false)
        default: nil
        }
    }
}

// MARK: - Numbers

extension DataElement {
    /// The values as integers: US, SS, UL, SL, UV, SV, AT, IS; the words of OB, OW, OL and OV, unsigned.
    public func integers() throws(DataSetError) -> [Int] {
        switch effectiveRepresentation {
        case .us, .ow: return try numbers(UInt16.self) { Int($0) }
        case .ss: return try numbers(Int16.self) { Int($0) }
        case .ul, .ol: return try numbers(UInt32.self) { Int($0) }
        case .sl: return try numbers(Int32.self) { Int($0) }
        case .sv: return try numbers(Int64.self) { Int($0) }
        case .ob: return try numbers(UInt8.self) { Int($0) }
        case .uv, .ov:
            let values = try numbers(UInt64.self) { Int(exactly: $0) }
            guard !values.contains(nil) else { throw invalid("A value is larger than a signed 64-bit integer.") }
            return values.compactMap { $0 }
        case .at: return try tags().map { Int($0.rawValue) }
        case .is:
            var values: [Int] = []
            for text in try strings() where !text.isEmpty {
                guard let value = Int(text) else { throw invalid("The text is not an integer string (PS3.5 6.2, IS).") }
                values.append(value)
            }
            return values
        case let other: throw invalid("A value with representation \(other) is not a run of integers.")
        }
    }

    /// The values as floating-point numbers: FL, FD, OF, OD, DS, IS and the binary integers.
    ///
    /// Decimal strings are rounded to the nearest double. For their exact decimal value take ``strings()``.
    public func doubles() throws(DataSetError) -> [Double] {
        switch effectiveRepresentation {
        case .fl, .of: return try numbers(UInt32.self) { Double(Float(bitPattern: $0)) }
        case .fd, .od: return try numbers(UInt64.self) { Double(bitPattern: $0) }
        case .ds:
            var values: [Double] = []
            for text in try strings() where !text.isEmpty {
                guard DecimalSyntax.isDecimal(text), let value = Double(text), value.isFinite else {
                    throw invalid("The text is not a decimal string (PS3.5 6.2, DS).")
                }
                values.append(value)
            }
            return values
        default: return try integers().map(Double.init)
        }
    }

    /// The values of AT: tags.
    public func tags() throws(DataSetError) -> [Tag] {
        guard effectiveRepresentation == .at else { throw invalid("A value with representation \(valueRepresentation) is no tag.") }
        guard record.length % 4 == 0 else { throw wrongSize(4) }
        let order = byteOrder
        return origin.source.withSpan { bytes in
            stride(from: record.offset, to: record.offset + record.length, by: 4).map { Tag(bytes.tag(at: $0, order)) }
        }
    }

    func numbers<Number: FixedWidthInteger & BitwiseCopyable, Value>(
        _ type: Number.Type, _ convert: (Number) -> Value
    ) throws(DataSetError) -> [Value] {
        let width = MemoryLayout<Number>.size
        guard record.length % width == 0 else { throw wrongSize(width) }
        let order = byteOrder
        return origin.source.withSpan { bytes in
            var values: [Value] = []
            values.reserveCapacity(record.length / width)
            for position in stride(from: record.offset, to: record.offset + record.length, by: width) {
                values.append(convert(bytes.integer(at: position, order, as: Number.self)))
            }
            return values
        }
    }

    private func wrongSize(_ width: Int) -> DataSetError {
        invalid("The value length of \(record.length) bytes is no multiple of \(width).", remedy: "The object is damaged; fetch it again.")
    }
}
