// ContactSheet OUT.png FILE…: the first frame of each file on one sheet, in the order of the files. A file that is refused is named on standard
// error and leaves no gap; the status is 2 when all were refused.
import Foundation
import Hounsfield

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
    complain("usage: ContactSheet OUT.png FILE…")
    exit(64)
}

var pictures: [Picture] = []
for path in arguments.dropFirst() {
    do {
        pictures.append(try DICOMFile(at: path).renderedFrame(0))
    } catch {
        complain("\(path): \(error)")
    }
}
guard !pictures.isEmpty else { exit(2) }

let sheet = Sheet(of: pictures.map(Tile.init))
try Data(sheet.picture().png()).write(to: URL(fileURLWithPath: arguments[0]))

func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
