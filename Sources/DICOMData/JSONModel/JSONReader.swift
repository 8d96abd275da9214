internal import DICOMBytes

/// Reads data sets in the DICOM JSON model (PS3.18 F).
///
/// One pass: values go from the text into the bytes of the data set. Where the representation stands behind the value, against all custom
/// but within RFC 8259, the value is passed over first and read then; items are read at once, since what they hold shows what they are.
struct JSONReader {
    private var scanner: JSONScanner
    private var assembler: DataSetAssembler
    private let options: ReadingOptions
    private let bulkData: BulkDataReferences
    private(set) var repairs: [Repair] = []

    init(_ text: [UInt8], options: ReadingOptions, bulkData: BulkDataReferences) throws(DataSetError) {
        scanner = try JSONScanner(text)
        assembler = DataSetAssembler(options: options)
        self.options = options
        self.bulkData = bulkData
    }

    /// Where the reader is: where it stopped, when it threw.
    var path: [TagPath.Step] { assembler.path }

    mutating func readAll() throws(DataSetError) -> [DataSet] {
        var found: [DataSet] = []
        if try scanner.kind() == .array {
            try scanner.expect("[")
            var isFirst = true
            while try scanner.hasNext(before: "]", isFirst: isFirst) {
                isFirst = false
                found.append(try readOne())
            }
        } else {
            found.append(try readOne())
        }
        try scanner.expectEnd()
        return found
    }

    private mutating func readOne() throws(DataSetError) -> DataSet {
        assembler = DataSetAssembler(options: options)
        let base = try readElements(depth: 0)
        let dataSet = try assembler.finish(base)
        repairs += assembler.repairs
        return dataSet
    }
}

// MARK: - Data sets

extension JSONReader {
    /// Reads one object of attributes; the caller ends the data set.
    private mutating func readElements(depth: Int) throws(DataSetError) -> Int {
        guard try scanner.kind() == .object else { throw wrongKind("an object of attributes") }
        let base = try assembler.beginDataSet(depth: depth, at: scanner.position)
        try scanner.expect("{")
        var isFirst = true
        while try scanner.hasNext(before: "}", isFirst: isFirst) {
            isFirst = false
            try readElement(depth: depth)
        }
        return base
    }

    /// The members of an attribute object (PS3.18 F.2.2).
    private enum Member: Equatable {
        case representation, values, inlineBinary, bulkDataURI
        /// Encapsulated Pixel Data as dcm4che writes it: an array, the offset table first.
        case fragments
    }

    private mutating func readElement(depth: Int) throws(DataSetError) {
        let offset = scanner.position
        let tag = try readTag()
        try scanner.expect(":")
        assembler.beginElement(tag, at: offset)
        if tag.element == 0 || tag.group == 2 {
            try assembler.depart(
                at: offset, "The attribute is one that the model excludes (PS3.18 F.2.2).", remedy: "Leave it out.",
                action: "It was left out.")
            try scanner.skipValue(depth: options.limits.depth)
            assembler.dropElement()
        } else if depth == 0, !options.keeps(tag) {
            try scanner.skipValue(depth: options.limits.depth)
            assembler.dropElement()
        } else {
            try readAttribute(tag, at: offset, depth: depth)
        }
        assembler.leaveElement()
    }

    /// The object of an attribute (PS3.18 F.2.2).
    private mutating func readAttribute(_ tag: DataElement.Tag, at offset: Int, depth: Int) throws(DataSetError) {
        guard try scanner.kind() == .object else { throw wrongKind("the object of an attribute") }
        try scanner.expect("{")

        var representation: ValueRepresentation?
        /// What stands in front of its representation, and where.
        var waiting: (member: Member, position: Int)?
        var content: Member?
        /// Items were read before the representation that must be SQ.
        var hasItems = false
        var isEnded = false
        var isFirst = true
        while try scanner.hasNext(before: "}", isFirst: isFirst) {
            isFirst = false
            let nameOffset = scanner.position
            guard let member = try readMember() else { continue }
            if member == .representation {
                guard representation == nil else { throw twice(at: nameOffset) }
                representation = try readRepresentation()
                continue
            }
            guard content == nil else { throw twice(at: nameOffset) }
            content = member
            if let representation {
                try readContent(member, of: tag, as: representation, depth: depth)
                isEnded = true
            } else if member == .values, try holdsItems() {
                try readItems(depth: depth)
                hasItems = true
                isEnded = true
            } else {
                waiting = (member, scanner.position)
                try scanner.skipValue(depth: options.limits.depth)
            }
        }
        let known: ValueRepresentation
        if let representation { known = representation } else { known = try assumedRepresentation(of: tag, hasItems: hasItems, at: offset) }
        if hasItems, known != .sq { throw wrongKind("a value with representation \(known)", at: offset) }
        if let waiting {
            let end = scanner.position
            scanner.move(to: waiting.position)
            try readContent(waiting.member, of: tag, as: known, depth: depth)
            scanner.move(to: end)
        } else if !isEnded {
            // No member with a value: the attribute is empty (PS3.18 F.2.5).
            if known == .sq {
                try assembler.beginItems()
                try assembler.endItems()
            } else {
                try endValue(of: tag, as: known)
            }
        }
    }

    /// The name of an attribute object: eight hexadecimal digits.
    private mutating func readTag() throws(DataSetError) -> DataElement.Tag {
        let offset = scanner.position
        let name = try scanner.bytes(scanner.string())
        guard let tag = DataElement.Tag(hexadecimal: name[...]), tag.group != 0xFFFE else {
            throw JSONScanner.malformed(
                at: offset, "The name of an attribute object is no tag in eight hexadecimal digits (PS3.18 F.2.2).",
                remedy: "Have the text written anew by a tool that keeps to PS3.18 F.")
        }
        if name.contains(where: { 0x61...0x66 ~= $0 }) {
            try assembler.depart(
                at: offset, "The tag \(tag) is written with small letters.", remedy: "Write tags in capital letters (PS3.18 F.2.2).",
                action: "It was taken all the same.")
        }
        return tag
    }

    /// The name of a member, and its colon; nil, behind its value, where the model has none of that name.
    private mutating func readMember() throws(DataSetError) -> Member? {
        let offset = scanner.position
        let name = String(decoding: try scanner.bytes(scanner.string()), as: UTF8.self)
        try scanner.expect(":")
        switch name {
        case "vr": return .representation
        case "Value": return .values
        case "InlineBinary": return .inlineBinary
        case "BulkDataURI": return .bulkDataURI
        case "DataFragment": return .fragments
        default:
            try assembler.depart(
                at: offset, "The attribute object has a member that PS3.18 F.2.2 does not know.", remedy: "Leave it out.",
                action: "It was passed over.")
            try scanner.skipValue(depth: options.limits.depth)
            return nil
        }
    }

    private mutating func readRepresentation() throws(DataSetError) -> ValueRepresentation {
        let offset = scanner.position
        guard try scanner.kind() == .string else { throw wrongKind("the name of a representation") }
        let name = try scanner.bytes(scanner.string())
        guard name.count == 2, let known = ValueRepresentation.byCode[ValueRepresentation.code(name[0], name[1])] else {
            throw DataSetError(
                code: .unknownValueRepresentation, offset: offset, problem: "The value representation is none of the standard's.",
                remedy: "Correct it (PS3.5 6.2).")
        }
        return known
    }

    /// What stands in for a missing `vr`.
    private mutating func assumedRepresentation(
        of tag: DataElement.Tag, hasItems: Bool, at offset: Int
    ) throws(DataSetError) -> ValueRepresentation {
        let assumed = hasItems ? .sq : DataElementDictionary.valueRepresentation(of: tag.rawValue).primary
        try assembler.depart(
            at: offset, "The attribute has no value representation.", remedy: "Name it: PS3.18 F.2.2 demands vr.",
            action: "\(assumed) was assumed.")
        return assumed
    }

    private func twice(at offset: Int) -> DataSetError {
        JSONScanner.malformed(
            at: offset, "The attribute has more than one member of this kind, of which it may have one (PS3.18 F.2.2).",
            remedy: "Have the text written anew; nothing says which of the two counts.")
    }

    private func wrongKind(_ wanted: String, at offset: Int? = nil) -> DataSetError {
        JSONScanner.malformed(
            at: offset ?? scanner.position, "A JSON value of another kind stands where \(wanted) must stand (PS3.18 F.2.3).",
            remedy: "Have the text written anew by a tool that keeps to PS3.18 F.")
    }
}

// MARK: - What an attribute holds

extension JSONReader {
    /// Reads the value of an attribute and ends it.
    private mutating func readContent(
        _ member: Member, of tag: DataElement.Tag, as representation: ValueRepresentation, depth: Int
    ) throws(DataSetError) {
        let offset = scanner.position
        switch member {
        case .representation: return
        case .values:
            if representation == .sq { return try readItems(depth: depth) }
            try readValues(as: representation)
            try endValue(of: tag, as: representation)
        case .inlineBinary:
            guard representation != .sq else { throw wrongKind("a sequence") }
            if !representation.isBinary {
                try assembler.depart(
                    at: offset, "A value with representation \(representation) stands in InlineBinary.",
                    remedy: "Write it as Value (PS3.18 F.2.2).", action: "Its bytes were taken as they are.")
            }
            try readBase64()
            try checkWords(representation, at: offset)
            try endValue(of: tag, as: representation)
        case .bulkDataURI:
            guard representation != .sq else { throw wrongKind("a sequence") }
            let uri = String(decoding: try scanner.bytes(scanner.string()), as: UTF8.self)
            guard let bytes = try bulkData.value(uri, at: offset) else { return assembler.dropElement() }
            assembler.value = bytes
            try checkWords(representation, at: offset)
            try endValue(of: tag, as: representation)
        case .fragments:
            guard tag.rawValue == DataSetReader.pixelData, representation == .ob || representation == .ow else {
                throw wrongKind("a value that is not encapsulated")
            }
            try readFragments()
        }
    }

    private mutating func endValue(of tag: DataElement.Tag, as representation: ValueRepresentation) throws(DataSetError) {
        if tag == .specificCharacterSet { assembler.value = Array("ISO_IR 192".utf8) }
        try assembler.endElement(as: representation)
    }

    private mutating func checkWords(_ representation: ValueRepresentation, at offset: Int) throws(DataSetError) {
        guard let word = representation.wordSize, assembler.value.count % word != 0 else { return }
        try assembler.depart(
            .invalidValue, at: offset,
            "The bytes of a value with representation \(representation) are no multiple of \(word).",
            remedy: "Have the text written anew.", action: "They were kept.")
    }

    private mutating func readBase64() throws(DataSetError) {
        guard try scanner.kind() == .string else { throw wrongKind("text in Base64") }
        let string = try scanner.string()
        // A solidus may be escaped; nothing else needs to be.
        let text = string.hasEscapes ? try scanner.bytes(string) : scanner.text
        let range = string.hasEscapes ? 0..<text.count : string.range
        let span = text.span.extracting(range)
        guard let wrong = Base64.append(decoding: span, to: &assembler.value) else { return }
        throw DataSetError(
            code: .invalidValue, offset: string.range.lowerBound + (string.hasEscapes ? 0 : wrong),
            problem: "The text is no Base64 (RFC 4648, section 4).",
            remedy: "Have the value encoded anew.")
    }

    /// Whether the array that comes next holds the items of a sequence: its first object with members has a tag for a name.
    private mutating func holdsItems() throws(DataSetError) -> Bool {
        let start = scanner.position
        defer { scanner.move(to: start) }
        guard try scanner.kind() == .array else { return false }
        try scanner.expect("[")
        var isFirst = true
        while try scanner.hasNext(before: "]", isFirst: isFirst) {
            isFirst = false
            if try scanner.takeNull() { continue }
            guard scanner.take("{") else { return false }
            if scanner.take("}") { continue }
            return DataElement.Tag(hexadecimal: try scanner.bytes(scanner.string())[...]) != nil
        }
        return false
    }

    private mutating func readItems(depth: Int) throws(DataSetError) {
        guard try scanner.kind() == .array else { throw wrongKind("an array of items") }
        try scanner.expect("[")
        try assembler.beginItems()
        var number = 0
        while try scanner.hasNext(before: "]", isFirst: number == 0) {
            let start = try assembler.beginItem(number)
            // PS3.18 F.2.5 writes an empty item as an empty object; null is what others write.
            if try !scanner.takeNull() {
                let base = try readElements(depth: depth + 1)
                try assembler.endDataSet(base)
            }
            try assembler.endItem(start)
            number += 1
        }
        try assembler.endItems()
    }

    /// Encapsulated Pixel Data as dcm4che writes it: null or an object with a value for each fragment, the offset table first.
    private mutating func readFragments() throws(DataSetError) {
        guard try scanner.kind() == .array else { throw wrongKind("an array of fragments") }
        let offset = scanner.position
        try assembler.depart(
            at: offset, "The attribute object has a member DataFragment, which PS3.18 F.2.2 does not know.",
            remedy: "Leave it out, or write InlineBinary.", action: "It was read as the fragments of encapsulated Pixel Data.")
        try scanner.expect("[")
        try assembler.beginItems(fragmentsAs: .ob)
        var isFirst = true
        var isComplete = true
        while try scanner.hasNext(before: "]", isFirst: isFirst) {
            isFirst = false
            if try !scanner.takeNull() {
                try scanner.expect("{")
                if !scanner.take("}") {
                    let memberOffset = scanner.position
                    switch try readMember() {
                    case .inlineBinary: try readBase64()
                    case .bulkDataURI:
                        let uri = String(decoding: try scanner.bytes(scanner.string()), as: UTF8.self)
                        if let bytes = try bulkData.value(uri, at: memberOffset) { assembler.value = bytes } else { isComplete = false }
                    default: throw wrongKind("the value of a fragment")
                    }
                    try scanner.expect("}")
                }
            }
            try assembler.appendFragment()
        }
        if isComplete { try assembler.endItems(areFragments: true) } else { assembler.dropElement() }
    }
}

// MARK: - Values

extension JSONReader {
    private mutating func readValues(as representation: ValueRepresentation) throws(DataSetError) {
        guard try scanner.kind() == .array else { throw wrongKind("an array of values") }
        let offset = scanner.position
        try scanner.expect("[")
        if scanner.take("]") { return }
        guard !representation.isBinary else { throw wrongKind("InlineBinary", at: offset) }
        let rules = representation.textRules
        var number = 0
        while try scanner.hasNext(before: "]", isFirst: number == 0) {
            if number > 0, let rules {
                guard rules.isMultiple else { throw wrongKind("one value alone") }
                assembler.value.append(UInt8(ascii: "\\"))
            }
            number += 1
            if rules == nil {
                try readNumber(as: representation)
            } else if try !scanner.takeNull() {
                let start = assembler.value.count
                let place = scanner.position
                if representation == .pn { try readName() } else { try readText(as: representation) }
                try assembler.endText(from: start, as: representation, at: place)
            }
        }
    }

    private mutating func readText(as representation: ValueRepresentation) throws(DataSetError) {
        switch try scanner.kind() {
        case .string: try scanner.append(scanner.string(), to: &assembler.value)
        case .number:
            let offset = scanner.position
            if representation != .ds, representation != .is {
                try assembler.depart(
                    at: offset, "A value with representation \(representation) is a JSON number.",
                    remedy: "Write it as a string (PS3.18 F.2.3).", action: "Its digits were taken for text.")
            }
            assembler.value.append(contentsOf: scanner.text[try scanner.number()])
        default: throw wrongKind("a value with representation \(representation)")
        }
    }

    /// PS3.18 F.2.2: an object with the groups that are there.
    private mutating func readName() throws(DataSetError) {
        let offset = scanner.position
        if try scanner.kind() == .string {
            try assembler.depart(
                at: offset, "A name is a string.", remedy: "Write it as an object of component groups (PS3.18 F.2.2).",
                action: "It was taken as it is encoded in PS3.5.")
            return try scanner.append(scanner.string(), to: &assembler.value)
        }
        guard try scanner.kind() == .object else { throw wrongKind("a name") }
        try scanner.expect("{")
        var groups: [[UInt8]?] = [nil, nil, nil]
        var isFirst = true
        while try scanner.hasNext(before: "}", isFirst: isFirst) {
            isFirst = false
            let place = scanner.position
            let group = String(decoding: try scanner.bytes(scanner.string()), as: UTF8.self)
            try scanner.expect(":")
            guard let number = ["Alphabetic", "Ideographic", "Phonetic"].firstIndex(of: group) else {
                try assembler.depart(
                    at: place, "A name has a member that is none of its component groups.", remedy: "Leave it out (PS3.18 F.2.2).",
                    action: "It was passed over.")
                try scanner.skipValue(depth: options.limits.depth)
                continue
            }
            guard groups[number] == nil else { throw twice(at: place) }
            if try scanner.takeNull() {
                groups[number] = []
                continue
            }
            guard try scanner.kind() == .string else { throw wrongKind("a component group") }
            let text = try scanner.bytes(scanner.string())
            if text.contains(UInt8(ascii: "=")) {
                try assembler.depart(
                    .invalidValue, at: place, "A component group holds an equals sign, which divides groups.",
                    remedy: "Have the groups written one by one.", action: "It was taken as it is.")
            }
            groups[number] = text
        }
        let last = groups.lastIndex { $0?.isEmpty == false } ?? -1
        for number in 0..<max(last + 1, 0) {
            if number > 0 { assembler.value.append(UInt8(ascii: "=")) }
            assembler.value.append(contentsOf: groups[number] ?? [])
        }
    }

    /// A value of a binary number or tag.
    private mutating func readNumber(as representation: ValueRepresentation) throws(DataSetError) {
        let offset = scanner.position
        let text: String
        switch try scanner.kind() {
        case .number: text = String(decoding: scanner.text[try scanner.number()], as: UTF8.self)
        case .string:
            text = String(decoding: try scanner.bytes(scanner.string()), as: UTF8.self)
            let isFloat = representation == .fl || representation == .fd
            let isNamed = isFloat && ["NaN", "inf", "-inf", "Infinity", "-Infinity"].contains(text)
            if !isNamed, representation != .at, representation != .sv, representation != .uv {
                try assembler.depart(
                    at: offset, "A number with representation \(representation) is a string.",
                    remedy: "Write it as a JSON number (PS3.18 F.2.3).", action: "The number that it names was taken.")
            }
        default: throw wrongKind("a number")
        }
        if let problem = assembler.value.append(number: text, as: representation) {
            throw DataSetError(
                code: .invalidValue, offset: offset, problem: problem,
                remedy: "Give a value that its representation can hold (PS3.5 6.2).")
        }
    }
}
