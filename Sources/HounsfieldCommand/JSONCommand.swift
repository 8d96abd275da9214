internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct JSONCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json", abstract: "Prints the data set in the DICOM JSON model (PS3.18 F).",
        discussion: "Group 0002 is left out. Repairs that reading needed are named on standard error.")

    enum Bulk: String, ExpressibleByArgument, CaseIterable {
        case inline
        case uri
        case omit
    }

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Option(help: "Pixel Data: Base64 inline, as a URI with its place in the file, or left out.")
    var bulk = Bulk.omit

    func run() throws {
        try refusing(file) {
            let dicom = try DICOMFile(at: file)
            let bulkData: JSONBulkData =
                switch bulk {
                case .inline: .inline
                case .uri: .uri(file)
                case .omit: .omitted
                }
            var text = try dicom.dataSet.json(bulkData: bulkData)
            text.append(UInt8(ascii: "\n"))
            for repair in dicom.repairs { Message.say("\(file): repaired: \(repair)") }
            try ByteSink.standardOutput.write(text)
        }
    }
}
