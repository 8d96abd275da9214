public import DICOMData

/// From stored values to quantities (PS3.3 C.7.6.16.2.11, Real World Value Mapping): a line, or a table.
public struct RealWorldValueMapping: Sendable, Hashable {
    /// Real World Value Slope (0040,9225).
    public var slope: Double
    /// Real World Value Intercept (0040,9224).
    public var intercept: Double
    /// Real World Value LUT Data (0040,9212), in place of the line.
    public var table: [Double]?
    /// The stored values that it holds for: Real World Value First and Last Value Mapped, or their double float forms.
    public var valuesMapped: ClosedRange<Double>
    /// LUT Label (0040,9210).
    public var label: String?
    /// Code Value (0008,0100) of Measurement Units Code Sequence: UCUM, as `mm2/s`.
    public var unit: String?

    /// - Throws: ``ObjectError`` where the range is none or neither a line nor a table is there.
    public init(_ item: DataSet) throws(ObjectError) {
        let whole = (try item.wholeNumber(.realWorldValueFirstValueMapped), try item.wholeNumber(.realWorldValueLastValueMapped))
        let first = try item.number(.doubleFloatRealWorldValueFirstValueMapped) ?? whole.0.map(Double.init)
        let last = try item.number(.doubleFloatRealWorldValueLastValueMapped) ?? whole.1.map(Double.init)
        guard let first, let last else { throw .missing(.realWorldValueFirstValueMapped) }
        guard first <= last else { throw .invalid(.realWorldValueLastValueMapped, "It is below the first.") }
        valuesMapped = first...last
        let data = try item.translating(.realWorldValueLUTData) { () throws(DataSetError) in try item.doubles(.realWorldValueLUTData) }
        table = data
        let slope = try item.number(.realWorldValueSlope)
        guard let slope = data == nil ? slope : 1 else { throw .missing(.realWorldValueSlope) }
        self.slope = slope
        intercept = try item.number(.realWorldValueIntercept) ?? 0
        label = try? item.string(.lutLabel)
        unit = try item.sequence(.measurementUnitsCodeSequence).first?.text(.codeValue)
    }

    /// The mappings of a frame, from its functional groups or the top level.
    ///
    /// - Parameter frame: counted from 0.
    public static func mappings(of dataSet: DataSet, frame: Int) throws(ObjectError) -> [RealWorldValueMapping] {
        let groups = FunctionalGroups(dataSet)
        // The macro's sequence and its only attribute bear the same tag: its items are the mappings.
        var items = try dataSet.sequence(.realWorldValueMappingSequence)
        for scope in [dataSet.items(.perFrameFunctionalGroupsSequence), dataSet.items(.sharedFunctionalGroupsSequence)] {
            let place = scope.count == 1 && groups.perFrameCount != 1 ? 0 : frame
            guard items.isEmpty, scope.indices.contains(place) else { continue }
            items = try scope[place].sequence(.realWorldValueMappingSequence)
        }
        var mappings: [RealWorldValueMapping] = []
        for item in items { mappings.append(try RealWorldValueMapping(item)) }
        return mappings
    }

    /// The quantity of a stored value; nil outside of what is mapped.
    public func value(of stored: Double) -> Double? {
        guard valuesMapped.contains(stored) else { return nil }
        guard let table else { return stored * slope + intercept }
        let index = (stored - valuesMapped.lowerBound).rounded(.down)
        guard index >= 0, index < Double(table.count) else { return nil }
        return table[Int(index)]
    }
}
