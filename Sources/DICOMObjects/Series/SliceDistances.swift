/// How far slices are apart along their normal, from positions alone, and whether evenly so.
struct SliceDistances {
    /// Between neighbours.
    private(set) var steps: [Double] = []
    /// The mean where spacing is even, else the median of the steps.
    private(set) var spacing = 0.0
    private(set) var isEven = false
    private let tolerance: Double

    /// - Parameter members: by distance ascending, two or more for anything to be measured.
    init(_ sorting: SliceSorting, _ members: [Int]) {
        guard members.count > 1 else {
            tolerance = 0
            return
        }
        let normal = sorting.plane(members[0]).normal
        let distances = members.map { sorting.plane($0).position.dot(normal) }
        steps = zip(distances.dropFirst(), distances).map(-)
        let mean = (distances[distances.count - 1] - distances[0]) / Double(steps.count)
        let median = steps.sorted()[steps.count / 2]
        let tolerance = min(sorting.tolerances.spacing, median / 10)
        self.tolerance = tolerance
        isEven = distances.enumerated().allSatisfy { number, distance in
            abs(distance - distances[0] - mean * Double(number)) <= tolerance
        }
        spacing = isEven ? mean : median
    }

    /// Slices that seem to be missing after a slice; 0 where the next one follows, nil where the distance is no multiple of the spacing.
    func missing(after slice: Int) -> Int? {
        let count = (steps[slice] / spacing).rounded()
        guard count >= 1, count < 1e6, abs(steps[slice] - count * spacing) <= 2 * tolerance else { return nil }
        return Int(count) - 1
    }
}

extension SliceSorting {
    /// Slices at different positions, in order: how far apart, and along which way.
    func volume(_ stack: Stack) -> ImageVolume {
        let members = stack.members
        guard members.count > 1 else { return ImageVolume(.singleImage, stack, slices) }
        var volume = ImageVolume(.volume, stack, slices)
        let distances = SliceDistances(self, members)
        volume.spacing = distances.spacing
        volume.isEvenlySpaced = distances.isEven
        volume.findings += distances.isEven ? evenSpacing(distances) : unevenSpacing(distances)
        let thickness = plane(members[0]).thickness
        if thickness > 0,
            abs(distances.spacing - thickness) > max(tolerances.spacing, thickness / 100)
        {
            let relation = distances.spacing < thickness ? "overlap" : "leave room between them"
            volume.findings.append(
                Finding(
                    .thicknessDiffers, "Slices of \(Self.millimetres(thickness)) every \(Self.millimetres(distances.spacing)) \(relation).")
            )
        }
        addStep(to: &volume, members)
        return volume
    }

    private func evenSpacing(_ distances: SliceDistances) -> [Finding] {
        [Finding(.evenSpacing, "Slices are \(Self.millimetres(distances.spacing)) apart, by their positions.")]
    }

    private func unevenSpacing(_ distances: SliceDistances) -> [Finding] {
        var findings: [Finding] = []
        var isUneven = true
        for slice in distances.steps.indices {
            guard let missing = distances.missing(after: slice), missing > 0 else { continue }
            isUneven = false
            let slices = missing == 1 ? "1 slice seems" : "\(missing) slices seem"
            let distance = Self.millimetres(distances.steps[slice])
            findings.append(Finding(.gap, slice: slice, "\(slices) to be missing: the next one is \(distance) away."))
        }
        isUneven = isUneven || distances.steps.indices.contains { distances.missing(after: $0) == nil }
        if isUneven, let least = distances.steps.min(), let most = distances.steps.max() {
            findings.append(Finding(.unevenSpacing, "Slices are from \(Self.millimetres(least)) to \(Self.millimetres(most)) apart."))
        }
        return findings
    }

    private func addStep(to volume: inout ImageVolume, _ members: [Int]) {
        let positions = members.map { plane($0).position }
        let (first, normal) = (positions[0], plane(members[0]).normal)
        let way = positions[positions.count - 1] - first
        volume.step = way / Double(positions.count - 1)
        let along = way.dot(normal)
        let askew = way - normal * along
        let angle = Self.degrees(askew.length / along)
        // Rounded positions give a short stack an angle of its own.
        if angle > tolerances.tilt, askew.length > tolerances.spacing {
            volume.gantryTilt = angle
            volume.findings.append(
                Finding(
                    .gantryTilt, "Slices are askew by \(Self.rounded(angle, 10)) degrees: the gantry was tilted, or the stack is sheared."))
        }
        let direction = way / along
        let wandering = positions.firstIndex { position in
            let offset = position - first
            return (offset - direction * offset.dot(normal)).length > tolerances.spacing
        }
        if let wandering {
            volume.findings.append(Finding(.wanderingOrigin, slice: wandering, "The first pixels of the slices are not on one line."))
        }
    }

    private static func millimetres(_ length: Double) -> String { "\(rounded(length, 1000)) mm" }

    private static func rounded(_ number: Double, _ part: Double) -> Double { (number * part).rounded() / part }
}

extension SliceSorting {
    /// The angle of a tangent, in degrees, without a C library: half angles until the series converges fast.
    static func degrees(_ tangent: Double) -> Double {
        var value = tangent
        var factor = 1.0
        while abs(value) > 0.1 {
            value /= 1 + (1 + value * value).squareRoot()
            factor *= 2
        }
        let square = value * value
        let angle = value * (1 - square * (1 / 3 - square * (1 / 5 - square * (1 / 7 - square / 9))))
        return factor * angle * 180 / .pi
    }
}
