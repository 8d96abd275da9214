// Reformat FOLDER OUT.png [axial|coronal|sagittal|oblique] [SLAB [RUNS]]: the largest volume of a folder, cut through its middle. A SLAB of
// so many millimetres gives the brightest values in it (MIP). With RUNS, the cut is made so many times and timed.
import Hounsfield

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

let arguments = CommandLine.arguments
let folder = arguments[1]
let orientation = arguments.count > 3 ? arguments[3] : "oblique"
let slab = arguments.count > 4 ? Double(arguments[4]) ?? 0 : 0
let runs = arguments.count > 5 ? Int(arguments[5]) ?? 1 : 1
let clock = ContinuousClock()

// Only what sorting asks for is kept of each file.
let start = clock.now
var slices: [ImageSlice] = []
var paths: [UniqueIdentifier: String] = [:]
for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    guard let file = try? DICOMFile(at: "\(folder)/\(name)"), let found = try? ImageSlice.slices(of: file.dataSet) else { continue }
    slices += found
    for slice in found { paths[slice.sopInstanceUID] = "\(folder)/\(name)" }
}
let volumes = ImageVolume.volumes(from: slices).filter { $0.kind == .volume }
guard let largest = volumes.max(by: { $0.slices.count < $1.slices.count }) else { fatalError("No volume in \(folder)") }
let sorted = clock.now

// A file is opened when its slice is loaded, and closed when that is done.
var options = VolumeLoadingOptions()
options.unevenSpacing = .interpolated
let files = paths
let volume = try await VoxelVolume.load(largest, options: options) { slice in
    try DICOMFile(at: files[slice.sopInstanceUID] ?? "").pixelData()
}
let loaded = clock.now

let geometry = volume.geometry
var plane =
    switch orientation {
    case "axial": try geometry.reformation(.axial)
    case "coronal": try geometry.reformation(.coronal)
    case "sagittal": try geometry.reformation(.sagittal)
    default: try geometry.reformation(along: SIMD3(1, 0.3, 0.2), SIMD3(-0.3, 1, 0))
    }
if slab > 0 { plane.slab = Reformation.Slab(thickness: slab, projection: .maximum) }
var cut = try volume.reformatted(plane)
let first = clock.now
for _ in 1..<max(runs, 1) { cut = try volume.reformatted(plane) }
let end = clock.now

// From the smallest to the largest voxel of a CT is too much to see; a window of soft tissue will do.
let range = volume.unit == "HU" ? -160...240 : volume.range ?? 0...1
let window = VOIWindow(
    center: DecimalNumber((range.lowerBound + range.upperBound) / 2), width: DecimalNumber(max(1, range.upperBound - range.lowerBound)))
try Data(cut.rendered(with: window).png()).write(to: URL(fileURLWithPath: arguments[2]))

func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return (Double(seconds) * 1e3 + Double(attoseconds) / 1e15).rounded()
}
print("\(geometry.columns) × \(geometry.rows) × \(geometry.slices) \(volume.format) voxels, \(volume.byteCount) bytes")
print("sorted in \(milliseconds(sorted - start)) ms, loaded in \(milliseconds(loaded - sorted)) ms")
print("\(orientation): \(cut.columns) × \(cut.rows) pixels in \(milliseconds(first - loaded)) ms")
if runs > 1 { print("\(runs - 1) more in \(milliseconds(end - first)) ms") }
