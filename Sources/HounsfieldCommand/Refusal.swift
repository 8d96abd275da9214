internal import ArgumentParser
internal import DICOMBytes

/// Standard error: messages for people, each with the command and the file in front.
enum Message {
    static func say(_ text: String) {
        // A message that cannot be delivered has nowhere else to go.
        try? ByteSink.standardError.write("hounsfield: \(text)\n")
    }
}

/// Runs the work on one file; what it throws is said on standard error and ends the command with status 2.
func refusing<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch {
        throw refusal(of: path, because: error)
    }
}

/// The same for work that waits.
func refusing<Result>(_ path: String, _ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch {
        throw refusal(of: path, because: error)
    }
}

private func refusal(of path: String, because error: any Error) -> ExitCode {
    if let error = error as? ByteSourceError {
        // The results cannot be written: a full disk or a closed pipe.
        Message.say("\(path): \(error.step.rawValue) failed: \(error.reason)")
    } else {
        Message.say("\(path): \(error)")
    }
    return ExitCode(2)
}
