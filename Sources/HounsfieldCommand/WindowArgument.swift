internal import ArgumentParser
internal import Hounsfield

/// `--window CENTER WIDTH`: two numbers after one option.
struct WindowArgument: ExpressibleByArgument {
    static let valueName = "center> <width"

    let window: VOIWindow

    /// From both numbers with a space between them.
    init?(argument: String) {
        let numbers = argument.split(separator: " ")
        guard numbers.count == 2, let center = DecimalNumber(numbers[0]), let width = DecimalNumber(numbers[1]) else { return nil }
        window = VOIWindow(center: center, width: width)
    }

    /// The words of a command line with the two numbers joined into one value: the center of a lung window is negative, and the parser would
    /// take it for an option.
    static func joined(_ words: [String]) -> [String] {
        var joined: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--window", rest.count >= 2 {
                joined.append("--window=\(rest.removeFirst()) \(rest.removeFirst())")
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}
