// SortSeries FOLDER: the images of a folder as volumes, each with the reasons why its slices are together and what was noticed.
import Foundation
import Hounsfield

let folder = CommandLine.arguments[1]
var slices: [ImageSlice] = []
for case let name as String in FileManager.default.enumerator(atPath: folder) ?? FileManager.DirectoryEnumerator() {
    // Not everything in a folder is DICOM, and not every object is an image.
    guard let file = try? DICOMFile(at: "\(folder)/\(name)") else { continue }
    do {
        slices += try ImageSlice.slices(of: file.dataSet)
    } catch {
        print("\(name) is left out. \(error)")
    }
}

for (number, volume) in ImageVolume.volumes(from: slices).enumerated() {
    let repetition = volume.repetitions.map { ", \($0.trait) \($0.value)" }.joined()
    print("\(number + 1). \(volume.kind) of \(volume.slices.count)\(repetition)\(volume.isRegular ? ", regular" : "")")
    for finding in volume.findings {
        print("   \(finding.slice.map { "after slice \($0 + 1): " } ?? "")\(finding)")
    }
    if !volume.duplicates.isEmpty { print("   \(volume.duplicates.count) duplicates") }
}
