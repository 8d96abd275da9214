internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct XMLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xml", abstract: "Prints the data set in the Native DICOM Model (PS3.19 A.1).",
        discussion: """
            Group 0002 is left out. Characters that XML does not have become U+FFFD. Repairs that reading needed are named on standard error.
            """)

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(help: "Pixel Data: Base64 inline, as a URI with its place in the file, or left out.")
    var bulk = BulkArgument.omit

    func run() throws {
        try refusing(file) {
            let dicom = try DICOMFile(at: file)
            for repair in dicom.repairs { Message.say("\(file): repaired: \(repair)") }
            var options = bulk.options(for: file)
            options.replacesForbiddenCharacters = true
            try dicom.dataSet.writeXML(options) { try ByteSink.standardOutput.write($0) }
        }
    }
}
