import DICOMData

extension DataSet {
    /// All that was read, in one line: tag, representation and bytes of each element in hexadecimal, `{…}` around items, `<…|…>` around
    /// fragments.
    var outline: String { outline() }

    /// - Parameter isWritten: whether values of odd length are shown with the byte that a writer must add, and sequences under the name UN as
    ///   the SQ that a writer may make of them.
    func outline(asWritten isWritten: Bool = false) -> String {
        map { element in
            let isSequence = isWritten && element.hasUndefinedLength && !element.isEncapsulated
            let head = "\(element.tag.hexadecimal) \(isSequence ? .sq : element.valueRepresentation)"
            if element.isEncapsulated {
                let fragments = element.fragments.indices.map { number in
                    hexadecimal(element.fragments.bytes(of: number), padding: isWritten ? 0 : nil)
                }
                return "\(head) <\(fragments.joined(separator: "|"))>"
            }
            if !element.items.isEmpty { return "\(head) " + element.items.map { "{\($0.outline(asWritten: isWritten))}" }.joined() }
            return element.isEmpty || element.valueRepresentation == .sq
                ? head : "\(head) \(hexadecimal(element.bytes, padding: isWritten ? padding(of: element) : nil))"
        }.joined(separator: "; ")
    }
}

/// PS3.5 6.2: text is padded with a space, UI and binary values with a zero.
private func padding(of element: DataElement) -> UInt8 {
    let text: Set<ValueRepresentation> = [.ae, .as, .cs, .da, .ds, .dt, .is, .lo, .lt, .pn, .sh, .st, .tm, .uc, .ur, .ut]
    return text.contains(element.valueRepresentation) ? 0x20 : 0
}

private func hexadecimal(_ bytes: [UInt8], padding: UInt8? = nil) -> String {
    (bytes + (padding.map { bytes.count % 2 == 1 ? [$0] : [] } ?? [])).map {
        (($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true))
    }.joined()
}

extension DataSet {
    /// The data set without group lengths and all but the last of equal tags, at any level.
    var withoutGroupLengths: DataSet {
        var copy = DataSet()
        for element in self where element.tag.element != 0 { copy.set(element) }
        for sequence in copy where !sequence.items.isEmpty {
            copy.editItems(of: sequence.tag) { items in
                for index in items.indices { items[index] = items[index].withoutGroupLengths }
            }
        }
        return copy
    }

    var hasGroupLengths: Bool { contains { element in element.tag.element == 0 || element.items.contains { $0.hasGroupLengths } } }
}
