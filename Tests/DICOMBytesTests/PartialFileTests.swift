import DICOMBytes
import DICOMTestSupport
import Foundation
import Testing

@Suite("Files that are not whole yet")
struct PartialFileTests {
    private static func folder() throws -> ScratchFile {
        let folder = ScratchFile()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        return folder
    }

    private static func names(_ folder: ScratchFile) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("get their name when they are, with what was written over in the end")
    func commit() throws {
        let folder = try Self.folder()
        let path = folder.path + "/whole"
        let partial = try PartialFile(replacing: path)
        try partial.sink.write([1, 2, 3, 4, 5])
        try partial.overwrite([9, 8], at: 1)
        try partial.sink.write([6])
        #expect(!FileManager.default.fileExists(atPath: path))
        try partial.commit()
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == [1, 9, 8, 4, 5, 6])
        #expect(try Self.names(folder) == ["whole"])
    }

    private struct Failure: Error {}

    private static func writeAndFail(_ path: String) throws {
        let partial = try PartialFile(replacing: path)
        try partial.sink.write([1])
        throw Failure()
    }

    @Test("leave nothing where they never are")
    func letGo() throws {
        let folder = try Self.folder()
        #expect(throws: Failure.self) { try Self.writeAndFail(folder.path + "/never") }
        #expect(try Self.names(folder) == [])
    }

    @Test("are known by their names, and taken away with those below; others stay")
    func remains() throws {
        let folder = try Self.folder()
        try FileManager.default.createDirectory(atPath: folder.path + "/a", withIntermediateDirectories: true)
        let left = ["a/scan.dcm.411-77.partial", "x.1-2.partial"]
        let others = ["a/scan.dcm", "x.partial", "y.a-2.partial", ".1-2.partial.dcm", "z.1-2-3.partial"]
        for name in left + others { try Data([1]).write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
        let removed = try Folder(at: folder.path).removePartialFiles().map { $0.joined(separator: "/") }
        #expect(removed.sorted() == left)
        for name in others { #expect(FileManager.default.fileExists(atPath: folder.path + "/" + name), "\(name)") }
    }

    @Test("have a place in a folder that no link leads out of")
    func places() throws {
        let (folder, outside) = (try Self.folder(), try Self.folder())
        let inside = try Folder(at: folder.path)
        #expect(try inside.place(for: ["a", "b", "c.dcm"]) == inside.path + "/a/b/c.dcm")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/out", withDestinationPath: outside.path)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/a/link.dcm", withDestinationPath: outside.path + "/x")
        #expect(try inside.place(for: ["out", "c.dcm"]) == nil)
        #expect(try inside.place(for: ["a", "link.dcm"]) == nil)
        #expect(try inside.place(for: ["a", "b"]) == nil)
        #expect(try inside.place(for: [".."]) == nil)
        #expect(throws: ByteSourceError.self) { try inside.place(for: ["..", "c.dcm"]) }
        #expect(try Self.names(outside) == [])
    }
}
