/// The values of a text element in Unicode, and how their bytes departed from the standard.
public struct DecodedText: Sendable, Hashable {
    /// Without padding (PS3.5 6.2); what could not be decoded is U+FFFD.
    public var values: [String]
    public var departures: TextDepartures
    /// Where the first departure stands, in bytes from the start of the element's value.
    public var firstDeparture: Int?

    init(_ values: [String], departures: TextDepartures = [], firstDeparture: Int? = nil) {
        self.values = values
        self.departures = departures
        self.firstDeparture = firstDeparture
    }
}

/// Departures of text from PS3.5 6.1. None of them hides text: all but ``illFormed`` are read as they were meant.
public struct TextDepartures: OptionSet, Sendable, Hashable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Bytes that are no character of the set: U+FFFD stands for them.
    public static let illFormed = TextDepartures(rawValue: 1)
    /// Text that is not ASCII where only the default repertoire was declared; read as ISO_IR 100.
    public static let undeclaredCharacterSet = TextDepartures(rawValue: 2)
    /// Text that is not ASCII where nothing or an unknown term was declared; read as the caller's fallback.
    public static let fallback = TextDepartures(rawValue: 4)
    /// An escape sequence of a code element that no declared term has.
    public static let undeclaredEscape = TextDepartures(rawValue: 8)
    /// An escape sequence that PS3.3 C.12.1.1.2 does not have.
    public static let unknownEscape = TextDepartures(rawValue: 16)
    /// A code element was not left where PS3.5 6.1.2.5.3 demands it, or is used beyond there: before a delimiter, a control character or the
    /// end of the value.
    public static let openEscape = TextDepartures(rawValue: 32)
    /// Bytes from 0x80 to 0x9F, control characters that PS3.5 6.1.3 does not allow. Windows-1252 has letters and quotation marks there.
    public static let upperControlCharacter = TextDepartures(rawValue: 64)
    /// A larger set under the name of a smaller one, and read as it: Shift_JIS under that of ISO_IR 13, GB18030 under that of GBK.
    public static let largerCharacterSet = TextDepartures(rawValue: 128)
}

extension TextDepartures: CustomStringConvertible {
    public var description: String {
        let names: [(TextDepartures, String)] = [
            (.illFormed, "illFormed"), (.undeclaredCharacterSet, "undeclaredCharacterSet"), (.fallback, "fallback"),
            (.undeclaredEscape, "undeclaredEscape"), (.unknownEscape, "unknownEscape"), (.openEscape, "openEscape"),
            (.upperControlCharacter, "upperControlCharacter"), (.largerCharacterSet, "largerCharacterSet"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
    }
}
