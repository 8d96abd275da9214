internal import DICOMBytes

/// The character set of a data set's text (PS3.3 C.12.1.1.2).
public enum SpecificCharacterSet: Sendable, Hashable {
    /// ISO_IR 6, the default repertoire. Bytes above 127, which it does not have, are read as ISO_IR 100: what senders that leave the
    /// attribute out most often mean.
    case isoIR6
    /// ISO_IR 100, Latin alphabet No. 1.
    case isoIR100
    /// ISO_IR 192, Unicode in UTF-8.
    case isoIR192
    /// Defined Terms that this version does not decode: text in ASCII is read all the same, other text is refused.
    case unsupported

    /// The character set that the value of Specific Character Set (0008,0005) names, without its padding.
    init(_ term: String) {
        switch term {
        case "", "ISO_IR 6": self = .isoIR6
        case "ISO_IR 100": self = .isoIR100
        case "ISO_IR 192": self = .isoIR192
        default: self = .unsupported
        }
    }

    /// The character set that the element Specific Character Set declares.
    init(declaredBy record: ElementRecord, in source: ByteSource) {
        let text = source.withSpan { $0.utf8(in: $0.trimmingPadding(record.valueRange)) }
        self.init(text)
    }

    init(declaredBy element: DataElement) { self.init(declaredBy: element.record, in: element.origin.source) }

    /// The text of a range of the source; nil where it cannot be decoded.
    func text(_ range: Range<Int>, of source: ByteSource) -> String? {
        switch self {
        case .isoIR192: return source.utf8(in: range)
        case .isoIR6, .isoIR100:
            return source.isASCII(in: range) ? source.utf8(in: range) : source.latin1(in: range)
        case .unsupported:
            return source.isASCII(in: range) ? source.utf8(in: range) : nil
        }
    }
}

extension SpecificCharacterSet {
    /// The Defined Terms, as Specific Character Set (0008,0005) has them.
    var terms: [String] {
        switch self {
        case .isoIR6, .unsupported: []
        case .isoIR100: ["ISO_IR 100"]
        case .isoIR192: ["ISO_IR 192"]
        }
    }

    /// The bytes of the values of an element, backslashes between them; nil where the character set lacks a character.
    func encode(_ values: [String], as representation: ValueRepresentation) -> [UInt8]? {
        let text = values.joined(separator: "\\")
        switch self {
        case .isoIR192: return Array(text.utf8)
        case .isoIR6, .unsupported: return text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
        case .isoIR100:
            let scalars = text.unicodeScalars
            return scalars.allSatisfy { $0.value < 0x100 } ? scalars.map { UInt8(truncatingIfNeeded: $0.value) } : nil
        }
    }
}
