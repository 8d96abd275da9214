internal import DICOMBytes

/// The character set of a data set's text (PS3.3 C.12.1.1.2): the values of Specific Character Set (0008,0005), and what the caller wants to
/// be read where they say nothing.
///
/// A value of 8 bytes. It keeps the first seven terms; code elements that text brings in without a term are read all the same.
public struct SpecificCharacterSet: Sendable, Hashable {
    /// A ``Term`` in each of seven bytes from the lowest, 0 beyond the last; in the eighth that of ``fallback``.
    private var packed: UInt64

    init(_ term: Term) { packed = UInt64(term.rawValue) }

    init(_ terms: [Term]) {
        packed = 0
        for (number, term) in terms.prefix(7).enumerated() { packed |= UInt64(term.rawValue) << UInt64(8 * number) }
        if terms.isEmpty { packed = UInt64(Term.isoIR6.rawValue) }
    }

    /// The character set that the values of Specific Character Set name, their padding trimmed.
    ///
    /// No values, or an empty one, name the default repertoire. Terms that are misspelt are taken as meant
    /// (``corrections(of:)`` names them); where the first is one that nobody knows, ``isKnown`` is false.
    public init(terms: [String]) { self.init(Self.meanings(of: terms)) }

    /// From the value of the attribute as it is encoded.
    init(value: String) { self.init(terms: Self.terms(in: value)) }

    /// The values of the attribute as it is encoded, without padding.
    static func terms(in value: String) -> [String] {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return value.isEmpty ? [] : [value] }
        // Whoever writes a thousand values gets seven.
        return value.split(separator: "\\", maxSplits: 64, omittingEmptySubsequences: false).map { term in
            let start = term.utf8.firstIndex { $0 != 0x20 } ?? term.endIndex
            let end = term.utf8.lastIndex { $0 != 0x20 && $0 != 0 }.map(term.utf8.index(after:)) ?? start
            return String(term[start..<max(start, end)])
        }
    }

    /// The character set that the element Specific Character Set declares.
    init(declaredBy record: ElementRecord, in source: ByteSource) {
        self.init(value: source.withSpan { $0.utf8(in: $0.trimmingPadding(record.valueRange)) })
    }

    init(declaredBy element: DataElement) { self.init(declaredBy: element.record, in: element.origin.source) }

    /// The values of Specific Character Set for text in this set; none for the default repertoire. A term that nobody knows is `unknown`, and those that the standard does not
    /// define are names in the way of the Internet: `windows-1251`.
    public var terms: [String] { isDefaultRepertoire ? [] : allTerms.map(\.name) }

    /// Whether text that is not ASCII can be decoded.
    public var isKnown: Bool { first != .unknown }

    /// Whether every term is one that the standard defines, so that an object may say so.
    public var isDefined: Bool { allTerms.allSatisfy(\.isDefined) }

    /// What text that is not ASCII is read as where the default repertoire or an unknown term is all that was declared. Only its first term is
    /// kept, and it is nothing that is declared: sets that differ in it alone are equal. Without it, text in the default repertoire is read as ISO_IR 100, and an unknown term is an error.
    public var fallback: SpecificCharacterSet? {
        get { Term(rawValue: UInt8(packed >> 56)).map(SpecificCharacterSet.init) }
        set { packed = packed & ~(0xFF << 56) | UInt64(newValue?.first.rawValue ?? 0) << 56 }
    }
}

extension SpecificCharacterSet {
    func withFallback(of other: SpecificCharacterSet) -> SpecificCharacterSet {
        var copy = self
        copy.packed |= other.packed & 0xFF << 56
        return copy
    }

    /// The first term, which holds at the start of each value.
    @inline(__always)
    var first: Term { Term(rawValue: UInt8(truncatingIfNeeded: packed)) ?? .isoIR6 }

    var allTerms: [Term] { (0..<7).compactMap { Term(rawValue: UInt8(truncatingIfNeeded: packed >> UInt64(8 * $0))) } }

    /// Whether escape sequences are allowed.
    var allowsCodeExtension: Bool { first.allowsCodeExtension }

    /// Whether nothing but the default repertoire was declared.
    var isDefaultRepertoire: Bool { declared == UInt64(Term.isoIR6.rawValue) }

    private var declared: UInt64 { packed & ~(0xFF << 56) }

    public static func == (one: Self, other: Self) -> Bool { one.declared == other.declared }

    public func hash(into hasher: inout Hasher) { hasher.combine(declared) }
}

extension SpecificCharacterSet: CustomStringConvertible {
    /// The terms as they stand in the attribute, with backslashes between them.
    public var description: String { allTerms.map(\.name).joined(separator: "\\") }
}

// MARK: - Known sets

extension SpecificCharacterSet {
    /// ISO_IR 6, the default repertoire: ASCII. What an object without Specific Character Set has.
    public static let isoIR6 = Self(Term.isoIR6)
    /// ISO_IR 100, Latin alphabet No. 1.
    public static let isoIR100 = Self(Term.isoIR100)
    /// ISO_IR 101, Latin alphabet No. 2.
    public static let isoIR101 = Self(Term.isoIR101)
    /// ISO_IR 109, Latin alphabet No. 3.
    public static let isoIR109 = Self(Term.isoIR109)
    /// ISO_IR 110, Latin alphabet No. 4.
    public static let isoIR110 = Self(Term.isoIR110)
    /// ISO_IR 144, Cyrillic.
    public static let isoIR144 = Self(Term.isoIR144)
    /// ISO_IR 127, Arabic.
    public static let isoIR127 = Self(Term.isoIR127)
    /// ISO_IR 126, Greek.
    public static let isoIR126 = Self(Term.isoIR126)
    /// ISO_IR 138, Hebrew.
    public static let isoIR138 = Self(Term.isoIR138)
    /// ISO_IR 148, Latin alphabet No. 5.
    public static let isoIR148 = Self(Term.isoIR148)
    /// ISO_IR 203, Latin alphabet No. 9.
    public static let isoIR203 = Self(Term.isoIR203)
    /// ISO_IR 13, Japanese: JIS X 0201.
    public static let isoIR13 = Self(Term.isoIR13)
    /// ISO_IR 166, Thai.
    public static let isoIR166 = Self(Term.isoIR166)
    /// ISO_IR 192, Unicode in UTF-8.
    public static let isoIR192 = Self(Term.isoIR192)
    /// GB18030, Chinese.
    public static let gb18030 = Self(Term.gb18030)
    /// GBK, Chinese.
    public static let gbk = Self(Term.gbk)

    /// ASCII, with kanji of JIS X 0208 by code extension.
    public static let iso2022IR87 = Self([.iso2022IR6, .iso2022IR87])
    /// ASCII, with kanji of JIS X 0208 and JIS X 0212 by code extension.
    public static let iso2022IR159 = Self([.iso2022IR6, .iso2022IR87, .iso2022IR159])
    /// JIS X 0201, with kanji of JIS X 0208 by code extension.
    public static let iso2022IR13 = Self([.iso2022IR13, .iso2022IR87])
    /// ASCII, with Korean of KS X 1001 by code extension.
    public static let iso2022IR149 = Self([.iso2022IR6, .iso2022IR149])
    /// ASCII, with Chinese of GB 2312 by code extension.
    public static let iso2022IR58 = Self([.iso2022IR6, .iso2022IR58])

    /// Windows-1251, Cyrillic. No Defined Term: for ``fallback``, and for terms that name it.
    public static let windows1251 = Self(Term.windows1251)
    /// Windows-1252, which is Latin alphabet No. 1 with more characters. No Defined Term.
    public static let windows1252 = Self(Term.windows1252)
    /// Shift_JIS, Japanese. No Defined Term.
    public static let shiftJIS = Self(Term.shiftJIS)
    /// EUC-KR, Korean: KS X 1001 without the escape sequences that ISO 2022 IR 149 asks for. Good for reading.
    public static let eucKR = Self(Term.iso2022IR149)

    /// No set that is known.
    static let unknown = Self(Term.unknown)
}
