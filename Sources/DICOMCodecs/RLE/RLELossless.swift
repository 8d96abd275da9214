internal import CDICOMCodecs

/// RLE Lossless, 1.2.840.10008.1.2.5 (PS3.5 Annex G): PackBits over byte planes.
///
/// A frame holds one segment for each byte of a pixel, so ``SampleLayout/samplesPerPixel`` × ``SampleLayout/bytesPerSample`` must be 1 to 15,
/// with samples of 1, 2 or 4 bytes. Pixels of Bits Allocated 1 are packed into bytes before they are encoded: give the packed bytes as a row
/// of 8-bit samples.
public enum RLELossless {
    /// Decodes one frame.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the frame.
    ///   - fragments: Where its fragments lie in `source`, in their order; nil when the frame is all of it. Its 64-byte header comes first.
    ///   - layout: What the data set says; the header of RLE knows only the number of segments.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; all samples are written, bytes between and beyond them are not.
    /// - Returns: Departures from Annex G that were tolerated.
    /// - Throws: ``CodecError`` with ``CodecError/Code/truncated`` when a segment ends early (``CodecError/completeRows`` rows are in the target,
    ///   the rest is zero), `corrupt` for impossible offsets, `layoutMismatch` when the header names another number of segments,
    ///   `targetTooSmall`, `limitExceeded`, `cancelled`, or `badArgument` for a layout that RLE cannot express.
    /// - Complexity: O(samples).
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, fragments: [Range<Int>]? = nil, layout: SampleLayout, using workspace: inout CodecWorkspace,
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        // The C core keeps to the counts given with the pointers.
        try unsafe workspace.decode(source, fragments, layout: layout, into: &target, notes: notes, by: cdicom_rle_decode)
    }

    /// Decodes one frame with a workspace of its own.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, layout: SampleLayout, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        var workspace = CodecWorkspace()
        return try decode(source, layout: layout, using: &workspace, into: &target)
    }

    /// Bytes that no encoded frame of this layout exceeds; nil when RLE cannot express the layout.
    public static func maximumEncodedByteCount(for layout: SampleLayout) -> Int? {
        guard let shape = layout.c else { return nil }
        let count = cdicom_rle_maximum_encoded_count(shape)
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes samples as one frame of even length; no run crosses the end of a row.
    ///
    /// - Parameters:
    ///   - source: At least ``SampleLayout/byteCount`` bytes.
    ///   - workspace: Memory, limits and cancellation.
    ///   - target: ``maximumEncodedByteCount(for:)`` bytes are always enough.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError`` with `targetTooSmall`, `limitExceeded` (also when a segment would begin beyond 4 GiB), `cancelled`, or
    ///   `badArgument` for a layout that RLE cannot express or a source smaller than its layout.
    /// - Complexity: O(samples).
    public static func encode(
        _ source: Span<UInt8>, layout: SampleLayout, using workspace: inout CodecWorkspace, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        // The C core keeps to the counts given with the pointers.
        try unsafe workspace.encode(source, layout: layout, into: &target, by: cdicom_rle_encode)
    }

    /// Encodes samples with a workspace of its own.
    public static func encode(
        _ source: Span<UInt8>, layout: SampleLayout, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        var workspace = CodecWorkspace()
        return try encode(source, layout: layout, using: &workspace, into: &target)
    }

    private static let notes: [(UInt32, CodecNote)] = [
        (CDICOM_RLE_NOTE_EXCESS_DATA.rawValue, .excessData), (CDICOM_RLE_NOTE_HEADER_GAP.rawValue, .headerGap),
        (CDICOM_RLE_NOTE_UNUSED_OFFSET.rawValue, .unusedOffset),
    ]
}
