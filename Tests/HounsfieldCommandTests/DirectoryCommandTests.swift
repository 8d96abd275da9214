import ArgumentParser
import DICOMTestSupport
import Foundation
import Hounsfield
import Testing

@testable import HounsfieldCommand

@Suite("hounsfield dicomdir")
struct DirectoryCommandTests {
    private func run(_ words: String...) throws {
        var command = try HounsfieldCommand.parseAsRoot(["dicomdir"] + words)
        try command.run()
    }

    private func folder() throws -> ScratchFile {
        let folder = ScratchFile()
        try FileManager.default.createDirectory(atPath: folder.path + "/IMAGES", withIntermediateDirectories: true)
        try Data(GoldenObject.named("grey-8-explicit").bytes()).write(to: URL(fileURLWithPath: folder.path + "/IMAGES/IM1"))
        return folder
    }

    @Test("makes a DICOMDIR, adds to it and lists it")
    func makesAndAdds() throws {
        let folder = try folder()
        try run("make", folder.path, "--id", "CD_17")
        try run("add", folder.path, GoldenObject.named("rgb-rle").path)
        let directory = try FileSet(at: folder.path).directory
        #expect(directory.fileSetID == "CD_17" && directory.instances.count == 2)
        #expect(directory.instances.first?.fileID == ["IMAGES", "IM1"])
        try run("list", folder.path)
    }

    @Test("ends with status 1 where files of the folder were left out")
    func namesWhatIsLeftOut() throws {
        let folder = try folder()
        try Data("read me".utf8).write(to: URL(fileURLWithPath: folder.path + "/README"))
        #expect { try run("make", folder.path) } throws: { HounsfieldCommand.exitCode(for: $0) == ExitCode(1) }
        #expect(try FileSet(at: folder.path).directory.instances.count == 1)
    }

    @Test("ends with status 2 where the folder or a file is refused, and adds the others")
    func refuses() throws {
        let folder = try folder()
        for words in [["make", "/nonexistent"], ["list", "/nonexistent"], ["list", folder.path], ["add", folder.path, "x"]] {
            var command = try HounsfieldCommand.parseAsRoot(["dicomdir"] + words)
            #expect { try command.run() } throws: { HounsfieldCommand.exitCode(for: $0) == ExitCode(2) }
        }
        try run("make", folder.path)
        #expect { try run("add", folder.path, "/nonexistent", GoldenObject.named("rgb-rle").path) } throws: {
            HounsfieldCommand.exitCode(for: $0) == ExitCode(2)
        }
        #expect(try FileSet(at: folder.path).directory.instances.count == 2)
    }
}
