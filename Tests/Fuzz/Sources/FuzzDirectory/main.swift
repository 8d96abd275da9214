import CLibFuzzer
import Foundation
import Hounsfield

/// Reads a directory, however its records are linked, and writes it anew: the records that refer to files must be the same ones.
func readAndWrite(_ bytes: [UInt8]) {
    guard let file = try? DICOMFile(bytes: bytes), let directory = try? DICOMDirectory(file) else { return }
    let fileIDs = directory.instances.map(\.fileID)
    // Text in a character set that is not known cannot be written anew.
    guard let written = try? directory.file().bytes() else { return }
    guard let again = try? DICOMDirectory(try DICOMFile(bytes: written)) else { fatalError("what was written cannot be read") }
    precondition(again.instances.map(\.fileID) == fileIDs, "other files than were read")
    precondition(!again.repairs.contains { $0.quirk == .directoryLinks }, "links that are broken")
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        readAndWrite(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
