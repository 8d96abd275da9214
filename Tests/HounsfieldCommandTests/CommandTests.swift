import ArgumentParser
import DICOMTestSupport
import Foundation
import Hounsfield
import Testing

@testable import HounsfieldCommand

@Suite("The command line")
struct CommandTests {
    private static let grey = GoldenObject.named("grey-16-signed-explicit").path

    private func parse(_ words: String...) throws -> any ParsableCommand {
        try HounsfieldCommand.parseAsRoot(WindowArgument.joined(words))
    }

    @Test(
        "takes windows with a negative center, before and after the file",
        arguments: [
            ["render", "scan.dcm", "--window", "-600", "1500.5", "-o", "-"],
            ["render", "--window", "-600", "1500.5", "-o", "-", "scan.dcm"],
            ["render", "-o", "-", "scan.dcm", "--window", "-600", "1500.5"],
        ])
    func negativeCenter(words: [String]) throws {
        let command = try #require(try HounsfieldCommand.parseAsRoot(WindowArgument.joined(words)) as? RenderCommand)
        guard case .window(let window) = try #require(command.window).voi else {
            Issue.record("no window")
            return
        }
        #expect(window.center.doubleValue == -600)
        #expect(window.width.doubleValue == 1500.5)
        #expect(command.file == "scan.dcm")
    }

    @Test(
        "takes windows by a name of one word",
        arguments: [("auto", .automatic), ("range", .range), ("lung", .window(VOIWindow(center: -600, width: 1_500)))]
            as [(String, RenderingOptions.VOI)])
    func namedWindow(name: String, voi: RenderingOptions.VOI) throws {
        for words in [["render", "scan.dcm", "--window", name, "-o", "-"], ["render", "--window", name, "scan.dcm", "-o", "-"]] {
            let command = try #require(try HounsfieldCommand.parseAsRoot(WindowArgument.joined(words)) as? RenderCommand)
            #expect(command.window?.voi == voi && command.file == "scan.dcm")
        }
    }

    @Test(
        "ends wrong usage with status 64",
        arguments: [
            ["nonsense"], ["render", "scan.dcm"], ["render", "scan.dcm", "-o", "-", "--window", "40"],
            ["render", "scan.dcm", "-o", "-", "--window", "forty", "400"], ["frames", "scan.dcm", "--frame", "0"],
            ["render", "scan.dcm", "-o", "-", "--max-size", "0"], ["measure", "encode", "scan.dcm", "--to", "nonsense"],
            ["measure", "encode", "scan.dcm", "--to", "ht-jpeg-2000"],
            ["measure", "encode", "scan.dcm", "--to", "explicit-vr-little-endian"],
            ["measure", "decode", "scan.dcm", "--runs", "0"],
        ])
    func usage(words: [String]) {
        #expect { _ = try HounsfieldCommand.parseAsRoot(WindowArgument.joined(words)) } throws: {
            HounsfieldCommand.exitCode(for: $0) == .validationFailure
        }
    }

    @Test(
        "ends with status 2 where a file is refused",
        arguments: [
            ["json", "/nonexistent"], ["dump", "/nonexistent"], ["info", "/nonexistent"], ["frames", grey, "--frame", "2", "--raw"],
            ["render", "/nonexistent", "-o", "-"],
        ])
    func refusal(words: [String]) throws {
        var command = try HounsfieldCommand.parseAsRoot(words)
        #expect { try command.run() } throws: { HounsfieldCommand.exitCode(for: $0) == ExitCode(2) }
    }

    private func measure(_ words: [String]) async throws {
        var command = try #require(try HounsfieldCommand.parseAsRoot(["measure"] + words + ["--runs", "1"]) as? any AsyncParsableCommand)
        try await command.run()
    }

    @Test("measures the decoding of files in any transfer syntax that is read", arguments: GoldenObject.all.filter { $0.frames != nil })
    func measureDecode(object: GoldenObject) async throws {
        try await measure(["decode", object.path])
    }

    @Test("measures the encoding in every transfer syntax that has frames and is written")
    func measureEncode() async throws {
        for syntax in TransferSyntax.allRegistered where FrameEncoder.encodes(syntax) {
            try await measure([
                "encode", GoldenObject.named("grey-8-explicit").path, "--to", try #require(syntax.commandLineKeyword), "--threads", "2",
            ])
        }
    }

    @Test(
        "ends with status 2 where samples cannot be encoded so",
        arguments: [
            ("grey-16-signed-explicit", "jpeg-baseline-8-bit"), ("grey-12-implicit", "JPEGBaseline8Bit"),
            ("grey-16-signed-explicit", "jpeg-ls-near-lossless"),
        ])
    func measureMisfit(name: String, syntax: String) async throws {
        let path = GoldenObject.named(name).path
        await #expect { try await measure(["encode", path, "--to", syntax]) } throws: { HounsfieldCommand.exitCode(for: $0) == ExitCode(2) }
    }

    @Test("renders a PNG of the size that is asked for")
    func render() throws {
        let file = ScratchFile()
        var command = try parse("render", Self.grey, "-o", file.path, "--max-size", "5", "--window", "-20", "100")
        try command.run()
        let png = try file.bytes()
        #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let size = [Array(png[16..<20]), Array(png[20..<24])].map { $0.reduce(0) { $0 << 8 | Int($1) } }
        #expect(size.max() == 5)
    }
}
