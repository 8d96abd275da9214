extension DataElementDictionary {
    /// One row of the registry of data elements (PS3.6 table 6-1).
    public struct Entry: Sendable, Hashable {
        /// The tag that was asked for, which for a repeating element is one of many.
        public let tag: DataElement.Tag
        private let packed: UInt64

        init(tag: DataElement.Tag, packed: UInt64) {
            self.tag = tag
            self.packed = packed
        }

        init(packed: UInt64) {
            self.init(tag: DataElement.Tag(UInt32(truncatingIfNeeded: packed >> 32)), packed: packed)
        }

        /// `PatientName`
        public var keyword: String { String(Substring(keywordBytes)) }

        /// `Patient's Name`
        public var name: String {
            let bytes = keywordBytes
            let start = text.utf8.index(after: bytes.endIndex)
            let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.utf8.endIndex
            return String(text[start..<end])
        }

        /// In the standard's order; empty for items and their delimiters, which have none.
        public var valueRepresentations: [ValueRepresentation] {
            DataElementDictionary.valueRepresentations(ofCode: UInt8(truncatingIfNeeded: packed >> 6) & 0x3F)
        }

        public var valueMultiplicity: ValueMultiplicity { multiplicities[Int(packed >> 1 & 0x1F)] }

        /// Retired attributes may be read but aren't written into new objects (PS3.6 chapter 1).
        public var isRetired: Bool { packed & 1 == 1 }

        var keywordBytes: Substring.UTF8View {
            let start = text.utf8.index(text.utf8.startIndex, offsetBy: Int(packed >> 12 & 0x7_FFFF))
            let rest = Substring(text[start...]).utf8
            return rest[..<(rest.firstIndex(of: UInt8(ascii: "|")) ?? rest.endIndex)]
        }
    }
}
