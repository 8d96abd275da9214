internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

struct TranscodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcode", abstract: "Brings images into another transfer syntax, a file or a folder of them.",
        discussion: """
            Lossless where the transfer syntax is; then the object stays the same one. With a loss it becomes a derived one: it gets a \
            SOP Instance UID of its own, its source is named in it, and the loss is added to its history.

            Prints what became of each file, a JSON object a line: file, from, to, work (kept, relabelled, repacked, encoded), frames, \
            bytesBefore, bytesAfter, lossy, verified, sha256 of the canonical samples, or refusal and code.

            Where IN is a folder, OUT gets files of the same relative paths. Links are not followed, what is no DICOM file is named and \
            left out. Files that were done by the same options before, as .hounsfield-transcode.jsonl in OUT says, are not done again: a \
            run that was ended is taken up by the same command.

            Exit status: 0 all done; 1 done, but files of a folder were refused; 2 IN or its only file was refused; 64 wrong usage.

            EXAMPLES
              hounsfield transcode scan.dcm small.dcm --to jpeg-ls-lossless --verify
              hounsfield transcode scan.dcm preview.dcm --to jpeg-baseline-8-bit --quality 75
              hounsfield transcode archive smaller --to jpeg-2000-lossless --keep-refused
            """)

    @Argument(help: "A DICOM file, or - for standard input, or a folder.")
    var input: String

    @Argument(help: "The file to write, or - for standard output; the folder to write where IN is one.")
    var output: String

    @Option(help: "The transfer syntax: a keyword or UID of those that `hounsfield syntaxes` says are written.")
    var to: String

    @Option(help: "JPEG: 1 to 100.")
    var quality: Int?

    @Option(help: "JPEG-LS Near-Lossless: by how much a sample may differ; 0 for none.")
    var near: Int?

    @Option(help: "JPEG, JPEG 2000: how many times smaller; 1 for JPEG 2000 without loss.")
    var ratio: Double?

    @Option(help: "JPEG XL: the Butteraugli distance; 0 for none.")
    var distance: Float?

    @Flag(help: "Decode each frame again and compare.")
    var verify = false

    @Flag(help: "Give each result a SOP Instance UID of its own.")
    var newUid = false

    @Flag(help: "Keep the SOP Instance UID, of lossy results too, against PS3.3 C.7.6.1.1.5.")
    var keepUid = false

    @Flag(help: "Of a folder: copy what is refused as it is.")
    var keepRefused = false

    @Option(help: "Files at once, or frames of a single file; by default as many as the machine has cores.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Decode High-Throughput JPEG 2000 in several layers, on damaged files of which OpenJPEG may end the process.")
    var trusted = false

    func validate() throws {
        guard TransferSyntax(named: to) != nil else { throw ValidationError("\(to) is no transfer syntax; see `hounsfield syntaxes`.") }
        guard [quality != nil, near != nil, ratio != nil, distance != nil].filter({ $0 }).count <= 1 else {
            throw ValidationError("Give one of --quality, --near, --ratio and --distance.")
        }
        guard threads >= 1 else { throw ValidationError("--threads takes 1 or more.") }
        guard !(newUid && keepUid) else { throw ValidationError("--new-uid and --keep-uid contradict each other.") }
        do {
            try transcoder().checkOptions()
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        if input != "-", (try? Folder(at: input)) != nil { return try await runOnFolder() }
        guard !keepRefused else { throw ValidationError("--keep-refused is for a folder.") }
        let record: TranscodingRecord
        do {
            let file = try DICOMFile(at: input)
            record = TranscodingRecord(file: input, receipt: try await transcode(file))
        } catch {
            record = TranscodingRecord(file: input, refusal: error)
            Message.say("\(input): \(error)")
        }
        // Standard output may be the file.
        if output != "-" { try ByteSink.standardOutput.write(try record.json()) }
        if record.refusal != nil { throw ExitCode(2) }
    }

    private func transcode(_ file: DICOMFile) async throws -> TranscodingReceipt {
        guard output == "-" else { return try await transcoder().transcode(file, to: output, framesAtOnce: threads) }
        // A stream has no way back to where the offsets of frames are put in, so it is made in memory.
        let (dataSet, receipt) = try transcoder().transcode(file.dataSet, from: file.transferSyntax)
        var result = DICOMFile(dataSet, transferSyntax: transferSyntax)
        result.fileMetaInformation = file.fileMetaInformation
        try result.write(to: output)
        return receipt
    }

    private func runOnFolder() async throws {
        let folders: FolderTranscoding
        do {
            folders = try FolderTranscoding(from: input, to: output, transcoder: transcoder(), keepsRefused: keepRefused, threads: threads)
        } catch {
            Message.say("\(error)")
            throw ExitCode(2)
        }
        if try await folders.run() { throw ExitCode(1) }
    }

    private var transferSyntax: TransferSyntax { TransferSyntax(named: to) ?? .explicitVRLittleEndian }

    func transcoder() -> Transcoder {
        var options = TranscodingOptions(loss: loss, verifies: verify)
        options.instanceUID = newUid ? .new : keepUid ? .kept : .automatic
        options.trustsHighThroughput = trusted
        return Transcoder(to: transferSyntax, options: options)
    }

    private var loss: CodingLoss? {
        if let quality { return .quality(quality) }
        if let near { return near == 0 ? .nothing : .near(near) }
        if let ratio { return ratio == 1 ? .nothing : .ratio(ratio) }
        if let distance { return distance == 0 ? .nothing : .distance(distance) }
        return nil
    }
}
