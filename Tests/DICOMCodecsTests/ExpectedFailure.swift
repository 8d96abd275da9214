import DICOMCodecs

/// A call returned that should have thrown.
struct UnexpectedSuccess: Error {}

/// The error that `body` throws.
func failure(_ body: () throws(CodecError) -> Void) throws -> CodecError {
    guard case .failure(let error) = Result(catching: body) else { throw UnexpectedSuccess() }
    return error
}
