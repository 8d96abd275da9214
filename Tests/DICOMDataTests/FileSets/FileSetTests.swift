import DICOMData
import DICOMTestSupport
import Foundation
import Testing

@Suite("File-sets")
struct FileSetTests {
    /// A folder with two instances under valid names and one file that is none.
    private func medium() throws -> ScratchFile {
        let folder = ScratchFile()
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.path + "/IMAGES", withIntermediateDirectories: true)
        for number in 1...2 {
            let file = try DICOMDirectoryTests.instance(patient: "P-1", study: "1.2", series: "1.2.1", number: number)
            try file.write(to: folder.path + "/IMAGES/IM\(number)")
        }
        try Data("read me".utf8).write(to: URL(fileURLWithPath: folder.path + "/README.TXT"))
        return folder
    }

    @Test("index what lies in a folder, and name what they leave out")
    func index() throws {
        let folder = try medium()
        var fileSet = try FileSet(new: folder.path, fileSetID: "CD_17")
        let refusals = fileSet.addAll()
        #expect(refusals.map(\.fileID) == [["README.TXT"]] && refusals[0].reason.code == .notDICOM)
        try fileSet.write()

        let again = try FileSet(at: folder.path)
        #expect(again.directory.fileSetID == "CD_17" && again.directory.repairs.isEmpty)
        let paths = try again.directory.instances.map { try again.path(of: $0) }
        #expect(paths.map { URL(fileURLWithPath: $0).lastPathComponent } == ["IM1", "IM2"])
        #expect(try paths.map { try DICOMFile(at: $0, options: .strict).dataSet.integer(.instanceNumber) } == [1, 2])
    }

    @Test("take copies under names of their own, and go on where they ended")
    func append() throws {
        let folder = try medium()
        var fileSet = try FileSet(new: folder.path)
        #expect(fileSet.addAll().count == 1)
        try fileSet.write()

        var reopened = try FileSet(at: folder.path)
        for name in ["grey-8-explicit", "rgb-rle"] { try reopened.add(copyOf: GoldenObject.named(name).path) }
        try reopened.write()
        let final = try FileSet(at: folder.path)
        #expect(final.directory.instances.count == 4)
        let copies = final.directory.instances.filter { $0.fileID?.first != "IMAGES" }
        #expect(copies.count == 2 && copies.allSatisfy { $0.fileID?.count == 4 })
        for (record, name) in zip(copies, ["grey-8-explicit", "rgb-rle"]) {
            #expect(try Array(Data(contentsOf: URL(fileURLWithPath: try final.path(of: record)))) == GoldenObject.named(name).bytes())
        }
    }

    @Test("find files on media that are mounted in other letters")
    func letterCase() throws {
        let folder = try medium()
        var fileSet = try FileSet(new: folder.path)
        _ = fileSet.addAll()
        try FileManager.default.moveItem(atPath: folder.path + "/IMAGES/IM1", toPath: folder.path + "/IMAGES/im1")
        let record = try #require(fileSet.directory.instances.first)
        #expect(try fileSet.path(of: record).hasSuffix("/IMAGES/im1"))
    }

    @Test(
        "never leave their root, whatever the DICOMDIR names",
        arguments: [["..", "secret"], ["/etc/passwd"], ["IMAGES", "../../secret"], ["LINK", "secret"], ["."]])
    func staysInside(fileID: [String]) throws {
        let outside = ScratchFile()
        try FileManager.default.createDirectory(atPath: outside.path, withIntermediateDirectories: false)
        try Data([1]).write(to: URL(fileURLWithPath: outside.path + "/secret"))
        let folder = try medium()
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/LINK", withDestinationPath: outside.path)
        var fileSet = try FileSet(new: folder.path)
        _ = fileSet.addAll()
        var file = try fileSet.directory.file()
        let path = TagPath([.init(.directoryRecordSequence, item: 3), .init(.referencedFileID)])
        // As an attacker writes it: against every rule of CS.
        try file.dataSet.set(path, to: .texts(fileID), as: .uc)
        fileSet.directory = try DICOMDirectory(try DICOMFile(bytes: try file.bytes()))
        let record = try #require(fileSet.directory.instances.first)
        #expect { try fileSet.path(of: record) } throws: { ($0 as? DataSetError)?.code == .unreadable }
    }

    @Test("name a folder that is not there, and one without DICOMDIR")
    func missing() throws {
        #expect { try FileSet(at: "/nowhere") } throws: { ($0 as? DataSetError)?.code == .unreadable }
        let folder = try medium()
        #expect { try FileSet(at: folder.path) } throws: { ($0 as? DataSetError)?.code == .unreadable }
    }
}
