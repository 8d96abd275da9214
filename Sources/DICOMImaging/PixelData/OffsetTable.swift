/// The entries of a Basic or Extended Offset Table (PS3.5 A.4, PS3.3 C.7.6.3.1.8), believed only where each is the place of a fragment.
struct OffsetTable: Sendable {
    /// Places of the items of frames, counted from the first byte behind the item of the Basic Offset Table.
    let entries: [Int]
    /// A Basic Offset Table has 32 bits for an entry.
    let isBasic: Bool

    /// A way in which a table that can be used departs from the standard.
    enum Departure: Sendable, Equatable {
        /// All entries are too large by the same number of bytes.
        case shifted(Int)
        /// Entries beyond 4 GiB, without the bits that do not fit.
        case wrapped
        /// One entry more than frames, the place of the end.
        case endEntry
    }

    struct Match: Sendable, Equatable {
        /// The first fragment of each frame, in ascending order.
        var starts: [Int]
        var departures: [Departure] = []
    }

    /// The fragments at which frames begin; nil unless each entry is the place of one and they ascend.
    ///
    /// - Parameters:
    ///   - fragments: numbers of the fragments, in their order.
    ///   - end: behind the last fragment, counted as the entries are.
    ///   - place: of the item of a fragment.
    func match(_ fragments: Range<Int>, end: Int, place: (Int) -> Int) -> Match? {
        guard let first = entries.first, let start = fragments.first else { return nil }
        var match = Match(starts: [])
        // Whatever the first entry says, those that follow must be places when they are shifted alike.
        let (shift, isBeyond) = first.subtractingReportingOverflow(place(start))
        guard !isBeyond else { return nil }
        if shift != 0 { match.departures.append(.shifted(shift)) }
        var rest = entries[...]
        if entries.count > 1, let last = entries.last, isEnd(last, end &+ shift) {
            rest = rest.dropLast()
            match.departures.append(.endEntry)
        }
        match.starts.reserveCapacity(rest.count)
        var candidate = start
        var high = 0
        var before = -1
        for entry in rest {
            var (wanted, overflow) = entry.subtractingReportingOverflow(shift)
            wanted &+= high
            if isBasic, wanted < before, end > 1 << 32 {
                high += 1 << 32
                wanted &+= 1 << 32
                if !match.departures.contains(.wrapped) { match.departures.append(.wrapped) }
            }
            guard !overflow, wanted > before else { return nil }
            while candidate < fragments.upperBound, place(candidate) < wanted { candidate += 1 }
            guard candidate < fragments.upperBound, place(candidate) == wanted else { return nil }
            match.starts.append(candidate)
            before = wanted
        }
        return match
    }

    private func isEnd(_ entry: Int, _ end: Int) -> Bool { entry == (isBasic ? end & 0xFFFF_FFFF : end) }
}
