internal import CDICOMCodecs

/// The loops over all samples of a frame, written in C. Each function checks sizes before the call and throws
/// `CodecError.Code.badArgument` where they do not match; cells are little endian and need no alignment.
package enum SampleKernels {
    static func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws(CodecError) {
        guard condition else { throw mismatch(problem()) }
    }

    /// Samples in `bytes` bytes, which must be a whole number of them.
    static func count(_ bytes: Int, of cellBytes: Int) throws(CodecError) -> Int {
        try require(bytes % cellBytes == 0, "\(bytes) bytes are not a whole number of samples of \(cellBytes) bytes")
        return bytes / cellBytes
    }

    /// Turns a status that only a caller's mistake can cause into an error.
    static func check(_ status: cdicom_status) throws(CodecError) {
        guard status == CDICOM_OK else {
            throw mismatch("The pixel core refused the arguments (status \(status.rawValue))")
        }
    }

    @inline(never) static func mismatch(_ problem: String) -> CodecError {
        CodecError(code: .badArgument, problem: problem, remedy: "Pass buffers and formats that belong to the same frame.")
    }
}
