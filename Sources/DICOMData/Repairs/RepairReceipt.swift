internal import DICOMBytes

/// What was repaired in a file, and the very bytes: applied to the original it gives the clean file, reverted on that the original again.
///
/// - Important: The changes hold bytes of the file, and so may hold what it says of a patient. Keep a receipt as the file itself is kept.
public struct RepairReceipt: Sendable, Hashable, Codable {
    /// One repair with the changes that it takes.
    public struct Entry: Sendable, Hashable, Codable {
        /// The name of the kind of repair.
        public var quirk: String
        /// Where it was made, as ``TagPath`` prints it; empty for the file as a whole.
        public var path: String
        /// The bytes of the original that were not understood as they stand.
        public var range: Range<Int>
        /// How the bytes depart from the standard, in words.
        public var problem: String
        /// What was made of them, in words.
        public var action: String
        /// The bytes before and after; empty where the repair changed how bytes are read, and none of them.
        public var changes: [ByteChange]
    }

    /// The repairs, as they were met; empty for a file that keeps to the standard.
    public var entries: [Entry]
    /// Size in bytes and CRC-32 (ISO 3309) of both files, so that nothing is applied to another one.
    public var original: Fingerprint
    /// The same of the file that the changes lead to.
    public var clean: Fingerprint

    /// What tells one file from another.
    public struct Fingerprint: Sendable, Hashable, Codable {
        /// In bytes.
        public var size: Int
        /// CRC-32 (ISO 3309) of all bytes.
        public var checksum: UInt32

        init(_ bytes: [UInt8]) { self.init(size: bytes.count, checksum: crc32(bytes.span)) }

        init(size: Int, checksum: UInt32) {
            self.size = size
            self.checksum = checksum
        }
    }

    /// Whether the file keeps to the standard as far as reading can tell.
    public var isClean: Bool { entries.isEmpty }
}

// MARK: - Replay

extension RepairReceipt {
    /// The clean file.
    ///
    /// - Throws: ``DataSetError`` with code `invalidValue` where `bytes` are not those of the original.
    public func applied(to bytes: [UInt8]) throws(DataSetError) -> [UInt8] {
        try Self.check(bytes, against: original)
        let result = try replay(bytes, lengthBefore: \.before.count) { $0.after }
        try Self.check(result, against: clean)
        return result
    }

    /// The original.
    ///
    /// - Throws: ``DataSetError`` with code `invalidValue` where `bytes` are not those of the clean file.
    public func reverted(from bytes: [UInt8]) throws(DataSetError) -> [UInt8] {
        try Self.check(bytes, against: clean)
        let result = try replay(bytes, lengthBefore: \.after.count) { $0.before }
        try Self.check(result, against: original)
        return result
    }

    private struct Bytes {
        var before: [UInt8]
        var after: [UInt8]
    }

    private func replay(
        _ bytes: [UInt8], lengthBefore: (Bytes) -> Int, _ replacement: (Bytes) -> [UInt8]
    ) throws(DataSetError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        var shift = 0
        for change in entries.flatMap(\.changes).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            // A receipt may come from elsewhere: nothing in it is believed.
            guard change.range.lowerBound <= Int.max / 2 else { throw Self.mismatch }
            let start = change.range.lowerBound + shift
            var length = change.range.count
            if case .replaced(let before, let after) = change.edit { length = lengthBefore(Bytes(before: before, after: after)) }
            guard start >= position, start <= bytes.count, length <= bytes.count - start else { throw Self.mismatch }
            result += bytes[position..<start]
            switch change.edit {
            case .replaced(let before, let after): result += replacement(Bytes(before: before, after: after))
            case .swapped(let wordSize): result += Array(bytes[start..<start + length]).swapped(wordSize: wordSize)
            }
            position = start + length
            shift += length - change.range.count
        }
        return result + bytes[position...]
    }

    private static func check(_ bytes: [UInt8], against expected: Fingerprint) throws(DataSetError) {
        guard Fingerprint(bytes) == expected else { throw mismatch }
    }

    private static var mismatch: DataSetError {
        DataSetError(
            code: .invalidValue, problem: "These are not the bytes that the receipt was made for.",
            remedy: "Apply it to the original, or revert it on the clean file that it gave.")
    }
}

// MARK: - A file's receipt

extension DICOMFile {
    /// The receipt of an unedited file: every repair that reading it took, and the changes that make a clean file of it.
    ///
    /// The clean file is what ``bytes(as:options:)`` gives.
    ///
    /// - Throws: ``DataSetError`` where the clean file cannot be written, or the file has been edited.
    public func receipt() throws(DataSetError) -> RepairReceipt {
        guard let source = original, !dataSet.isEdited, !fileMetaInformation.isEdited else {
            throw DataSetError(
                code: .invalidValue, problem: "The file has been edited or was not read.",
                remedy: "Ask for the receipt of the file as read.")
        }
        var recorder = ChangeRecorder(original: source)
        try write(as: transferSyntax.registered, WritingOptions(), to: &recorder)
        recorder.finish()
        let checksum = source.withSpan(of: 0..<source.count) { crc32($0) }
        return RepairReceipt(
            entries: RepairReceipt.assigned(recorder.changes, to: repairs, privateSyntax),
            original: RepairReceipt.Fingerprint(size: source.count, checksum: checksum),
            clean: RepairReceipt.Fingerprint(size: recorder.count, checksum: recorder.checksum))
    }
}

extension DICOMFile {
    /// A private transfer syntax that is understood is no repair of reading, but the clean file has a registered one.
    private var privateSyntax: RepairReceipt.Entry? {
        guard let quirk = transferSyntax.quirk, let original else { return nil }
        return RepairReceipt.Entry(
            quirk: quirk.rawValue, path: "(0002,0010)", range: 0..<original.count, problem: "The transfer syntax is a private one.",
            action: "The clean file is in \(transferSyntax.registered).", changes: [])
    }
}

extension RepairReceipt {
    /// Gives each change to the repair at whose place it is made; what is left over follows from others.
    fileprivate static func assigned(_ changes: [ByteChange], to repairs: [Repair], _ privateSyntax: Entry?) -> [Entry] {
        var entries = repairs.map { repair in
            Entry(
                quirk: repair.quirk.rawValue, path: repair.departure.path.description, range: repair.range,
                problem: repair.departure.problem,
                action: repair.action, changes: [])
        }
        if let privateSyntax { entries.append(privateSyntax) }
        var consequences: [ByteChange] = []
        for change in changes {
            let place = change.range.lowerBound...change.range.upperBound
            if let found = entries.firstIndex(where: { place.overlaps($0.range.lowerBound...$0.range.upperBound) }) {
                entries[found].changes.append(change)
            } else {
                consequences.append(change)
            }
        }
        guard let first = consequences.first, let last = consequences.last else { return entries }
        let range = first.range.lowerBound..<last.range.upperBound
        // Group lengths are looked at by nobody who reads, and added up when the file is written.
        let entry =
            entries.isEmpty
            ? Entry(
                quirk: Quirk.groupLength.rawValue, path: "", range: range, problem: "A group length is wrong (PS3.5 7.2).",
                action: "Group lengths were made right.", changes: consequences)
            : Entry(
                quirk: Quirk.consequence.rawValue, path: "", range: range, problem: "The bytes depend on what was repaired elsewhere.",
                action: "Lengths, padding and File Meta Information were made to fit.", changes: consequences)
        return entries + [entry]
    }
}
