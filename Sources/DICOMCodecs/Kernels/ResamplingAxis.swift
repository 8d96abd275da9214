/// How the positions along one side of a resampled picture are made of those of the source: each is a weighted sum of neighbours.
package struct ResamplingAxis: Sendable {
    /// Positions of the source.
    package let source: Int
    /// Room for weights that each position of the target has.
    package let taps: Int
    private(set) var starts: [Int32] = []
    private(set) var counts: [Int32] = []
    private(set) var weights: [Float] = []

    /// Positions of the target so far.
    package var count: Int { starts.count }

    /// - Parameters:
    ///   - source: 1 … `Int32.max`.
    ///   - taps: The most weights that a position will have, 1 or more.
    ///   - capacity: Positions to expect.
    package init(source: Int, taps: Int, capacity: Int) {
        self.source = source
        self.taps = taps
        starts.reserveCapacity(capacity)
        counts.reserveCapacity(capacity)
        weights.reserveCapacity(capacity * taps)
    }

    /// Adds the next position.
    ///
    /// - Parameters:
    ///   - start: The first position of the source that counts.
    ///   - weights: Those of it and of the ones behind it: 1 … `taps`, none beyond the source. (The kernel checks that.)
    package mutating func append(start: Int, weights: [Float]) {
        starts.append(Int32(clamping: start))
        counts.append(Int32(clamping: weights.count))
        self.weights += weights.prefix(taps)
        for _ in 0..<max(0, taps - weights.count) { self.weights.append(0) }
    }
}
