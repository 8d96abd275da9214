/// Values by tag. Each returns nil when the element is absent or empty, and throws when its value is not what is asked for.
extension DataSet {
    private func valued(_ tag: DataElement.Tag) -> DataElement? {
        guard let element = self[tag], !element.isEmpty else { return nil }
        return element
    }

    /// All values as text; see ``DataElement/strings()``.
    public func strings(_ tag: DataElement.Tag) throws(DataSetError) -> [String]? { try valued(tag)?.strings() }

    /// The first value as text; nil too when it is only padding.
    public func string(_ tag: DataElement.Tag) throws(DataSetError) -> String? {
        guard let text = try valued(tag)?.strings().first, !text.isEmpty else { return nil }
        return text
    }

    /// All values as integers; see ``DataElement/integers()``.
    public func integers(_ tag: DataElement.Tag) throws(DataSetError) -> [Int]? { try valued(tag)?.integers() }

    /// The first value as an integer.
    public func integer(_ tag: DataElement.Tag) throws(DataSetError) -> Int? { try valued(tag)?.integers().first }

    /// All values as doubles; see ``DataElement/doubles()``.
    public func doubles(_ tag: DataElement.Tag) throws(DataSetError) -> [Double]? { try valued(tag)?.doubles() }

    /// The first value as a double.
    public func double(_ tag: DataElement.Tag) throws(DataSetError) -> Double? { try valued(tag)?.doubles().first }

    /// The first value as a person name.
    public func personName(_ tag: DataElement.Tag) throws(DataSetError) -> PersonName? { try string(tag).map(PersonName.init) }

    /// The first value as a unique identifier.
    public func uniqueIdentifier(_ tag: DataElement.Tag) throws(DataSetError) -> UniqueIdentifier? {
        try string(tag).map { UniqueIdentifier(rawValue: $0) }
    }

    /// The items of a sequence; empty when it is absent.
    public func items(_ tag: DataElement.Tag) -> SequenceItems {
        self[tag]?.items ?? SequenceItems()
    }
}
