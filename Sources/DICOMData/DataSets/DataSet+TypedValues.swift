/// Values by tag as what they stand for. Each is nil when the element is absent or empty, and throws when it is not what is asked for. Those in
/// the singular take the first value and don't look at the others.
extension DataSet {
    /// The first value as a date (DA).
    public func date(_ tag: DataElement.Tag) throws(DataSetError) -> CalendarDate? {
        try first(tag) { (text) throws(DataSetError) in try CalendarDate(parsing: text) }
    }

    /// The first value as a time of day (TM).
    public func time(_ tag: DataElement.Tag) throws(DataSetError) -> TimeOfDay? {
        try first(tag) { (text) throws(DataSetError) in try TimeOfDay(parsing: text) }
    }

    /// The first value as a date with time (DT).
    public func dateTime(_ tag: DataElement.Tag) throws(DataSetError) -> DateTime? {
        try first(tag) { (text) throws(DataSetError) in try DateTime(parsing: text) }
    }

    /// A date and a time that stand in two attributes, as Study Date and Study Time, with the offset of ``timezoneOffsetFromUTC()``. Nil
    /// when there is no date, and without a time when there is none.
    public func dateTime(date: DataElement.Tag, time: DataElement.Tag) throws(DataSetError) -> DateTime? {
        guard let day = try self.date(date) else { return nil }
        let offset = try timezoneOffsetFromUTC()
        // A month or year, which a DA should not be, has no hours.
        guard day.day != nil, let timeOfDay = try self.time(time) else { return DateTime(day, utcOffset: offset) }
        return DateTime(day, timeOfDay, utcOffset: offset)
    }

    /// Timezone Offset From UTC (0008,0201): what holds for dates and times of this data set that have no offset of their own. In an item
    /// ask the data set around it.
    public func timezoneOffsetFromUTC() throws(DataSetError) -> UTCOffset? {
        try first(.timezoneOffsetFromUTC) { (text) throws(DataSetError) in try UTCOffset(parsing: text) }
    }

    /// The first value as an age (AS).
    public func age(_ tag: DataElement.Tag) throws(DataSetError) -> Age? {
        try first(tag) { (text) throws(DataSetError) in try Age(parsing: text) }
    }

    /// The first value as a decimal with its very text (DS, IS).
    public func decimalString(_ tag: DataElement.Tag) throws(DataSetError) -> DecimalString? {
        try first(tag) { (text) throws(DataSetError) in try DecimalString(parsing: text) }
    }

    /// All values as decimals with their very text; see ``DataElement/decimalStrings()``.
    public func decimalStrings(_ tag: DataElement.Tag) throws(DataSetError) -> [DecimalString]? { try filled(tag)?.decimalStrings() }

    /// All values as dates; see ``DataElement/dates()``.
    public func dates(_ tag: DataElement.Tag) throws(DataSetError) -> [CalendarDate]? { try filled(tag)?.dates() }

    /// All values as times of day; see ``DataElement/times()``.
    public func times(_ tag: DataElement.Tag) throws(DataSetError) -> [TimeOfDay]? { try filled(tag)?.times() }

    /// All values as dates with times; see ``DataElement/dateTimes()``.
    public func dateTimes(_ tag: DataElement.Tag) throws(DataSetError) -> [DateTime]? { try filled(tag)?.dateTimes() }

    /// All values as person names; see ``DataElement/personNames()``.
    public func personNames(_ tag: DataElement.Tag) throws(DataSetError) -> [PersonName]? { try filled(tag)?.personNames() }

    /// All values as unique identifiers; see ``DataElement/uniqueIdentifiers()``.
    public func uniqueIdentifiers(_ tag: DataElement.Tag) throws(DataSetError) -> [UniqueIdentifier]? {
        try filled(tag)?.uniqueIdentifiers()
    }

    /// All values as unsigned integers; see ``DataElement/unsignedIntegers()``.
    public func unsignedIntegers(_ tag: DataElement.Tag) throws(DataSetError) -> [UInt64]? { try filled(tag)?.unsignedIntegers() }

    /// All values as single-precision numbers; see ``DataElement/floats()``.
    public func floats(_ tag: DataElement.Tag) throws(DataSetError) -> [Float]? { try filled(tag)?.floats() }

    /// All values as tags; see ``DataElement/tags()``.
    public func tags(_ tag: DataElement.Tag) throws(DataSetError) -> [DataElement.Tag]? { try filled(tag)?.tags() }

    private func filled(_ tag: DataElement.Tag) -> DataElement? {
        guard let element = self[tag], !element.isEmpty else { return nil }
        return element
    }

    private func first<Value>(
        _ tag: DataElement.Tag, _ parse: (String) throws(DataSetError) -> Value
    ) throws(DataSetError) -> Value? {
        guard let element = filled(tag), let text = try element.strings().first, !text.isEmpty else { return nil }
        return try element.parsed(text, parse)
    }
}
