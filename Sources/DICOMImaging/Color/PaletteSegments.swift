/// Segmented Palette Color Lookup Table Data (PS3.3 C.7.9.2): runs of entries, straight lines between them, and repetitions of both.
struct PaletteSegments {
    private let words: [Int]

    init(_ words: [Int]) { self.words = words }

    /// - Throws: `invalidLUT` where a segment runs past the data, or the segments give another number of entries than `count`.
    func expanded(to count: Int) throws(ImagingError) -> [UInt16] {
        var entries: [UInt16] = []
        entries.reserveCapacity(count)
        var position = 0
        while position < words.count, entries.count < count {
            position = try expand(at: position, into: &entries, limit: count, isRepeated: false)
        }
        guard entries.count == count else { throw Self.damaged }
        return entries
    }

    /// Expands one segment and returns where the next begins.
    private func expand(at start: Int, into entries: inout [UInt16], limit: Int, isRepeated: Bool) throws(ImagingError) -> Int {
        guard start + 1 < words.count else { throw Self.damaged }
        // Segments of nothing would let a few bytes ask for endless work.
        let length = words[start + 1]
        guard length > 0 else { throw Self.damaged }
        switch words[start] {
        case 0:
            let end = start + 2 + length
            guard end <= words.count, entries.count + length <= limit else { throw Self.damaged }
            for word in words[start + 2..<end] { entries.append(UInt16(truncatingIfNeeded: word)) }
            return end
        case 1:
            guard start + 2 < words.count, let first = entries.last, entries.count + length <= limit else { throw Self.damaged }
            appendLine(from: Int(first), to: words[start + 2], length: length, &entries)
            return start + 3
        case 2 where !isRepeated:
            guard start + 3 < words.count else { throw Self.damaged }
            // The place of the first of `length` segments, in words from the start: least significant part first.
            var position = words[start + 2] | words[start + 3] << 16
            for _ in 0..<length {
                guard position < start else { throw Self.damaged }
                position = try expand(at: position, into: &entries, limit: limit, isRepeated: true)
            }
            return start + 4
        default: throw Self.damaged
        }
    }

    /// Entries after `first` up to `last`, on a straight line, rounded to nearest, halves up.
    private func appendLine(from first: Int, to last: Int, length: Int, _ entries: inout [UInt16]) {
        for step in 0..<length {
            let doubled = 2 * (last - first) * (step + 1) + length
            let quotient = doubled / (2 * length) - (doubled % (2 * length) < 0 ? 1 : 0)
            entries.append(UInt16(truncatingIfNeeded: first + quotient))
        }
    }

    private static var damaged: ImagingError {
        ImagingError(
            code: .invalidLUT, problem: "The segments of a palette do not give the entries that its descriptor names.",
            remedy: "Correct the object at its source, or take the decoded samples.")
    }
}
