import CLibFuzzer
import Foundation
import Hounsfield

/// Reads bytes as the stream of a video of each codec.
func readAll(_ stream: [UInt8]) {
    guard !stream.isEmpty, let element = try? EncapsulatedPixelData.video(stream) else { return }
    var dataSet = DataSet()
    dataSet.set(element)
    for syntax in [TransferSyntax.mpeg2MPML, .mpeg4HP41, .hevcMP51] {
        guard let video = try? VideoStream(dataSet, transferSyntax: syntax) else { fatalError("a stream is refused") }
        guard let properties = try? video.properties() else { continue }
        guard properties.columns > 0, properties.rows > 0 else { fatalError("a picture without pixels") }
    }
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        readAll(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
