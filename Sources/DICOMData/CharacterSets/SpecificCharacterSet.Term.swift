extension SpecificCharacterSet {
    /// What one value of Specific Character Set (0008,0005) names: the Defined Terms of PS3.3 tables C.12-2 to C.12-5, and sets that are
    /// met in text although they have none. The raw value never leaves the process.
    enum Term: UInt8, CaseIterable {
        // Without code extension.
        case isoIR6 = 1
        case isoIR100, isoIR101, isoIR109, isoIR110, isoIR144, isoIR127, isoIR126, isoIR138, isoIR148, isoIR203, isoIR13, isoIR166
        // With code extension.
        case iso2022IR6
        case iso2022IR100, iso2022IR101, iso2022IR109, iso2022IR110, iso2022IR144, iso2022IR127, iso2022IR126, iso2022IR138
        case iso2022IR148, iso2022IR203, iso2022IR13, iso2022IR166
        case iso2022IR87, iso2022IR159, iso2022IR149, iso2022IR58
        // That allow no others.
        case isoIR192, gb18030, gbk
        // No Defined Terms.
        case windows1251, windows1252, shiftJIS
        case unknown
    }
}

extension SpecificCharacterSet.Term {
    var name: String {
        switch self {
        case .isoIR6: "ISO_IR 6"
        case .isoIR100: "ISO_IR 100"
        case .isoIR101: "ISO_IR 101"
        case .isoIR109: "ISO_IR 109"
        case .isoIR110: "ISO_IR 110"
        case .isoIR144: "ISO_IR 144"
        case .isoIR127: "ISO_IR 127"
        case .isoIR126: "ISO_IR 126"
        case .isoIR138: "ISO_IR 138"
        case .isoIR148: "ISO_IR 148"
        case .isoIR203: "ISO_IR 203"
        case .isoIR13: "ISO_IR 13"
        case .isoIR166: "ISO_IR 166"
        case .iso2022IR6: "ISO 2022 IR 6"
        case .iso2022IR100: "ISO 2022 IR 100"
        case .iso2022IR101: "ISO 2022 IR 101"
        case .iso2022IR109: "ISO 2022 IR 109"
        case .iso2022IR110: "ISO 2022 IR 110"
        case .iso2022IR144: "ISO 2022 IR 144"
        case .iso2022IR127: "ISO 2022 IR 127"
        case .iso2022IR126: "ISO 2022 IR 126"
        case .iso2022IR138: "ISO 2022 IR 138"
        case .iso2022IR148: "ISO 2022 IR 148"
        case .iso2022IR203: "ISO 2022 IR 203"
        case .iso2022IR13: "ISO 2022 IR 13"
        case .iso2022IR166: "ISO 2022 IR 166"
        case .iso2022IR87: "ISO 2022 IR 87"
        case .iso2022IR159: "ISO 2022 IR 159"
        case .iso2022IR149: "ISO 2022 IR 149"
        case .iso2022IR58: "ISO 2022 IR 58"
        case .isoIR192: "ISO_IR 192"
        case .gb18030: "GB18030"
        case .gbk: "GBK"
        case .windows1251: "windows-1251"
        case .windows1252: "windows-1252"
        case .shiftJIS: "Shift_JIS"
        case .unknown: "unknown"
        }
    }

    /// Whether the standard has it.
    var isDefined: Bool { rawValue <= Self.gbk.rawValue }

    /// Whether its text has code elements, one for G0 and perhaps one for G1, or an encoding of its own.
    var hasCodeElements: Bool {
        switch self {
        case .isoIR192, .gb18030, .gbk, .shiftJIS, .unknown: false
        default: true
        }
    }

    /// Whether it is from PS3.3 tables C.12-3 and C.12-4: text may hold escape sequences.
    var allowsCodeExtension: Bool { Self.iso2022IR6.rawValue...Self.iso2022IR58.rawValue ~= rawValue }

    /// The same set in its form with code extension.
    var withCodeExtension: Self {
        guard Self.isoIR6.rawValue...Self.isoIR166.rawValue ~= rawValue else { return self }
        return Self(rawValue: rawValue - Self.isoIR6.rawValue + Self.iso2022IR6.rawValue) ?? self
    }

    /// The same set in its form without code extension; nil where it has none.
    var withoutCodeExtension: Self? {
        guard allowsCodeExtension else { return self }
        return rawValue > Self.iso2022IR166.rawValue ? nil : Self(rawValue: rawValue - Self.iso2022IR6.rawValue + Self.isoIR6.rawValue)
    }

    var g0: CodeElement { self == .isoIR13 || self == .iso2022IR13 ? .isoIR14 : .isoIR6 }

    var g1: CodeElement? {
        switch self {
        case .isoIR100, .iso2022IR100: .isoIR100
        case .isoIR101, .iso2022IR101: .isoIR101
        case .isoIR109, .iso2022IR109: .isoIR109
        case .isoIR110, .iso2022IR110: .isoIR110
        case .isoIR144, .iso2022IR144: .isoIR144
        case .isoIR127, .iso2022IR127: .isoIR127
        case .isoIR126, .iso2022IR126: .isoIR126
        case .isoIR138, .iso2022IR138: .isoIR138
        case .isoIR148, .iso2022IR148: .isoIR148
        case .isoIR203, .iso2022IR203: .isoIR203
        case .isoIR13, .iso2022IR13: .isoIR13
        case .isoIR166, .iso2022IR166: .isoIR166
        case .iso2022IR149: .isoIR149
        case .iso2022IR58: .isoIR58
        case .windows1251: .windows1251
        case .windows1252: .windows1252
        default: nil
        }
    }

    /// Every element that text may bring in when this is among the terms.
    var elements: CodeElements {
        var elements = CodeElements(g0)
        if let g1 { elements.insert(g1) }
        if self == .iso2022IR87 { elements.insert(.isoIR87) }
        if self == .iso2022IR159 { elements.insert(.isoIR159) }
        return elements
    }
}
