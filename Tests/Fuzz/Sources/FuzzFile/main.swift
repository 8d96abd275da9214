import CLibFuzzer
import Foundation
import Hounsfield

/// Reads a file in both modes, asks every element for its values, writes JSON, decodes and renders the first and the last frame.
func readAll(_ bytes: [UInt8]) {
    _ = try? DICOMFile(bytes: bytes, options: .strict)
    guard let file = try? DICOMFile(bytes: bytes) else { return }
    walk(file.fileMetaInformation)
    walk(file.dataSet)
    _ = try? file.dataSet.json(bulkData: .inline)

    // Little enough that a frame larger than that shows as a breach of the memory limit.
    var limits = CodecLimits()
    limits.maximumPixels = 1 << 20
    limits.maximumBytes = 1 << 23
    limits.maximumWorkingBytes = 1 << 26
    var options = PixelReadingOptions.lenient
    options.decodesPrivateCompression = true
    guard let pixels = try? file.pixelData(options: options, limits: limits) else { return }
    for number in Set([0, pixels.frameCount - 1]) { _ = try? pixels.frame(number).rendered() }
}

func walk(_ dataSet: DataSet) {
    for element in dataSet {
        _ = try? element.strings()
        _ = try? element.integers()
        _ = try? element.doubles()
        _ = try? element.tags()
        for item in element.items { walk(item) }
    }
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        readAll(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
