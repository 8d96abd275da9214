internal import DICOMBytes

extension DICOMDirectory {
    /// The file `DICOMDIR`: Explicit VR Little Endian (PS3.10 8.6), every record linked by its offset.
    public func file() throws(DataSetError) -> DICOMFile {
        var laidOut = Layout()
        laidOut.add(records)

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
        let offsets = try laidOut.offsets(from: start)
        if let first = offsets.first, let lastRoot = laidOut.roots.last {
            try file.dataSet.set(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, to: .integers([first]))
            try file.dataSet.set(.offsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, to: .integers([offsets[lastRoot]]))
        }
        try file.dataSet.set(.directoryRecordSequence, to: .items(try laidOut.items(at: offsets)))
        return file
    }

    /// The records in the order in which they are written, with their links as numbers.
    private struct Layout {
        private struct Entry {
            var dataSet: DataSet
            var next: Int?
            var below: Int?
        }

        private var entries: [Entry] = []
        private(set) var roots: [Int] = []

        mutating func add(_ records: [DirectoryRecord]) { roots = addEntity(records) }

        private mutating func addEntity(_ records: [DirectoryRecord]) -> [Int] {
            var numbers: [Int] = []
            for record in records {
                let number = entries.count
                if let previous = numbers.last { entries[previous].next = number }
                numbers.append(number)
                entries.append(Entry(dataSet: record.dataSet))
                entries[number].below = addEntity(record.children).first
            }
            return numbers
        }

        /// Where each item begins.
        func offsets(from start: Int) throws(DataSetError) -> [Int] {
            var offsets: [Int] = []
            var position = start
            for entry in entries {
                offsets.append(position)
                let item = try Self.linked(entry.dataSet, next: 0, below: 0)
                position += 8 + (try DataSetWriter.measure(item: item, as: .explicitLittleEndian, WritingOptions()))
            }
            guard position <= Int(UInt32.max) else {
                throw DataSetError(
                    code: .limitExceeded, problem: "The DICOMDIR would be larger than its offsets of 32 bits can tell.",
                    remedy: "Divide the file-set.")
            }
            return offsets
        }

        func items(at offsets: [Int]) throws(DataSetError) -> [DataSet] {
            var items: [DataSet] = []
            items.reserveCapacity(entries.count)
            for entry in entries {
                items.append(
                    try Self.linked(entry.dataSet, next: entry.next.map { offsets[$0] } ?? 0, below: entry.below.map { offsets[$0] } ?? 0))
            }
            return items
        }

        private static func linked(_ record: DataSet, next: Int, below: Int) throws(DataSetError) -> DataSet {
            // A list of elements has a defined length, whatever the item had that it was read from: so its size is known.
            var item = DataSet(elements: record.filter { $0.tag.element != 0 }, in: record.characterSet)
            // Records are moved about; each says for itself what its text is in.
            if !item.contains(.specificCharacterSet), item.characterSet != .isoIR6 { item.set(DataElement(declaring: item.characterSet)) }
            try item.set(.offsetOfTheNextDirectoryRecord, to: .integers([next]))
            try item.set(.recordInUseFlag, to: 0xFFFF)
            try item.set(.offsetOfReferencedLowerLevelDirectoryEntity, to: .integers([below]))
            return item
        }
    }
}
