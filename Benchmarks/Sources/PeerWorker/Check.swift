import Foundation

/// Compares a result with the expected pixels, both masked to CHECK_BITS in samples of CHECK_ELEM bytes.
struct Check {
    private let expected: [UInt8]
    private let width: Int
    private let mask: Int

    init(expected path: String) throws {
        let environment = ProcessInfo.processInfo.environment
        expected = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        width = environment["CHECK_ELEM"].flatMap { Int($0) } ?? 1
        mask = 1 << (environment["CHECK_BITS"].flatMap { Int($0) } ?? 8 * width) - 1
    }

    func verdict(on result: [UInt8]) -> String {
        guard result.count == expected.count else { return "bad:size" }
        var largest = 0
        for start in stride(from: 0, to: result.count - width + 1, by: width) {
            largest = max(largest, abs(sample(result, start) - sample(expected, start)))
        }
        return largest == 0 ? "ok" : "maxdiff=\(largest)"
    }

    private func sample(_ bytes: [UInt8], _ start: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) } & mask
    }
}
