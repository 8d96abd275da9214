/// The records of one directory entity (PS3.3 F.2.2.2), found by what they stand for.
struct DirectoryEntity: Sendable {
    /// In the order in which they are linked. A record is changed in its place, never into one that stands for something else.
    var records: [DirectoryRecord]
    /// Where the first `notedCount` records are; nothing as long as there are so few that looking through them costs less.
    private var positions: [Key: Int] = [:]
    private var notedCount = 0

    private struct Key: Hashable {
        var type: DirectoryRecord.RecordType
        var identity: String
    }

    private static let fewest = 32

    init(_ records: [DirectoryRecord] = []) { self.records = records }

    /// The last record of this kind and identity; nil where there is none.
    mutating func position(of type: DirectoryRecord.RecordType, _ identity: String) -> Int? {
        // What is added mostly belongs to what was added last.
        if let last = records.last, last.identity == identity, last.type == type { return records.count - 1 }
        guard records.count >= Self.fewest else { return records.lastIndex { $0.identity == identity && $0.type == type } }
        while notedCount < records.count {
            positions[Key(type: records[notedCount].type, identity: records[notedCount].identity)] = notedCount
            notedCount += 1
        }
        return positions[Key(type: type, identity: identity)]
    }

    /// Adds a record, or puts it in the place of the one with its identity.
    mutating func put(_ record: DirectoryRecord) {
        if let position = position(of: record.type, record.identity) {
            records[position] = record
        } else {
            records.append(record)
        }
    }
}
