// Private elements (PS3.5 7.8.1). An element (gggg,00bb) holds the name of a creator and reserves for it the elements (gggg,bb00) to
// (gggg,bbFF) of the same data set or item. Nothing of it is looked at before it is asked for.

extension DataSet {
    /// The creator of a private element, as the Private Creator element of its block names it; nil for tags of the standard, for private
    /// elements whose block nobody has reserved in this data set, and where the name can't be decoded.
    public func privateCreator(of tag: DataElement.Tag) -> String? {
        guard let creator = tag.creator, let text = try? self[creator]?.strings().first, !text.isEmpty else { return nil }
        return text
    }

    /// The private element with this creator, group and number, in whichever block of this data set its creator has reserved; nil when
    /// there is none.
    public subscript(tag: DataElement.PrivateTag) -> DataElement? {
        // A creator may reserve several blocks.
        for block in privateBlocks(of: tag.creator, group: tag.group) {
            if let element = self[tag.tag(inBlock: block)] { return element }
        }
        return nil
    }

    /// The blocks of a group that `creator` has reserved in this data set, 0x10 to 0xFF, in ascending order.
    public func privateBlocks(of creator: String, group: UInt16) -> [UInt8] {
        guard group & 1 == 1 else { return [] }
        var blocks: [UInt8] = []
        var position = self.position(from: DataElement.Tag(group: group, element: 0x10))
        while position < endIndex {
            let element = self[position]
            guard element.tag <= DataElement.Tag(group: group, element: 0xFF) else { break }
            if element.isCreator(creator), let block = UInt8(exactly: element.tag.element) { blocks.append(block) }
            position += 1
        }
        return blocks
    }

    /// Where the first element with this tag or a greater one is.
    private func position(from tag: DataElement.Tag) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if self[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension DataElement.Tag {
    /// Of the Private Creator element whose block holds this element; nil for tags of the standard and outside of blocks.
    var creator: Self? { isPrivate && element >= 0x1000 ? Self(group: group, element: element >> 8) : nil }
}

extension DataElement {
    /// Whether the value is the name of `creator`. Names are nearly always ASCII, the same bytes in any character set.
    fileprivate func isCreator(_ creator: String) -> Bool {
        if withBytes({ $0.extracting($0.unpadded).isUTF8(of: creator) }) { return true }
        return !creator.utf8.allSatisfy { $0 < 0x80 } && (try? strings().first) == creator
    }
}

extension Span<UInt8> {
    /// Without spaces around and NULs at the end.
    var unpadded: Range<Int> {
        var low = 0
        var high = count
        while high > low, self[high - 1] == 0x20 || self[high - 1] == 0 { high -= 1 }
        while low < high, self[low] == 0x20 { low += 1 }
        return low..<high
    }

    func isUTF8(of text: String) -> Bool {
        var position = 0
        for byte in text.utf8 {
            guard position < count, self[position] == byte else { return false }
            position += 1
        }
        return position == count
    }
}
