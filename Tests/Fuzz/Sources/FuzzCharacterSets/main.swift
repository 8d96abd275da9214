import CLibFuzzer
import Foundation
import Hounsfield

/// Declared sets, then those that only a caller can name.
let sets: [SpecificCharacterSet] = [
    .isoIR6, .isoIR100, .isoIR144, .isoIR13, .isoIR166, .isoIR192, .gb18030, .gbk, .iso2022IR87, .iso2022IR159, .iso2022IR13,
    .iso2022IR149, .iso2022IR58, .windows1251, .windows1252, .shiftJIS, .eucKR,
    SpecificCharacterSet(terms: ["ISO 2022 IR 100", "ISO 2022 IR 126", "ISO 2022 IR 144", "ISO 2022 IR 87", "ISO 2022 IR 149"]),
]

/// The first byte chooses a set and a representation, the rest is text and a value of Specific Character Set. What is read without a departure
/// must come back when it is written and read.
func readText(_ bytes: [UInt8]) {
    guard let choice = bytes.first else { return }
    let text = Array(bytes.dropFirst())
    let set = sets[Int(choice) % sets.count]
    let representation = [ValueRepresentation.pn, .lo, .lt][Int(choice) / sets.count % 3]
    if let read = set.decode(text.span, as: representation) {
        precondition(read.values.reduce(0) { $0 + $1.utf8.count } <= 3 * text.count)
        if read.departures == [] {
            let joined = read.values.joined(separator: "\\")
            guard let written = set.encode(joined, as: representation) else { preconditionFailure("read, but not written") }
            let again = set.decode(written.span, as: representation)
            precondition(again?.values.joined(separator: "\\") == joined)
        }
    }
    precondition(SpecificCharacterSet.detect(text.span).reduce(0) { $0 + $1.confidence } <= 1.000_001)

    let string = String(decoding: text, as: UTF8.self)
    if let written = set.encode(string, as: representation) { _ = set.decode(written.span, as: representation) }
    let terms = string.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
    let declared = SpecificCharacterSet(terms: terms)
    precondition(declared == SpecificCharacterSet(terms: declared.terms))
    _ = SpecificCharacterSet.corrections(of: terms)
}

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        readText(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    })
