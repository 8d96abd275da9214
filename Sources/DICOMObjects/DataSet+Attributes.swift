internal import DICOMData

/// Attributes with the checks that the standard's types demand (PS3.5 7.4): nil where one is absent or empty, an ``ObjectError`` where it is
/// not what it should be.
extension DataSet {
    func text(_ tag: DataElement.Tag) throws(ObjectError) -> String? {
        try translating(tag) { () throws(DataSetError) in try string(tag) }
    }

    /// All values, those that are empty too: empty where the attribute is absent.
    func texts(_ tag: DataElement.Tag) throws(ObjectError) -> [String] {
        try translating(tag) { () throws(DataSetError) in try strings(tag) } ?? []
    }

    func name(_ tag: DataElement.Tag) throws(ObjectError) -> PersonName? {
        try translating(tag) { () throws(DataSetError) in try personName(tag) }
    }

    func day(_ tag: DataElement.Tag) throws(ObjectError) -> CalendarDate? {
        try translating(tag) { () throws(DataSetError) in try date(tag) }
    }

    func clockTime(_ tag: DataElement.Tag) throws(ObjectError) -> TimeOfDay? {
        try translating(tag) { () throws(DataSetError) in try time(tag) }
    }

    func moment(_ tag: DataElement.Tag) throws(ObjectError) -> DateTime? {
        try translating(tag) { () throws(DataSetError) in try dateTime(tag) }
    }

    func uid(_ tag: DataElement.Tag) throws(ObjectError) -> UniqueIdentifier? {
        try translating(tag) { () throws(DataSetError) in try uniqueIdentifier(tag) }
    }

    func wholeNumber(_ tag: DataElement.Tag) throws(ObjectError) -> Int? {
        try translating(tag) { () throws(DataSetError) in try integer(tag) }
    }

    func wholeNumbers(_ tag: DataElement.Tag) throws(ObjectError) -> [Int] {
        try translating(tag) { () throws(DataSetError) in try integers(tag) } ?? []
    }

    /// A finite number.
    func number(_ tag: DataElement.Tag) throws(ObjectError) -> Double? {
        guard let value = try translating(tag, { () throws(DataSetError) in try double(tag) }) else { return nil }
        guard value.isFinite else { throw .invalid(tag, "Its value is no finite number.") }
        return value
    }

    /// Exactly `count` finite numbers.
    func numbers(_ tag: DataElement.Tag, count: Int) throws(ObjectError) -> [Double]? {
        guard let values = try translating(tag, { () throws(DataSetError) in try doubles(tag) }) else { return nil }
        guard values.count == count, values.allSatisfy(\.isFinite) else {
            throw .invalid(tag, "It does not have \(count) finite values.")
        }
        return values
    }

    /// The items of a sequence; none where it is absent or empty.
    func sequence(_ tag: DataElement.Tag) throws(ObjectError) -> SequenceItems {
        let items = items(tag)
        // What has bytes and no items is something else under the sequence's tag.
        if items.isEmpty, let element = self[tag], !element.isEmpty {
            throw ObjectError(
                code: .unexpectedValueRepresentation, tag: tag,
                problem: "It is encoded as \(element.valueRepresentation) and holds no items.", remedy: ObjectError.correctAtSource)
        }
        return items
    }

    /// A Type 1 integer.
    func required(
        _ tag: DataElement.Tag, as representation: ValueRepresentation = .us, in range: ClosedRange<Int>,
        code: ObjectError.Code = .invalidAttribute
    ) throws(ObjectError) -> Int {
        guard let value = try value(tag, representation, range, code) else { throw .missing(tag) }
        return value
    }

    /// A Type 3 integer, with what it means when absent or empty.
    func optional(
        _ tag: DataElement.Tag, as representation: ValueRepresentation = .us, in range: ClosedRange<Int>, default fallback: Int,
        code: ObjectError.Code = .invalidAttribute
    ) throws(ObjectError) -> Int {
        try value(tag, representation, range, code) ?? fallback
    }

    private func value(
        _ tag: DataElement.Tag, _ representation: ValueRepresentation, _ range: ClosedRange<Int>, _ code: ObjectError.Code
    ) throws(ObjectError) -> Int? {
        guard let element = self[tag], !element.isEmpty else { return nil }
        // A wider number under the tag of a narrow one is how sizes get past those who trust the dictionary (CVE-2026-5442).
        guard element.valueRepresentation == representation || element.valueRepresentation == .un else {
            throw ObjectError(
                code: .unexpectedValueRepresentation, tag: tag,
                problem: "It is encoded as \(element.valueRepresentation), not as \(representation).", remedy: ObjectError.correctAtSource)
        }
        guard let value = try wholeNumber(tag) else { return nil }
        guard range.contains(value) else {
            throw .invalid(tag, "Its value is outside of \(range.lowerBound) to \(range.upperBound).", code: code)
        }
        return value
    }

    /// The error of the layer below in this layer's words.
    func translating<Value>(_ tag: DataElement.Tag, _ read: () throws(DataSetError) -> Value) throws(ObjectError) -> Value {
        do {
            return try read()
        } catch {
            throw ObjectError(code: .invalidAttribute, tag: tag, problem: error.problem, remedy: error.remedy)
        }
    }
}

extension ObjectError {
    static let correctAtSource = "The object is damaged or contradicts itself; correct it at its source."

    static func invalid(_ tag: DataElement.Tag, _ problem: String, code: Code = .invalidAttribute) -> ObjectError {
        ObjectError(code: code, tag: tag, problem: problem, remedy: correctAtSource)
    }

    static func missing(_ tag: DataElement.Tag) -> ObjectError {
        ObjectError(
            code: .missingAttribute, tag: tag, problem: "It is absent or empty.",
            remedy: "The object is incomplete; correct it at its source.")
    }
}
