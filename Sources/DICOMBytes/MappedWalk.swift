/// A walk in one direction over a long stretch of a mapped file that looks at few of its bytes, such as the headers of ten thousand
/// fragments: it keeps little of the file in memory, and has little read of what it steps over.
///
/// Nothing at all for bytes in memory and for short stretches.
package struct MappedWalk: ~Copyable {
    /// Pages are given back whenever the walk has come so far.
    private static let step = 2 << 20
    /// A stretch up to here is left to the system: its pages are too few to count.
    private static let shortest = 2 * step

    private let source: ByteSource?
    private let start: Int
    /// Pages up to here have been given back.
    private var released: Int
    /// Where pages are given back next.
    private var next: Int

    /// - Parameters:
    ///   - source: where the stretch lies; nil where it is no mapped file.
    ///   - readsAll: the walk looks at every byte, and none of them again.
    package init(_ source: ByteSource?, over stretch: Range<Int>, readsAll: Bool = false) {
        start = stretch.lowerBound
        released = start
        guard let source, source.isMapped, stretch.count > Self.shortest else {
            self.source = nil
            next = .max
            return
        }
        self.source = source
        next = start + Self.step
        // Read ahead, what is stepped over would be all of the file in the end.
        if !readsAll { source.advise(.scattered, 0..<source.count) }
    }

    deinit {
        if let source { source.advise(.ordinary, 0..<source.count) }
    }

    /// Says that the walk has come to `position`, and will not look back.
    @inline(__always)
    package mutating func pass(_ position: Int) {
        if position >= next { release(to: position) }
    }

    /// Says that the walk ended at `position`.
    package mutating func end(at position: Int) { release(to: position) }

    @inline(never)
    private mutating func release(to position: Int) {
        guard let source else { return }
        // One touch maps pages on both sides of it, 64 KiB and at times 2 MiB: some lie behind what was given back before.
        source.advise(.unneeded, max(start, released - Self.step)..<min(position, source.count))
        released = position
        next = position + Self.step
    }
}
