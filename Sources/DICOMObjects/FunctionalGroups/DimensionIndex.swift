public import DICOMData

/// A dimension along which the frames of an object are ordered (PS3.3 C.7.6.17): the attribute whose values it numbers.
public struct DimensionIndex: Sendable, Hashable {
    /// Dimension Index Pointer (0020,9165).
    public var pointer: DataElement.Tag
    /// Functional Group Pointer (0020,9167): the sequence in which the attribute stands; nil where it is not in one.
    public var functionalGroupPointer: DataElement.Tag?
    /// Dimension Organization UID (0020,9164).
    public var organizationUID: UniqueIdentifier?
    /// Dimension Description Label (0020,9421).
    public var label: String?

    init(_ item: DataSet) throws(ObjectError) {
        guard let pointer = try Self.tag(item, .dimensionIndexPointer) else { throw .missing(.dimensionIndexPointer) }
        self.pointer = pointer
        functionalGroupPointer = try Self.tag(item, .functionalGroupPointer)
        organizationUID = try item.uid(.dimensionOrganizationUID)
        label = try item.text(.dimensionDescriptionLabel)
    }

    private static func tag(_ item: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> DataElement.Tag? {
        guard let element = item[tag], !element.isEmpty else { return nil }
        do {
            return try element.tags().first
        } catch {
            throw ObjectError(code: .invalidFunctionalGroups, tag: tag, problem: error.problem, remedy: error.remedy)
        }
    }
}

extension FunctionalGroups {
    /// The dimensions of Dimension Index Sequence (0020,9222), the slowest first; none where the object names none.
    public var dimensions: [DimensionIndex] {
        get throws(ObjectError) {
            var dimensions: [DimensionIndex] = []
            for item in try dataSet.sequence(.dimensionIndexSequence) { dimensions.append(try DimensionIndex(item)) }
            return dimensions
        }
    }
}
