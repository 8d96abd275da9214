import CLibFuzzer
import Foundation
import Hounsfield

/// Feeds a file in pieces whose lengths its own bytes decide, and traps where the result differs from reading it at once: in elements,
/// repairs or error, of the whole and of the header.
func feed(_ bytes: [UInt8]) {
    for options in [ReadingOptions.lenient, .strict, .forensic] {
        let whole = Result { () throws(DataSetError) in try DICOMFile(bytes: bytes, options: options) }
        var header: DICOMFile?
        let pieces = Result { () throws(DataSetError) in
            var assembler = DICOMFileAssembler(options: options)
            var position = 0
            while position < bytes.count {
                // Mostly a few bytes, sometimes many.
                let seed = Int(bytes[position])
                let end = min(bytes.count, position + 1 + (seed & 1 == 0 ? seed >> 5 : seed << 2))
                try assembler.append(Array(bytes[position..<end]))
                position = end
            }
            header = assembler.header
            return try assembler.finish()
        }
        switch (whole, pieces) {
        case (.success(let whole), .success(let pieces)):
            precondition(whole.repairs == pieces.repairs && isEqual(whole.dataSet, pieces.dataSet), "pieces give something else")
        case (.failure(let whole), .failure(let pieces)): precondition(whole == pieces, "pieces give another error")
        default: preconditionFailure("one is read and the other is not")
        }
        if let header {
            var early = options
            early.stoppingBefore = .pixelData
            guard let expected = try? DICOMFile(bytes: bytes, options: early) else { preconditionFailure("only the header is read") }
            precondition(header.repairs == expected.repairs && isEqual(header.dataSet, expected.dataSet), "the header is another")
            precondition(header.stopOffset == expected.stopOffset, "the header ends elsewhere")
        }
    }
}

func isEqual(_ one: DataSet, _ other: DataSet) -> Bool {
    one.count == other.count
        && zip(one, other).allSatisfy { one, other in
            one.tag == other.tag && one.valueRepresentation == other.valueRepresentation && one.valueRange == other.valueRange
                && one.items.count == other.items.count && zip(one.items, other.items).allSatisfy { isEqual($0, $1) }
                && one.fragments.elementsEqual(other.fragments)
        }
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        feed(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
