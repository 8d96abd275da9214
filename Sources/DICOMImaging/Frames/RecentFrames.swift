/// Frames in the order in which they were asked for last: a list whose links are numbers, and the place of each frame in it.
struct RecentFrames: Sendable {
    private struct Node: Sendable {
        var key: FrameCache.Key
        var frame: DecodedFrame
        /// Towards those asked for later and earlier; -1 at the ends.
        var later: Int
        var earlier: Int
    }

    private var nodes: [Node?] = []
    private var free: [Int] = []
    private var places: [FrameCache.Key: Int] = [:]
    private var latest = -1
    private var earliest = -1
    private(set) var byteCount = 0

    /// The frame, which counts as asked for now.
    mutating func use(_ key: FrameCache.Key) -> DecodedFrame? {
        guard let place = places[key], let node = nodes[place] else { return nil }
        unlink(place)
        link(place)
        return node.frame
    }

    /// Keeps a frame, and lets go of those that were not asked for longest until all fit in the budget.
    mutating func keep(_ frame: DecodedFrame, for key: FrameCache.Key, budget: Int) {
        guard places[key] == nil, frame.byteCount <= budget else { return }
        while byteCount > budget - frame.byteCount, earliest >= 0 { remove(earliest) }
        let place = free.popLast() ?? nodes.count
        let node = Node(key: key, frame: frame, later: -1, earlier: -1)
        if place == nodes.count { nodes.append(node) } else { nodes[place] = node }
        places[key] = place
        byteCount += frame.byteCount
        link(place)
    }

    private mutating func remove(_ place: Int) {
        guard let node = nodes[place] else { return }
        unlink(place)
        places[node.key] = nil
        nodes[place] = nil
        free.append(place)
        byteCount -= node.frame.byteCount
    }

    private mutating func link(_ place: Int) {
        nodes[place]?.earlier = latest
        nodes[place]?.later = -1
        if latest >= 0 { nodes[latest]?.later = place }
        latest = place
        if earliest < 0 { earliest = place }
    }

    private mutating func unlink(_ place: Int) {
        guard let node = nodes[place] else { return }
        if node.later >= 0 { nodes[node.later]?.earlier = node.earlier } else { latest = node.earlier }
        if node.earlier >= 0 { nodes[node.earlier]?.later = node.later } else { earliest = node.later }
    }
}
