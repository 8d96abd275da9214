import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("DICOMDIR")
struct DICOMDirectoryTests {
    /// Types and File IDs, indented by depth.
    static func outline(_ records: [DirectoryRecord], _ indent: String = "") -> [String] {
        records.flatMap { record in
            ["\(indent)\(record.type.rawValue) \((record.fileID ?? []).joined(separator: "/"))"] + outline(record.children, indent + " ")
        }
    }

    /// An instance with the keys that its records need.
    static func instance(patient: String, study: String, series: String, number: Int, sopClass: String = "1.2.840.10008.5.1.4.1.1.2")
        throws -> DICOMFile
    {
        var dataSet = DataSet()
        try dataSet.set(.sopClassUID, to: .texts([sopClass]))
        try dataSet.set(.sopInstanceUID, to: .texts(["\(series).\(number)"]))
        try dataSet.set(.patientID, to: .texts([patient]))
        try dataSet.set(.patientName, to: "Müller^Ada")
        try dataSet.set(.studyInstanceUID, to: .texts([study]))
        try dataSet.set(.seriesInstanceUID, to: .texts([series]))
        try dataSet.set(.modality, to: "CT")
        try dataSet.set(.instanceNumber, to: .integers([number]))
        return DICOMFile(dataSet)
    }

    private static func example() throws -> DICOMDirectory {
        var directory = DICOMDirectory(fileSetID: "TEST")
        try directory.add(instance(patient: "P-1", study: "1.2", series: "1.2.1", number: 1), fileID: ["A", "1"])
        try directory.add(instance(patient: "P-2", study: "1.3", series: "1.3.1", number: 1), fileID: ["B", "1"])
        try directory.add(instance(patient: "P-1", study: "1.2", series: "1.2.1", number: 2), fileID: ["A", "2"])
        try directory.add(
            instance(patient: "P-1", study: "1.2", series: "1.2.2", number: 1, sopClass: "1.2.840.10008.5.1.4.1.1.88.11"),
            fileID: ["A", "3"])
        return directory
    }

    private static let tree = [
        "PATIENT ", " STUDY ", "  SERIES ", "   IMAGE A/1", "   IMAGE A/2", "  SERIES ", "   SR DOCUMENT A/3", "PATIENT ", " STUDY ",
        "  SERIES ",
        "   IMAGE B/1",
    ]

    @Test("puts instances under their patient, study and series (PS3.3 F.4)")
    func adds() throws {
        #expect(Self.outline(try Self.example().records) == Self.tree)
    }

    @Test("keep of a file only what a record says, so that thousands of files fit in memory")
    func ownBytes() throws {
        var file = try Self.instance(patient: "P-1", study: "1.2", series: "1.2.1", number: 7)
        try file.dataSet.set(DataElement.Tag(0x0008_0071), to: .bytes([UInt8](repeating: 1, count: 100_000)), as: .ob)
        var directory = DICOMDirectory()
        try directory.add(try DICOMFile(bytes: try file.bytes()), fileID: ["IM7"])
        let record = try #require(directory.instances.first?.dataSet[.instanceNumber])
        #expect(record.bytes == Array("7 ".utf8) && record.valueOffset < 1000)
    }

    @Test("is read back as it was written, every offset where its record lies")
    func roundTrip() throws {
        let bytes = try Self.example().file().bytes()
        let file = try DICOMFile(bytes: bytes, options: .strict)
        #expect(try file.fileMetaInformation.uniqueIdentifier(.mediaStorageSOPClassUID) == "1.2.840.10008.1.3.10")
        let again = try DICOMDirectory(file)
        #expect(again.repairs.isEmpty && again.fileSetID == "TEST")
        #expect(Self.outline(again.records) == Self.tree)
        #expect(try again.records[0].dataSet.string(.patientName) == "Müller^Ada")
        let image = try #require(again.instances.first)
        #expect(image.sopInstanceUID == "1.2.1.1" && image.sopClassUID == "1.2.840.10008.5.1.4.1.1.2")
        #expect(image.transferSyntax == .explicitVRLittleEndian)
        #expect(try DICOMDirectory(try again.file()).all.count == Self.tree.count)
    }

    @Test("takes the place of an instance that is added again, and of no other")
    func replaces() throws {
        var directory = try Self.example()
        try directory.add(Self.instance(patient: "P-1", study: "1.2", series: "1.2.1", number: 1), fileID: ["C"])
        #expect(directory.instances.compactMap(\.fileID) == [["C"], ["A", "2"], ["A", "3"], ["B", "1"]])
    }

    @Test("keeps patients of one number and two issuers apart")
    func issuers() throws {
        var directory = DICOMDirectory()
        for (issuer, study) in [("LONDON", "1.2"), ("CARDIFF", "1.3")] {
            var file = try Self.instance(patient: "P-1", study: study, series: "\(study).1", number: 1)
            try file.dataSet.set(.issuerOfPatientID, to: .texts([issuer]))
            try directory.add(file, fileID: [issuer])
        }
        #expect(directory.records.count == 2)
    }

    @Test(
        "refuses names that are no File IDs (PS3.10 8.5)",
        arguments: [[], ["lower"], ["TOOLONG99"], ["A", "..", "B"], ["A/B"], [""], Array(repeating: "A", count: 9)])
    func fileIDs(fileID: [String]) throws {
        var directory = DICOMDirectory()
        let file = try Self.instance(patient: "P", study: "1.2", series: "1.3", number: 1)
        #expect { try directory.add(file, fileID: fileID) } throws: { ($0 as? DataSetError)?.path.steps.last?.tag == .referencedFileID }
        #expect(directory.records.isEmpty)
    }

    @Test("refuses an instance without SOP Class")
    func noClass() throws {
        var directory = DICOMDirectory()
        #expect(throws: DataSetError.self) { try directory.add(DICOMFile(DataSet()), fileID: ["A"]) }
    }

    /// Where the item of each record begins, and the bytes.
    private static func links(_ bytes: [UInt8]) throws -> (file: DICOMFile, items: [TagPath]) {
        let file = try DICOMFile(bytes: bytes)
        let items = file.dataSet.items(.directoryRecordSequence)
        return (file, items.indices.map { TagPath([.init(.directoryRecordSequence, item: $0), .init(.offsetOfTheNextDirectoryRecord)]) })
    }

    @Test("ends where links lead in a circle or nowhere, loses no record, and says so", arguments: [-1, 7, 4_000_000_000])
    func brokenLinks(target: Int) throws {
        var (file, next) = try Self.links(try Self.example().file().bytes())
        // -1 stands for the record's own series: a circle.
        let first = try #require(try file.dataSet.integer(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity))
        try file.dataSet.set(next[4], to: .integers([target < 0 ? first : target]))
        let directory = try DICOMDirectory(try DICOMFile(bytes: try file.bytes()))
        #expect(!directory.repairs.isEmpty)
        #expect(Set(directory.instances.compactMap(\.fileID)) == [["A", "1"], ["A", "2"], ["A", "3"], ["B", "1"]])
    }

    @Test("is understood by the order of its records where there are no links at all")
    func noLinks() throws {
        var (file, next) = try Self.links(try Self.example().file().bytes())
        for path in next {
            try file.dataSet.set(path, to: 0)
            var below = path
            below.steps[1].tag = .offsetOfReferencedLowerLevelDirectoryEntity
            try file.dataSet.set(below, to: 0)
        }
        try file.dataSet.set(.offsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, to: 0)
        let directory = try DICOMDirectory(try DICOMFile(bytes: try file.bytes()))
        #expect(Self.outline(directory.records) == Self.tree && directory.repairs.count == 1)
    }

    @Test("is written with links that are read as such, whatever the records called theirs")
    func linksOfAnotherKind() throws {
        var bytes = try Self.example().file().bytes()
        // Of every record: (0004,1400), which then is no number.
        for at in bytes.indices.dropLast(6) where Array(bytes[at..<at + 6]) == [4, 0, 0, 0x14, 0x55, 0x4C] { bytes[at + 5] = 0x49 }
        let directory = try DICOMDirectory(try DICOMFile(bytes: bytes))
        #expect(directory.repairs.count == 1)
        let again = try DICOMDirectory(try DICOMFile(bytes: try directory.file().bytes(), options: .strict))
        #expect(again.repairs.isEmpty && Self.outline(again.records) == Self.outline(directory.records))
    }

    @Test("refuses a file without Directory Records")
    func noDirectory() throws {
        let image = try DICOMFile(at: GoldenObject.all[0].path)
        #expect(throws: DataSetError.self) { try DICOMDirectory(image) }
    }

    @Test(
        "of pydicom's tests is the same tree in every encoding, order and with every defect: 52 records, 31 files",
        .enabled(if: Corpus.isPresent),
        arguments: ["DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-nooffset", "DICOMDIR-reordered"])
    func corpus(name: String) throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom/pydicom/dicomdirtests")
        let directory = try DICOMDirectory(try DICOMFile(at: folder.appendingPathComponent(name).path))
        let reference = try DICOMDirectory(try DICOMFile(at: folder.appendingPathComponent("DICOMDIR").path))
        #expect(directory.all.count == 52 && directory.instances.count == 31)
        #expect(Self.outline(directory.records) == Self.outline(reference.records))
    }

    @Test("keeps what it says beside the records, and its links right, when it is written anew")
    func rootAttributes() throws {
        var file = try Self.example().file()
        try file.dataSet.set(.specificCharacterSet, to: "ISO_IR 100")
        try file.dataSet.set(privateElement: 0x01, group: 0x0009, creator: "ACME", to: "Müller", as: .lo)
        let directory = try DICOMDirectory(try DICOMFile(bytes: try file.bytes()))
        let again = try DICOMFile(bytes: try directory.file().bytes(), options: .strict)
        #expect(try again.dataSet.string(DataElement.Tag(0x0009_1001)) == "Müller")
        let tree = try DICOMDirectory(again)
        #expect(tree.repairs.isEmpty && Self.outline(tree.records) == Self.tree)
    }
}

@Suite("A DICOMDIR of many files")
struct LargeDirectoryTests {
    @Test("finds the record of each instance, however many there are")
    func replacesAmongMany() throws {
        var directory = DICOMDirectory()
        for number in 1...100 {
            try directory.add(
                DICOMDirectoryTests.instance(patient: "P-1", study: "1.2", series: "1.2.1", number: number), fileID: ["IM\(number)"])
        }
        // Those that are there are replaced in their places, the others put behind them.
        for number in [1, 40, 100, 101, 101] {
            try directory.add(
                DICOMDirectoryTests.instance(patient: "P-1", study: "1.2", series: "1.2.1", number: number), fileID: ["NEW\(number)"])
        }
        let names = directory.instances.compactMap { $0.fileID?.first }
        #expect(names == ["NEW1"] + (2...39).map { "IM\($0)" } + ["NEW40"] + (41...99).map { "IM\($0)" } + ["NEW100", "NEW101"])
        #expect(directory.records.count == 1 && directory.records[0].children.count == 1)
        let again = try DICOMDirectory(try DICOMFile(bytes: directory.file().bytes()))
        #expect(again.instances.compactMap { $0.fileID?.first } == names && again.repairs.isEmpty)
    }
}
