import CLibFuzzer
import Foundation
import Hounsfield

/// A frame of 48 × 40 grey pixels, or in colour.
func image(_ instance: UniqueIdentifier, samples: Int) throws -> Frame {
    var image = DataSet()
    try image.set(.sopInstanceUID, to: .uniqueIdentifier(instance))
    try image.set(.samplesPerPixel, to: .integers([samples]))
    try image.set(.photometricInterpretation, to: samples == 1 ? "MONOCHROME2" : "RGB")
    if samples > 1 { try image.set(.planarConfiguration, to: 0) }
    try image.set(.rows, to: 40)
    try image.set(.columns, to: 48)
    try image.set(.bitsAllocated, to: 8)
    try image.set(.bitsStored, to: 8)
    try image.set(.highBit, to: 7)
    try image.set(.pixelRepresentation, to: 0)
    try image.set(.pixelData, to: .bytes((0..<48 * 40 * samples).map { UInt8(truncatingIfNeeded: $0 * 5) }))
    return try DICOMFile(image).frame(0)
}

/// Reads bytes as a presentation state and renders a frame by it, on a display and at its own size; as an image with overlays too.
func renderAll(_ bytes: [UInt8]) {
    // Made anew each time: what a global keeps to the end counts as leaked where its pointers carry other bits.
    guard let file = try? DICOMFile(bytes: bytes), let grey = try? image("1.2.3.4", samples: 1),
        let color = try? image("1.2.3.4", samples: 3), let superimposed = try? image("1.2.3.5", samples: 1)
    else { return }
    if let state = try? PresentationState(file.dataSet) {
        var options = RenderingOptions()
        options.presentationState = state
        options.layers = [.frame(superimposed)]
        for display in [nil, DisplaySize(columns: 64, rows: 64, pixelPitch: 0.5)] {
            options.displaySize = display
            guard let picture = try? (state.kind == .color ? color : grey).rendered(with: options) else { continue }
            guard picture.bytes.count == picture.columns * picture.rows * picture.samplesPerPixel else {
                fatalError("a picture of another size")
            }
        }
        _ = try? (state.label, state.created, state.series, state.relativeOpacity, state.advancedBlendingInputs.map(\.number))
    }
    let selection = KeyObjectSelection(file.dataSet)
    _ = try? (selection.title, selection.texts, selection.images, selection.series)
    var options = RenderingOptions()
    options.drawsOverlays = true
    if let segmentation = try? Layer.segmentation(file) { options.layers.append(segmentation) }
    if let map = try? Layer.parametricMap(file) { options.layers.append(map) }
    _ = try? grey.rendered(with: options)
    options.layers = []
    _ = try? file.renderedFrame(with: options)
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        renderAll(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
