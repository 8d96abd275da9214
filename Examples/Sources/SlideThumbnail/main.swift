// SlideThumbnail SIZE OUT.png FILE…: the instances of a whole slide as a small picture, without reading its finest level.
import Foundation
import Hounsfield

let arguments = CommandLine.arguments
let slide = try WholeSlide(arguments.dropFirst(3).map { try DICOMFile(at: $0).pixelData() })
for level in slide.levels {
    print("\(level.columns) × \(level.rows) in \(level.tilesAcross) × \(level.tilesDown) tiles of \(level.tileColumns) × \(level.tileRows)")
}
let picture = try slide.thumbnail(toFit: Int(arguments[1]) ?? 512)
try Data(picture.png()).write(to: URL(fileURLWithPath: arguments[2]))
print("\(arguments[2]): \(picture.columns) × \(picture.rows)")
