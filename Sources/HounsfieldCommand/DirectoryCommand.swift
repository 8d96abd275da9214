internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct DirectoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dicomdir", abstract: "Makes the DICOMDIR of a folder, adds files to it, or lists what it says (PS3.10 8).",
        discussion: """
            Exit status: 0 done; 1 done, but files of the folder were left out, or links between records were broken; 2 a file or the folder \
            was refused.
            """,
        subcommands: [Make.self, Add.self, List.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Indexes every DICOM file that lies in a folder, and writes its DICOMDIR.",
            discussion: """
                Names in the folder must be File IDs: up to 8 levels of up to 8 capitals, digits and underscores. What is left out is named on \
                standard error.
                """)

        @Argument(help: "The folder.")
        var folder: String

        @Option(help: "File-set ID: up to 16 capitals, digits, spaces and underscores.")
        var id = ""

        func run() throws {
            var refusals: [FileSet.Refusal] = []
            try refusing(folder) {
                var fileSet = try FileSet(new: folder, fileSetID: id)
                refusals = fileSet.addAll()
                try fileSet.write()
                try DirectoryCommand.report(fileSet)
            }
            for refusal in refusals { Message.say("\(refusal.fileID.joined(separator: "/").printable): left out: \(refusal.reason)") }
            if !refusals.isEmpty { throw ExitCode(1) }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copies files into a folder that has a DICOMDIR, under names of their own, and adds them to it.",
            discussion: "A file that is refused is named on standard error, the others are added all the same; the status is then 2.")

        @Argument(help: "The folder.")
        var folder: String

        @Argument(help: "DICOM files.")
        var files: [String]

        func run() throws {
            var isRefused = false
            try refusing(folder) {
                var fileSet = try FileSet(at: folder)
                for file in files {
                    do {
                        try refusing(file) { try fileSet.add(copyOf: file) }
                    } catch is ExitCode {
                        isRefused = true
                    }
                }
                try fileSet.write()
                try DirectoryCommand.report(fileSet)
            }
            if isRefused { throw ExitCode(2) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the records of a DICOMDIR, one a line: its type, what tells it apart, the File ID.")

        @Argument(help: "The folder.")
        var folder: String

        func run() throws {
            let directory = try refusing(folder) {
                let directory = try FileSet(at: folder).directory
                for record in directory.records { try print(record, depth: 0) }
                return directory
            }
            for repair in directory.repairs { Message.say("\(folder): repaired: \(repair)") }
            if !directory.repairs.isEmpty { throw ExitCode(1) }
        }

        private func print(_ record: DirectoryRecord, depth: Int) throws {
            var words = [record.type.rawValue]
            for tag in [DataElement.Tag.patientID, .studyInstanceUID, .modality, .seriesInstanceUID, .referencedSOPInstanceUIDInFile] {
                if let text = (try? record.dataSet.string(tag)) ?? nil { words.append(text) }
            }
            if let fileID = record.fileID { words.append(fileID.joined(separator: "/")) }
            let indent = String(repeating: "  ", count: depth)
            try ByteSink.standardOutput.write(indent + words.joined(separator: " ").printable + "\n")
            for child in record.children { try print(child, depth: depth + 1) }
        }
    }

    /// What was written.
    fileprivate static func report(_ fileSet: FileSet) throws {
        try ByteSink.standardOutput.write("\(fileSet.root)/DICOMDIR: \(fileSet.directory.instances.count) instances\n")
    }
}
