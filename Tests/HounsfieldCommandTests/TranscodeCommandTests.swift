import ArgumentParser
import DICOMTestSupport
import Foundation
import Hounsfield
import Testing

@testable import HounsfieldCommand

@Suite("hounsfield transcode", .serialized)
struct TranscodeCommandTests {
    private static let grey = GoldenObject.named("grey-16-signed-explicit").path

    private static func run(_ words: [String]) async throws {
        let command = try #require(try HounsfieldCommand.parseAsRoot(["transcode"] + words) as? TranscodeCommand)
        try await command.run()
    }

    private static func status(_ words: [String]) async -> Int32 {
        do {
            try await run(words)
            return 0
        } catch {
            return HounsfieldCommand.exitCode(for: error).rawValue
        }
    }

    private static func makeFolder() throws -> ScratchFile {
        let folder = ScratchFile()
        for name in ["a/b", "c"] {
            try FileManager.default.createDirectory(atPath: folder.path + "/" + name, withIntermediateDirectories: true)
        }
        let files = ["a/one.dcm": "grey-8-explicit", "a/b/two": "grey-12-implicit", "c/three.dcm": "bits-multiframe"]
        for (name, object) in files {
            try FileManager.default.copyItem(atPath: GoldenObject.named(object).path, toPath: folder.path + "/" + name)
        }
        try Data("no image".utf8).write(to: URL(fileURLWithPath: folder.path + "/c/readme.txt"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link.dcm", withDestinationPath: grey)
        return folder
    }

    private static func files(_ folder: ScratchFile) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let path = folder.path + "/" + name
            guard try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeRegular else { continue }
            found[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        found[".hounsfield-transcode.jsonl"] = nil
        return found
    }

    @Test(
        "ends wrong usage with status 64",
        arguments: [
            ["in", "out"], ["in", "out", "--to", "nonsense"], ["in", "out", "--to", "jpeg-ls-lossless", "--quality", "5"],
            ["in", "out", "--to", "jpeg-baseline-8-bit", "--quality", "0"],
            ["in", "out", "--to", "jpeg-2000", "--ratio", "2", "--near", "2"],
            ["in", "out", "--to", "rle-lossless", "--threads", "0"], ["in", "out", "--to", "rle-lossless", "--new-uid", "--keep-uid"],
            [grey, "out", "--to", "rle-lossless", "--keep-refused"],
        ])
    func usage(words: [String]) async { #expect(await Self.status(words) == 64) }

    @Test("ends with status 2 where the file is refused, and leaves none")
    func refused() async {
        let output = ScratchFile()
        #expect(await Self.status(["/nonexistent", output.path, "--to", "rle-lossless"]) == 2)
        #expect(await Self.status([Self.grey, output.path, "--to", "jpeg-baseline-8-bit"]) == 2)
        #expect(!FileManager.default.fileExists(atPath: output.path))
    }

    @Test("writes a file in the transfer syntax that a keyword or a UID names", arguments: ["jpeg-ls-lossless", "1.2.840.10008.1.2.4.80"])
    func file(syntax: String) async throws {
        let output = ScratchFile()
        try await Self.run([Self.grey, output.path, "--to", syntax, "--verify", "--threads", "2"])
        let result = try DICOMFile(at: output.path, options: .strict)
        #expect(result.transferSyntax == .jpegLSLossless)
        #expect(try result.frame(0).decoded() == DICOMFile(at: Self.grey).frame(0).decoded())
    }

    @Test("brings a folder over with its paths, leaves links and other files out, and says by status 1 that one was refused")
    func folder() async throws {
        let (source, target) = (try Self.makeFolder(), ScratchFile())
        #expect(await Self.status([source.path, target.path, "--to", "jpeg-ls-lossless"]) == 1)
        let files = try Self.files(target)
        #expect(files.keys.sorted() == ["a/b/two", "a/one.dcm"])
        for name in files.keys {
            let (before, after) = try (DICOMFile(at: source.path + "/" + name), DICOMFile(at: target.path + "/" + name))
            #expect(after.transferSyntax == .jpegLSLossless)
            #expect(try after.frame(0).decoded() == before.frame(0).decoded())
        }
    }

    @Test("keeps what is refused as it is where that is asked for")
    func keepRefused() async throws {
        let (source, target) = (try Self.makeFolder(), ScratchFile())
        #expect(await Self.status([source.path, target.path, "--to", "jpeg-ls-lossless", "--keep-refused"]) == 1)
        #expect(try Self.files(target)["c/three.dcm"] == Self.files(source)["c/three.dcm"])
    }

    @Test("takes up a run that was ended: what is done is not done again, what is not whole goes, what has changed is done anew")
    func resume() async throws {
        let (source, target, whole) = (try Self.makeFolder(), ScratchFile(), ScratchFile())
        let words = ["--to", "rle-lossless"]
        #expect(await Self.status([source.path, whole.path] + words) == 0)
        #expect(await Self.status([source.path, target.path] + words) == 0)
        let done = target.path + "/a/one.dcm"
        let date = try FileManager.default.attributesOfItem(atPath: done)[.modificationDate] as? Date
        // As a process leaves it that was killed: one file begun, one not there.
        try Data([1, 2]).write(to: URL(fileURLWithPath: target.path + "/a/b/two.4711-99.partial"))
        try FileManager.default.removeItem(atPath: target.path + "/a/b/two")
        #expect(await Self.status([source.path, target.path] + words) == 0)
        #expect(try Self.files(target) == Self.files(whole))
        #expect(try FileManager.default.attributesOfItem(atPath: done)[.modificationDate] as? Date == date)
        // Other options, and another source, are other work.
        #expect(await Self.status([source.path, target.path, "--to", "explicit-vr-little-endian"]) == 0)
        #expect(try DICOMFile(at: done).transferSyntax == .explicitVRLittleEndian)
    }

    @Test("refuses a folder that lies in the other, and one that is the same")
    func nested() async throws {
        let source = try Self.makeFolder()
        #expect(await Self.status([source.path, source.path + "/out", "--to", "rle-lossless"]) == 2)
        #expect(await Self.status([source.path, source.path, "--to", "rle-lossless"]) == 2)
        #expect(await Self.status([source.path + "/a", source.path, "--to", "rle-lossless"]) == 2)
    }

    @Test("writes nothing through links that lead out of the folder")
    func links() async throws {
        let (source, target, outside) = (try Self.makeFolder(), ScratchFile(), ScratchFile())
        for path in [target.path, outside.path] { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        try FileManager.default.createSymbolicLink(atPath: target.path + "/a", withDestinationPath: outside.path)
        #expect(await Self.status([source.path, target.path, "--to", "rle-lossless"]) == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == [])
    }
}
