internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct DumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump", abstract: "Prints every element, one a line: tag, VR, length, keyword, value.",
        discussion: "Lines are cut at the width of the terminal, or at 132 columns in a pipe. Values may name patients.")

    @Argument(help: "A DICOM file, or - for standard input.")
    var file: String

    @Flag(help: "Print values whole.")
    var full = false

    func run() throws {
        try refusing(file) {
            let dicom = try DICOMFile(at: file)
            var dump = Dump(width: full ? nil : ByteSink.standardOutput.terminalWidth ?? 132)
            try dump.print(dicom.fileMetaInformation)
            try dump.print(dicom.dataSet)
            try dump.flush()
            for repair in dicom.repairs { Message.say("\(file): repaired: \(repair)") }
        }
    }
}

/// Lines of a dump, gathered so that a million elements are not a million writes.
private struct Dump {
    let width: Int?
    private var text = ""

    init(width: Int?) { self.width = width }

    mutating func print(_ dataSet: DataSet, indent: Int = 0) throws {
        for element in dataSet {
            let length = element.hasUndefinedLength ? "u/l" : String(element.length)
            // Names of private elements have spaces, keywords none.
            let keyword = element.tag.keyword ?? (element.tag.isPrivateCreator ? "PrivateCreator" : element.name ?? "")
            let head =
                String(repeating: "  ", count: indent) + "\(element.tag) \(element.valueRepresentation) "
                + String(repeating: " ", count: max(0, 9 - length.count)) + "\(length) \(keyword)"
            line(head, value(of: element))
            for (number, item) in element.items.enumerated() {
                line(String(repeating: "  ", count: indent + 1) + "item \(number + 1)", "")
                try print(item, indent: indent + 2)
            }
            for (number, fragment) in element.fragments.enumerated() {
                line(String(repeating: "  ", count: indent + 1) + "fragment \(number)", "\(fragment.count) bytes at \(fragment.lowerBound)")
            }
            if text.utf8.count > 1 << 16 { try flush() }
        }
    }

    mutating func flush() throws {
        try ByteSink.standardOutput.write(text)
        text = ""
    }

    private mutating func line(_ head: String, _ value: String) {
        var line = value.isEmpty ? head : "\(head)  \(value)"
        if let width, line.count > width { line = line.prefix(width - 1) + "…" }
        text += line + "\n"
    }

    /// The value in words; binary values as leading bytes. Control characters are shown as ␀…␟, so that no value can drive the terminal.
    private func value(of element: DataElement) -> String {
        if element.isEmpty || !element.items.isEmpty || element.isEncapsulated { return "" }
        if let strings = try? element.strings() { return strings.joined(separator: "\\").printable }
        switch element.effectiveRepresentation {
        case .us, .ss, .ul, .sl, .sv:
            if let numbers = try? element.integers() { return numbers.prefix(limit).map(String.init).joined(separator: "\\") }
        case .fl, .fd:
            if let numbers = try? element.doubles() { return numbers.prefix(limit).map { "\($0)" }.joined(separator: "\\") }
        case .at:
            if let tags = try? element.tags() { return tags.prefix(limit).map(\.description).joined(separator: "\\") }
        default: break
        }
        return element.withBytes { bytes in
            let digits = Array("0123456789abcdef")
            var text = ""
            for index in 0..<min(bytes.count, limit) {
                if index > 0 { text += " " }
                text.append(digits[Int(bytes[index] >> 4)])
                text.append(digits[Int(bytes[index] & 15)])
            }
            return text
        }
    }

    /// No more values than a line can show.
    private var limit: Int { width ?? .max }
}
