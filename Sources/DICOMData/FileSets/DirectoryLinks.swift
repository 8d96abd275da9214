internal import DICOMBytes

/// Follows the offsets that make a tree of the flat sequence of Directory Records (PS3.3 F.2.2.2, F.3.2.2).
struct DirectoryLinks {
    private let records: [DirectoryRecord]
    /// Where each record's item begins in the file, and which it is.
    private let numbers: [Int: Int]
    private let root: Int
    private let path: TagPath
    private var isUsed: [Bool]
    private(set) var repairs: [Repair] = []

    init(_ sequence: DataElement, root: Int) {
        records = sequence.items.map { item in
            let type = (try? item.string(.directoryRecordType)) ?? ""
            return DirectoryRecord(type: DirectoryRecord.RecordType(rawValue: type), dataSet: item)
        }
        numbers = Dictionary(zip(sequence.itemOffsets, records.indices), uniquingKeysWith: { first, _ in first })
        isUsed = [Bool](repeating: false, count: records.count)
        self.root = root
        path = TagPath([TagPath.Step(sequence.tag)])
    }

    /// The records of the root entity with all below them.
    mutating func tree() -> [DirectoryRecord] {
        guard !records.isEmpty else { return [] }
        let isLinked = root != 0 && numbers[root] != nil
        var tree = isLinked ? entity(at: root, depth: 0) : []
        let isLeftOver = records.indices.contains { !isUsed[$0] && records[$0].isInUse }
        guard isLeftOver else { return tree }
        note("Directory Records are not linked to the root.", "They were put where their order and kind say.")
        // Inactive records and what was linked stay as they are; the rest belongs below the record of the level above that came last.
        if isLinked {
            let orphans = records.indices.filter { !isUsed[$0] && records[$0].isInUse }
            tree += Self.nested(orphans.map { records[$0] })
        } else {
            tree = Self.nested(records.filter(\.isInUse))
        }
        return tree
    }

    /// The records of one entity: the first, and each that the one before names as the next.
    private mutating func entity(at offset: Int, depth: Int) -> [DirectoryRecord] {
        var entity: [DirectoryRecord] = []
        var next = offset
        while next != 0 {
            guard let number = numbers[next], depth < 32 else {
                note("An offset leads to no Directory Record.", "The entity was ended there.")
                break
            }
            guard !isUsed[number] else {
                note("Two offsets lead to the same Directory Record.", "The entity was ended there.")
                break
            }
            isUsed[number] = true
            var record = records[number]
            let below = (try? record.dataSet.integer(.offsetOfReferencedLowerLevelDirectoryEntity)) ?? 0
            if below != 0 { record.children = self.entity(at: below, depth: depth + 1) }
            if record.isInUse { entity.append(record) }
            next = (try? record.dataSet.integer(.offsetOfTheNextDirectoryRecord)) ?? 0
        }
        return entity
    }

    /// A tree by level alone.
    private static func nested(_ records: [DirectoryRecord]) -> [DirectoryRecord] {
        var open: [DirectoryRecord] = []
        var roots: [DirectoryRecord] = []
        func close(_ open: inout [DirectoryRecord], to level: Int) {
            while let last = open.last, last.type.level >= level {
                open.removeLast()
                if open.isEmpty { roots.append(last) } else { open[open.count - 1].entity.records.append(last) }
            }
        }
        for record in records {
            close(&open, to: record.type.level)
            open.append(record)
        }
        close(&open, to: 0)
        return roots
    }

    private mutating func note(_ problem: String, _ action: String) {
        guard !repairs.contains(where: { $0.departure.problem == problem }) else { return }
        repairs.append(
            Repair(
                quirk: .directoryLinks, range: 0..<0,
                departure: DataSetError(
                    code: .sequenceStructure, path: path, problem: problem, remedy: "Write the DICOMDIR anew with a conforming tool."),
                action: action))
    }
}

extension DataElement {
    /// Where each item of a sequence that was read begins, in bytes from the start of the file.
    var itemOffsets: [Int] {
        guard madeItems == nil, isSequence else { return [] }
        return record.children.map { origin.index.records[$0].offset - 8 }
    }
}
