internal import DICOMBytes

/// Writes a data set in the Native DICOM Model (PS3.19 A.1), straight into UTF-8.
struct XMLWriter {
    let options: ModelWritingOptions
    var output: TextOutput

    mutating func writeDocument(_ dataSet: DataSet) throws(DataSetError) {
        append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        // Spaces are a part of values: without xml:space a tool may take them away.
        append("<NativeDicomModel xmlns=\"\(nativeDICOMNamespace)\" xml:space=\"preserve\">\n")
        try write(dataSet)
        append("</NativeDicomModel>\n")
    }

    private mutating func write(_ dataSet: DataSet) throws(DataSetError) {
        let creators = try PrivateCreators(dataSet)
        for (position, element) in dataSet.enumerated() where options.includes(element, at: position, of: dataSet) {
            try write(element, creators)
            try output.drain()
        }
    }

    private mutating func write(_ element: DataElement, _ creators: PrivateCreators) throws(DataSetError) {
        let creator = creators.creator(of: element.tag)
        append("<DicomAttribute tag=\"")
        append(creator == nil ? element.tag.hexadecimal : DataElement.Tag(element.tag.rawValue & 0xFFFF_00FF).hexadecimal)
        append("\" vr=\"")
        let isDeclared = options.declaresUnicode && element.tag == .specificCharacterSet
        // PS3.5 6.2.2, note 2: a sequence under the name UN is one of items all the same.
        append(isDeclared ? "CS" : element.isSequence ? "SQ" : element.valueRepresentation.name)
        if let keyword = element.tag.keyword { append("\" keyword=\"\(keyword)") }
        if let creator {
            append("\" privateCreator=\"")
            try append(escaped: creator, of: element, isAttribute: true)
        }
        append("\">\n")
        if isDeclared { append("<Value number=\"1\">ISO_IR 192</Value>\n") } else { try writeValue(of: element) }
        append("</DicomAttribute>\n")
    }

    private mutating func writeValue(of element: DataElement) throws(DataSetError) {
        if element.isSequence {
            for (number, item) in element.items.enumerated() {
                append("<Item number=\"\(number + 1)\">\n")
                try write(item)
                append("</Item>\n")
            }
            return
        }
        if element.isEmpty { return }
        switch element.valueRepresentation {
        case .ob, .od, .of, .ol, .ov, .ow, .un: try writeBinary(element)
        case .pn:
            let names = try element.modelTexts()
            // Of delimiters alone nothing is left that could be an element.
            if names.count == 1, names[0].utf8.allSatisfy("^=".utf8.contains) { return }
            for (number, text) in names.enumerated() { try writeName(text, number + 1, of: element) }
        case .fl, .fd: try writeValues(try element.doubles().map(\.modelText), of: element)
        case .uv: try writeValues(try element.unsignedText(), of: element)
        case .us, .ss, .ul, .sl, .sv: try writeValues(try element.integers().map { String($0) }, of: element)
        case .at: try writeValues(try element.tags().map(\.hexadecimal), of: element)
        default: try writeValues(try element.modelTexts(), of: element)
        }
    }

    private mutating func writeValues(_ values: [String], of element: DataElement) throws(DataSetError) {
        for (number, value) in values.enumerated() {
            append("<Value number=\"\(number + 1)\">")
            try append(escaped: value, of: element)
            append("</Value>\n")
        }
    }

    private mutating func writeBinary(_ element: DataElement) throws(DataSetError) {
        if let reference = options.reference(to: element) {
            append("<BulkData uri=\"")
            try append(escaped: reference, of: element, isAttribute: true)
            return append("\"/>\n")
        }
        append("<InlineBinary>")
        try element.forEachLittleEndianPiece { (bytes) throws(DataSetError) in try output.append(base64: bytes) }
        append("</InlineBinary>\n")
    }

    /// Groups and components that are there, each an element.
    private mutating func writeName(_ text: String, _ number: Int, of element: DataElement) throws(DataSetError) {
        append("<PersonName number=\"\(number)\">\n")
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        for (group, text) in zip(Self.groups, groups) where text.contains(where: { $0 != "^" }) {
            append("<\(group)>\n")
            let components = text.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false)
            for (component, text) in zip(Self.components, components) where !text.isEmpty {
                append("<\(component)>")
                try append(escaped: String(text), of: element)
                append("</\(component)>\n")
            }
            append("</\(group)>\n")
        }
        append("</PersonName>\n")
    }

    /// In the order in which PS3.5 6.2.1 writes them.
    static let groups = ["Alphabetic", "Ideographic", "Phonetic"]
    static let components = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"]

    // MARK: Text

    private mutating func append(_ text: String) { output.append(text) }

    /// Characters that mean markup become references; so do those that a reader would change (XML 1.0, 2.11 and 3.3.3).
    private mutating func append(escaped text: String, of element: DataElement, isAttribute: Bool = false) throws(DataSetError) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"" where isAttribute: append("&quot;")
            case "\r": append("&#13;")
            case "\n" where isAttribute, "\t" where isAttribute: append("&#\(scalar.value);")
            case "\n", "\t": output.append(UInt8(ascii: scalar))
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
                guard options.replacesForbiddenCharacters else {
                    throw element.invalid(
                        "The text has a character that XML 1.0 does not have.",
                        remedy: "Write JSON, or have such characters replaced: ModelWritingOptions.replacesForbiddenCharacters.")
                }
                append("\u{FFFD}")
            default:
                if scalar.isASCII { output.append(UInt8(ascii: scalar)) } else { append(String(scalar)) }
            }
        }
    }
}

extension Double {
    /// Shortest digits that give the double back; not-a-number and the infinities as in JSON.
    fileprivate var modelText: String { isNaN ? "NaN" : isInfinite ? (self < 0 ? "-inf" : "inf") : description }
}

/// Who reserved the blocks of a data set's private groups (PS3.5 7.8.1).
private struct PrivateCreators {
    /// By the tag of the Private Creator.
    private var creators: [DataElement.Tag: String] = [:]

    init(_ dataSet: DataSet) throws(DataSetError) {
        for element in dataSet where element.tag.isPrivateCreator {
            guard let text = try? element.strings().first, !text.isEmpty else { continue }
            creators[element.tag] = text
        }
        // Where one creator has two blocks of a group, its name alone would not tell which is meant.
        var seen: [UInt16: [String: DataElement.Tag]] = [:]
        for (tag, text) in creators {
            if let other = seen[tag.group]?[text] {
                creators[tag] = nil
                creators[other] = nil
            }
            seen[tag.group, default: [:]][text] = tag
        }
    }

    /// Who reserved the block of a private element; nil where nobody did, or where his name does not say which block.
    func creator(of tag: DataElement.Tag) -> String? {
        guard tag.isPrivate, tag.element >= 0x1000 else { return nil }
        return creators[DataElement.Tag(group: tag.group, element: tag.element >> 8)]
    }
}
