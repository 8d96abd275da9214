import DICOMData

extension DataSet {
    /// All that was read, in one line: tag, representation and bytes of each element in hexadecimal, `{…}` around items, `<…|…>` around
    /// fragments.
    var outline: String {
        map { element in
            let head = "\(element.tag.hexadecimal) \(element.valueRepresentation)"
            if element.isEncapsulated {
                let fragments = element.fragments.indices.map { number in
                    element.fragments.withBytes(of: number) { bytes in hexadecimal(bytes.indices.map { bytes[$0] }) }
                }
                return "\(head) <\(fragments.joined(separator: "|"))>"
            }
            if !element.items.isEmpty { return "\(head) " + element.items.map { "{\($0.outline)}" }.joined() }
            return element.isEmpty || element.valueRepresentation == .sq ? head : "\(head) \(hexadecimal(element.bytes))"
        }.joined(separator: "; ")
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { (($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true)) }.joined()
}
