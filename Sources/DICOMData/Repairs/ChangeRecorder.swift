internal import DICOMBytes

/// Takes what a writer puts out and keeps where it differs from the original that it is copied from.
struct ChangeRecorder: EncodedOutput {
    private let original: ByteSource
    /// Bytes of the original that are accounted for.
    private var position = 0
    private var pending: [UInt8] = []
    private(set) var changes: [ByteChange] = []
    private(set) var count = 0
    private(set) var checksum: UInt32 = 0

    init(original: ByteSource) { self.original = original }

    mutating func write(_ bytes: Span<UInt8>) {
        note(bytes)
        pending.append(copying: bytes)
    }

    mutating func copy(_ range: Range<Int>, of source: ByteSource) {
        source.withSpan(of: range) { note($0) }
        // Bytes of another source, or from before what is accounted for, were put in.
        guard source === original, range.lowerBound >= position else { return source.append(range, to: &pending) }
        close(at: range.lowerBound)
        position = range.upperBound
    }

    mutating func copySwapped(_ range: Range<Int>, of source: ByteSource, wordSize: Int) {
        guard source === original, range.lowerBound >= position else {
            let bytes = source.bytes(in: range).swapped(wordSize: wordSize)
            return write(bytes.span)
        }
        for piece in source.pieces(of: range) { note(source.bytes(in: piece).swapped(wordSize: wordSize).span) }
        close(at: range.lowerBound)
        changes.append(ByteChange(range: range, edit: .swapped(wordSize: wordSize)))
        position = range.upperBound
    }

    /// Accounts for the rest of the original.
    mutating func finish() { close(at: original.count) }

    private mutating func note(_ bytes: Span<UInt8>) {
        count += bytes.count
        checksum = crc32(bytes, continuing: checksum)
    }

    /// Notes what has been put in the place of the original's bytes up to `end`, without what is the same at both ends.
    private mutating func close(at end: Int) {
        defer {
            pending.removeAll(keepingCapacity: true)
            position = end
        }
        let before = original.bytes(in: position..<end)
        var common = 0
        while common < min(before.count, pending.count), before[common] == pending[common] { common += 1 }
        var (oldEnd, newEnd) = (before.count, pending.count)
        while oldEnd > common, newEnd > common, before[oldEnd - 1] == pending[newEnd - 1] { (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1) }
        let old = Array(before[common..<oldEnd])
        let new = Array(pending[common..<newEnd])
        guard !old.isEmpty || !new.isEmpty else { return }
        let start = position + common
        changes.append(ByteChange(range: start..<start + old.count, edit: .replaced(before: old, after: new)))
    }
}
