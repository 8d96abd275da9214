internal import DICOMBytes

extension DICOMDirectory {
    /// The file `DICOMDIR`: Explicit VR Little Endian (PS3.10 8.6), every record linked by its offset.
    public func file() throws(DataSetError) -> DICOMFile {
        var file = DICOMFile(root)
        try file.fileMetaInformation.set(.mediaStorageSOPClassUID, to: .uniqueIdentifier(.mediaStorageDirectoryStorage))
        try file.fileMetaInformation.set(.mediaStorageSOPInstanceUID, to: .uniqueIdentifier(.generated()))
        try file.dataSet.set(.fileSetID, to: .texts(fileSetID.isEmpty ? [] : [fileSetID]))
        try file.dataSet.set(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, to: 0)
        try file.dataSet.set(.offsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, to: 0)
        try file.dataSet.set(.fileSetConsistencyFlag, to: 0)
        try file.dataSet.set(.directoryRecordSequence, to: .items([]))
        // Everything in front of the first item; offsets have a fixed size, so that zeros will do to measure.
        var front = file
        front.dataSet.removeAll { $0.tag > .directoryRecordSequence }
        front.dataSet.characterSet = .isoIR6
        let start = try front.bytes().count
        var layout = Layout(start: start)
        try layout.add(records)
        if let first = layout.roots.first, let last = layout.roots.last {
            try file.dataSet.set(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, to: .integers([first]))
            try file.dataSet.set(.offsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, to: .integers([last]))
        }
        if let sequence = try DataSet(encoded: layout.sequence, inheriting: file.dataSet.characterSet)[.directoryRecordSequence] {
            file.dataSet.set(sequence)
        }
        return file
    }

    /// The Directory Record Sequence in bytes: the records in the order in which they are written, each linked to the next of its entity
    /// and to the first below it.
    private struct Layout {
        /// Where the first item will stand in the file.
        private let start: Int
        private var items: [UInt8] = []
        /// Offsets of the records of the root entity in the file.
        private(set) var roots: [Int] = []

        init(start: Int) { self.start = start }

        mutating func add(_ records: [DirectoryRecord]) throws(DataSetError) { roots = try addEntity(records) }

        /// Returns where the records of the entity begin in the file.
        private mutating func addEntity(_ records: [DirectoryRecord]) throws(DataSetError) -> [Int] {
            var offsets: [Int] = []
            var previous: Int?
            for record in records {
                let offset = start + items.count
                if let previous { link(previous, to: offset) }
                offsets.append(offset)
                let places = try append(record)
                if let below = try addEntity(record.children).first { link(places.below, to: below) }
                previous = places.next
            }
            return offsets
        }

        /// Returns where its links stand in `items`.
        private mutating func append(_ record: DirectoryRecord) throws(DataSetError) -> (next: Int, below: Int) {
            let linked = try record.dataSet.linked()
            guard let source = linked.dataSet.source, start + items.count + linked.range.count <= Int(UInt32.max) - 8 else {
                throw DataSetError(
                    code: .limitExceeded, problem: "The DICOMDIR would be larger than its offsets of 32 bits can tell.",
                    remedy: "Divide the file-set.")
            }
            var header = ElementEncoder()
            header.appendItemHeader(length: UInt32(linked.range.count))
            items += header.bytes
            let shift = items.count - linked.range.lowerBound
            source.append(linked.range, to: &items)
            let places = (next: linked.next + shift, below: linked.below + shift)
            link(places.next, to: 0)
            link(places.below, to: 0)
            return places
        }

        private mutating func link(_ place: Int, to offset: Int) {
            for byte in 0..<4 { items[place + byte] = UInt8(truncatingIfNeeded: offset >> (8 * byte)) }
        }

        /// The element with all items.
        var sequence: [UInt8] {
            var encoder = ElementEncoder()
            encoder.appendHeader(.directoryRecordSequence, .sq, length: UInt32(items.count))
            return encoder.bytes + items
        }
    }
}

extension DataSet {
    /// A record's data set over the bytes of an item: which they are, and where the values of its links begin.
    fileprivate struct Linked {
        var dataSet: DataSet
        var range: Range<Int>
        var next: Int
        var below: Int
    }

    /// The record as it stands, where it needs no more than other links; else encoded anew.
    fileprivate func linked() throws(DataSetError) -> Linked {
        let isInUse = (try? integer(.recordInUseFlag)) == 0xFFFF
        let isDeclared = contains(.specificCharacterSet) || characterSet == .isoIR6
        if isInUse, isDeclared, !contains(where: { $0.tag.element == 0 }),
            let range = faithfulRange(in: .explicitLittleEndian, WritingOptions(), characterSet), let linked = linked(in: range)
        {
            return linked
        }
        let record = try DirectoryRecord.item(Array(self), in: characterSet)
        guard let count = record.source?.count, let linked = record.linked(in: 0..<count) else {
            throw DataSetError(
                code: .invalidValue, path: TagPath([TagPath.Step(.directoryRecordSequence)]),
                problem: "A Directory Record does not read back as it was encoded.", remedy: "Remove it, and index its file anew.")
        }
        return linked
    }

    private func linked(in range: Range<Int>) -> Linked? {
        guard let next = self[.offsetOfTheNextDirectoryRecord], next.isLink,
            let below = self[.offsetOfReferencedLowerLevelDirectoryEntity], below.isLink
        else { return nil }
        return Linked(dataSet: self, range: range, next: next.valueOffset, below: below.valueOffset)
    }
}

extension DataElement {
    /// Whether an offset written over the value will be read as one; the record may have come with another value representation.
    fileprivate var isLink: Bool { valueRepresentation == .ul && length == 4 }
}
