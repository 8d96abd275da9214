import Foundation
import Hounsfield

/// One operation of ours, timed the way the other libraries' workers are, so that a driver can run them in turn.
///
/// `peer-worker OP CODEC TARGET REPS THREADS` warms up once and prints REPS lines `S <wall seconds> <CPU seconds>` for one operation, then
/// `N <bytes of the result>`, then `C ok` or `C maxdiff=<n>` when the variable CHECK names the expected pixels. A case that is not offered
/// ends with status 3. `dec ll-pair` decodes two frames in step and gives the time of one.
@main
struct PeerWorker {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 6, let repetitions = Int(words[4]), let threads = Int(words[5]), threads >= 1 else {
            FileHandle.standardError.write(Data("usage: peer-worker OP CODEC TARGET REPS THREADS\n".utf8))
            exit(64)
        }
        guard let operation = try Operation.make(words[1], codec: words[2], target: words[3]) else { exit(3) }
        let result = try Timing(repetitions: repetitions, threads: threads).run(operation)
        print("N \(result.count)")
        if let check = ProcessInfo.processInfo.environment["CHECK"], !check.isEmpty, operation.isChecked {
            print("C \(try Check(expected: check).verdict(on: result))")
        }
    }
}
