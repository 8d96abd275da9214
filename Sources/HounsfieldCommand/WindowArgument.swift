internal import ArgumentParser
internal import Hounsfield

/// `--window CENTER WIDTH`: two numbers after one option; or one word: `auto`, `range`, or the name of a preset for CT.
struct WindowArgument: ExpressibleByArgument {
    static let valueName = "center> <width"

    let voi: RenderingOptions.VOI

    /// From a word, or from both numbers with a space between them.
    init?(argument: String) {
        switch argument {
        case "auto": voi = .automatic
        case "range": voi = .range
        default:
            if let preset = WindowPreset.ct(named: argument) {
                voi = .window(preset.window)
                return
            }
            let numbers = argument.split(separator: " ")
            guard numbers.count == 2, let center = DecimalNumber(numbers[0]), let width = DecimalNumber(numbers[1]) else { return nil }
            voi = .window(VOIWindow(center: center, width: width))
        }
    }

    /// Whether one word says which window, so that no second one belongs to it.
    private static func isName(_ word: String) -> Bool { word == "auto" || word == "range" || WindowPreset.ct(named: word) != nil }

    /// The words of a command line with the two numbers joined into one value: the center of a lung window is negative, and the parser would
    /// take it for an option.
    static func joined(_ words: [String]) -> [String] {
        var joined: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--window", rest.count >= 2, !isName(rest[rest.startIndex]) {
                joined.append("--window=\(rest.removeFirst()) \(rest.removeFirst())")
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}
