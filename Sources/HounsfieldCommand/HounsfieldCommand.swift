import ArgumentParser

/// The command `hounsfield`: results on standard output, messages and progress on standard error.
@main
struct HounsfieldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hounsfield",
        abstract: "Looks into DICOM files, decodes their frames, renders and transcodes them.",
        discussion: """
            A FILE may be - for standard input. Results go to standard output, messages to standard error.

            Exit status: 0 done; 1 done, with repairs or findings (where a command says so); 2 a file was refused; 64 wrong usage.

            EXAMPLES
              hounsfield info scan.dcm
              hounsfield dump scan.dcm | less
              hounsfield json scan.dcm | jq '.["00100010"]'
              hounsfield frames scan.dcm --frame 1 --raw > frame.raw
              hounsfield render scan.dcm --window 40 400 -o scan.png
              hounsfield transcode scan.dcm small.dcm --to jpeg-ls-lossless
              hounsfield measure decode scan.dcm
            """,
        version: "0.1.0",
        subcommands: [
            InfoCommand.self, DumpCommand.self, JSONCommand.self, XMLCommand.self, FramesCommand.self, RenderCommand.self,
            CodestreamCommand.self, SyntaxesCommand.self, CheckCommand.self, TranscodeCommand.self, DirectoryCommand.self,
            MeasureCommand.self,
        ])

    static func main() async {
        await main(WindowArgument.joined(Array(CommandLine.arguments.dropFirst())))
    }
}
