import DICOMData

/// Indexes the files of a folder in a DICOMDIR, as a whole process: what `Benchmarks/compare-file-set` sets beside other tools.
///
/// `file-set-index FOLDER` ends with status 0 where every file was added. No Foundation: loading it takes longer than the work.
@main
struct FileSetIndex {
    static func main() throws {
        guard CommandLine.argc == 2 else { fatalError("usage: file-set-index FOLDER") }
        var fileSet = try FileSet(new: CommandLine.arguments[1])
        let refusals = fileSet.addAll()
        guard refusals.isEmpty else { fatalError("\(refusals[0].fileID): \(refusals[0].reason)") }
        try fileSet.write()
    }
}
