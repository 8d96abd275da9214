import DICOMData

/// A text with its bytes in a character set, as PS3.5 prints both in its annexes H to K.
struct TextExample: Sendable, CustomStringConvertible {
    var clause: String
    var terms: [String]
    var representation: ValueRepresentation
    var text: String
    var bytes: [UInt8]
    /// Whether the escape sequences are where any writer would put them.
    var isCanonical = true

    var description: String { "\(clause), \(terms.joined(separator: "\\"))" }
    var characterSet: SpecificCharacterSet { SpecificCharacterSet(terms: terms) }
}

/// The bytes of Latin-1 characters.
func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

extension TextExample {
    static let all: [TextExample] = [
        TextExample(
            clause: "H.3.1", terms: ["", "ISO 2022 IR 87"], representation: .pn,
            text: "Yamada^Tarou=\u{5C71}\u{7530}^\u{592A}\u{90CE}=\u{3084}\u{307E}\u{3060}^\u{305F}\u{308D}\u{3046}",
            bytes: latin1(
                "Yamada^Tarou=\u{1B}$B;3ED\u{1B}(B^\u{1B}$BB@O:\u{1B}(B=\u{1B}$B$d$^$@\u{1B}(B^\u{1B}$B$?$m$&\u{1B}(B")),
        TextExample(
            clause: "H.3.2", terms: ["ISO 2022 IR 13", "ISO 2022 IR 87"], representation: .pn,
            text: "\u{FF94}\u{FF8F}\u{FF80}\u{FF9E}^\u{FF80}\u{FF9B}\u{FF73}=\u{5C71}\u{7530}^\u{592A}\u{90CE}="
                + "\u{3084}\u{307E}\u{3060}^\u{305F}\u{308D}\u{3046}",
            bytes: latin1(
                "\u{D4}\u{CF}\u{C0}\u{DE}^\u{C0}\u{DB}\u{B3}=\u{1B}$B;3ED\u{1B}(J^\u{1B}$BB@O:\u{1B}(J="
                    + "\u{1B}$B$d$^$@\u{1B}(J^\u{1B}$B$?$m$&\u{1B}(J")),
        TextExample(
            clause: "I.2", terms: ["", "ISO 2022 IR 149"], representation: .pn,
            text: "Hong^Gildong=\u{6D2A}^\u{5409}\u{6D1E}=\u{D64D}^\u{AE38}\u{B3D9}",
            bytes: latin1(
                "Hong^Gildong=\u{1B}$)C\u{FB}\u{F3}^\u{1B}$)C\u{D1}\u{CE}\u{D4}\u{D7}=\u{1B}$)C\u{C8}\u{AB}^\u{1B}$)C"
                    + "\u{B1}\u{E6}\u{B5}\u{BF}")),
        TextExample(
            clause: "I.3", terms: ["", "ISO 2022 IR 149"], representation: .lt,
            text: "The 1st line includes \u{AE38}\u{B3D9}.\r\nThe 2nd line includes \u{AE38}\u{B3D9}, too.\r\nThe 3rd line.",
            bytes: latin1(
                "\u{1B}$)CThe 1st line includes \u{B1}\u{E6}\u{B5}\u{BF}.\r\n\u{1B}$)CThe 2nd line includes \u{B1}\u{E6}\u{B5}\u{BF}, too."
                    + "\r\nThe 3rd line."), isCanonical: false),
        TextExample(
            clause: "J.1", terms: ["ISO_IR 192"], representation: .pn, text: "Wang^XiaoDong=\u{738B}^\u{5C0F}\u{6771}=",
            bytes: latin1("Wang^XiaoDong=\u{E7}\u{8E}\u{8B}^\u{E5}\u{B0}\u{8F}\u{E6}\u{9D}\u{B1}=")),
        TextExample(
            clause: "J.3", terms: ["GB18030"], representation: .pn, text: "Wang^XiaoDong=\u{738B}^\u{5C0F}\u{4E1C}=",
            bytes: latin1("Wang^XiaoDong=\u{CD}\u{F5}^\u{D0}\u{A1}\u{B6}\u{AB}=")),
        TextExample(
            clause: "J.4", terms: ["GB18030"], representation: .lt,
            text: "The first line includes \u{4E2D}\u{6587}.\r\nThe second line includes \u{4E2D}\u{6587}, too.\r\nThe third line.\r\n",
            bytes: latin1(
                "The first line includes \u{D6}\u{D0}\u{CE}\u{C4}.\r\nThe second line includes \u{D6}\u{D0}\u{CE}\u{C4}, too.\r\n"
                    + "The third line.\r\n")),
        TextExample(
            clause: "J.5", terms: ["GBK"], representation: .pn, text: "Wang^XiaoDong=\u{738B}^\u{5C0F}\u{4E1C}=",
            bytes: latin1("Wang^XiaoDong=\u{CD}\u{F5}^\u{D0}\u{A1}\u{B6}\u{AB}=")),
        TextExample(
            clause: "K.2", terms: ["", "ISO 2022 IR 58"], representation: .pn, text: "Zhang^XiaoDong=\u{5F20}^\u{5C0F}\u{4E1C}=",
            bytes: latin1("Zhang^XiaoDong=\u{1B}$)A\u{D5}\u{C5}^\u{1B}$)A\u{D0}\u{A1}\u{B6}\u{AB}=")),
        TextExample(
            clause: "K.3", terms: ["", "ISO 2022 IR 58"], representation: .lt,
            text: "1. \u{7B2C}\u{4E00}\u{884C}\u{6587}\u{5B57}\u{3002}\r\n2. \u{7B2C}\u{4E8C}\u{884C}\u{6587}\u{5B57}\u{3002}\r\n",
            bytes: latin1(
                "1. \u{1B}$)A\u{B5}\u{DA}\u{D2}\u{BB}\u{D0}\u{D0}\u{CE}\u{C4}\u{D7}\u{D6}\u{A1}\u{A3}\r\n"
                    + "2. \u{1B}$)A\u{B5}\u{DA}\u{B6}\u{FE}\u{D0}\u{D0}\u{CE}\u{C4}\u{D7}\u{D6}\u{A1}\u{A3}\r\n")),
    ]
}
