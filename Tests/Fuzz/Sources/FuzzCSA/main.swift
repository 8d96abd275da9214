import CLibFuzzer
import Foundation
import Hounsfield

/// Reads bytes as a CSA header in both ways of reading: what the strict one takes, the lenient one takes as well, and to the same elements.
func readHeader(_ bytes: [UInt8]) {
    guard let element = try? DataElement(DataElement.Tag(0x0029_1010), .bytes(bytes), as: .ob) else { return }
    let strict = try? CSAHeader(element, mode: .strict)
    guard let header = try? CSAHeader(element) else { return precondition(strict == nil, "the lenient way refuses more") }
    precondition((strict == nil) == (header.departure != nil), "a departure that is not named")
    for element in header.elements {
        let texts = element.strings()
        precondition(texts.reduce(0) { $0 + $1.unicodeScalars.count } <= bytes.count, "more text than bytes")
        precondition(element.valueMultiplicity == 0 || texts.count <= element.valueMultiplicity, "more values than it has")
        _ = try? element.doubles()
        _ = try? element.integers()
    }
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        readHeader(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
