// Parallel slices: where they lie along their normal, and what to do where several lie at one place.

extension SliceSorting {
    /// The positions of a stack along its normal, each with the members that lie there.
    struct Positions {
        var places: [[Int]]
        var mostMembers: Int { places.map(\.count).max() ?? 0 }
        var members: [Int] { places.flatMap { $0 } }
    }

    func positions(of members: [Int]) -> Positions {
        let normal = plane(members[0]).normal
        let distances = members.map { plane($0).position.dot(normal) }
        var places: [[Int]] = []
        var start = -Double.infinity
        // Equal distances keep the canonical order.
        for position in members.indices.sorted(by: { (distances[$0], $0) < (distances[$1], $1) }) {
            if places.isEmpty || distances[position] - start > tolerances.position {
                start = distances[position]
                places.append([])
            }
            places[places.count - 1].append(position)
        }
        return Positions(places: places.map { $0.sorted().map { members[$0] } })
    }

    /// Volumes of a stack of parallel slices of one kind.
    func arrange(_ stack: Stack) -> [ImageVolume] {
        let found = positions(of: stack.members)
        if found.mostMembers > 1 {
            let beside = splitByOrigin(stack, found)
            if beside.count > 1 { return beside.flatMap(arrange) }
            if found.places.count == 1 { return [onePosition(stack)] }
            if let parts = repetitions(stack, found) { return parts.flatMap(arrange) }
            return [withoutDuplicates(stack, found)]
        }
        if let parts = interleaved(stack, found) { return parts.flatMap(arrange) }
        return [volume(stack.with(found.members))]
    }

    /// Stacks side by side: slices at the same distance whose first pixels are apart.
    private func splitByOrigin(_ stack: Stack, _ found: Positions) -> [Stack] {
        let first = plane(stack.members[0])
        let rows: (Int) -> Double = { plane($0).position.dot(first.row) }
        let columns: (Int) -> Double = { plane($0).position.dot(first.column) }
        let isBeside = found.places.contains { place in
            split(place, tolerances.position, rows).count > 1 || split(place, tolerances.position, columns).count > 1
        }
        guard isBeside else { return [stack] }
        let parts = split(stack.members, tolerances.position, rows).flatMap { split($0, tolerances.position, columns) }
        // More parts than there can be side by side: the origins wander from slice to slice.
        guard parts.count <= found.mostMembers else { return [stack] }
        return stack.parts(parts, .separateOrigin, "another origin in the same planes")
    }

    /// All at one place: in the order of the first trait that differs everywhere, else of the instances.
    private func onePosition(_ stack: Stack) -> ImageVolume {
        var members = stack.members
        var trait = ImageSlice.Trait.instanceOrder
        for candidate in ImageSlice.Trait.inOrder {
            let values = members.compactMap { slices[$0].traits[candidate] }
            guard values.count == members.count, Set(values).count == members.count else { continue }
            trait = candidate
            members = zip(values, members).sorted { $0.0 < $1.0 }.map(\.1)
            break
        }
        let finding = Finding(.onePosition, "All \(members.count) slices are at one position, ordered by \(trait).")
        return ImageVolume(.onePosition, stack.with(members, [finding]), slices)
    }

    private func withoutDuplicates(_ stack: Stack, _ found: Positions) -> ImageVolume {
        let places = found.places
        var single = stack.with(places.map { $0[0] })
        single.duplicates += places.flatMap { $0.dropFirst() }
        for (number, place) in places.enumerated() where place.count > 1 {
            single.findings.append(
                Finding(.duplicatePosition, slice: number, "\(place.count) slices are at this position, and nothing tells them apart."))
        }
        return volume(single)
    }
}

// MARK: - Repetitions

extension SliceSorting {
    /// The parts of a stack whose positions come several times, by the first trait that divides them regularly, else by the order of the
    /// instances where every position has as many.
    private func repetitions(_ stack: Stack, _ found: Positions) -> [Stack]? {
        for trait in ImageSlice.Trait.inOrder {
            if let parts = parts(of: found, by: trait) { return stack.repeated(parts, trait) }
        }
        return instanceOrder(found).map { stack.repeated($0, .instanceOrder) }
    }

    /// The members by the values of a trait: no more values than slices at one position, each at two positions or more and without holes,
    /// and at least one position divided.
    private func parts(of found: Positions, by trait: ImageSlice.Trait) -> [(value: ImageSlice.Trait.Value, members: [Int])]? {
        var parts: [ImageSlice.Trait.Value: (members: [Int], first: Int, last: Int, places: Int)] = [:]
        let most = found.mostMembers
        var divides = false
        for (number, place) in found.places.enumerated() {
            var values: Set<ImageSlice.Trait.Value> = []
            for member in place {
                guard let value = slices[member].traits[trait] else { return nil }
                let isNew = values.insert(value).inserted
                var part = parts[value] ?? ([], number, number, 0)
                part.members.append(member)
                part.last = number
                part.places += isNew ? 1 : 0
                parts[value] = part
                guard parts.count <= most else { return nil }
            }
            divides = divides || values.count > 1
        }
        guard divides, parts.values.allSatisfy({ $0.places > 1 && 3 * $0.places > 2 * ($0.last - $0.first + 1) }) else { return nil }
        return parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.members) }
    }

    /// The first at each position, the second at each, and so on: where every position has as many, and instances are numbered apart.
    private func instanceOrder(_ found: Positions) -> [(value: ImageSlice.Trait.Value, members: [Int])]? {
        let count = found.mostMembers
        let isRegular = found.places.allSatisfy { place in
            place.count == count && Set(place.map { [slices[$0].instanceNumber ?? 0, slices[$0].frame] }).count == count
        }
        guard isRegular else { return nil }
        return (0..<count).map { number in (.number(Double(number + 1)), found.places.map { $0[number] }) }
    }

    /// Slices whose distances are uneven although those of each value of a trait are even: two acquisitions that overlap.
    private func interleaved(_ stack: Stack, _ found: Positions) -> [Stack]? {
        guard found.places.count > 5, stack.repetitions.isEmpty, !SliceDistances(self, found.members).isEven else { return nil }
        for trait in [ImageSlice.Trait.temporalPosition, .acquisition] {
            var parts: [ImageSlice.Trait.Value: [Int]] = [:]
            for member in found.members {
                guard let value = slices[member].traits[trait] else { break }
                parts[value, default: []].append(member)
            }
            let isWhole = parts.values.reduce(0) { $0 + $1.count } == found.members.count
            guard isWhole, parts.count > 1, parts.values.allSatisfy({ $0.count > 2 && SliceDistances(self, $0).isEven }) else { continue }
            return stack.repeated(parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, trait, "Between these slices lie others")
        }
        return nil
    }
}

extension SliceSorting.Stack {
    fileprivate func repeated(
        _ parts: [(value: ImageSlice.Trait.Value, members: [Int])], _ trait: ImageSlice.Trait, _ reason: String? = nil
    ) -> [Self] {
        parts.enumerated().map { number, part in
            let reason = reason ?? "The positions come \(parts.count) times"
            let finding = ImageVolume.Finding(
                .repetition, "\(reason), told apart by \(trait); this is number \(number + 1) of \(parts.count).")
            var stack = with(part.members, [finding])
            stack.repetitions.append(
                ImageVolume.Repetition(trait: trait, value: part.value.description, number: number, count: parts.count))
            if number > 0 { stack.duplicates = [] }
            return stack
        }
    }
}
