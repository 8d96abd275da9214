internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct JSONCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json", abstract: "Prints the data set in the DICOM JSON model (PS3.18 F).",
        discussion: "Group 0002 is left out. Repairs that reading needed are named on standard error.")

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(help: "Pixel Data: Base64 inline, as a URI with its place in the file, or left out.")
    var bulk = BulkArgument.omit

    func run() throws {
        try refusing(file) {
            let dicom = try DICOMFile(at: file)
            for repair in dicom.repairs { Message.say("\(file): repaired: \(repair)") }
            try dicom.dataSet.writeJSON(bulk.options(for: file)) { try ByteSink.standardOutput.write($0) }
            try ByteSink.standardOutput.write("\n")
        }
    }
}
