/// One departure from the standard that lenient reading got past, and how.
///
/// What `ReadingOptions.strict` would have thrown, in the same words.
public struct Repair: Sendable, Hashable {
    /// What strict reading throws at this place.
    public var departure: DataSetError
    /// What was done instead of refusing.
    public var action: String
}

extension Repair: CustomStringConvertible {
    public var description: String {
        let place = departure.path.steps.isEmpty ? "" : "\(departure.path): "
        let byte = departure.offset.map { " (at byte \($0))" } ?? ""
        return "\(place)\(departure.problem)\(byte) \(action)"
    }
}
