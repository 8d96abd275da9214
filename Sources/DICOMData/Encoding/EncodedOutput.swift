internal import DICOMBytes

/// Where a writer's bytes go: nowhere, into memory, to a file, or into a comparison.
protocol EncodedOutput {
    /// Takes bytes that were made.
    mutating func write(_ bytes: Span<UInt8>) throws(DataSetError)
    /// Takes bytes as they were read.
    mutating func copy(_ range: Range<Int>, of source: ByteSource) throws(DataSetError)
    /// Takes bytes as they were read, those of each word turned around.
    mutating func copySwapped(_ range: Range<Int>, of source: ByteSource, wordSize: Int) throws(DataSetError)
}

extension EncodedOutput {
    /// In pieces, so that pixels of any size cost little memory.
    mutating func copySwapped(_ range: Range<Int>, of source: ByteSource, wordSize: Int) throws(DataSetError) {
        for piece in source.pieces(of: range) {
            let swapped = source.bytes(in: piece).swapped(wordSize: wordSize)
            try write(swapped.span)
        }
    }
}

extension ByteSource {
    /// A range in pieces small enough to copy, all but the last multiples of three and of every word, as Base64 takes them.
    func pieces(of range: Range<Int>) -> [Range<Int>] {
        let size = 3 << 14
        return stride(from: range.lowerBound, to: range.upperBound, by: size).map { $0..<min($0 + size, range.upperBound) }
    }
}

extension [UInt8] {
    /// With the bytes of each whole word turned around.
    func swapped(wordSize: Int) -> [UInt8] {
        var copy = self
        if wordSize == 2 {
            for start in stride(from: 0, to: count - 1, by: 2) { copy.swapAt(start, start + 1) }
            return copy
        }
        for start in stride(from: 0, to: count - count % wordSize, by: wordSize) { copy[start..<start + wordSize].reverse() }
        return copy
    }
}

/// For a walk that only counts.
struct NoOutput: EncodedOutput {
    mutating func write(_ bytes: Span<UInt8>) {}
    mutating func copy(_ range: Range<Int>, of source: ByteSource) {}
    mutating func copySwapped(_ range: Range<Int>, of source: ByteSource, wordSize: Int) {}
}

extension [UInt8]: EncodedOutput {
    mutating func write(_ bytes: Span<UInt8>) { append(copying: bytes) }
    mutating func copy(_ range: Range<Int>, of source: ByteSource) { source.append(range, to: &self) }
}

/// Gathers small pieces and hands them on in blocks; large ones pass through without a copy.
struct BlockOutput: EncodedOutput {
    /// Takes a block.
    typealias Sink = (Span<UInt8>) throws(DataSetError) -> Void

    private static let blockSize = 1 << 18
    private static let passesThrough = 1 << 16
    private var block: [UInt8] = []
    private let sink: Sink

    init(_ sink: @escaping Sink) {
        self.sink = sink
        block.reserveCapacity(Self.blockSize + Self.passesThrough)
    }

    mutating func write(_ bytes: Span<UInt8>) throws(DataSetError) {
        if bytes.count >= Self.passesThrough {
            try flush()
            return try sink(bytes)
        }
        block.append(copying: bytes)
        if block.count >= Self.blockSize { try flush() }
    }

    mutating func copy(_ range: Range<Int>, of source: ByteSource) throws(DataSetError) {
        if range.count >= Self.passesThrough {
            try flush()
            return try source.withSpan(of: range) { (bytes) throws(DataSetError) in try sink(bytes) }
        }
        source.append(range, to: &block)
        if block.count >= Self.blockSize { try flush() }
    }

    /// Hands on what is left.
    mutating func flush() throws(DataSetError) {
        guard !block.isEmpty else { return }
        try sink(block.span)
        block.removeAll(keepingCapacity: true)
    }
}
