internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct SyntaxesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "syntaxes", abstract: "Prints the transfer syntaxes: which are read, which are written, by which code.",
        discussion: "TSV with a header. The keyword is what options such as --to take. Those that the standard has retired are among them.")

    @Flag(help: "Only those that this version reads or writes.")
    var supported = false

    func run() throws {
        var text = "uid\tkeyword\tname\tread\twritten\tby\n"
        for syntax in TransferSyntax.allRegistered where !supported || syntax.support.reads || syntax.support.writes {
            let support = syntax.support
            let words = [
                syntax.uid.rawValue, syntax.commandLineKeyword ?? "", syntax.name ?? "", support.reads ? "yes" : "no",
                support.writes ? "yes" : "no", support.code,
            ]
            text += words.joined(separator: "\t") + "\n"
        }
        try ByteSink.standardOutput.write(text)
    }
}
