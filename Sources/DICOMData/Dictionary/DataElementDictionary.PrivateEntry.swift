extension DataElementDictionary {
    /// What is known of an element that a vendor defines (PS3.5 7.8), by the vendor's documents or by those who read its files.
    public struct PrivateEntry: Sendable, Hashable {
        private let block: Int
        private let packed: UInt32
        /// The element that was asked for, which for a repeating group is one of many.
        public let group: UInt16
        /// The element's number in the block that its creator reserves.
        public let element: UInt8

        /// Nil where the block has no such element.
        init?(_ tag: DataElement.Tag, inBlock block: Int) {
            let element = UInt8(truncatingIfNeeded: tag.element)
            guard let packed = packedElement(element, ofBlock: block) else { return nil }
            self.init(block: block, packed: packed, group: tag.group, element: element)
        }

        init(block: Int, packed: UInt32, group: UInt16, element: UInt8) {
            self.block = block
            self.packed = packed
            self.group = group
            self.element = element
        }

        /// `SIEMENS CSA HEADER`
        public var creator: String { String(Substring(line(at: creatorOffset(ofBlock: block)))) }

        /// `CSA Image Header Type`; nil where only the representation is known.
        public var name: String? {
            let bytes = line(at: Int(packed >> 12))
            return bytes.isEmpty ? nil : String(Substring(bytes))
        }

        /// One, or several where the element's holder chooses; UN where only the name is known.
        public var valueRepresentations: [ValueRepresentation] { DataElementDictionary.valueRepresentations(ofCode: code) }

        public var valueMultiplicity: ValueMultiplicity { privateMultiplicities[Int(packed & 0x3F)] }

        var representation: Representation { DataElementDictionary.representation(ofCode: code) }

        private var code: UInt8 { UInt8(truncatingIfNeeded: packed >> 6) & 0x3F }
    }
}
