internal import DICOMBytes

/// Text on its way out, as UTF-8: gathered whole, or handed to a sink piece by piece.
struct TextOutput {
    private(set) var bytes: [UInt8] = []
    private let sink: (([UInt8]) throws -> Void)?
    /// What the sink threw, for the caller who gave it.
    private(set) var failure: (any Error)?

    init(to sink: (([UInt8]) throws -> Void)? = nil) { self.sink = sink }

    /// Pieces are at least this large, but for the last.
    private static let pieceLength = 1 << 16

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(base64 value: Span<UInt8>) throws(DataSetError) {
        // A multiple of three, so that only the last piece is padded.
        let step = sink == nil ? max(value.count, 3) : 3 << 14
        var start = 0
        while start < value.count {
            let end = min(start + step, value.count)
            let part = value.extracting(start..<end)
            Base64.append(part, to: &bytes)
            start = end
            try drain()
        }
    }

    /// Hands on what is there if it is enough to be worth it.
    @inline(__always)
    mutating func drain() throws(DataSetError) {
        if bytes.count >= Self.pieceLength { try flush() }
    }

    /// Hands on all that is there.
    @inline(never)
    mutating func flush() throws(DataSetError) {
        guard let sink, !bytes.isEmpty else { return }
        do {
            try sink(bytes)
        } catch {
            failure = error
            throw DataSetError(code: .unreadable, problem: "The text could not be handed on.", remedy: "See what the sink threw.")
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
