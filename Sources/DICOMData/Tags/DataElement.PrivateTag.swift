extension DataElement {
    /// A private element by what is the same in every file: its creator, its group, and its number in the block that the creator reserves
    /// (PS3.5 7.8.1). Which block that is differs from one data set to the next, and so does the ``Tag``.
    public struct PrivateTag: Sendable, Hashable {
        /// As the Private Creator element has it, without padding: `SIEMENS CSA HEADER`.
        public var creator: String
        /// Odd.
        public var group: UInt16
        /// The last byte of the element number: 0x10 for (0029,xx10).
        public var element: UInt8

        public init(creator: String, group: UInt16, element: UInt8) {
            self.creator = creator
            self.group = group
            self.element = element
        }

        /// The tag of the element where its creator has reserved `block`, a number from 0x10 to 0xFF.
        public func tag(inBlock block: UInt8) -> Tag { Tag(group: group, element: UInt16(block) << 8 | UInt16(element)) }
    }
}

extension DataElement.PrivateTag: CustomStringConvertible {
    /// `(0029,"SIEMENS CSA HEADER",10)`; a quotation mark in the creator has a backslash in front, which no creator can hold.
    public var description: String {
        let digits = DataElement.Tag(group: group, element: UInt16(element)).hexadecimal
        var quoted = ""
        for character in creator {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.append(character)
        }
        return "(\(digits.prefix(4)),\"\(quoted)\",\(digits.suffix(2)))"
    }
}
