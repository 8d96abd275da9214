import CLibFuzzer
import Foundation
import Hounsfield

/// Reads a text as JSON in both modes; what was read is written as JSON and XML, and read again.
func readAll(_ text: [UInt8]) {
    _ = try? DataSet.dataSets(fromJSON: text, options: .strict)
    let bulkData = BulkDataReferences.resolved { Array($0.utf8) }
    guard let found = try? DataSet.dataSets(fromJSON: text, bulkData: bulkData) else { return }
    for dataSet in found {
        walk(dataSet)
        var options = ModelWritingOptions(bulkData: .inline)
        options.declaresUnicode = true
        options.replacesForbiddenCharacters = true
        guard let json = try? dataSet.json(options) else { continue }
        guard let again = try? DataSet(json: json) else { fatalError("what was written is refused") }
        guard let second = try? again.json(options) else { fatalError("what was read back cannot be written") }
        // A character set is declared where text needs one.
        precondition(second == json || dataSet.contains(.specificCharacterSet) != again.contains(.specificCharacterSet))
        if let xml = try? dataSet.xml(options) { _ = try? DataSet(xml: xml) }
    }
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
