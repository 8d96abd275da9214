extension SpecificCharacterSet {
    /// A value of Specific Character Set that is not a Defined Term, or stands where PS3.3 C.12.1.1.2 does not allow it.
    public struct Correction: Sendable, Hashable {
        /// Which value, from 0.
        public var position: Int
        /// The term that was meant; nil where there is none: nobody knows the value, or the set that it names has no Defined Term and text in
        /// it must be converted, or the value must go.
        public var term: String?
        /// What text is read as.
        public var meaning: SpecificCharacterSet
    }

    /// What is wrong with the values of Specific Character Set; empty where nothing is.
    public static func corrections(of terms: [String]) -> [Correction] {
        let several = terms.count > 1
        var corrections: [Correction] = []
        for (position, written) in terms.enumerated() {
            let meant = meaning(of: written, isFirst: position == 0, amongSeveral: several)
            // An empty value means something only in front.
            let spelling = written.isEmpty && position == 0 ? written : meant?.name
            guard written != spelling || meant?.isDefined != true else { continue }
            let term = meant.flatMap { $0.isDefined ? $0.name : nil }
            corrections.append(Correction(position: position, term: term, meaning: meant.map(SpecificCharacterSet.init) ?? .unknown))
        }
        return corrections
    }

    /// The terms that are meant, those that cannot be used left out.
    static func meanings(of terms: [String]) -> [Term] {
        guard terms.count > 1 else { return terms.map { meaning(of: $0, isFirst: true, amongSeveral: false) ?? .unknown } }
        var meant: [Term] = []
        for (position, written) in terms.enumerated() {
            guard let term = meaning(of: written, isFirst: position == 0, amongSeveral: true) else { continue }
            if !meant.contains(term) { meant.append(term) }
            if position == 0, !term.hasCodeElements { break }
            if meant.count == 7 { break }
        }
        return meant
    }

    /// The term that a value means in its place; nil where it has none there.
    private static func meaning(of written: String, isFirst: Bool, amongSeveral: Bool) -> Term? {
        if written.isEmpty { return isFirst ? (amongSeveral ? .iso2022IR6 : .isoIR6) : nil }
        guard let term = spelled(written) else { return isFirst ? .unknown : nil }
        guard amongSeveral else { return term }
        // Encodings of their own do without the others (PS3.5 6.1.2.5.4).
        if term.hasCodeElements && term.isDefined { return term.withCodeExtension }
        return isFirst ? term : nil
    }

    private static let byName: [String: Term] = {
        var names: [String: Term] = [:]
        for term in Term.allCases where term.isDefined { names[term.name] = term }
        return names
    }()

    /// The term with this name, or with one that is like it.
    private static func spelled(_ written: String) -> Term? {
        if let term = byName[written] { return term }
        // Nothing that long is a misspelling.
        guard written.utf8.count <= 40 else { return nil }
        // Letters and digits only, up to a comma: "ISO 2022 IR 6, IS" is in circulation.
        var plain = ""
        for byte in written.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                plain.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): plain.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            default: break
            }
            if byte == UInt8(ascii: ",") { break }
        }
        if let term = aliases[plain] { return term }
        for prefix in ["ISO2022IR", "ISO2022"] where plain.hasPrefix(prefix) {
            return numbered[plain.dropFirst(prefix.count)]?.withCodeExtension
        }
        for prefix in ["ISOIR", "IR", "ISO"] where plain.hasPrefix(prefix) { return numbered[plain.dropFirst(prefix.count)] }
        return nil
    }

    /// By number in the ISO register.
    private static let numbered: [Substring: Term] = {
        var numbers: [Substring: Term] = [:]
        for term in Term.allCases where term.isDefined {
            let name = term.name
            guard let space = name.lastIndex(of: " "), term.withoutCodeExtension == term || term.withoutCodeExtension == nil else {
                continue
            }
            numbers[name[name.index(after: space)...]] = term
        }
        return numbers
    }()

    private static let aliases: [String: Term] = [
        "ASCII": .isoIR6, "USASCII": .isoIR6, "ISO646": .isoIR6, "NONE": .isoIR6,
        "UTF8": .isoIR192, "ISO10646": .isoIR192, "UNICODE": .isoIR192,
        "LATIN1": .isoIR100, "ISO88591": .isoIR100, "88591": .isoIR100, "L1": .isoIR100,
        "LATIN2": .isoIR101, "ISO88592": .isoIR101, "LATIN3": .isoIR109, "ISO88593": .isoIR109,
        "LATIN4": .isoIR110, "ISO88594": .isoIR110, "ISO88595": .isoIR144, "ISO88596": .isoIR127,
        "ISO88597": .isoIR126, "ISO88598": .isoIR138, "LATIN5": .isoIR148, "ISO88599": .isoIR148,
        "LATIN9": .isoIR203, "ISO885915": .isoIR203, "TIS620": .isoIR166, "ISO885911": .isoIR166,
        "JISX0201": .isoIR13, "EUCKR": .iso2022IR149, "KSC5601": .iso2022IR149, "KSX1001": .iso2022IR149,
        "GBK": .gbk, "ISO2022GBK": .gbk, "CP936": .gbk, "WINDOWS936": .gbk, "GB2312": .gbk, "GB231280": .gbk, "EUCCN": .gbk,
        "GB18030": .gb18030, "ISO2022GB18030": .gb18030, "GB180302000": .gb18030, "GB180302005": .gb18030,
        "CP1251": .windows1251, "WINDOWS1251": .windows1251, "WIN1251": .windows1251, "MSCYRL": .windows1251,
        "CP1252": .windows1252, "WINDOWS1252": .windows1252, "WIN1252": .windows1252, "MSANSI": .windows1252,
        "SHIFTJIS": .shiftJIS, "SJIS": .shiftJIS, "CP932": .shiftJIS, "MS932": .shiftJIS, "WINDOWS31J": .shiftJIS,
    ]
}
