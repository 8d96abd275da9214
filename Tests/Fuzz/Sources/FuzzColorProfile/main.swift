import CLibFuzzer
import Foundation
import Hounsfield

/// Reads bytes as an ICC profile and applies it to a picture in colour and to one in grey.
func apply(_ bytes: [UInt8]) {
    let samples = (0..<48).map { UInt8($0 * 5) }
    for count in [1, 3] {
        guard var picture = try? Picture(columns: 48 / count, rows: 1, samplesPerPixel: count, bytes: samples) else {
            fatalError("a picture is refused")
        }
        picture.iccProfile = bytes
        guard let converted = try? picture.convertedToSRGB() else { continue }
        guard converted.bytes.count == samples.count, converted.iccProfile == nil else { fatalError("a picture of another size") }
    }
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        apply(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
