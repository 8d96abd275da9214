internal import DICOMBytes

/// Reads a data set in the Native DICOM Model (PS3.19 A.1).
struct XMLReader {
    private var scanner: XMLScanner
    private var assembler: DataSetAssembler
    private let options: ReadingOptions
    private let bulkData: BulkDataReferences
    /// Character data in front of the tag that was read last.
    private var characters: [UInt8] = []
    private var notedControlCharacter = false

    init(_ text: [UInt8], options: ReadingOptions, bulkData: BulkDataReferences) throws(DataSetError) {
        scanner = try XMLScanner(text, takesControlCharacters: options.mode != .strict)
        assembler = DataSetAssembler(options: options)
        self.options = options
        self.bulkData = bulkData
    }

    /// Where the reader is: where it stopped, when it threw.
    var path: [TagPath.Step] { assembler.path }
    var repairs: [Repair] { assembler.repairs }

    mutating func readDocument() throws(DataSetError) -> DataSet {
        guard case .start(let root, let isEmpty) = try nextTag() else { throw malformed("The text holds no element.") }
        guard scanner.isEqual(root, "NativeDicomModel") else {
            throw malformed(at: root.lowerBound, "The document's element is not NativeDicomModel.")
        }
        if let namespace = try attribute("xmlns"), namespace != nativeDICOMNamespace {
            throw malformed(at: root.lowerBound, "The document is in another namespace than that of the Native DICOM Model.")
        }
        let base = try readDataSet(isEmpty ? nil : root, depth: 0)
        guard case .endOfText = try nextTag() else {
            throw XMLScanner.malformed(at: scanner.position, "More markup follows behind the document's element.", remedy: "Cut it off.")
        }
        return try assembler.finish(base)
    }
}

// MARK: - Markup

extension XMLReader {
    @inline(never)
    private func malformed(at offset: Int? = nil, _ problem: String) -> DataSetError {
        XMLScanner.malformed(
            at: offset ?? scanner.position, problem, remedy: "Have the text written anew by a tool that keeps to PS3.19 A.1.")
    }

    /// The next tag, where no text may stand in front of it but white space.
    private mutating func nextTag() throws(DataSetError) -> XMLScanner.Markup {
        let start = scanner.position
        characters.removeAll(keepingCapacity: true)
        let markup = try scanner.next(&characters)
        guard characters.allSatisfy(\.isXMLSpace) else { throw malformed(at: start, "Text stands where the model has none.") }
        return markup
    }

    /// The value of an attribute of the tag that was read last.
    private mutating func attribute(_ name: String) throws(DataSetError) -> String? {
        for attribute in scanner.attributes where scanner.isEqual(attribute.name, name) {
            let value = try scanner.value(attribute)
            return String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    /// Text up to the end tag of `name`, which no element may divide, behind what is in the value that is put together.
    private mutating func readText(endOf name: Range<Int>) throws(DataSetError) {
        let markup = try scanner.next(&assembler.value)
        try expectEnd(markup, of: name)
        if let place = scanner.firstControlCharacter, !notedControlCharacter {
            notedControlCharacter = true
            try assembler.depart(
                at: place, "A character reference names a control character, which XML 1.0 does not have.",
                remedy: "Have the text written anew.", action: "Such characters were kept; this is the first.")
        }
    }

    private func expectEnd(_ markup: XMLScanner.Markup, of name: Range<Int>) throws(DataSetError) {
        switch markup {
        case .end(let end):
            guard scanner.text[end] == scanner.text[name] else {
                throw XMLScanner.malformed(at: end.lowerBound, "An end tag is not that of the element that is open.")
            }
        case .start(let start, _): throw malformed(at: start.lowerBound, "An element stands where the model has none.")
        case .endOfText: throw XMLScanner.malformed(at: scanner.position, "The text ends within an element.", remedy: "Fetch it again.")
        }
    }

    /// The next child of the element `parent`: its name, and whether it is empty; nil at the parent's end.
    private mutating func nextChild(of parent: Range<Int>) throws(DataSetError) -> (name: Range<Int>, isEmpty: Bool)? {
        let markup = try nextTag()
        if case .start(let name, let isEmpty) = markup { return (name, isEmpty) }
        try expectEnd(markup, of: parent)
        return nil
    }

    /// The attribute `number`, which counts from 1.
    private mutating func checkNumber(_ expected: Int, at offset: Int) throws(DataSetError) {
        guard let number = try attribute("number") else {
            return try assembler.depart(
                at: offset, "A value or item has no number.", remedy: "Number it: PS3.19 A.1.5 demands it.",
                action: "It was taken in its turn.")
        }
        guard Int(number) == expected else { throw malformed(at: offset, "Values or items are not numbered one after the other from 1.") }
    }
}

// MARK: - Data sets

/// A private element whose tag came without the number of its block.
private struct UnplacedElement {
    var entry: Int
    var tag: DataElement.Tag
    var creator: [UInt8]
}

extension XMLReader {
    /// Reads the DicomAttribute elements up to the end tag of `parent`, or none where that is nil; the caller ends the data set.
    private mutating func readDataSet(_ parent: Range<Int>?, depth: Int) throws(DataSetError) -> Int {
        let base = try assembler.beginDataSet(depth: depth, at: scanner.position)
        var unplaced: [UnplacedElement] = []
        while let parent, let child = try nextChild(of: parent) {
            guard scanner.isEqual(child.name, "DicomAttribute") else {
                throw malformed(at: child.name.lowerBound, "An element stands where a DicomAttribute must stand.")
            }
            try readElement(child.name, isEmpty: child.isEmpty, depth: depth, &unplaced)
        }
        if !unplaced.isEmpty { try place(unplaced, since: base) }
        return base
    }

    private mutating func readElement(
        _ name: Range<Int>, isEmpty: Bool, depth: Int, _ unplaced: inout [UnplacedElement]
    ) throws(DataSetError) {
        let offset = name.lowerBound
        guard let text = try attribute("tag"), let tag = DataElement.Tag(hexadecimal: Array(text.utf8)[...]), tag.group != 0xFFFE else {
            throw malformed(at: offset, "The attribute tag is missing, or no tag in eight hexadecimal digits (PS3.19 A.1.5).")
        }
        let creator = tag.isPrivate && tag.element < 0x100 ? try attribute("privateCreator") : nil
        let entry = assembler.beginElement(tag, at: offset)
        if tag.element == 0 && creator == nil || tag.group == 2 {
            try assembler.depart(
                at: offset, "The attribute is one that a data set of this model does not have.", remedy: "Leave it out.",
                action: "It was left out.")
            if !isEmpty { try skipElement(name) }
            assembler.dropElement()
            return assembler.leaveElement()
        }
        // Which tag a private element has, and whether it is wanted, is known when its creator is.
        if depth == 0, creator == nil, !tag.isPrivateCreator, !options.keeps(tag) {
            if !isEmpty { try skipElement(name) }
            assembler.dropElement()
            return assembler.leaveElement()
        }
        let representation = try readRepresentation(of: tag, at: offset)
        let isThere = try readContent(isEmpty ? nil : name, of: tag, as: representation, depth: depth)
        assembler.leaveElement()
        if isThere, let creator { unplaced.append(UnplacedElement(entry: entry, tag: tag, creator: Array(creator.utf8))) }
    }

    private mutating func readRepresentation(of tag: DataElement.Tag, at offset: Int) throws(DataSetError) -> ValueRepresentation {
        // PS3.19 A.1.5 lets it out.
        guard let name = try attribute("vr") else { return DataElementDictionary.valueRepresentation(of: tag.rawValue).primary }
        guard let known = ValueRepresentation(name) else {
            throw DataSetError(
                code: .unknownValueRepresentation, offset: offset, problem: "The value representation is none of the standard's.",
                remedy: "Correct it (PS3.5 6.2).")
        }
        return known
    }

    /// Passes over what an element holds, and its end tag.
    private mutating func skipElement(_ name: Range<Int>) throws(DataSetError) {
        var open = [name]
        var ignored: [UInt8] = []
        while let innermost = open.last {
            ignored.removeAll(keepingCapacity: true)
            let markup = try scanner.next(&ignored)
            if case .start(let name, let isEmpty) = markup {
                guard open.count <= 4 * options.limits.depth else { throw malformed(at: name.lowerBound, "Elements are nested too deep.") }
                if !isEmpty { open.append(name) }
            } else {
                try expectEnd(markup, of: innermost)
                open.removeLast()
            }
        }
    }

    /// Gives private elements the block of their creator; one that reserved none is given the first that is free (PS3.5 7.8.1).
    private mutating func place(_ unplaced: [UnplacedElement], since base: Int) throws(DataSetError) {
        var (owned, taken) = assembler.privateBlocks(since: base, except: Set(unplaced.map(\.entry)))
        for element in unplaced {
            let block = PrivateBlock(group: element.tag.group, creator: element.creator[...])
            if owned[block] == nil { owned[block] = try reserve(block, &taken) }
            guard let number = owned[block] else { continue }
            assembler.retagElement(element.entry, DataElement.Tag(group: block.group, element: number << 8 | element.tag.element & 0xFF))
        }
    }

    private mutating func reserve(_ block: PrivateBlock, _ taken: inout Set<UInt32>) throws(DataSetError) -> UInt16 {
        let group = UInt32(block.group) << 16
        guard let free = (UInt16(0x10)...0xFF).first(where: { !taken.contains(group | UInt32($0)) }) else {
            throw DataSetError(
                code: .limitExceeded, offset: scanner.position, problem: "A group has more private creators than blocks (PS3.5 7.8.1).",
                remedy: "The text is damaged; have it written anew.")
        }
        let tag = DataElement.Tag(group: block.group, element: free)
        taken.insert(tag.rawValue)
        assembler.beginElement(tag, at: scanner.position)
        assembler.value = block.creator
        try assembler.endText(from: 0, as: .lo, at: scanner.position)
        try assembler.endElement(as: .lo)
        assembler.leaveElement()
        return free
    }
}

// MARK: - Values

extension XMLReader {
    /// Reads what an attribute holds, up to the end tag of `parent`, and ends it.
    ///
    /// - Returns: whether it is there, and not bulk data that is left out.
    private mutating func readContent(
        _ parent: Range<Int>?, of tag: DataElement.Tag, as representation: ValueRepresentation, depth: Int
    ) throws(DataSetError) -> Bool {
        if representation == .sq {
            try readItems(parent, depth: depth)
            return true
        }
        var number = 0
        while let parent, let child = try nextChild(of: parent) {
            let offset = child.name.lowerBound
            if scanner.isEqual(child.name, "Value"), !representation.isBinary, representation != .pn {
                number += 1
                try checkNumber(number, at: offset)
                try readValue(child.isEmpty ? nil : child.name, number, as: representation, at: offset)
            } else if scanner.isEqual(child.name, "PersonName"), representation == .pn {
                number += 1
                try checkNumber(number, at: offset)
                if number > 1 { assembler.value.append(UInt8(ascii: "\\")) }
                let start = assembler.value.count
                if !child.isEmpty { try readName(child.name) }
                try assembler.endText(from: start, as: .pn, at: offset)
            } else if number == 0, scanner.isEqual(child.name, "InlineBinary") {
                number = -1
                try readInlineBinary(child.isEmpty ? nil : child.name, as: representation, at: offset)
            } else if number == 0, scanner.isEqual(child.name, "BulkData") {
                number = -1
                guard try readBulkData(child.name, isEmpty: child.isEmpty, as: representation) else {
                    guard try nextChild(of: parent) == nil else { throw malformed("An attribute has a value and bulk data.") }
                    assembler.dropElement()
                    return false
                }
            } else {
                throw malformed(
                    at: offset, "An element stands in an attribute with representation \(representation) that has no place there.")
            }
        }
        if tag == .specificCharacterSet { assembler.value = Array("ISO_IR 192".utf8) }
        try assembler.endElement(as: representation)
        return true
    }

    private mutating func readValue(
        _ name: Range<Int>?, _ number: Int, as representation: ValueRepresentation, at offset: Int
    ) throws(DataSetError) {
        let rules = representation.textRules
        if number > 1, let rules {
            guard rules.isMultiple else { throw malformed(at: offset, "A value with representation \(representation) is one alone.") }
            assembler.value.append(UInt8(ascii: "\\"))
        }
        let start = assembler.value.count
        if let name { try readText(endOf: name) }
        guard rules == nil else { return try assembler.endText(from: start, as: representation, at: offset) }
        let text = String(decoding: assembler.value[start...].trimmingXMLSpace, as: UTF8.self)
        assembler.value.removeSubrange(start...)
        if let problem = assembler.value.append(number: text, as: representation) {
            throw DataSetError(
                code: .invalidValue, offset: offset, problem: problem, remedy: "Give a value that its representation can hold (PS3.5 6.2).")
        }
    }

    /// The groups of a name, each of up to five components.
    private mutating func readName(_ name: Range<Int>) throws(DataSetError) {
        var lastGroup = -1
        var writtenGroups = 0
        while let child = try nextChild(of: name) {
            // PS3.19 called the first group SingleByte before 2013.
            let isSingleByte = scanner.isEqual(child.name, "SingleByte")
            guard let group = isSingleByte ? 0 : XMLWriter.groups.firstIndex(where: { scanner.isEqual(child.name, $0) }), group > lastGroup
            else {
                throw malformed(
                    at: child.name.lowerBound, "An element stands in a name that is no component group, or comes twice or out of turn.")
            }
            lastGroup = group
            guard !child.isEmpty else { continue }
            let start = assembler.value.count
            while writtenGroups < group {
                assembler.value.append(UInt8(ascii: "="))
                writtenGroups += 1
            }
            let textStart = assembler.value.count
            try readComponents(child.name)
            if assembler.value.count == textStart {
                writtenGroups -= textStart - start
                assembler.value.removeSubrange(start...)
            }
        }
    }

    private mutating func readComponents(_ name: Range<Int>) throws(DataSetError) {
        var last = -1
        var carets = 0
        while let child = try nextChild(of: name) {
            guard let component = XMLWriter.components.firstIndex(where: { scanner.isEqual(child.name, $0) }), component > last else {
                throw malformed(
                    at: child.name.lowerBound, "An element stands in a name that is no component, or comes twice or out of turn.")
            }
            last = component
            guard !child.isEmpty else { continue }
            let start = assembler.value.count
            while carets < component {
                assembler.value.append(UInt8(ascii: "^"))
                carets += 1
            }
            let textStart = assembler.value.count
            try readText(endOf: child.name)
            if assembler.value.count == textStart {
                carets -= textStart - start
                assembler.value.removeSubrange(start...)
            } else if assembler.value[textStart...].contains(UInt8(ascii: "=")) {
                try assembler.depart(
                    .invalidValue, at: child.name.lowerBound, "A component holds an equals sign, which divides groups.",
                    remedy: "Have the groups written one by one.", action: "It was taken as it is.")
            }
        }
    }

    private mutating func readInlineBinary(
        _ name: Range<Int>?, as representation: ValueRepresentation, at offset: Int
    ) throws(DataSetError) {
        guard let name else { return }
        if !representation.isBinary {
            try assembler.depart(
                at: offset, "A value with representation \(representation) stands in InlineBinary.",
                remedy: "Write it as Value (PS3.19 A.1.5).", action: "Its bytes were taken as they are.")
        }
        var text: [UInt8] = []
        let markup = try scanner.next(&text)
        try expectEnd(markup, of: name)
        // XML Schema's base64Binary may be broken into lines.
        if text.contains(where: \.isXMLSpace) { text.removeAll(where: \.isXMLSpace) }
        let span = text.span
        guard Base64.append(decoding: span, to: &assembler.value) == nil else {
            throw DataSetError(
                code: .invalidValue, offset: offset, problem: "The text is no Base64 (RFC 4648, section 4).",
                remedy: "Have the value encoded anew.")
        }
        try checkWords(representation, at: offset)
    }

    private mutating func checkWords(_ representation: ValueRepresentation, at offset: Int) throws(DataSetError) {
        guard let word = representation.wordSize, assembler.value.count % word != 0 else { return }
        try assembler.depart(
            .invalidValue, at: offset, "The bytes of a value with representation \(representation) are no multiple of \(word).",
            remedy: "Have the text written anew.", action: "They were kept.")
    }

    /// - Returns: whether the value was had.
    private mutating func readBulkData(
        _ name: Range<Int>, isEmpty: Bool, as representation: ValueRepresentation
    ) throws(DataSetError) -> Bool {
        let offset = name.lowerBound
        var reference = try attribute("uri")
        if reference == nil { reference = try attribute("uuid") }
        guard let reference else { throw malformed(at: offset, "Bulk data has neither uri nor uuid (PS3.19 A.1.5).") }
        if !isEmpty { guard try nextChild(of: name) == nil else { throw malformed(at: offset, "Bulk data holds an element.") } }
        guard let bytes = try bulkData.value(reference, at: offset) else { return false }
        assembler.value = bytes
        try checkWords(representation, at: offset)
        return true
    }

    private mutating func readItems(_ parent: Range<Int>?, depth: Int) throws(DataSetError) {
        try assembler.beginItems()
        var number = 0
        while let parent, let child = try nextChild(of: parent) {
            guard scanner.isEqual(child.name, "Item") else {
                throw malformed(at: child.name.lowerBound, "An element stands in a sequence that is no Item.")
            }
            try checkNumber(number + 1, at: child.name.lowerBound)
            let start = try assembler.beginItem(number)
            let base = try readDataSet(child.isEmpty ? nil : child.name, depth: depth + 1)
            try assembler.endDataSet(base)
            try assembler.endItem(start)
            number += 1
        }
        try assembler.endItems()
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmingXMLSpace: ArraySlice<UInt8> {
        var slice = drop(while: \.isXMLSpace)
        while slice.last?.isXMLSpace == true { slice.removeLast() }
        return slice
    }
}
