internal import DICOMBytes

/// Writes data sets as JSON objects, straight into UTF-8.
struct JSONWriter {
    let options: ModelWritingOptions
    var output: TextOutput

    mutating func write(_ dataSet: DataSet) throws(DataSetError) {
        append("{")
        var isFirst = true
        for (position, element) in dataSet.enumerated() where options.includes(element, at: position, of: dataSet) {
            if !isFirst { append(",") }
            isFirst = false
            append("\"")
            append(element.tag.hexadecimal)
            append("\":{\"vr\":\"")
            if options.declaresUnicode, element.tag == .specificCharacterSet {
                append(#"CS","Value":["ISO_IR 192"]"#)
            } else {
                // PS3.5 6.2.2, note 2: a sequence under the name UN is one of items all the same.
                append(element.isSequence ? "SQ" : element.valueRepresentation.name)
                append("\"")
                try writeValue(of: element)
            }
            append("}")
            try output.drain()
        }
        append("}")
    }

    private mutating func writeValue(of element: DataElement) throws(DataSetError) {
        if element.isSequence { return try writeItems(of: element) }
        if element.isEmpty { return }
        switch element.valueRepresentation {
        case .ob, .od, .of, .ol, .ov, .ow, .un: try writeBinary(element)
        case .pn: try writeNames(of: element)
        case .ds, .is: try writeArray(try element.modelTexts()) { (writer, text) in writer.append(number: text) }
        case .fl, .fd: try writeArray(try element.doubles()) { (writer, value) in writer.append(value) }
        case .uv: try writeArray(try element.unsignedText()) { (writer, text) in writer.append(text) }
        case .us, .ss, .ul, .sl, .sv: try writeArray(try element.integers()) { (writer, value) in writer.append(String(value)) }
        case .at: try writeArray(try element.tags()) { (writer, tag) in writer.append(quoted: tag.hexadecimal) }
        default: try writeArray(try element.modelTexts()) { (writer, text) in writer.append(text.isEmpty ? "null" : "", orQuoted: text) }
        }
    }

    private mutating func writeArray<Value>(
        _ values: [Value], _ write: (inout JSONWriter, Value) -> Void
    ) throws(DataSetError) {
        guard !values.isEmpty else { return }
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
        try writeArray(try element.modelTexts()) { (writer, text) in
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

    private mutating func writeBinary(_ element: DataElement) throws(DataSetError) {
        if let reference = options.reference(to: element) {
            append(",\"BulkDataURI\":")
            return append(quoted: reference)
        }
        append(",\"InlineBinary\":\"")
        try element.forEachLittleEndianPiece { (bytes) throws(DataSetError) in try output.append(base64: bytes) }
        append("\"")
    }

    // MARK: Text

    private mutating func append(_ text: String) { output.append(text) }

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
        guard let syntax = try? DecimalSyntax(text.utf8) else { return nil }
        let bytes = Array(text.utf8)
        var number: [UInt8] = syntax.isNegative ? [UInt8(ascii: "-")] : []
        let whole = bytes[syntax.whole].drop { $0 == UInt8(ascii: "0") }
        number += whole.isEmpty ? [UInt8(ascii: "0")] : whole
        if !syntax.fraction.isEmpty { number += [UInt8(ascii: ".")] + bytes[syntax.fraction] }
        if let exponent = syntax.exponent {
            number += [UInt8(ascii: "e")] + (syntax.hasNegativeExponent ? [UInt8(ascii: "-")] : []) + bytes[exponent]
        }
        return String(decoding: number, as: UTF8.self)
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
