import CLibFuzzer
import Foundation
import Hounsfield

/// What the archive keeps in front of the first file is passed over: inputs need not have it.
let front = [UInt8](repeating: 0, count: 16_384)

/// Takes a blob apart. The files must lie one behind the other from its front to its end, and each be found again in a blob of its own.
func divide(_ bytes: [UInt8]) {
    guard let blob = try? AgfaArchiveBlob(bytes: front + bytes) else { return }
    var end = front.count
    for (number, range) in blob.objects.enumerated() {
        precondition(range.lowerBound == end && range.count >= 132, "files that overlap or leave a gap")
        end = range.upperBound
        _ = try? blob.file(number)
    }
    precondition(end == front.count + bytes.count, "bytes that belong to no file")
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        divide(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
