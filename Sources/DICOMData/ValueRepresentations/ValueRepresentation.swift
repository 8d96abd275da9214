/// How the bytes of a value are to be read (PS3.5 6.2). The raw value is an index into the standard's list and never leaves the process.
public enum ValueRepresentation: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    case ae, `as`, at, cs, da, ds, dt, fd, fl, `is`, lo, lt, ob, od, of, ol, ov
    case ow, pn, sh, sl, sq, ss, st, sv, tm, uc, ui, ul, un, ur, us, ut, uv
}

extension ValueRepresentation {
    /// The two characters that the standard and the explicit encodings use.
    public var name: String { Self.names[Int(rawValue)] }

    /// The representation whose two-character name is `name`, if the standard has one.
    public init?(_ name: some StringProtocol) {
        guard let index = Self.names.firstIndex(where: { $0 == name }), let value = Self(rawValue: UInt8(index)) else { return nil }
        self = value
    }

    private static let names = [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN", "SH", "SL", "SQ",
        "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
    ]
}

extension ValueRepresentation: CustomStringConvertible {
    public var description: String { name }
}

extension ValueRepresentation {
    /// Two reserved bytes and a 32-bit length follow the name in the explicit encodings (PS3.5 7.1.2).
    @inline(__always)
    var hasLongHeader: Bool {
        switch self {
        case .ob, .od, .of, .ol, .ov, .ow, .sq, .sv, .uc, .un, .ur, .ut, .uv: true
        default: false
        }
    }

    /// Where the raw value of a two-character name stands in ``byCode``.
    @inline(__always)
    static func code(_ first: UInt8, _ second: UInt8) -> Int {
        let high = Int(first &- 0x41)
        let low = Int(second &- 0x41)
        return high < 26 && low < 26 ? high << 5 | low : unknownCode
    }

    private static let unknownCode = 1023

    /// Representations by ``code(_:_:)``; nil where there is none.
    static let byCode: [ValueRepresentation?] = {
        var table = [ValueRepresentation?](repeating: nil, count: 1024)
        for representation in allCases {
            let letters = Array(representation.name.utf8)
            table[code(letters[0], letters[1])] = representation
        }
        return table
    }()
}
