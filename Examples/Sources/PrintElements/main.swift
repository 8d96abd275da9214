// PrintElements FILE [PATH…]: what a file says at these places, as PatientName or (5200,9230)[0].(0020,9113)[0].(0020,0032); without a PATH
// every element, and what had to be repaired to read it. Stops before the pixels, so that a file of any size costs little.
import Hounsfield

let arguments = CommandLine.arguments.dropFirst()
let file = try DICOMFile(at: arguments.first ?? "-", options: ReadingOptions(stoppingBefore: .pixelData))

func show(_ element: DataElement, indent: String = "") throws {
    let keyword = DataElementDictionary.entry(for: element.tag)?.keyword ?? "?"
    var line = "\(indent)\(element.tag) \(element.valueRepresentation) \(keyword)"
    if element.items.isEmpty {
        // What is no text or cannot be decoded is told by its size.
        let values = (try? element.strings())?.joined(separator: " | ") ?? "\(element.length) bytes"
        line += ": \(values)"
    }
    print(line)
    for item in element.items {
        for element in item { try show(element, indent: indent + "  ") }
        print("\(indent)  --")
    }
}

if arguments.count < 2 {
    for element in file.dataSet { try show(element) }
    for repair in file.repairs { print("repaired, \(repair.quirk): \(repair)") }
}
for text in arguments.dropFirst() {
    guard let element = file.dataSet[try TagPath(parsing: text)] else {
        print("\(text) is not in the file")
        continue
    }
    try show(element)
}
