// FirstPicture FILE OUT.png: a DICOM file as a picture, by the window that the file itself names.
import Foundation
import Hounsfield

let picture = try DICOMFile(at: CommandLine.arguments[1]).renderedFrame(0)
try Data(picture.png()).write(to: URL(fileURLWithPath: CommandLine.arguments[2]))
