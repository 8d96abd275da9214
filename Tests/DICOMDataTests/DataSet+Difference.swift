import DICOMData

extension DataSet {
    /// The path of the first element in which two data sets do not mean the same: other attributes, other values, numbers in texts compared
    /// as numbers. Left aside: Pixel Data and the character set, group 0002 and group lengths, padding, FL beyond eight digits.
    ///
    /// - Parameter isReference: whether bulk data may be missing in this one.
    func difference(from other: DataSet, isReference: Bool = false) -> String? {
        let mine = comparable
        let theirs = other.comparable
        for tag in Set(mine.keys).union(theirs.keys).sorted() {
            if let own = mine[tag], let others = theirs[tag] {
                if let inner = own.difference(from: others, isReference: isReference) {
                    return inner.isEmpty ? "\(tag)" : "\(tag) > \(inner)"
                }
            } else if !isReference || theirs[tag]?.isBulk == false || mine[tag] != nil {
                // An element without a value says no more than none.
                guard (mine[tag] ?? theirs[tag])?.saysNothing == false else { continue }
                return "\(tag)"
            }
        }
        return nil
    }

    private var comparable: [DataElement.Tag: DataElement] {
        let elements = filter { element in
            let tag = element.tag
            return tag.group != 2 && tag.element != 0 && tag != .specificCharacterSet && tag.rawValue != 0xFFFC_FFFC
                && ![0x7FE0_0008, 0x7FE0_0009, 0x7FE0_0010].contains(tag.rawValue)
        }
        return Dictionary(elements.map { ($0.tag, $0) }) { first, _ in first }
    }
}

extension DataElement {
    fileprivate var isBulk: Bool { length > 40 }

    fileprivate var saysNothing: Bool {
        items.isEmpty && (isEmpty || bytes.allSatisfy { $0 == 0 || " \\^=".utf8.contains($0) })
    }

    /// Nil where both mean the same; else where within a sequence they differ, empty where it is no sequence.
    fileprivate func difference(from other: DataElement, isReference: Bool) -> String? {
        if saysNothing, other.saysNothing { return nil }
        // One reader may know the representation of what is UN to the other.
        if (valueRepresentation == .un) != (other.valueRepresentation == .un) { return nil }
        if !items.isEmpty || !other.items.isEmpty {
            guard items.count == other.items.count else { return "" }
            for (own, others) in zip(items, other.items) {
                if let difference = own.difference(from: others, isReference: isReference) { return difference }
            }
            return nil
        }
        guard valueRepresentation == other.valueRepresentation else { return "" }
        return means(other) ? nil : ""
    }

    private func means(_ other: DataElement) -> Bool {
        switch valueRepresentation {
        case .ds, .is:
            guard let own = try? strings(), let others = try? other.strings(), own.count == others.count else { return false }
            return zip(own, others).allSatisfy { $0 == $1 || Double($0) != nil && Double($0) == Double($1) }
        case .fl, .fd, .of, .od:
            guard let own = try? doubles(), let others = try? other.doubles(), own.count == others.count else { return false }
            return zip(own, others).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN || abs($0 - $1) <= abs($1) * 1e-8 }
        case .pn:
            guard let own = try? strings(), let others = try? other.strings() else { return false }
            return Self.names(own) == Self.names(others)
        default:
            if let own = try? strings(), let others = try? other.strings() { return Self.trimmed(own) == Self.trimmed(others) }
            // Numbers may lie in another order of bytes.
            if let own = try? integers(), let others = try? other.integers(), valueRepresentation != .ob { return own == others }
            return Self.trimmed(bytes) == Self.trimmed(other.bytes)
        }
    }

    private static func names(_ texts: [String]) -> [[String]] {
        trimmed(texts).map { text in
            var groups = text.split(separator: "=", omittingEmptySubsequences: false).map { group in
                String(group.reversed().drop { $0 == "^" || $0 == " " }.reversed())
            }
            while groups.last == "" { groups.removeLast() }
            return groups
        }
    }

    private static func trimmed(_ texts: [String]) -> [String] {
        var texts = texts.map { String($0.reversed().drop { $0 == " " || $0 == "\0" }.reversed()) }
        while texts.last == "" { texts.removeLast() }
        return texts
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] { bytes.count % 2 == 0 && bytes.last == 0 ? bytes.dropLast() : bytes }
}
