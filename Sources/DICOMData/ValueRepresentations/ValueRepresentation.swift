/// How the bytes of a value are to be read (PS3.5 6.2). The raw value is an index into the standard's list and never leaves the process.
public enum ValueRepresentation: UInt8, Sendable, Hashable, CaseIterable {
    case ae, `as`, at, cs, da, ds, dt, fd, fl, `is`, lo, lt, ob, od, of, ol, ov, ow, pn, sh, sl, sq, ss, st, sv, tm, uc, ui, ul, un, ur, us, ut, uv
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
