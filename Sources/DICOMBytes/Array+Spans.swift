extension [UInt8] {
    /// Lends the bytes for the length of a call.
    package func withRawSpan<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        // unsafe only by name: bytes have no padding to show.
        try unsafe body(span.bytes)
    }

    /// Appends a copy of the bytes of a span.
    package mutating func append(copying bytes: Span<UInt8>) {
        // unsafe: the array copies the span's bytes within this call.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
