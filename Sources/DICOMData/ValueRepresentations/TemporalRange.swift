/// A key for range matching (PS3.4 C.2.2.2.5): `20040101-20041231`, `-20041231`, `20040101-`, or one value alone.
public struct TemporalRange<Bound: TemporalValue>: Sendable, Hashable {
    /// Nil where the range has no beginning.
    public let lower: Bound?
    /// Nil where the range has no end.
    public let upper: Bound?

    /// Nil when both ends are open, or the range ends before it begins.
    public init?(from lower: Bound?, through upper: Bound?) {
        switch (lower, upper) {
        case (nil, nil): return nil
        case (let lower?, let upper?): if lower.order(to: upper) == .after { return nil }
        default: break
        }
        self.lower = lower
        self.upper = upper
    }

    /// The values of `value`'s own stretch of time.
    public init(_ value: Bound) {
        lower = value
        upper = value
    }

    /// A hyphen divides the ends. In a DT it may be the sign of an offset from UTC too: `2004-0500` is the year 2004 in a zone five hours
    /// behind UTC, since 0500 is such an offset and ranges that end before they begin mean nothing. So one value is tried first, then each
    /// hyphen from the left.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        let bytes = Array(text.utf8)
        let hyphens = bytes.indices.filter { bytes[$0] == UInt8(ascii: "-") }
        let single: DataSetError
        do {
            self.init(try Bound(parsing: text))
            return
        } catch {
            single = error
        }
        // A DT has at most three: the one between, and the signs of two offsets.
        guard !hyphens.isEmpty else { throw single }
        guard hyphens.count <= 3 else { throw Self.malformed("It has more than three hyphens.") }
        var firstProblem: DataSetError?
        for hyphen in hyphens {
            do {
                self = try Self(bytes[..<hyphen], bytes[(hyphen + 1)...])
                return
            } catch {
                firstProblem = firstProblem ?? error
            }
        }
        throw hyphens.count == 1 ? firstProblem ?? single : Self.malformed("No hyphen in it has a value, or nothing, on either side.")
    }

    private init(_ before: ArraySlice<UInt8>, _ after: ArraySlice<UInt8>) throws(DataSetError) {
        func bound(_ bytes: ArraySlice<UInt8>) throws(DataSetError) -> Bound? {
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0 }) { return nil }
            return try Bound(parsing: String(decoding: bytes, as: UTF8.self))
        }
        guard let range = Self(from: try bound(before), through: try bound(after)) else {
            throw Self.malformed("It has no end at all, or ends before it begins.")
        }
        self = range
    }

    private static func malformed(_ problem: String) -> DataSetError {
        DataSetError(
            code: .invalidValue, problem: "The text is not a range of dates or times (PS3.4 C.2.2.2.5). \(problem)",
            remedy: "Write one value, or two with a hyphen between them.")
    }

    /// Whether `value` is, or may be, within the range: what is less precise than the ends counts if a part of it is inside, and so does what
    /// nobody can compare. The ends count with all of their own stretch of time.
    public func contains(_ value: Bound) -> Bool {
        if let lower, value.order(to: lower) == .before { return false }
        if let upper, value.order(to: upper) == .after { return false }
        return true
    }

    /// As a matching key: one value where both ends are the same.
    public var text: String {
        if lower == upper, let lower { return lower.text }
        return (lower?.text ?? "") + "-" + (upper?.text ?? "")
    }
}

extension TemporalRange: CustomStringConvertible {
    public var description: String { text }
}
