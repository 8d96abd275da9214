internal import DICOMData

/// From slices in any order to volumes. Works on indices: slices are large.
struct SliceSorting {
    typealias Finding = ImageVolume.Finding

    /// Slices that are together so far, in canonical order or by distance, and why.
    struct Stack {
        var members: [Int]
        var findings: [Finding] = []
        var repetitions: [ImageVolume.Repetition] = []
        var duplicates: [Int] = []

        func with(_ members: [Int], _ findings: [Finding] = []) -> Stack {
            var copy = self
            copy.members = members
            copy.findings += findings
            return copy
        }
    }

    /// What is compared of a plane: numbers alone, without the texts that cost a count of references each time.
    struct Geometry {
        var position: SIMD3<Double>
        var row: SIMD3<Double>
        var column: SIMD3<Double>
        var normal: SIMD3<Double>
        var betweenRows: Double
        var betweenColumns: Double
        var thickness: Double

        init?(_ plane: ImagePlane?) {
            guard let plane, plane.isMeasurable else { return nil }
            position = plane.position
            row = plane.rowDirection
            column = plane.columnDirection
            normal = plane.normal
            betweenRows = plane.spacing?.betweenRows ?? 0
            betweenColumns = plane.spacing?.betweenColumns ?? 0
            thickness = plane.sliceThickness ?? 0
        }
    }

    let slices: [ImageSlice]
    let tolerances: ImageVolume.Tolerances
    private let planes: [Geometry?]

    init(_ slices: [ImageSlice], _ tolerances: ImageVolume.Tolerances) {
        self.slices = slices
        self.tolerances = tolerances
        planes = slices.map { Geometry($0.plane) }
    }

    func volumes() -> [ImageVolume] {
        var series: [String: [Int]] = [:]
        for index in slices.indices { series[slices[index].seriesInstanceUID?.rawValue ?? "", default: []].append(index) }
        return series.sorted { $0.key < $1.key }.flatMap { volumes(ofSeries: $0.value) }
    }

    private func volumes(ofSeries members: [Int]) -> [ImageVolume] {
        let stack = withoutRepeatedInstances(inOrder(members))
        let (localizers, images) = divided(stack) { slices[$0].isLocalizer }
        let (unplaced, placed) = divided(images) { planes[$0] == nil }
        var volumes: [ImageVolume] = []
        if !localizers.members.isEmpty {
            let finding = Finding(.localizers, "Image Type names them localizers; they are left apart.")
            volumes.append(ImageVolume(.localizers, localizers.with(localizers.members, [finding]), slices))
        }
        if !unplaced.members.isEmpty { volumes.append(ImageVolume(.unplaced, unplaced.with(unplaced.members, noPlane(unplaced)), slices)) }
        guard !placed.members.isEmpty else { return volumes }
        let stacks = [placed]
            .flatMap { split($0, .separateFrameOfReference, "another frame of reference") { $0.frameOfReferenceUID } }
            .flatMap { split($0, .separateMatrix, "other rows and columns") { [$0.rows, $0.columns] } }
            .flatMap { split($0, .separateStack, "another Stack ID") { $0.stackID } }
            .flatMap(splitByOrientation)
            .flatMap(splitByPixelSpacing)
        return volumes + stacks.flatMap(arrange)
    }

    /// By instance number, UID and frame: an order that does not depend on how the slices came.
    private func inOrder(_ members: [Int]) -> [Int] {
        let keys = members.map { (slices[$0].instanceNumber ?? .max, slices[$0].sopInstanceUID.rawValue, slices[$0].frame) }
        return members.indices.sorted { keys[$0] < keys[$1] }.map { members[$0] }
    }

    private func withoutRepeatedInstances(_ members: [Int]) -> Stack {
        struct Identity: Hashable {
            var uid: String
            var frame: Int
        }
        var seen: Set<Identity> = []
        var stack = Stack(members: [])
        for member in members {
            let identity = Identity(uid: slices[member].sopInstanceUID.rawValue, frame: slices[member].frame)
            if seen.insert(identity).inserted { stack.members.append(member) } else { stack.duplicates.append(member) }
        }
        return stack
    }

    /// Both parts of a stack; repeated instances stay with the part that they repeat.
    private func divided(_ stack: Stack, _ isFirst: (Int) -> Bool) -> (Stack, Stack) {
        var parts = (Stack(members: []), Stack(members: []))
        for member in stack.members { if isFirst(member) { parts.0.members.append(member) } else { parts.1.members.append(member) } }
        for member in stack.duplicates {
            if isFirst(member) { parts.0.duplicates.append(member) } else { parts.1.duplicates.append(member) }
        }
        return parts
    }

    private func noPlane(_ stack: Stack) -> [Finding] {
        var findings = [Finding(.noPlane, "They have no position or no orientation in the patient.")]
        let problems = stack.members.compactMap { slices[$0].planeProblem }
        if let first = problems.first {
            findings.append(Finding(.invalidPlane, "\(problems.count) of them have a plane that cannot be: \(first)"))
        }
        return findings
    }
}

// MARK: - What keeps slices apart

extension SliceSorting {
    /// Parts with equal keys, in the order of their first members.
    private func split<Key: Hashable>(
        _ stack: Stack, _ code: Finding.Code, _ others: String, _ key: (ImageSlice) -> Key
    ) -> [Stack] {
        var numbers: [Key: Int] = [:]
        var parts: [[Int]] = []
        for member in stack.members {
            let key = key(slices[member])
            if let number = numbers[key] {
                parts[number].append(member)
            } else {
                numbers[key] = parts.count
                parts.append([member])
            }
        }
        return stack.parts(parts, code, others)
    }

    private func splitByOrientation(_ stack: Stack) -> [Stack] {
        var parts = [stack.members]
        for axis in 0..<3 {
            parts = parts.flatMap { split($0, tolerances.orientation) { plane($0).row[axis] } }
            parts = parts.flatMap { split($0, tolerances.orientation) { plane($0).column[axis] } }
        }
        return stack.parts(parts, .separateOrientation, "another orientation")
    }

    private func splitByPixelSpacing(_ stack: Stack) -> [Stack] {
        func widest(_ members: [Int], _ value: (Int) -> Double) -> Double { tolerances.pixelSpacing * (members.map(value).max() ?? 0) }
        let rows: (Int) -> Double = { plane($0).betweenRows }
        let columns: (Int) -> Double = { plane($0).betweenColumns }
        let parts = split(stack.members, widest(stack.members, rows), rows).flatMap { split($0, widest($0, columns), columns) }
        return stack.parts(parts, .separatePixelSpacing, "another pixel spacing")
    }

    /// Parts in which no two values differ by more than the tolerance; a value begins a new part where it is too far from the smallest of
    /// the last. Members keep their order.
    func split(_ members: [Int], _ tolerance: Double, _ value: (Int) -> Double) -> [[Int]] {
        let values = members.map(value)
        guard let low = values.min(), let high = values.max(), high - low > tolerance else { return [members] }
        var parts: [[Int]] = []
        var start = -Double.infinity
        for position in values.indices.sorted(by: { values[$0] < values[$1] }) {
            if parts.isEmpty || values[position] - start > tolerance {
                start = values[position]
                parts.append([])
            }
            parts[parts.count - 1].append(position)
        }
        return parts.map { $0.sorted().map { members[$0] } }
    }

    /// The plane of a slice that has one, as all in a stack do.
    func plane(_ member: Int) -> Geometry {
        guard let plane = planes[member] else { preconditionFailure("slices without a plane are set apart before") }
        return plane
    }
}

extension SliceSorting.Stack {
    /// The parts as stacks, each with the reason where there are several. Repeated instances stay with the first.
    func parts(_ parts: [[Int]], _ code: ImageVolume.Finding.Code, _ others: String) -> [Self] {
        guard parts.count > 1 else { return [self] }
        let finding = ImageVolume.Finding(code, "The series has slices with \(others).")
        return parts.enumerated().map { number, members in
            var part = with(members, [finding])
            if number > 0 { part.duplicates = [] }
            return part
        }
    }
}

extension ImageVolume {
    init(_ kind: Kind, _ stack: SliceSorting.Stack, _ slices: [ImageSlice]) {
        self.init(kind: kind, slices: stack.members.map { slices[$0] })
        duplicates = stack.duplicates.map { slices[$0] }
        repetitions = stack.repetitions
        findings = stack.findings
        if !duplicates.isEmpty, !findings.contains(where: { $0.code == .duplicatePosition }) {
            findings.append(Finding(.repeatedInstance, "\(duplicates.count) instances came more than once."))
        }
    }
}
