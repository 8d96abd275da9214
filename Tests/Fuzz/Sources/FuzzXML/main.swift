import CLibFuzzer
import Foundation
import Hounsfield

/// Reads a text as XML in both modes; what was read is written as XML and JSON, and read again.
func readAll(_ text: [UInt8]) {
    _ = try? DataSet(xml: text, options: .strict)
    guard let dataSet = try? DataSet(xml: text, bulkData: .resolved { Array($0.utf8) }) else { return }
    walk(dataSet)
    var options = ModelWritingOptions(bulkData: .inline)
    options.declaresUnicode = true
    options.replacesForbiddenCharacters = true
    if let json = try? dataSet.json(options) { _ = try? DataSet(json: json) }
    guard let xml = try? dataSet.xml(options) else { return }
    guard (try? DataSet(xml: xml)) != nil else { fatalError("what was written is refused") }
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
