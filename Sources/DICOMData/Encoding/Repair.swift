/// One departure from the standard that reading got past, and how.
///
/// What `ReadingOptions.strict` would have thrown, in the same words, with the name of its kind and the bytes concerned.
public struct Repair: Sendable, Hashable {
    /// The kind of departure.
    public var quirk: Quirk
    /// The bytes of the file that are concerned: those passed over, or those read as something else than they say. Of a deflated data set
    /// they count from the start of the inflated bytes, as its offsets do.
    public var range: Range<Int>
    /// What strict reading throws at this place.
    public var departure: DataSetError
    /// What was done instead of refusing.
    public var action: String

    public init(quirk: Quirk, range: Range<Int>, departure: DataSetError, action: String) {
        self.quirk = quirk
        self.range = range
        self.departure = departure
        self.action = action
    }
}

extension Repair: CustomStringConvertible {
    public var description: String {
        let place = departure.path.steps.isEmpty ? "" : "\(departure.path): "
        let byte = departure.offset.map { " (at byte \($0))" } ?? ""
        return "\(place)\(departure.problem)\(byte) \(action)"
    }
}
