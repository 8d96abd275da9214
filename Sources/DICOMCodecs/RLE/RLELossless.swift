internal import CDICOMCodecs

/// RLE Lossless, 1.2.840.10008.1.2.5 (PS3.5 Annex G): PackBits over byte planes.
///
/// A frame holds one segment for each byte of a pixel, so ``SampleLayout/samplesPerPixel`` × ``SampleLayout/bytesPerSample`` must be 1 to 15,
/// with samples of 1, 2 or 4 bytes. Pixels of Bits Allocated 1 are packed into bytes before they are encoded: give the packed bytes as a row
/// of 8-bit samples.
public enum RLELossless {
    /// Decodes one frame into interleaved samples.
    ///
    /// - Parameters:
    ///   - source: The frame from its 64-byte header on, its fragments joined.
    ///   - layout: What the data set says; the header of RLE knows only the number of segments.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; those are written, bytes beyond them are not.
    /// - Returns: Departures from Annex G that were tolerated.
    /// - Throws: ``CodecError`` with ``CodecError/Code/truncated`` when a segment ends early (``CodecError/completeRows`` rows are in the target,
    ///   the rest is zero), `corrupt` for impossible offsets, `layoutMismatch` when the header names another number of segments,
    ///   `targetTooSmall`, or `badArgument` for a layout that RLE cannot express.
    /// - Complexity: O(samples), no allocation.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, layout: SampleLayout, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        guard let shape = layout.c else { throw .impossibleLayout }
        var report = cdicom_report()
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_rle_decode(source.baseAddress, source.count, shape, target.baseAddress, target.count, &report)  // as above
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return CodecReport(notes: notes(of: report.notes))
    }

    /// Bytes that no encoded frame of this layout exceeds; nil when RLE cannot express the layout.
    public static func maximumEncodedByteCount(for layout: SampleLayout) -> Int? {
        guard let shape = layout.c else { return nil }
        let count = cdicom_rle_maximum_encoded_count(shape)
        return count > 0 ? Int(exactly: count) : nil
    }

    /// Encodes interleaved samples as one frame of even length; no run crosses the end of a row.
    ///
    /// - Parameters:
    ///   - source: At least ``SampleLayout/byteCount`` bytes.
    ///   - target: ``maximumEncodedByteCount(for:)`` bytes are always enough.
    /// - Returns: The bytes written at the start of `target`.
    /// - Throws: ``CodecError`` with `targetTooSmall`, `limitExceeded` when a segment would begin beyond 4 GiB, or `badArgument` for a layout
    ///   that RLE cannot express or a source smaller than its layout.
    /// - Complexity: O(samples), no allocation.
    public static func encode(
        _ source: Span<UInt8>, layout: SampleLayout, into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> Int {
        guard let shape = layout.c else { throw .impossibleLayout }
        var report = cdicom_report()
        var written = 0
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_rle_encode(  // as above
                    source.baseAddress, source.count, shape, target.baseAddress, target.count, &written, &report)
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return written
    }

    private static func notes(of bits: UInt32) -> [CodecNote] {
        guard bits != 0 else { return [] }
        let known: [(cdicom_rle_note, CodecNote)] = [
            (CDICOM_RLE_NOTE_EXCESS_DATA, .excessData), (CDICOM_RLE_NOTE_HEADER_GAP, .headerGap),
            (CDICOM_RLE_NOTE_UNUSED_OFFSET, .unusedOffset),
        ]
        return known.filter { bits & $0.0.rawValue != 0 }.map(\.1)
    }
}
