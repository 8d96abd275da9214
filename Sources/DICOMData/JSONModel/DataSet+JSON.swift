internal import DICOMBytes

/// What becomes of Pixel Data in the DICOM JSON model.
public enum JSONBulkData: Sendable, Hashable {
    /// The attribute is left out.
    case omitted
    /// Base64 in InlineBinary; of encapsulated Pixel Data the items with their headers, as encoded.
    case inline
    /// BulkDataURI: this text, then `#offset=…&length=…` of the value in the file.
    case uri(String)
}

extension DataSet {
    /// The data set in the DICOM JSON model (PS3.18 F), UTF-8, one object. Group 0002, group lengths and padding are left out, as the
    /// model demands.
    ///
    /// - Throws: ``DataSetError`` when a value cannot be written: not decodable text, or a binary value of impossible size.
    public func json(bulkData: JSONBulkData = .omitted) throws(DataSetError) -> [UInt8] {
        var writer = JSONWriter(bulkData: bulkData)
        try writer.write(self)
        return writer.output
    }
}

/// Writes data sets as JSON objects, straight into UTF-8.
private struct JSONWriter {
    var output: [UInt8] = []
    let bulkData: JSONBulkData

    init(bulkData: JSONBulkData) { self.bulkData = bulkData }

    mutating func write(_ dataSet: DataSet) throws(DataSetError) {
        append("{")
        var previous: DataElement.Tag?
        // Of equal tags the last counts, as in a look-up.
        for (position, element) in dataSet.enumerated()
        where isInModel(element) && (position + 1 == dataSet.count || dataSet[position + 1].tag != element.tag) {
            if previous != nil { append(",") }
            previous = element.tag
            append("\"")
            append(element.tag.hexadecimal)
            append("\":{\"vr\":\"")
            // PS3.5 6.2.2, note 2: a sequence under the name UN is one of items all the same.
            append(element.isSequence ? "SQ" : element.valueRepresentation.name)
            append("\"")
            try writeValue(of: element)
            append("}")
        }
        append("}")
    }

    private func isInModel(_ element: DataElement) -> Bool {
        let tag = element.tag
        if tag.element == 0 || tag.group == 2 || tag.rawValue == 0xFFFC_FFFC { return false }
        return !(bulkData == .omitted && tag.isPixelData)
    }

    private mutating func writeValue(of element: DataElement) throws(DataSetError) {
        if element.isSequence { return try writeItems(of: element) }
        if element.isEmpty { return }
        switch element.valueRepresentation {
        case .ob, .od, .of, .ol, .ov, .ow, .un: writeBinary(element)
        case .pn: try writeNames(of: element)
        case .ds, .is: try writeArray(try element.strings()) { (writer, text) in writer.append(number: text) }
        case .fl, .fd: try writeArray(try element.doubles()) { (writer, value) in writer.append(value) }
        case .uv: try writeArray(try element.unsignedText()) { (writer, text) in writer.append(text) }
        case .us, .ss, .ul, .sl, .sv: try writeArray(try element.integers()) { (writer, value) in writer.append(String(value)) }
        case .at: try writeArray(try element.tags()) { (writer, tag) in writer.append(quoted: tag.hexadecimal) }
        default: try writeArray(try element.strings()) { (writer, text) in writer.append(text.isEmpty ? "null" : "", orQuoted: text) }
        }
    }

    private mutating func writeArray<Value>(
        _ values: [Value], _ write: (inout JSONWriter, Value) -> Void
    ) throws(DataSetError) {
        append(",\"Value\":[")
        for (number, value) in values.enumerated() {
            if number > 0 { append(",") }
            write(&self, value)
        }
        append("]")
    }

    private mutating func writeItems(of element: DataElement) throws(DataSetError) {
        guard !element.items.isEmpty else { return }
        append(",\"Value\":[")
        for (number, item) in element.items.enumerated() {
            if number > 0 { append(",") }
            try write(item)
        }
        append("]")
    }

    /// PS3.18 F.2.2: an object with the groups that are there.
    private mutating func writeNames(of element: DataElement) throws(DataSetError) {
        try writeArray(try element.strings()) { (writer, text) in
            guard !text.isEmpty else { return writer.append("null") }
            let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
            writer.append("{")
            var isFirst = true
            for (name, group) in zip(["Alphabetic", "Ideographic", "Phonetic"], groups) where !group.isEmpty {
                if !isFirst { writer.append(",") }
                isFirst = false
                writer.append(quoted: name)
                writer.append(":")
                writer.append(quoted: String(group))
            }
            writer.append("}")
        }
    }

    private mutating func writeBinary(_ element: DataElement) {
        if element.tag.isPixelData, case .uri(let base) = bulkData {
            append(",\"BulkDataURI\":")
            append(quoted: "\(base)#offset=\(element.valueOffset)&length=\(element.length)")
            return
        }
        append(",\"InlineBinary\":\"")
        element.withLittleEndianBytes { Base64.append($0, to: &output) }
        append("\"")
    }

    // MARK: Text

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    private mutating func append(_ literal: String, orQuoted text: String) {
        if literal.isEmpty { append(quoted: text) } else { append(literal) }
    }

    /// A JSON string (RFC 8259, section 7).
    private mutating func append(quoted text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                append("\\u00")
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// DS and IS become numbers with the very digits of the text where it is a number at all, else a string.
    private mutating func append(number text: String) {
        if text.isEmpty {
            append("null")
        } else if let number = Self.jsonNumber(text) {
            append(number)
        } else {
            append(quoted: text)
        }
    }

    /// The text in the grammar of JSON numbers: no plus sign, no leading zeros, digits on both sides of the point; nil if it is no decimal.
    static func jsonNumber(_ text: String) -> String? {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        func takeDigits() -> Substring {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest.removeFirst(digits.count)
            return digits
        }
        let whole = takeDigits()
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = takeDigits()
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var exponent = ""
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            let sign = rest.first == "-" ? "-" : ""
            if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
            let digits = takeDigits()
            guard !digits.isEmpty else { return nil }
            exponent = "e" + sign + digits
        }
        guard rest.isEmpty else { return nil }
        let significant = whole.drop { $0 == "0" }
        return (isNegative ? "-" : "") + (significant.isEmpty ? "0" : significant) + (fraction.isEmpty ? "" : "." + fraction) + exponent
    }

    /// Shortest digits that give the double back: of an FL too, since whoever reads JSON reads doubles. JSON has no NaN and no infinity:
    /// they become strings (PS3.18 F.2.3).
    private mutating func append(_ value: Double) {
        if value.isNaN {
            append("\"NaN\"")
        } else if value.isInfinite {
            append(value < 0 ? "\"-inf\"" : "\"inf\"")
        } else {
            append(value.description)
        }
    }
}

extension DataElement.Tag {
    /// Pixel Data, Float Pixel Data or Double Float Pixel Data (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).
    var isPixelData: Bool { rawValue == 0x7FE0_0010 || rawValue == 0x7FE0_0008 || rawValue == 0x7FE0_0009 }
}

extension DataElement {
    /// UV as text: its values need not fit a signed integer.
    fileprivate func unsignedText() throws(DataSetError) -> [String] {
        guard length % 8 == 0 else { throw invalid("The value length of \(length) bytes is no multiple of 8.") }
        let order = byteOrder
        return origin.source.withSpan { bytes in
            stride(from: record.offset, to: record.offset + record.length, by: 8).map {
                String(bytes.integer(at: $0, order, as: UInt64.self))
            }
        }
    }

    /// The bytes with each number in little-endian order, as InlineBinary demands (PS3.18 F.2.7).
    fileprivate func withLittleEndianBytes(_ body: (Span<UInt8>) -> Void) {
        guard byteOrder == .big, !isEncapsulated, let width = valueRepresentation.wordSize, length % width == 0 else {
            return withBytes(body)
        }
        var swapped = bytes
        for start in stride(from: 0, to: swapped.count, by: width) { swapped[start..<start + width].reverse() }
        body(swapped.span)
    }
}
