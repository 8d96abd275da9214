public import DICOMData

/// Why a data set is not the object that it was taken for. Holds no values of the data set.
public struct ObjectError: Error, Sendable, Hashable {
    /// A kind of failure. Compare with the static members; new kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// An attribute that the object must have is absent or empty.
        public static let missingAttribute = Code("missingAttribute")
        /// An attribute has a value that the standard does not allow.
        public static let invalidAttribute = Code("invalidAttribute")
    }

    public var code: Code
    public var tag: DataElement.Tag
    public var problem: String
    public var remedy: String

    public init(code: Code, tag: DataElement.Tag, problem: String, remedy: String) {
        self.code = code
        self.tag = tag
        self.problem = problem
        self.remedy = remedy
    }
}

extension ObjectError: CustomStringConvertible {
    public var description: String { "\(tag.name ?? "Element") \(tag): \(problem) \(remedy)" }
}

/// Attributes with the checks that the standard's types demand (PS3.5 7.4).
extension DataSet {
    /// A Type 1 integer.
    func required(_ tag: DataElement.Tag, in range: ClosedRange<Int>) throws(ObjectError) -> Int {
        guard let value = try value(tag, in: range) else {
            throw ObjectError(
                code: .missingAttribute, tag: tag, problem: "It is absent or empty.",
                remedy: "The object is incomplete; correct it at its source.")
        }
        return value
    }

    /// A Type 3 integer, with what it means when absent or empty.
    func optional(_ tag: DataElement.Tag, in range: ClosedRange<Int>, default fallback: Int) throws(ObjectError) -> Int {
        try value(tag, in: range) ?? fallback
    }

    private func value(_ tag: DataElement.Tag, in range: ClosedRange<Int>) throws(ObjectError) -> Int? {
        let value = try translating(tag) { () throws(DataSetError) in try integer(tag) }
        guard let value else { return nil }
        guard range.contains(value) else {
            throw ObjectError(
                code: .invalidAttribute, tag: tag, problem: "Its value is outside of \(range.lowerBound) to \(range.upperBound).",
                remedy: "The object is damaged or contradicts itself; correct it at its source.")
        }
        return value
    }

    func optionalString(_ tag: DataElement.Tag) throws(ObjectError) -> String? {
        try translating(tag) { () throws(DataSetError) in try string(tag) }
    }

    /// The error of the layer below in this layer's words.
    private func translating<Value>(_ tag: DataElement.Tag, _ read: () throws(DataSetError) -> Value) throws(ObjectError) -> Value {
        do {
            return try read()
        } catch {
            throw ObjectError(code: .invalidAttribute, tag: tag, problem: error.problem, remedy: error.remedy)
        }
    }
}
