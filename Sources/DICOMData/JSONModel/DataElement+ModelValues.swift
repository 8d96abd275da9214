internal import DICOMBytes

// Values as the JSON and XML models have them.

extension DataElement {
    /// The values of text; none where there is but padding, which is no value (PS3.18 F.2.5).
    func modelTexts() throws(DataSetError) -> [String] {
        let texts = try strings()
        return texts == [""] ? [] : texts
    }

    /// UV as text: its values need not fit a signed integer.
    func unsignedText() throws(DataSetError) -> [String] {
        guard length % 8 == 0 else { throw invalid("The value length of \(length) bytes is no multiple of 8.") }
        let order = byteOrder
        return origin.source.withSpan { bytes in
            stride(from: record.offset, to: record.offset + record.length, by: 8).map {
                String(bytes.integer(at: $0, order, as: UInt64.self))
            }
        }
    }

    /// Lends the bytes, each word in little-endian order as InlineBinary demands (PS3.18 F.2.7), in pieces that can be put into Base64 one
    /// after the other. Bytes that fill no word are left as they are, as in files.
    func forEachLittleEndianPiece(_ body: (Span<UInt8>) throws(DataSetError) -> Void) throws(DataSetError) {
        guard byteOrder == .big, !isEncapsulated, let width = valueRepresentation.wordSize, width > 1 else { return try withBytes(body) }
        for piece in origin.source.pieces(of: record.valueRange) {
            let swapped = origin.source.bytes(in: piece).swapped(wordSize: width)
            let span = swapped.span
            try body(span)
        }
    }
}
