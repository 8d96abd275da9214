internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

/// Transcodes the files of a folder into another, several at once, each as a whole or not at all.
///
/// The folder that is written holds a journal, `.hounsfield-transcode.jsonl`: a line for each file that is done, written when the file has
/// its name. A run that finds one goes on where the earlier one ended. It is held while a run lasts, so that there is one at a time, and
/// what an earlier one has left unfinished can be taken away.
struct FolderTranscoding: Sendable {
    private let source: Folder
    private let target: Folder
    private let transcoder: Transcoder
    private let keepsRefused: Bool
    private let threads: Int
    private let journal: Journal
    /// Of earlier runs, by the names of the files.
    private let done: [String: TranscodingRecord.Done]

    private static let journalName = ".hounsfield-transcode.jsonl"

    /// - Throws: ``FolderProblem``, or what the system says of the folders.
    init(from input: String, to output: String, transcoder: Transcoder, keepsRefused: Bool, threads: Int) throws {
        source = try FolderProblem.naming(input) { try Folder(at: input) }
        target = try FolderProblem.naming(output) { try Folder(making: output) }
        guard !target.isInside(source), !source.isInside(target) else {
            throw FolderProblem(problem: "\(output): One folder lies in the other. Take one beside it.")
        }
        self.transcoder = transcoder
        self.keepsRefused = keepsRefused
        self.threads = threads
        let path = target.path + "/" + Self.journalName
        do {
            journal = try Journal(at: path)
        } catch {
            throw FolderProblem(problem: "\(path): Held by another run, or not to be written: \(error.reason).")
        }
        target.removePartialFiles()
        var done: [String: TranscodingRecord.Done] = [:]
        for line in journal.lines {
            guard let record = TranscodingRecord(json: line) else { continue }
            done[record.file] = record.done
        }
        self.done = done
    }

    /// - Returns: Whether a file was refused.
    func run() async throws -> Bool {
        let files = source.files()
        var progress = FolderProgress(count: files.count)
        try await withThrowingTaskGroup(of: TranscodingRecord.self) { group in
            var waiting = files.makeIterator()
            for _ in 0..<threads { if let names = waiting.next() { group.addTask { try transcode(names) } } }
            while let record = try await group.next() {
                try ByteSink.standardOutput.write(try record.json())
                progress.add(record)
                if let names = waiting.next() { group.addTask { try transcode(names) } }
            }
        }
        progress.end()
        return progress.refused > 0
    }

    /// What is wrong with the file is in the record; thrown is what ends the run, as a full disk.
    private func transcode(_ names: [String]) throws -> TranscodingRecord {
        let name = names.joined(separator: "/")
        let path = source.path + "/" + name
        do {
            let stamp = try FileStamp(of: path)
            guard let place = try target.place(for: names) else {
                return TranscodingRecord(
                    file: name, refusal: FolderProblem(problem: "The place to write it leads out of the folder, or is none."))
            }
            if let earlier = done[name], isDone(earlier, stamp, at: place) { return TranscodingRecord(file: name, skipped: "done before") }
            let record = try transcode(path, name, to: place)
            guard record.refusal == nil || record.copied == true, record.skipped == nil else { return record }
            try note(record, stamp, place)
            return record
        } catch let error as ImagingError where error.code == .outputFailed {
            throw error
        } catch let error as ByteSourceError where error.step == .writing {
            throw error
        } catch {
            return TranscodingRecord(file: name, refusal: error)
        }
    }

    private func transcode(_ path: String, _ name: String, to place: String) throws -> TranscodingRecord {
        let file: DICOMFile
        do {
            file = try DICOMFile(at: path)
        } catch {
            guard error.code == .notDICOM else { return try refused(TranscodingRecord(file: name, refusal: error), path, place) }
            return TranscodingRecord(file: name, skipped: "no DICOM file")
        }
        guard !file.isDirectory else {
            return TranscodingRecord(file: name, skipped: "a DICOMDIR, which names files as they were: make it anew")
        }
        do {
            return TranscodingRecord(file: name, receipt: try transcoder.transcode(file, to: place))
        } catch {
            if error.code == .outputFailed { throw error }
            return try refused(TranscodingRecord(file: name, refusal: error), path, place)
        }
    }

    private func refused(_ record: TranscodingRecord, _ path: String, _ place: String) throws -> TranscodingRecord {
        guard keepsRefused else { return record }
        var record = record
        let bytes = try ByteSource(path: path)
        try ByteSink.write(to: place) { (sink) throws(ByteSourceError) in
            try bytes.withSpan(of: 0..<bytes.count) { (bytes) throws(ByteSourceError) in try sink.write(bytes) }
        }
        record.copied = true
        return record
    }

    private func isDone(_ earlier: TranscodingRecord.Done, _ stamp: FileStamp, at place: String) -> Bool {
        guard let result = try? FileStamp(of: place) else { return false }
        return earlier == TranscodingRecord.Done(size: stamp.size, modified: stamp.modified, options: optionsText, resultSize: result.size)
    }

    private func note(_ record: TranscodingRecord, _ stamp: FileStamp, _ place: String) throws {
        var record = record
        record.done = TranscodingRecord.Done(
            size: stamp.size, modified: stamp.modified, options: optionsText, resultSize: try FileStamp(of: place).size)
        try journal.append(String(try record.json().dropLast()))
    }

    private var optionsText: String {
        let options = transcoder.options
        let loss = options.loss.map { "\($0)" } ?? "default"
        return "\(transcoder.transferSyntax.uid.rawValue) \(loss) \(options.instanceUID) \(options.verifies ? "verified" : "unverified")"
    }
}

extension DICOMFile {
    /// A DICOMDIR (PS3.3 F).
    fileprivate var isDirectory: Bool {
        (try? fileMetaInformation.uniqueIdentifier(.mediaStorageSOPClassUID)) == .mediaStorageDirectoryStorage
            || dataSet.contains(.directoryRecordSequence)
    }
}

/// What is wrong with the folders of a run.
struct FolderProblem: Error, CustomStringConvertible {
    var problem: String
    var description: String { problem }

    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ByteSourceError {
            throw FolderProblem(problem: "\(path): \(error.reason).")
        }
    }
}

/// Says on standard error how far a run is, every two seconds at most, and at its end.
private struct FolderProgress {
    let count: Int
    private(set) var refused = 0
    private var done = 0
    private var skipped = 0
    private let start = ContinuousClock.now
    private var lastSaid = ContinuousClock.now

    init(count: Int) { self.count = count }

    mutating func add(_ record: TranscodingRecord) {
        if record.refusal != nil {
            refused += 1
            Message.say("\(record.file): \(record.refusal?.problem ?? "")")
        } else if record.skipped != nil {
            skipped += 1
        } else {
            done += 1
        }
        guard ContinuousClock.now - lastSaid > .seconds(2) else { return }
        lastSaid = .now
        say()
    }

    func end() { say() }

    private func say() {
        let seconds = (ContinuousClock.now - start).components.seconds
        Message.say("\(done + skipped + refused) of \(count) files in \(seconds) s: \(done) done, \(skipped) left out, \(refused) refused")
    }
}
