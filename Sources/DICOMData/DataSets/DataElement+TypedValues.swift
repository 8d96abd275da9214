// Text values as what they stand for. Values without text, as between the backslashes of `1\\3`, are left out; where their places count take
// `strings()`. All throw `invalidValue` where a text is not what is asked for, with the character at fault, and what `strings()` throws.

extension DataElement {
    /// The values as dates (DA).
    public func dates() throws(DataSetError) -> [CalendarDate] {
        try values { (text) throws(DataSetError) in try CalendarDate(parsing: text) }
    }

    /// The values as times of day (TM).
    public func times() throws(DataSetError) -> [TimeOfDay] {
        try values { (text) throws(DataSetError) in try TimeOfDay(parsing: text) }
    }

    /// The values as dates with times (DT).
    public func dateTimes() throws(DataSetError) -> [DateTime] {
        try values { (text) throws(DataSetError) in try DateTime(parsing: text) }
    }

    /// The values as ages (AS).
    public func ages() throws(DataSetError) -> [Age] { try values { (text) throws(DataSetError) in try Age(parsing: text) } }

    /// The values as decimals with their very text (DS, IS).
    public func decimalStrings() throws(DataSetError) -> [DecimalString] {
        try values { (text) throws(DataSetError) in try DecimalString(parsing: text) }
    }

    /// The values as integers with their very text (IS).
    public func integerStrings() throws(DataSetError) -> [IntegerString] {
        try values { (text) throws(DataSetError) in try IntegerString(parsing: text) }
    }

    /// The values as person names (PN).
    public func personNames() throws(DataSetError) -> [PersonName] { try values { (text) throws(DataSetError) in PersonName(text) } }

    /// The values as unique identifiers (UI).
    public func uniqueIdentifiers() throws(DataSetError) -> [UniqueIdentifier] {
        try values { (text) throws(DataSetError) in UniqueIdentifier(text) }
    }

    private func values<Value>(_ parse: (String) throws(DataSetError) -> Value) throws(DataSetError) -> [Value] {
        var values: [Value] = []
        for text in try strings() where !text.isEmpty { values.append(try parsed(text, parse)) }
        return values
    }

    /// Adds to an error where in the data set it is.
    func parsed<Value>(_ text: String, _ parse: (String) throws(DataSetError) -> Value) throws(DataSetError) -> Value {
        do {
            return try parse(text)
        } catch {
            throw invalid(error.problem, remedy: error.remedy)
        }
    }
}

// MARK: - Numbers

extension DataElement {
    /// The values as unsigned integers: of US, UL, UV, AT and the words of OB, OW, OL and OV every one; of SS, SL, SV and IS those that
    /// aren't negative.
    ///
    /// - Throws: `invalidValue` where a value is negative, or the element holds no integers.
    public func unsignedIntegers() throws(DataSetError) -> [UInt64] {
        switch effectiveRepresentation {
        case .uv, .ov: return try numbers(UInt64.self) { $0 }
        default:
            let values = try integers().map { UInt64(exactly: $0) }
            guard !values.contains(nil) else { throw invalid("A value is negative.") }
            return values.compactMap { $0 }
        }
    }

    /// The values of FL and OF, bit for bit.
    public func floats() throws(DataSetError) -> [Float] {
        switch effectiveRepresentation {
        case .fl, .of: return try numbers(UInt32.self) { Float(bitPattern: $0) }
        case let other: throw invalid("A value with representation \(other) is not a run of single-precision numbers.")
        }
    }
}
