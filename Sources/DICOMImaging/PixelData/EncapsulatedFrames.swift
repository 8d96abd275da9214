internal import DICOMCodecs
internal import DICOMData

/// Which fragments of encapsulated Pixel Data make up which frame (PS3.5 A.4).
///
/// Offset tables are believed only where each offset is that of a fragment; without them, fragments are told apart by their number or by
/// the marks that codestreams begin with.
struct EncapsulatedFrames: Sendable {
    /// For each frame the run of its fragments; the Basic Offset Table is fragment 0 and never in a run.
    private let runs: [Range<Int>]
    private let fragments: Fragments

    init(_ element: DataElement, dataSet: DataSet, frameCount: Int, _ compression: PixelCodec.Compression) throws(ImagingError) {
        let fragments = element.fragments
        self.fragments = fragments
        let data = min(1, fragments.count)..<fragments.count
        guard !data.isEmpty else {
            throw ImagingError(
                code: .missingPixels, problem: "Encapsulated Pixel Data holds no fragments.",
                remedy: "The object is damaged; fetch it again.")
        }
        if frameCount == 1 {
            runs = [data]
            return
        }
        // Each frame has a fragment of its own at least, so a count beyond them is a lie and nothing is allocated for it.
        let starts =
            Self.extendedOffsets(dataSet, frameCount).flatMap { Self.fragments(at: $0, fragments) }
            ?? Self.basicOffsets(fragments, frameCount).flatMap { Self.fragments(at: $0, fragments) }
            ?? (data.count == frameCount ? Array(data) : nil)
            ?? Self.codestreamStarts(fragments, compression)
        guard let starts, starts.first == 1, starts.count <= frameCount else {
            throw ImagingError(
                code: .missingPixels, problem: "\(data.count) fragments cannot be divided among \(frameCount) frames.",
                remedy: "The object needs an offset table; write it anew at its source.")
        }
        let ends = starts.dropFirst() + [fragments.count]
        runs = zip(starts, ends).map { $0..<$1 }
    }

    /// Lends the bytes that hold the codestream of a frame, and where its fragments lie in them.
    func withCodestream<Result>(of frame: Int, _ body: (Span<UInt8>, [Range<Int>]) throws -> Result) throws -> Result {
        guard frame < runs.count, !runs[frame].isEmpty else {
            throw ImagingError(
                code: .missingPixels, frame: frame, problem: "Pixel Data ends before the frame.",
                remedy: "The object is cut short; fetch it again.")
        }
        return try fragments.withBytes(of: runs[frame], body)
    }

    /// Where the last fragment of a frame ends, from the start of the file.
    func end(ofFrame frame: Int) -> Int { frame < runs.count ? runs[frame].last.map { fragments[$0].upperBound } ?? 0 : 0 }

    /// Extended Offset Table (7FE0,0001), PS3.3 C.7.6.3.1.8.
    private static func extendedOffsets(_ dataSet: DataSet, _ frameCount: Int) -> [Int]? {
        guard let offsets = try? dataSet.integers(.extendedOffsetTable), offsets.count == frameCount else { return nil }
        return offsets
    }

    /// The Basic Offset Table (PS3.5 A.4), which may be empty.
    private static func basicOffsets(_ fragments: Fragments, _ frameCount: Int) -> [Int]? {
        fragments.withBytes(of: 0) { table in
            guard table.count == frameCount * 4 else { return nil }
            return (0..<frameCount).map { frame in
                (0..<4).reduce(0) { $0 | Int(table[frame * 4 + $1]) << (8 * $1) }
            }
        }
    }

    /// The fragments whose item headers stand at these offsets, counted from the header of the first one; nil unless every offset is one
    /// and they ascend.
    private static func fragments(at offsets: [Int], _ fragments: Fragments) -> [Int]? {
        let base = fragments[1].lowerBound
        var found: [Int] = []
        found.reserveCapacity(offsets.count)
        var candidate = 1
        for offset in offsets {
            while candidate < fragments.count, fragments[candidate].lowerBound - base < offset { candidate += 1 }
            guard candidate < fragments.count, fragments[candidate].lowerBound - base == offset, found.last != candidate else { return nil }
            found.append(candidate)
        }
        return found
    }

    /// The fragments that begin with a codestream's first bytes.
    private static func codestreamStarts(_ fragments: Fragments, _ compression: PixelCodec.Compression) -> [Int]? {
        let mark: [UInt8]
        switch compression {
        case .codestream(.jpeg), .codestream(.jpegLS): mark = [0xFF, 0xD8, 0xFF]
        case .codestream(.jpeg2000): mark = [0xFF, 0x4F, 0xFF, 0x51]
        case .codestream(.jpegXL): mark = [0xFF, 0x0A]
        // These have no mark; PS3.5 A.4.2, A.4.11 and A.4.13 allow them one fragment a frame.
        case .rleLossless, .deflated, .uncompressed: return nil
        }
        return fragments.numbers(beginningWith: mark)
    }
}
